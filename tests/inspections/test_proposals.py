"""The house proposes teams; the office looks, exchanges, takes or drops. What is left out is said with its reason."""

import datetime
import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import actions as registry
from accounts.models import Person
from casework import tasks as casework_tasks
from casework.models import Notice
from casework.moves import Refused
from inspections import actions, builder, tasks
from inspections.models import Candidate, Engagement, Posting, Recusal, Team, TeamProposal
from tests import cases
from tests.once import once
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY


@once
def people():
    people = cast()
    cases.may_lead(people, "leader", "other_leader")
    people.round = cases.planned(people, people.unit, people.other_unit)
    return people


def window(client, user):
    client.force_login(user, backend="accounts.backends.ByPassword")
    return client


def asked(round, **values):
    units = [engagement.key for engagement in round.engagements.all()]
    return {"units": units, "teams": 2, "deputies": 0, "members": 1, "seconds": 10} | values


def members_of(proposal):
    return {row.person.name: (row.team, row.role) for row in proposal.candidates.seated().select_related("person")}


def good_at(people, name, *skills):
    registry.amend_person(cases.fresh(people.users[name].person), by=people.clerk, today=DAY, skills=list(skills))


# -- asking --------------------------------------------------------------------------------------------------------


def test_the_office_asks_and_the_worker_answers_with_a_notice_and_a_date(people, client):
    page = window(client, people.clerk)
    url = f"{people.round.get_absolute_url()}propose-teams/"
    assert page.get(url).status_code == 200
    assert page.post(url, asked(people.round)).status_code == 302
    proposal = TeamProposal.objects.get()
    shown = page.get(proposal.get_absolute_url()).content.decode()
    assert "正在计算组建方案" in shown
    tasks.search()
    proposal.refresh_from_db()
    assert proposal.stage == "ready"
    shown = page.get(proposal.get_absolute_url()).content.decode()
    for word in (
        "第1组",
        "第2组",
        "区住建局",
        "区教育局",
        "已证明不能更小",
        "组长不固定",
        "巡察对象不固定",
        "授权不固定",
    ):
        assert word in shown, word
    assert Notice.objects.filter(person=people.head).exists()
    url = f"/inspections/of-round/{people.round.key}/proposals/"
    assert url in page.get(people.round.get_absolute_url()).content.decode()
    assert proposal.key in page.get(url).content.decode()
    assert "采用或放弃组建方案" in page.get("/").content.decode()


def test_what_is_typed_wrongly_is_named_and_stays(people, client):
    page = window(client, people.clerk)
    url = f"{people.round.get_absolute_url()}propose-teams/"
    answer = page.post(url, asked(people.round, teams=3, seconds=61, skills=["flying"], members=0))
    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert set(errors) == {"teams", "seconds", "skills", "members"}
    assert "2个单位不够3个组分配" in str(errors["teams"])
    assert TeamProposal.objects.count() == 0


def test_one_proposal_at_a_time_and_a_new_one_after_the_old_one_was_dropped(people):
    first = cases.proposal(people, people.round)
    with pytest.raises(Refused, match=r"尚未处理|still open"):
        cases.proposal(people, people.round)
    actions.drop_proposal(first, by=people.clerk, today=DAY, note="人选不合适")
    second = cases.proposal(people, people.round)
    assert (first.place, second.place) == (1, 2)


def test_the_leading_group_reads_the_teams_and_not_why_others_are_left_out(people, client):
    cases.tie(people, people.member.person, people.unit)
    proposal = cases.proposal(people, people.round)
    page = window(client, people.secretary)
    shown = page.get(proposal.get_absolute_url()).content.decode()
    assert "第1组" in shown
    assert "未入选人员及原因" not in shown
    assert len(page.get("/inspections/candidates/").context["rows"]) == 0
    form = {"first": people.leader.person.key, "second": people.other_leader.person.key}
    assert page.post(f"{proposal.get_absolute_url()}swap/", form).status_code == 403


# -- what the worker does ------------------------------------------------------------------------------------------


def test_a_worker_that_was_killed_is_followed_by_another_and_after_some_tries_it_is_given_up(people):
    proposal = cases.proposal(people, people.round, computed=False)
    claimed = tasks._claim()
    assert claimed == proposal
    assert tasks._claim() is None, "somebody has it in hand"
    long_ago = timezone.now() - tasks.LEASE - datetime.timedelta(seconds=1)
    for _time in range(tasks.MOST_TRIES - 1):
        TeamProposal.objects.update(claimed_at=long_ago)
        assert tasks._claim() == proposal
    TeamProposal.objects.update(claimed_at=long_ago)
    assert tasks._claim() is None
    proposal.refresh_from_db()
    assert proposal.stage == "impossible"
    assert "多次中断" in proposal.reasons[0] or "broke off" in proposal.reasons[0]


def test_a_search_that_breaks_is_tried_again_and_one_that_was_dropped_meanwhile_stays_dropped(people, monkeypatch):
    proposal = cases.proposal(people, people.round, computed=False)
    monkeypatch.setattr(builder, "build", lambda *args: 1 / 0)
    tasks.search()
    proposal.refresh_from_db()
    assert (proposal.stage, proposal.tries) == ("computing", 1)
    monkeypatch.undo()

    def dropped_meanwhile(people_of_pool, wanted, real=builder.build):
        actions.drop_proposal(cases.fresh(proposal), by=people.clerk, today=DAY, note="另行研究")
        return real(people_of_pool, wanted)

    monkeypatch.setattr(builder, "build", dropped_meanwhile)
    TeamProposal.objects.update(claimed_at=None)
    tasks.search()
    proposal.refresh_from_db()
    assert (proposal.stage, Candidate.objects.count()) == ("dropped", 0)


def test_each_ring_looks_for_proposals_too(people, monkeypatch):
    rung = []
    monkeypatch.setattr(tasks.search, "apply_async", lambda **options: rung.append(options))
    casework_tasks.look()
    assert rung == []
    cases.proposal(people, people.round, computed=False)
    casework_tasks.look()
    assert len(rung) == 1


def test_what_is_lacking_is_said_in_words(people, client):
    proposal = cases.proposal(people, people.round, teams=2, deputies=1, skills=["finance"])
    assert proposal.stage == "impossible"
    shown = window(client, people.clerk).get(proposal.get_absolute_url()).content.decode()
    assert "需要可任副组长的人员2名" not in shown, "leaders may be deputies too"
    assert "需要具备“财务审计”专长的人员2名，可抽调0名" in shown


# -- what must hold ------------------------------------------------------------------------------------------------


def test_nobody_is_sent_where_he_has_kin_works_or_comes_from_and_nobody_who_is_elsewhere_at_that_time(people):
    cases.tie(people, people.member.person, people.unit)
    cases.tie(people, people.member.person, people.other_unit)
    other = cases.planned(people, people.department, term=people.round.term)
    busy = actions.form_team(other, by=people.clerk, today=DAY, name="另一轮的组", leader=people.leader.person)
    proposal = cases.proposal(people, people.round, members=2)
    assert "member" not in members_of(proposal)
    assert "leader" not in members_of(proposal)
    reasons = {row.person.name: row for row in proposal.candidates.left_out().select_related("person", "unit")}
    assert (reasons["member"].cause, reasons["member"].kind_of) == ("away", "kin")
    assert reasons["member"].unit in (people.unit, people.other_unit)
    assert (reasons["leader"].cause, reasons["leader"].elsewhere) == ("busy", busy)


def test_each_team_has_somebody_for_each_skill(people):
    good_at(people, "member", "finance")
    good_at(people, "stranger", "finance")
    proposal = cases.proposal(people, people.round, teams=2, skills=["finance"])
    assert set(members_of(proposal)) == {"leader", "other_leader", "member", "stranger"}
    left = {row.person.name: row.cause for row in proposal.candidates.left_out().select_related("person")}
    assert left == {"second_member": "skill", "other_member": "skill"}


def test_whoever_served_less_goes_first_and_the_others_are_told_how_often_they_served():
    people = cast()
    cases.mobilised(people)
    cases.may_lead(people, "other_leader", "stranger")
    proposal = cases.proposal(people, cases.planned(people, people.department))
    assert members_of(proposal)["stranger"] == (1, "leader"), "he has not served yet"
    left = proposal.candidates.left_out().get(person=people.other_leader.person)
    assert (left.cause, left.load, left.most) == ("load", 1, 0)
    assert proposal.load == proposal.load_bound


def test_what_is_known_of_a_thousand_people_costs_what_that_of_six_costs(people):
    proposal = cases.proposal(people, people.round, computed=False)

    def cost():
        with CaptureQueriesContext(connection) as asked:
            known = actions.known_of(proposal, DAY)
        return len(asked), len(known.free)

    cost()  # what is asked once of the round is asked now
    few, before = cost()
    common = {"case": people.authority.case, "organisation": people.department, "in_pool": True}
    Person.objects.bulk_create(
        Person(name=f"第{number}人", sort_key=f"{number:06d}", **common) for number in range(1000)
    )
    assert cost() == (few, before + 1000)
    assert few <= 12
    tasks.compute(proposal, DAY)
    assert cases.fresh(proposal).stage == "ready"
    assert proposal.candidates.count() == before + 1000


# -- exchanging ----------------------------------------------------------------------------------------------------


def test_an_exchange_is_shown_first_and_made_when_it_is_confirmed(people, client):
    proposal = cases.proposal(people, people.round, teams=2)
    seats = members_of(proposal)
    inside = next(name for name, (_team, role) in seats.items() if role == "member")
    outside = next(row.person for row in proposal.candidates.left_out().select_related("person"))
    page, url = window(client, people.clerk), f"{proposal.get_absolute_url()}swap/"
    form = {"first": people.users[inside].person.key, "second": outside.key, "version": proposal.version}
    answer = page.post(url, form)
    assert answer.status_code == 200
    assert "尚未对调" in answer.content.decode()
    assert "参加轮次平方和" in answer.content.decode()
    assert members_of(proposal) == seats, "looking changes nothing"
    assert page.post(url, form | {"seen": answer.context["form"].seen}).status_code == 302
    now = members_of(proposal)
    assert now[outside.name] == seats[inside]
    row = proposal.candidates.get(person=people.users[inside].person)
    assert (row.cause, row.team) == ("swapped", None)
    shown = page.get(proposal.get_absolute_url()).content.decode()
    assert "两人对调" in shown, "it is in the history"
    assert f"{inside} ↔ {outside.name}" in shown, "and the page says whom the office exchanged"


def test_what_was_shown_for_others_is_not_taken_for_seen(people, client):
    proposal = cases.proposal(people, people.round, teams=2)
    page, url = window(client, people.clerk), f"{proposal.get_absolute_url()}swap/"
    form = {"first": people.leader.person.key, "second": people.other_leader.person.key}
    answer = page.post(url, form | {"seen": "another another"})
    assert answer.status_code == 200
    assert cases.fresh(proposal).version == proposal.version


def test_an_exchange_that_breaks_a_rule_is_shown_with_the_reason_and_refused(people, client):
    cases.tie(people, people.member.person, people.unit)
    proposal = cases.proposal(people, people.round, teams=1, members=2)
    page, url = window(client, people.clerk), f"{proposal.get_absolute_url()}swap/"
    inside = next(name for name, (_team, role) in members_of(proposal).items() if role == "member")
    first, kin = people.users[inside].person, people.member.person
    answer = page.post(url, {"first": first.key, "second": kin.key})
    assert "member须回避第1组的区住建局" in answer.content.decode()
    assert answer.context["form"].seen == ""
    with pytest.raises(Refused):
        actions.swap(proposal, by=people.clerk, today=DAY, first=first, second=kin)
    over_api = page.post(f"/api/v1/proposals/{proposal.key}/swap/", {"first": first.key, "second": kin.key})
    assert over_api.status_code == 403
    assert "区住建局" in over_api.json()["detail"]
    leader = next(name for name, (_team, role) in members_of(proposal).items() if role == "leader")
    answer = page.post(url, {"first": people.users[leader].person.key, "second": first.key})
    assert "不能担任组长" in answer.content.decode()


def test_two_people_of_two_teams_change_places(people):
    proposal = cases.proposal(people, people.round, teams=2)
    before = members_of(proposal)
    one, other = people.leader.person, people.other_leader.person
    actions.swap(proposal, by=people.clerk, today=DAY, first=one, second=other)
    after = members_of(proposal)
    assert (after[one.name], after[other.name]) == (before[other.name], before[one.name])


# -- taking --------------------------------------------------------------------------------------------------------


def test_a_proposal_that_is_taken_becomes_teams_with_their_units(people, client):
    proposal = cases.proposal(people, people.round, teams=2)
    page, url = window(client, people.clerk), f"{proposal.get_absolute_url()}take/"
    assert "第一巡察组" in page.get(url).content.decode()
    assert page.post(url, {"names": "甲组", "version": proposal.version}).status_code == 422
    assert page.post(url, {"names": "甲组\n乙组", "version": proposal.version}).status_code == 302
    assert [team.name for team in Team.objects.order_by("number")] == ["甲组", "乙组"]
    for number, team in enumerate(Team.objects.order_by("number"), start=1):
        seated = {(seat.person_id, seat.role) for seat in proposal.candidates.seated().filter(team=number)}
        assert {(posting.person_id, posting.role) for posting in team.postings.all()} == seated
        assert team.stage == "forming", "the office authorises it"
    assert not Engagement.objects.filter(team=None).exists()
    assert cases.fresh(proposal).stage == "taken"
    assert not Recusal.objects.exists()


def test_who_has_gone_elsewhere_meanwhile_is_named_before_anything_is_made(people):
    proposal = cases.proposal(people, people.round, teams=2)
    registry.leave(cases.fresh(people.leader.person), by=people.clerk, today=DAY, note="调离")
    with pytest.raises(Refused, match="leader"):
        actions.take(proposal, by=people.clerk, today=DAY, names=["甲组", "乙组"])
    assert not Posting.objects.exists()


def test_a_conflict_that_came_up_meanwhile_is_recorded_when_the_teams_are_formed(people):
    proposal = cases.proposal(people, people.round)
    seated = next(iter(members_of(proposal)))
    cases.tie(people, people.users[seated].person, people.unit)
    actions.take(proposal, by=people.clerk, today=DAY, names=["甲组"])
    assert Recusal.objects.get().posting.person.name == seated


# -- the list ------------------------------------------------------------------------------------------------------


def test_everybody_s_reason_is_found_by_name_and_cause_and_taken_as_a_workbook(people, client):
    proposal = cases.proposal(people, people.round)
    page = window(client, people.clerk)
    url = f"/inspections/candidates/?proposal={proposal.key}"
    rows = page.get(url).context["rows"]
    assert len(rows) == 6
    assert len(page.get(f"{url}&q=stranger").context["rows"]) == 1
    spare = page.get(f"{url}&cause=spare").context["rows"]
    assert len(spare) == 4
    assert all("名额已满" in str(row["cells"]) for row in spare)
    answer = page.get(f"/inspections/candidates/export/?proposal={proposal.key}")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert len(list(book["巡察组组建方案人员情况表"].iter_rows(min_row=3))) == 6


def test_a_program_reads_the_draft_by_keys(people, client):
    proposal = cases.proposal(people, people.round, teams=2)
    (row,) = window(client, people.clerk).get("/api/v1/proposals/").json()["results"]
    assert row["key"] == proposal.key
    assert len(row["draft"]) == 2
    assert {one["role"] for one in row["draft"][0]["people"]} == {"leader", "member"}
    assert len(row["draft"][0]["units"]) == 1
