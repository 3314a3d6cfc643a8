"""Delay and obstruction by a unit: noted, confirmed, decided; the unit knows only what the office tells it."""

import datetime

import pytest
from django.test import Client

from casework.models import Deadline, Notice
from casework.moves import Refused
from findings import actions as findings
from findings.models import Obstruction, ObstructionNotice
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
    return made


def window(person):
    client = Client()
    client.force_login(person, backend="accounts.backends.ByPassword")
    return client


def readers(people, thing):
    model = type(thing)
    return {name for name, one in people.users.items() if model.objects.visible_to(one).filter(pk=thing.pk).exists()}


def duty(person, thing):
    dates = Deadline.objects.duties_of(person).filter(thing_kind=thing.kind, thing_id=thing.pk)
    return {date.rule.code for date in dates.select_related("rule")}


TEAM = {"leader", "member", "second_member"}
OFFICE = {"head", "clerk"}


def test_it_goes_from_the_team_to_the_office_and_the_unit_reads_only_what_it_is_told(people):
    incident = cases.obstruction(people.engagement)
    assert readers(people, incident) == TEAM
    assert duty(people.leader, incident) == {"confirm_obstruction"}
    findings.confirm_obstruction(incident, by=people.leader, today=DAY, note="属实。")
    assert readers(people, incident) == TEAM | OFFICE
    assert duty(people.clerk, incident) == {"decide_obstruction"}
    findings.decide_obstruction(incident, by=people.clerk, today=DAY, outcome="talk", decision="约谈。")
    assert duty(people.clerk, incident) == {"tell_unit"}
    for name in ("liaison", "principal"):
        assert not Notice.objects.filter(person=people.users[name], event__thing_kind=incident.kind).exists()
        assert not ObstructionNotice.objects.visible_to(people.users[name]).exists()
    findings.tell_unit(incident, by=people.clerk, today=DAY, text="请限期提供资料。")
    assert readers(people, incident) == TEAM | OFFICE
    assert readers(people, incident.notice) == TEAM | OFFICE | {"liaison", "principal"}
    principal = window(people.principal)
    page = principal.get(incident.notice.get_absolute_url()).content.decode()
    assert "请限期提供资料" in page
    assert "三次催要" not in page
    assert principal.get(incident.get_absolute_url()).status_code == 404
    assert duty(people.principal, incident.notice) == {"sign_for_notice"}
    with pytest.raises(Refused):
        findings.sign_for_notice(incident.notice, by=people.liaison, today=DAY, note="")
    findings.sign_for_notice(incident.notice, by=people.principal, today=DAY, note="立即整改。")
    assert incident.notice.signed_on == DAY


def test_what_is_brought_before_the_leading_group_is_decided_by_it(people):
    incident = cases.obstruction(people.engagement, kind_of="interference")
    findings.confirm_obstruction(incident, by=people.leader, today=DAY, note="")
    assert "secretary" not in readers(people, incident)
    findings.take_obstruction_to_group(incident, by=people.clerk, today=DAY, note="情节较重。")
    assert "secretary" in readers(people, incident)
    with pytest.raises(Refused, match="由领导小组决定"):
        findings.decide_obstruction(incident, by=people.clerk, today=DAY, outcome="record", decision="x")
    findings.decide_obstruction(incident, by=people.secretary, today=DAY, outcome="hand_over", decision="移交问责。")
    findings.file_obstruction(incident, by=people.clerk, today=DAY, note="由问责程序告知。")
    assert not ObstructionNotice.objects.exists()


def test_a_member_notes_and_only_the_leader_confirms_or_drops(people):
    incident = cases.obstruction(people.engagement)
    for verb in (findings.confirm_obstruction, findings.drop_obstruction):
        with pytest.raises(Refused):
            verb(incident, by=people.member, today=DAY, note="x")
    findings.drop_obstruction(incident, by=people.leader, today=DAY, note="资料当日已补齐。")
    assert readers(people, incident) == TEAM
    assert duty(people.leader, incident) == set()


def test_only_documents_that_are_late_or_were_refused_can_be_named(people):
    here, by = people.engagement, people.member
    ask = {"by": by, "today": DAY, "keeper": "财务股"}
    late = findings.ask_for_documents(here, title_text="合同台账", due_on=DAY, **ask)
    findings.receive_documents(late, by=by, today=DAY, received_on=DAY + datetime.timedelta(days=3))
    refused = findings.ask_for_documents(here, title_text="会议记录", due_on=DAY, **ask)
    findings.documents_not_given(refused, by=by, today=DAY, note="称遗失")
    in_time = findings.ask_for_documents(here, title_text="财务凭证", due_on=DAY, **ask)
    findings.receive_documents(in_time, by=by, today=DAY, received_on=DAY)
    form = findings.note_obstruction.asks(thing=here, by=by, today=DAY)
    assert set(form.fields["documents"].queryset) == {late, refused}
    incident = cases.obstruction(here, documents=late)
    assert "合同台账" in window(people.leader).get(incident.get_absolute_url()).content.decode()


def test_a_bad_form_says_which_field_and_keeps_what_was_typed(people):
    url = f"{people.engagement.get_absolute_url()}note-obstruction/"
    answer = window(people.member).post(url, {"kind_of": "delay", "on": "2999-01-01", "facts": "多次催要"})
    assert answer.status_code == 422
    assert "多次催要" in answer.content.decode()
    assert not Obstruction.objects.exists()


def test_the_ledger_opens_for_whoever_reads_it(people):
    cases.told_of_obstruction(people, people.engagement)
    answer = window(people.clerk).get("/findings/obstructions/export/")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)[:2] == b"PK"


def test_the_report_waits_until_the_leader_has_judged_each_and_then_the_office_reads_them(people):
    incident = cases.obstruction(people.engagement)
    inspections.withdraw(people.engagement, by=people.leader, today=DAY)
    cases.every_aspect(people.engagement)
    with pytest.raises(Refused, match=incident.number):
        findings.hand_in_report(cases.fresh(people.engagement), by=people.leader, today=DAY, report="x")
    findings.drop_obstruction(incident, by=people.leader, today=DAY, note="系误会")
    assert not Obstruction.objects.visible_to(people.clerk).exists()
    findings.hand_in_report(cases.fresh(people.engagement), by=people.leader, today=DAY, report="x")
    assert Obstruction.objects.visible_to(people.clerk).exists()
