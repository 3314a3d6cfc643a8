"""The search for teams, without a database: what must hold, what is smallest, and what is said of the rest."""

import itertools
import random

import pytest

from inspections import builder
from inspections.builder import DEPUTY, LEADER, MEMBER, Candidate, Crew, Wanted

ANYBODY = frozenset({LEADER, DEPUTY, MEMBER})


def person(key, roles=ANYBODY, skills=(), load=0, away=(), last_team=None, led=False):
    return Candidate(key, frozenset(roles), frozenset(skills), load, frozenset(away), last_team, led)


def wanted(teams=1, deputies=0, members=1, units=(101,), skills=(), seconds=10.0):
    return Wanted(teams, deputies, members, tuple(units), frozenset(skills), seconds)


def district(seed, people=14, units=4):
    """People of whom each keeps away from some units, some lead, and all have served differently often."""
    chance = random.Random(seed)
    skills = ["finance", "writing", "talks"]
    return [
        person(
            key,
            {LEADER, DEPUTY} if key < 4 else {DEPUTY, MEMBER} if key < 7 else {MEMBER},
            chance.sample(skills, chance.randint(0, 2)),
            chance.randint(0, 3),
            [unit for unit in range(101, 101 + units) if chance.random() < 0.2],
            chance.choice([None, 1, 2]),
            key < 4 and chance.random() < 0.5,
        )
        for key in range(people)
    ]


@pytest.mark.parametrize("seed", range(12))
def test_what_must_hold_is_never_broken_and_everybody_has_one_seat(seed):
    people = district(seed)
    asked = wanted(teams=2, deputies=1, members=2, units=range(101, 105), skills={"finance"})
    answer = builder.build(people, asked)
    if not answer.crews:
        assert not answer.out_of_time
        return
    by_key = {one.key: one for one in people}
    assert builder.faults(answer.crews, by_key, asked) == []
    seats = [key for crew in answer.crews for key in crew.seats]
    assert len(seats) == len(set(seats)) == 8
    for crew in answer.crews:
        assert sorted(crew.seats.values()) == [DEPUTY, LEADER, MEMBER, MEMBER]
        assert len(crew.units) == 2
    assert sorted(unit for crew in answer.crews for unit in crew.units) == [101, 102, 103, 104]
    assert answer.load.value == builder.load_of(answer.crews, by_key)
    assert answer.kept.value == builder.stay_together(answer.crews, people)


@pytest.mark.parametrize("seed", range(8))
def test_no_other_choice_is_fairer(seed):
    """Every way of filling two teams is tried; the search finds one of the best, and says that it is proved."""
    people = district(seed, people=7, units=2)
    asked = wanted(teams=2, members=1, units=(101, 102), skills={"writing"})
    by_key, best = {one.key: one for one in people}, None
    for first, second, third, fourth in itertools.permutations(by_key, 4):
        crews = [Crew({first: LEADER, second: MEMBER}, (101,)), Crew({third: LEADER, fourth: MEMBER}, (102,))]
        if not builder.faults(crews, by_key, asked):
            found = (builder.load_of(crews, by_key), builder.stay_together(crews, people))
            best = min(best or found, found)
    answer = builder.build(people, asked)
    assert (best is None) == (not answer.crews)
    if best is not None:
        assert (answer.load.value, answer.kept.value) == best
        assert answer.load.proved
        assert answer.kept.proved


def test_the_same_question_has_the_same_answer():
    people, asked = district(3), wanted(teams=2, members=2, units=range(101, 105))
    first = builder.build(people, asked)
    again = builder.build(list(reversed(people)), asked)
    assert first.crews
    assert first.crews == again.crews


def test_those_who_are_never_needed_are_not_looked_at_and_the_answer_is_the_same():
    people = district(5, people=60)
    asked = wanted(teams=2, deputies=1, members=2, units=range(101, 105), skills={"finance"})
    few = builder.worth_looking_at(people, asked)
    assert len(few) < len(people)
    whole = builder._Search(people, asked).run(0)
    part = builder._Search(few, asked).run(0)
    assert (whole.load, whole.kept) == (part.load, part.kept)


def test_what_is_lacking_is_said_by_role_skill_and_number():
    people = [person(1, {LEADER}), person(2, {MEMBER}), person(3, {MEMBER})]
    asked = wanted(teams=2, members=2, units=(101,), skills={"finance"})
    answer = builder.build(people, asked)
    assert answer.crews == ()
    assert answer.lacking == (
        ("role", LEADER, 1, 2),
        ("role", MEMBER, 2, 4),
        ("people", "", 3, 6),
        ("skill", "finance", 0, 2),
        ("unit", "", 1, 2),
    )


def test_when_everybody_would_meet_a_unit_that_he_keeps_away_from_there_are_no_teams():
    people = [person(1, {LEADER}, away=[101]), person(2, {MEMBER})]
    answer = builder.build(people, wanted())
    assert (answer.crews, answer.lacking, answer.out_of_time) == ((), (), False)


def test_people_of_one_last_team_are_parted_where_that_costs_no_fairness():
    people = [person(key, load=1, last_team=7) for key in (1, 2)] + [person(key, load=1) for key in (3, 4)]
    answer = builder.build(people, wanted(teams=2, members=1, units=(101, 102)))
    assert answer.kept == builder.Aim(0, 0)
    assert all(len({1, 2} & set(crew.seats)) == 1 for crew in answer.crews)


def test_whoever_led_his_last_team_leads_again_only_when_nobody_else_may():
    people = [person(1, {LEADER, MEMBER}, load=1, last_team=7, led=True), person(2, {LEADER, MEMBER}, load=1)]
    answer = builder.build(people, wanted())
    assert answer.crews[0].seats == {2: LEADER, 1: MEMBER}


def test_why_somebody_is_left_out():
    people = {
        1: person(1, {LEADER}),
        2: person(2, {MEMBER}, {"finance"}, load=1),
        3: person(3, {MEMBER}, {"finance"}, load=2),
        4: person(4, {MEMBER}, {"writing"}),
        5: person(5, {MEMBER}, {"finance"}, away=[101]),
        6: person(6, {MEMBER}, {"finance"}, load=1),
    }
    crews = [Crew({1: LEADER, 2: MEMBER}, (101,))]
    assert list(builder.left_out(crews, people, wanted(skills={"finance"}))) == [
        (3, "load", None),
        (4, "skill", None),
        (5, "away", 101),
        (6, "spare", None),
    ]


def test_an_exchange_says_which_rules_it_would_break():
    people = {1: person(1, {LEADER}), 2: person(2, {MEMBER}, {"finance"}), 3: person(3, {MEMBER}, away=[101])}
    asked = wanted(skills={"finance"})
    crews = [Crew({1: LEADER, 2: MEMBER}, (101,))]
    assert builder.faults(crews, people, asked) == []
    found = builder.faults(builder.exchanged(crews, 2, 3), people, asked)
    assert [(fault.kind, fault.about) for fault in found] == [("away", 101), ("skill", "finance")]
    found = builder.faults(builder.exchanged(crews, 1, 2), people, asked)
    assert [(fault.kind, fault.person) for fault in found] == [("role", 2), ("role", 1)]
