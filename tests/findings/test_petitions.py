"""Petitions: nothing that people write is lost, and nobody learns who they are without leave."""

import datetime

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from casework.models import Deadline, Draft, Event
from casework.moves import Refused
from findings import actions as findings
from findings.models import Petition, ReporterIdentity, Unsealing
from tests import cases
from tests.once import once
from tests.people import cast

pytestmark = pytest.mark.django_db
NAME, PHONE = "白鹭洲", "13712345678"
DAY = cases.DAY


@once
def people():
    return cast()


@once
def here(people):
    return cases.on_site(people, timezone.localdate())


@once
def named(here):
    """An important petition whose writer has said who he is."""
    petition = cases.petition(
        here, today=timezone.localdate(), important=True, reporter_name=NAME, reporter_phone=PHONE
    )
    return cases.fresh(petition)


def signed_in(client, user):
    client.force_login(user, backend="accounts.backends.ByPassword")
    return client


def open_rules(thing):
    rows = Deadline.objects.open().filter(thing_kind=thing.kind, thing_id=thing.pk)
    return set(rows.values_list("rule__code", flat=True))


def test_an_important_petition_with_a_name_is_not_taken_up_without_seeing_the_reporter(people, named):
    with pytest.raises(Refused):
        findings.accept_petition(named, by=people.member, note="")
    findings.accept_important_petition(named, by=people.member, note="")
    assert open_rules(named) == {"see_reporter", "conclude_petition"}
    with pytest.raises(Refused):
        findings.conclude_petition(named, by=people.member, conclusion="不属实。")
    findings.see_reporter(named, by=people.member, seen_on=timezone.localdate(), note="")
    findings.conclude_petition(named, by=people.member, conclusion="不属实。")
    assert open_rules(named) == set()


def test_what_is_out_of_scope_waits_for_its_receipt(people, here):
    petition = cases.petition(here)
    findings.pass_on(petition, by=people.member, passed_to="区信访局", note="不属于受理范围")
    assert open_rules(petition) == {"petition_receipt"}
    findings.enter_receipt(petition, by=people.member, receipt="信收1号")
    assert cases.fresh(petition).stage == Petition.Stage.HANDED_OVER


def test_the_report_waits_until_every_petition_is_dealt_with(people, here):
    cases.petition(here, today=timezone.localdate())
    from inspections import actions as inspections

    inspections.withdraw(cases.fresh(here), by=people.leader)
    with pytest.raises(Refused, match="信-001"):
        findings.hand_in_report(cases.fresh(here), by=people.leader, report="情况")


def test_a_petition_gives_a_lead_in_one_step(people, here):
    petition = cases.petition(here)
    findings.accept_petition(petition, by=people.member, note="")
    lead = findings.raise_lead(petition, by=people.member, title_text="工程款去向", about="")
    assert (lead.source_kind, lead.source_number) == ("findings.petition", "信-001")


def test_no_page_list_export_or_program_shows_who_the_reporter_is(client, people, named):
    findings.accept_important_petition(named, by=people.member, note="")
    leave = findings.ask_who(named, by=people.member, motive="需要约谈")
    paths = [
        named.get_absolute_url(),
        leave.get_absolute_url(),
        "/findings/petitions/",
        f"/findings/petitions/?q={NAME}",
        "/findings/unsealings/",
        "/api/v1/petitions/",
        f"/api/v1/petitions/{named.key}/",
        f"/api/v1/unsealings/{leave.key}/",
        f"{named.get_absolute_url()}correct-petition/",
        "/notices/",
        "/",
    ]
    for user in (people.leader, people.member, people.head):
        window = signed_in(client, user)
        for path in paths:
            text = window.get(path).content.decode().replace(f"q={NAME}", "").replace(f'value="{NAME}"', "")
            assert PHONE not in text, (user, path)
            assert text.count(NAME) <= (1 if "?q=" in path else 0), (user, path)
    for user in get_user_model().objects.all():
        assert not ReporterIdentity.objects.visible_to(user).exists()


def test_the_reporter_is_read_by_the_one_who_asked_while_the_leave_lasts_and_every_reading_is_a_line(
    client, people, named
):
    today = timezone.localdate()
    leave = findings.ask_who(named, by=people.member, motive="需要约谈")
    door = f"{leave.get_absolute_url()}read-reporter/"
    assert signed_in(client, people.member).post(door).status_code == 403
    with pytest.raises(Refused):
        findings.grant_unsealing(leave, by=people.leader, until=today, note="")
    findings.grant_unsealing(leave, by=people.head, until=today, note="")
    assert signed_in(client, people.second_member).post(door).status_code == 403
    window = signed_in(client, people.member)
    assert NAME not in window.get(door).content.decode()
    for _turn in range(2):
        shown = window.post(door, {"form_key": "the same form twice"})
        assert shown.status_code == 200
        assert NAME in shown.content.decode()
        assert shown["Cache-Control"] == "no-store"
    lines = Event.objects.filter(move="findings.unsealing.read-reporter", thing_id=leave.pk)
    assert [line.actor for line in lines] == [people.member] * 2
    assert set(lines[0].notices.values_list("person__username", flat=True)) == {"leader", "head"}
    with pytest.raises(Refused):
        findings.read_reporter(cases.fresh(leave), by=people.member, today=today + datetime.timedelta(days=1))
    findings.end_unsealing(cases.fresh(leave), by=people.member)
    assert window.post(door).status_code == 403
    assert cases.fresh(leave).stage == Unsealing.Stage.ENDED


def test_a_draft_keeps_nothing_of_the_reporter(client, people, here):
    window = signed_in(client, people.member)
    door = f"{here.get_absolute_url()}register-petition/"
    typed = {"summary": "反映问题", "reporter_name": NAME, "reporter_phone": PHONE}
    assert window.post(door, {"draft": "1", **typed}).status_code == 200
    assert Draft.objects.get().data == {"summary": "反映问题"}


def test_the_name_of_the_reporter_is_not_taken_in_the_text(client, people, here):
    window = signed_in(client, people.member)
    door = f"{here.get_absolute_url()}register-petition/"
    today = timezone.localdate().isoformat()
    typed = {"channel": "letter", "on": today, "summary": f"{NAME}反映问题", "reporter_name": NAME}
    assert window.post(door, typed).status_code == 422
    assert not Petition.objects.exists()
