"""Of whom and of what somebody is uneasy: for the leader, and for whoever wrote it down."""

import io

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from python_calamine import CalamineWorkbook

from casework.models import Draft
from casework.moves import Refused
from findings import actions as findings
from findings.models import Concern
from inspections import actions as inspections
from tests import cases
from tests.once import once
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY


@once
def people():
    made = cast()
    made.engagement = cases.on_site(made)
    made.talk = cases.talk(made.engagement)
    return made


def as_(user):
    client = Client()
    client.force_login(user, "accounts.backends.ByPassword")
    return client


def readers(people, concern):
    return {n for n, p in people.users.items() if Concern.objects.visible_to(p).filter(pk=concern.pk).exists()}


def test_the_leader_reads_it_and_the_other_members_do_not(people):
    concern = cases.concern(people.talk)
    assert readers(people, concern) == {"leader", "member"}
    other = as_(people.second_member)
    assert other.get(concern.get_absolute_url()).status_code == 404
    page = other.get(people.talk.get_absolute_url()).content.decode()
    assert "工程款拨付不放心" not in page
    assert "赵某" not in page
    assert "工程款拨付不放心" in as_(people.leader).get(people.talk.get_absolute_url()).content.decode()


def test_only_the_leader_finds_what_others_wrote(people):
    cases.concern(people.talk)
    found = {name: len(as_(people.users[name]).get("/findings/concerns/?name=赵").context["rows"]) for name in TEAM}
    assert found == {"leader": 1, "member": 1, "second_member": 0}
    assert as_(people.second_member).get("/api/v1/concerns/").json()["results"] == []


TEAM = ("leader", "member", "second_member")


def test_the_head_of_the_office_reads_it_once_the_report_is_in_and_the_clerk_never(people):
    concern = cases.concern(people.talk)
    inspections.withdraw(people.engagement, by=people.leader, today=DAY)
    cases.every_aspect(people.engagement)
    findings.hand_in_report(cases.fresh(people.engagement), by=people.leader, today=DAY, report="报告")
    assert readers(people, concern) == {"leader", "member", "head"}


def test_another_member_corrects_nothing(people):
    concern = cases.concern(people.talk)
    with pytest.raises(Refused):
        findings.correct_concern(concern, by=people.second_member, today=DAY, name="甲", post="", matter="")
    findings.correct_concern(concern, by=people.leader, today=DAY, name="赵某某", post="副局长", matter="拨付")
    assert cases.fresh(concern).name == "赵某某"


def test_it_is_of_somebody_or_of_something_and_no_draft_is_kept(people):
    url = f"{people.talk.get_absolute_url()}note-concern/"
    answer = as_(people.member).post(url, {"name": "", "post": "股长", "matter": ""})
    assert answer.status_code == 422
    assert "请填写重点反映人员或重点反映事项" in answer.content.decode()
    assert not Draft.objects.exists()
    concern = cases.concern(people.talk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Concern.objects.filter(pk=concern.pk).update(name="", matter="")


def test_a_talk_that_was_not_held_says_nothing(people):
    planned = findings.plan_talk(
        people.engagement, by=people.member, today=DAY, name="周某", group="staff", due_on=DAY, post=""
    )
    with pytest.raises(Refused):
        findings.note_concern(planned, by=people.member, today=DAY, name="甲", matter="")


def test_the_ledger_has_the_rows_of_its_reader(people):
    cases.concern(people.talk)
    answer = as_(people.leader).get("/findings/concerns/export/")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0)
    rows = sheet.to_python()
    assert rows[1][1:] == ["被巡察单位", "谈话编号", "重点反映人员", "职务", "重点反映事项", "登记人", "登记时间"]
    assert rows[2][3] == "赵某"
