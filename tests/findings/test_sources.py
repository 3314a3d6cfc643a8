"""What a team hears, reads and sees: entered in a minute, corrected with a trace, handed over with the report."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from casework.models import Deadline, Event
from casework.moves import Refused
from findings import actions as findings
from findings.models import DocumentRequest, FieldVisit, PersonalMatterCheck, Sitting, Talk
from inspections import actions as inspections
from tests import cases
from tests.once import once
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY
REGISTERS = (Talk, DocumentRequest, FieldVisit, PersonalMatterCheck, Sitting)


@once
def people(db):
    people = cast()
    people.engagement = cases.on_site(people)
    return people


def withdrawn(people):
    inspections.withdraw(people.engagement, by=people.leader, today=DAY)
    return cases.fresh(people.engagement)


def test_each_register_of_a_unit_counts_on_its_own(people):
    first, second = cases.talk(people.engagement), cases.talk(people.engagement, "李某")
    other = people.engagement.round.engagements.exclude(pk=people.engagement.pk).get()
    assert (first.number, second.number) == ("谈-001", "谈-002")
    assert cases.talk(other, second=people.other_leader).number == "谈-001"


def test_two_inspectors_are_two(people):
    with pytest.raises(IntegrityError), transaction.atomic():
        cases.talk(people.engagement, second=people.member)


def test_somebody_who_must_be_talked_to_stays_on_the_roster_until_it_is_said(people):
    talk = findings.plan_talk(
        people.engagement, by=people.leader, today=DAY, name="周某", group="leadership", due_on=DAY
    )
    due = Deadline.objects.open().get(thing_kind=talk.kind, thing_id=talk.pk)
    assert (due.word, due.due_on) == ("inspect", DAY)
    findings.drop_talk(talk, by=people.member, today=DAY, note="长期病休")
    assert not Deadline.objects.open().filter(thing_kind=talk.kind, thing_id=talk.pk).exists()
    assert cases.fresh(talk).stage == Talk.Stage.NOT_HELD


def test_whoever_enters_a_talk_is_the_first_of_the_two(people):
    talk = findings.plan_talk(people.engagement, by=people.leader, today=DAY, name="周某", due_on=DAY)
    findings.hold_talk(talk, by=people.member, today=DAY, on=DAY, second=people.second_member, summary="谈到用车管理。")
    assert cases.fresh(talk).author == people.member


def test_documents_handed_over_late_say_so(people):
    documents = findings.ask_for_documents(
        people.engagement, by=people.member, today=DAY, title_text="会议记录", due_on=DAY
    )
    late = DAY + datetime.timedelta(days=2)
    findings.receive_documents(documents, by=people.member, today=late, received_on=late)
    assert cases.fresh(documents).late
    open_now = Deadline.objects.open().get(thing_kind=documents.kind, thing_id=documents.pk)
    assert open_now.rule.code == "give_back_document"


def test_a_correction_leaves_its_trace(people):
    visit = findings.record_visit(people.engagement, by=people.member, today=DAY, place="窗口", on=DAY, met=2, seen="x")
    findings.correct_visit(visit, by=people.second_member, today=DAY, place="窗口", on=DAY, met=12, seen="x")
    line = Event.objects.filter(thing_kind=visit.kind, thing_id=visit.pk).latest("pk")
    assert (line.actor, line.changed) == (people.second_member, ["met"])


def test_the_report_waits_for_talks_and_documents(people):
    talk = findings.plan_talk(people.engagement, by=people.leader, today=DAY, name="周某", due_on=DAY)
    documents = findings.ask_for_documents(
        people.engagement, by=people.member, today=DAY, title_text="会议记录", due_on=DAY
    )
    engagement = withdrawn(people)
    with pytest.raises(Refused, match="谈-001、阅-001"):
        findings.hand_in_report(engagement, by=people.leader, today=DAY, report="x")
    findings.drop_talk(talk, by=people.member, today=DAY, note="不再安排")
    findings.documents_not_given(documents, by=people.member, today=DAY, note="未建立")
    cases.every_aspect(engagement)
    findings.hand_in_report(cases.fresh(engagement), by=people.leader, today=DAY, report="x")
    assert cases.fresh(engagement).stage == "reported"


@pytest.mark.parametrize("model", REGISTERS, ids=lambda model: model.__name__)
def test_the_registers_are_the_teams_and_with_the_report_the_offices(people, model):
    row = cases.registers(people.engagement)[model]

    def readers():
        names = ("leader", "member", "clerk", "head", "observer", "other_leader", "liaison", "principal", "stranger")
        return {
            name
            for name in names
            if hasattr(people, name) and model.objects.visible_to(getattr(people, name)).filter(pk=row.pk).exists()
        }

    assert readers() == {"leader", "member"}
    engagement = withdrawn(people)
    cases.every_aspect(engagement)
    findings.hand_in_report(engagement, by=people.leader, today=DAY, report="x")
    assert readers() == {"leader", "member", "clerk", "head"}


def test_the_page_of_the_unit_counts_every_register(people):
    cases.registers(people.engagement)
    client = Client()
    client.force_login(people.member, "accounts.backends.ByPassword")
    page = client.get(f"/findings/of/{people.engagement.key}/registers/").content.decode()
    for model in REGISTERS:
        assert f"?engagement={people.engagement.key}" in page, model
    assert "中层干部 1" in page
    assert client.get(f"/findings/talks/?engagement={people.engagement.key}").content.decode().count("谈-001") >= 1


def test_a_day_that_has_not_come_is_refused_beside_its_field(people):
    client = Client()
    client.force_login(people.member, "accounts.backends.ByPassword")
    answer = client.post(
        people.engagement.get_absolute_url() + "record-visit/",
        {"place": "窗口", "on": "2999-01-01", "met": 1, "seen": "x", "version": people.engagement.version},
    )
    assert answer.status_code == 422
    assert "日期不能晚于今天" in answer.content.decode()
    assert not FieldVisit.objects.exists()
