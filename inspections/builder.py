"""Who goes together, and to which units: teams as good as can be for the people and the units that there are.

Nothing here knows a database: people and wishes come in, teams go out. What must hold is never broken: one seat a
person, each role filled by somebody who may fill it, each skill that is wanted in each team, nobody sent to a unit that
he keeps away from, the units shared out evenly. Among all that is left the load is as fair as can be (the sum of the
squares of the rounds that each person will have served is smallest), and then as few people as possible stay together
with those of their last team, or lead again.

The search is CP-SAT's (OR-Tools). It says whether its answer is proved to be the best, or else how far it may be from
it. The same people and wishes bring the same teams, unless the time ran out before the proof: one worker searches, for
several that must agree are slower.
"""

import math
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import NamedTuple

LEADER, DEPUTY, MEMBER = "leader", "deputy", "member"
#: how much of its time a search may give to the load; the rest is for the second aim
FIRST = 0.7


@dataclass(frozen=True)
class Candidate:
    """Somebody who could be sent: what he may be, what he is good at, what he keeps away from."""

    key: int
    roles: frozenset[str]
    skills: frozenset[str] = frozenset()
    #: rounds in which he served in the years that count
    load: int = 0
    #: the units that he keeps away from
    away: frozenset[int] = frozenset()
    #: the team in which he served last, and whether he led it
    last_team: int | None = None
    led: bool = False


@dataclass(frozen=True)
class Wanted:
    """What is asked for: so many teams, all alike, for these units."""

    teams: int
    deputies: int
    members: int
    units: tuple[int, ...]
    #: what somebody in each team must be good at
    skills: frozenset[str] = frozenset()
    seconds: float = 10.0

    @property
    def seats(self) -> dict[str, int]:
        """How many people each team needs, by role."""
        return {LEADER: 1, DEPUTY: self.deputies, MEMBER: self.members}

    @property
    def size(self) -> int:
        return sum(self.seats.values())


@dataclass(frozen=True)
class Crew:
    """One team: who is what in it, and where it goes."""

    seats: Mapping[int, str]
    units: tuple[int, ...]


@dataclass(frozen=True)
class Aim:
    """How good an answer is in one respect: smaller is better, and nothing is smaller than ``bound``."""

    value: int
    bound: int

    @property
    def proved(self) -> bool:
        return self.value <= self.bound


@dataclass(frozen=True)
class Answer:
    """Teams with how good they are, or else why there are none."""

    crews: tuple[Crew, ...] = ()
    #: the sum of the squares of the rounds served, over everybody who could be sent
    load: Aim = Aim(0, 0)
    #: people beyond the first who stay together with others of their last team, and leaders who led in it
    kept: Aim = Aim(0, 0)
    #: what is lacking: (what, of which, how many there are, how many are needed)
    lacking: tuple[tuple[str, str, int, int], ...] = ()
    #: the time ran out before anything was found
    out_of_time: bool = False
    seconds: float = 0.0


def lacking(people: Sequence[Candidate], wanted: Wanted) -> list[tuple[str, str, int, int]]:
    """Return what there is too little of whatever way people are put together."""
    found = []
    for role, number in wanted.seats.items():
        have = sum(role in person.roles for person in people)
        if have < number * wanted.teams:
            found.append(("role", role, have, number * wanted.teams))
    if len(people) < wanted.size * wanted.teams:
        found.append(("people", "", len(people), wanted.size * wanted.teams))
    for skill in sorted(wanted.skills):
        have = sum(skill in person.skills for person in people)
        if have < wanted.teams:
            found.append(("skill", skill, have, wanted.teams))
    if len(wanted.units) < wanted.teams:
        found.append(("unit", "", len(wanted.units), wanted.teams))
    return found


def worth_looking_at(people: Sequence[Candidate], wanted: Wanted) -> list[Candidate]:
    """Return those whom the best teams can be built from, in a fixed order.

    Somebody is left out when there are as many people as seats who are at least as good as he in every respect: one of
    them is always free, and an exchange for him makes nothing worse.
    """
    units = set(wanted.units)
    bits = {name: 1 << at for at, name in enumerate(sorted(wanted.skills | {LEADER, DEPUTY, MEMBER}))}
    places = {unit: 1 << at for at, unit in enumerate(wanted.units)}
    kept: list[Candidate] = []
    marks: list[tuple[int, int, int | None, bool]] = []
    for one in sorted(people, key=lambda one: (one.load, len(one.away & units), one.key)):
        can = sum(bits[name] for name in (one.skills & wanted.skills) | one.roles)
        away = sum(places[unit] for unit in one.away & units)
        better = sum(
            can & ~other == 0 and theirs & ~away == 0 and team in (None, one.last_team) and led <= one.led
            for other, theirs, team, led in marks
        )
        if better < wanted.size * wanted.teams:
            kept.append(one)
            marks.append((can, away, one.last_team, one.led))
    return kept


def build(people: Iterable[Candidate], wanted: Wanted) -> Answer:
    """Return the best teams that can be found in the time that is given."""
    began = time.monotonic()
    everybody = sorted(people, key=lambda one: one.key)
    if short := lacking(everybody, wanted):
        return Answer(lacking=tuple(short))
    search = _Search(worth_looking_at(everybody, wanted), wanted)
    answer = search.run(sum(one.load**2 for one in everybody))
    return replace(answer, seconds=time.monotonic() - began)


class _Search:
    """The model: who sits where, which unit goes to which team, and what must hold."""

    def __init__(self, people: list[Candidate], wanted: Wanted):
        from ortools.sat.python import cp_model  # a second and a hundred megabytes: only where teams are searched for

        self.cp_model, self.people, self.wanted = cp_model, people, wanted
        self.teams = range(wanted.teams)
        self.model = cp_model.CpModel()
        self.sits = {
            (one.key, role, team): self.model.new_bool_var(f"{role} {one.key} {team}")
            for one in people
            for role in sorted(one.roles)
            if wanted.seats[role]
            for team in self.teams
        }
        self.goes = {
            (unit, team): self.model.new_bool_var(f"unit {unit} {team}") for unit in wanted.units for team in self.teams
        }
        self._fill_the_seats()
        self._share_out_the_units()
        self._keep_away()

    def _in(self, one: Candidate, team: int):
        """Return whether somebody is in a team, as a sum."""
        return sum(self.sits[one.key, role, team] for role in one.roles if (one.key, role, team) in self.sits)

    def _fill_the_seats(self):
        for one in self.people:
            self.model.add_at_most_one(
                self.sits[one.key, role, team]
                for role in one.roles
                for team in self.teams
                if (one.key, role, team) in self.sits
            )
        for team in self.teams:
            for role, number in self.wanted.seats.items():
                if number:
                    seats = [self.sits[one.key, role, team] for one in self.people if role in one.roles]
                    self.model.add(sum(seats) == number)
            for skill in sorted(self.wanted.skills):
                self.model.add(sum(self._in(one, team) for one in self.people if skill in one.skills) >= 1)

    def _share_out_the_units(self):
        least, rest = divmod(len(self.wanted.units), self.wanted.teams)
        for unit in self.wanted.units:
            self.model.add_exactly_one(self.goes[unit, team] for team in self.teams)
        for team in self.teams:
            number = sum(self.goes[unit, team] for unit in self.wanted.units)
            self.model.add_linear_constraint(number, least, least + bool(rest))
        # The teams are alike, so which is which says nothing: the first unit goes to the first team, and so on.
        for place, unit in enumerate(self.wanted.units):
            for team in self.teams[place + 1 :]:
                self.model.add(self.goes[unit, team] == 0)

    def _keep_away(self):
        for one in self.people:
            for unit in sorted(one.away & set(self.wanted.units)):
                for team in self.teams:
                    self.model.add(self._in(one, team) + self.goes[unit, team] <= 1)

    def run(self, before: int) -> Answer:
        """Look for the fairest load, then for the least that stays as it was; ``before`` is what is owed already."""
        cost = self._cost()
        self.model.minimize(cost)
        solver, status = self._solve(self.model, FIRST * self.wanted.seconds)
        if status == self.cp_model.INFEASIBLE:
            return Answer()
        if status not in self._found:
            return Answer(out_of_time=True)
        load = self._aim(solver, before)
        crews, kept = self._crews(solver), None
        self.model.add(cost <= load.value - before)
        for variable in chain(self.sits.values(), self.goes.values()):
            self.model.add_hint(variable, solver.value(variable))
        self.model.minimize(self._stays_together())
        solver, status = self._solve(self.model, max(1.0, self.wanted.seconds - solver.wall_time))
        if status in self._found:
            crews, kept = self._crews(solver), self._aim(solver, 0)
        return Answer(crews, load, kept or Aim(stay_together(crews, self.people), 0))

    def _cost(self):
        """Return what the choice of people adds to the load.

        That it is no less than if nobody kept away from anything is found out beforehand, by numbers of people who are
        alike; without this the search proves it again and again.
        """
        by_key = {one.key: one for one in self.people}
        chosen = {}
        for key, role in sorted({(key, role) for key, role, _team in self.sits}):
            chosen[key, role] = self.model.new_bool_var(f"{role} {key}")
            self.model.add(chosen[key, role] == sum(self.sits[key, role, team] for team in self.teams))
        for role, seats in self.wanted.seats.items():
            self.model.add(sum(chosen[at] for at in chosen if at[1] == role) == seats * len(self.teams))
        cost = sum((2 * by_key[key].load + 1) * variable for (key, _role), variable in chosen.items())
        self.model.add(cost >= self._least())
        return cost

    def _least(self) -> int:
        alike = Counter((one.roles, one.skills & self.wanted.skills, one.load) for one in self.people)
        order = sorted(alike, key=lambda one: (sorted(one[0]), sorted(one[1]), one[2]))
        model = self.cp_model.CpModel()
        number = {
            (place, role): model.new_int_var(0, alike[order[place]], f"{role} {place}")
            for place in range(len(order))
            for role in sorted(order[place][0])
        }
        for place in range(len(order)):
            taken = sum(variable for (at, _role), variable in number.items() if at == place)
            model.add(taken <= alike[order[place]])
        for role, seats in self.wanted.seats.items():
            model.add(
                sum(variable for (_at, what), variable in number.items() if what == role) == seats * len(self.teams)
            )
        for skill in self.wanted.skills:
            able = sum(variable for (place, _role), variable in number.items() if skill in order[place][1])
            model.add(able >= len(self.teams))
        model.minimize(sum((2 * order[place][2] + 1) * variable for (place, _role), variable in number.items()))
        solver, status = self._solve(model, FIRST * self.wanted.seconds)
        return math.ceil(solver.best_objective_bound - 1e-6) if status in self._found else 0

    @property
    def _found(self):
        return self.cp_model.OPTIMAL, self.cp_model.FEASIBLE

    def _stays_together(self):
        """Return how many people stay with others of their last team, the first of each not counted, and lead again."""
        last = defaultdict(list)
        for one in self.people:
            if one.last_team is not None:
                last[one.last_team].append(one)
        terms = []
        for name, people in sorted(last.items()):
            for team in self.teams if len(people) > 1 else ():
                more = self.model.new_int_var(0, len(people) - 1, f"of {name} in {team}")
                self.model.add(more >= sum(self._in(one, team) for one in people) - 1)
                terms.append(more)
        again = [variable for (key, role, _t), variable in self.sits.items() if role == LEADER and key in self._led]
        return sum(terms) + sum(again)

    @property
    def _led(self) -> set[int]:
        return {one.key for one in self.people if one.led}

    def _solve(self, model, seconds: float):
        solver = self.cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        solver.parameters.max_time_in_seconds = seconds
        return solver, solver.solve(model)

    def _aim(self, solver, before: int) -> Aim:
        return Aim(before + round(solver.objective_value), before + math.ceil(solver.best_objective_bound - 1e-6))

    def _crews(self, solver) -> tuple[Crew, ...]:
        return tuple(
            Crew(
                {key: role for (key, role, at), variable in self.sits.items() if at == team and solver.value(variable)},
                tuple(unit for unit in self.wanted.units if solver.value(self.goes[unit, team])),
            )
            for team in self.teams
        )


def stay_together(crews: Iterable[Crew], people: Iterable[Candidate]) -> int:
    """Return how many people stay with others of their last team, the first of each not counted, and lead again."""
    by_key, count = {one.key: one for one in people}, 0
    crews = list(crews)
    for crew in crews:
        last = Counter(by_key[key].last_team for key in crew.seats if by_key[key].last_team is not None)
        count += sum(number - 1 for number in last.values())
    return count + lead_again(crews, by_key.values())


def lead_again(crews: Iterable[Crew], people: Iterable[Candidate]) -> int:
    """Return how many leaders led their last team too."""
    led = {one.key for one in people if one.led}
    return sum(role == LEADER and key in led for crew in crews for key, role in crew.seats.items())


# -- what a draft says of itself -----------------------------------------------------------------------------------


class Fault(NamedTuple):
    """Something that must hold and does not: ``kind`` is role, away or skill; ``about`` the role, unit or skill."""

    kind: str
    team: int
    person: int | None
    about: int | str


def faults(crews: Sequence[Crew], people: Mapping[int, Candidate], wanted: Wanted) -> list[Fault]:
    """Return everything that a draft breaks, team by team."""
    found = []
    for team, crew in enumerate(crews):
        for key, role in crew.seats.items():
            if role not in people[key].roles:
                found.append(Fault("role", team, key, role))
            found += [Fault("away", team, key, unit) for unit in crew.units if unit in people[key].away]
        able = skills_of(crew, people)
        found += [Fault("skill", team, None, skill) for skill in sorted(wanted.skills - able)]
    return found


def skills_of(crew: Crew, people: Mapping[int, Candidate]) -> frozenset[str]:
    """Return all that somebody in this team is good at."""
    return frozenset(chain.from_iterable(people[key].skills for key in crew.seats))


def exchanged(crews: Sequence[Crew], one: int, other: int) -> list[Crew]:
    """Return the teams after two people have changed places; either may have been without a seat."""
    new = {one: other, other: one}
    return [replace(crew, seats={new.get(key, key): role for key, role in crew.seats.items()}) for crew in crews]


def load_of(crews: Iterable[Crew], people: Mapping[int, Candidate]) -> int:
    """Return the sum of the squares of the rounds that each person will have served."""
    seated = {key for crew in crews for key in crew.seats}
    return sum((one.load + (key in seated)) ** 2 for key, one in people.items())


def left_out(
    crews: Sequence[Crew], people: Mapping[int, Candidate], wanted: Wanted
) -> Iterator[tuple[int, str, int | None]]:
    """Yield everybody without a seat, and why: he served more than all who have one that he could fill (load); of those
    who served as much or more, he could take the place of nobody, because of a unit (away) or because the team would
    lack a skill (skill); or he is as fit as they are, and the seats are taken (spare)."""
    seats = [(team, key, role) for team, crew in enumerate(crews) for key, role in crew.seats.items()]
    seated = {key for _team, key, _role in seats}
    needed = {
        (team, key): frozenset(
            skill
            for skill in people[key].skills & wanted.skills
            if not any(skill in people[other].skills for other in crew.seats if other != key)
        )
        for team, crew in enumerate(crews)
        for key in crew.seats
    }
    for key, one in sorted(people.items()):
        if key in seated:
            continue
        places = [(team, of) for team, of, role in seats if role in one.roles]
        rivals = [(team, of) for team, of in places if people[of].load >= one.load]
        blocks = [next((unit for unit in crews[team].units if unit in one.away), None) for team, _of in rivals]
        if not rivals:
            yield key, "load", None
        elif all(block is not None for block in blocks):
            yield key, "away", blocks[0]
        elif all(block is not None or needed[at] - one.skills for at, block in zip(rivals, blocks, strict=True)):
            yield key, "skill", None
        else:
            yield key, "spare", None
