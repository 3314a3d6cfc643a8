"""What a unit gave already: whoever asks sees it before he sends, and the unit hands it in again by a press."""

import datetime

import pytest
from django.conf import settings
from django.test import Client

from accounts.given import given
from casework.history import seal
from casework.models import Attachment, Event
from findings import actions as findings
from inspections import actions as inspections
from referrals import actions as referrals
from tests import cases
from tests.once import once
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY


@once
def people():
    people = cast()
    people.engagement = cases.on_site(people)
    people.asked = ask(people, "近三年财务收支台账")
    inspections.mark_ready(
        people.asked, by=people.liaison, today=DAY, answer="已备好", files=[cases.pdf("财务收支台账.pdf")]
    )
    return people


def ask(people, name):
    return inspections.ask_preparation(people.engagement, by=people.leader, today=DAY, name=name, due_on=DAY)


def window(user):
    client = Client()
    client.force_login(user, backend="accounts.backends.ByPassword")
    return client


def beside(user, engagement, **said):
    return window(user).get(f"/findings/of/{engagement.key}/given-before/", said).content.decode()


@pytest.mark.parametrize("field", ["title_text", "names", "name", "wanted"])
def test_whoever_asks_sees_before_he_sends_what_the_unit_gave_on_the_same_subject(people, field):
    page = beside(people.member, people.engagement, **{field: "财务台账"})
    assert "财务收支台账.pdf" in page
    assert people.asked.name in page
    assert "财务收支台账.pdf" not in beside(people.member, people.engagement, **{field: "干部选拔任用名册"})
    assert "财务收支台账.pdf" not in beside(people.member, people.engagement)


@pytest.mark.parametrize("verb", ["ask-preparation", "ask-preparations", "ask-for-documents", "ask-functional-unit"])
def test_each_form_that_asks_a_unit_has_it_beside_it(people, verb):
    page = window(people.leader).get(f"{people.engagement.get_absolute_url()}{verb}/").content.decode()
    assert f"/findings/of/{people.engagement.key}/given-before/" in page


def test_papers_that_were_lent_and_facts_that_were_confirmed_are_told_too(people):
    asked = findings.ask_for_documents(
        people.engagement, by=people.member, today=DAY, title_text="公务用车台账", keeper="办公室", due_on=DAY
    )
    assert asked.title not in beside(people.member, people.engagement, title_text="公务用车登记台账")
    findings.receive_documents(asked, by=people.member, today=DAY, received_on=DAY)
    assert asked.title in beside(people.member, people.engagement, title_text="公务用车登记台账")
    assert asked.title not in beside(people.liaison, people.engagement, title_text="公务用车登记台账")
    sheet = cases.sheet(cases.signed(cases.paper(people.engagement, "会议记录缺失")))
    findings.confirm_facts(sheet, by=people.principal, today=DAY, note="")
    assert "会议记录缺失" in beside(people.member, people.engagement, title_text="会议记录")


def test_nobody_is_shown_what_he_may_not_read(people):
    from inspections.models import Engagement

    other = Engagement.objects.exclude(pk=people.engagement.pk).get(round=people.engagement.round)
    assert given(people.unit, people.other_leader, "财务台账") == []
    answer = window(people.other_leader).get(f"/findings/of/{people.engagement.key}/given-before/?name=财务台账")
    assert answer.status_code == 404
    page = beside(people.other_leader, other, title_text="财务台账", receiver=people.unit.key)
    assert "财务收支台账.pdf" not in page


def test_a_request_to_a_functional_unit_shows_what_that_unit_gave(people):
    request = cases.sent(people, cases.request(people, people.engagement))
    referrals.sign_for_request(request, by=people.department_handler, today=DAY)
    referrals.accept_request(request, by=people.department_handler, today=DAY, promised_on=DAY)
    said = {"answer": "见附件", "note": "", "files": [cases.pdf("专项资金拨付明细.pdf")]}
    referrals.answer_request(request, by=people.department_handler, today=DAY, **said)
    asked = {"title_text": "专项资金拨付", "receiver": people.department.key}
    assert "专项资金拨付明细.pdf" in beside(people.leader, people.engagement, **asked)
    assert "专项资金拨付明细.pdf" not in beside(people.leader, people.engagement, title_text="专项资金拨付")


def test_a_unit_hands_a_file_in_again_by_a_press(people):
    first = Attachment.objects.get(thing_id=people.asked.pk, thing_kind=people.asked.kind)
    again = ask(people, "财务台账复核")
    client, url = window(people.liaison), f"{again.get_absolute_url()}mark-ready/"
    form = client.get(url).content.decode()
    assert first.key in form
    assert "财务收支台账.pdf（近三年财务收支台账，2026-03-02）" in form
    answer = client.post(url, {"version": again.version, "answer": "同前", "again": [first.key]})
    assert answer.status_code == 302, answer.content.decode()
    second = Attachment.objects.get(thing_id=again.pk, thing_kind=again.kind)
    assert (second.again, second.sha256, second.name) == (first, first.sha256, first.name)
    one, other = ((settings.FILES_ROOT / row.place).stat() for row in (first, second))
    assert one.st_ino == other.st_ino, "the same stored file"
    page = client.get(again.get_absolute_url()).content.decode()
    assert "财务收支台账.pdf（此前已交）" in page  # in the history
    assert "此前已交（2026-03-02）" in page  # beside the file
    assert Event.objects.filter(thing_id=again.pk, thing_kind=again.kind).latest("id").files_digest
    assert second.seal == seal(second)
    Attachment.objects.filter(pk=second.pk).update(again=None)
    assert cases.fresh(second).seal != seal(cases.fresh(second)), "nobody takes away unseen that it was used again"


def test_over_the_api_it_is_named_by_its_key_and_nobody_hands_in_what_is_not_his(people):
    first = Attachment.objects.get(thing_id=people.asked.pk, thing_kind=people.asked.kind)
    again = ask(people, "财务台账复核")
    url = f"/api/v1/preparations/{again.key}/mark-ready/"
    wrong = window(people.liaison).post(url, {"answer": "同前", "again": ["zzzzzzzzzzzz"]})
    assert wrong.status_code == 400
    assert "again" in wrong.json()
    assert window(people.liaison).post(url, {"answer": "同前", "again": [first.key]}).status_code == 200
    assert Attachment.objects.filter(again=first).count() == 1
    sheet = cases.sheet(cases.signed(cases.paper(people.engagement)))
    said = {"disputed": "不符", "grounds": "见附件", "again": [first.key]}
    theirs = window(people.other_liaison).post(f"/api/v1/fact-sheets/{sheet.key}/dispute-facts/", said)
    assert theirs.status_code == 404


def test_the_same_file_is_offered_once_and_what_is_likest_first(people):
    other = ask(people, "领导班子分工")
    inspections.mark_ready(other, by=people.liaison, today=DAY, answer="", files=[cases.pdf("班子分工.pdf")])
    later = ask(people, "财务收支台账（补充）")
    first = Attachment.objects.get(thing_id=people.asked.pk, thing_kind=people.asked.kind)
    inspections.mark_ready(later, by=people.liaison, today=DAY + datetime.timedelta(days=1), answer="", files=[first])
    found = given(people.unit, people.liaison, "班子成员分工")
    assert [one.file.name for one in found] == ["班子分工.pdf", "财务收支台账.pdf"]
    assert found[1].thing == later


def test_a_unit_that_gave_nothing_is_offered_nothing(people):
    sheet = cases.sheet(cases.signed(cases.paper(people.engagement)))
    form = window(people.principal).get(f"{sheet.get_absolute_url()}dispute-facts/").context["form"]
    assert "again" in form.fields  # what its liaison handed in is his unit's
    request = cases.sent(people, cases.request(people, people.engagement))
    referrals.sign_for_request(request, by=people.department_handler, today=DAY)
    referrals.accept_request(request, by=people.department_handler, today=DAY, promised_on=DAY)
    form = window(people.department_handler).get(f"{request.get_absolute_url()}answer-request/").context["form"]
    assert "again" not in form.fields


def test_a_file_that_is_gone_is_named_and_nothing_is_handed_in(people):
    first = Attachment.objects.get(thing_id=people.asked.pk, thing_kind=people.asked.kind)
    (settings.FILES_ROOT / first.place).unlink()
    again = ask(people, "财务台账复核")
    url = f"{again.get_absolute_url()}mark-ready/"
    answer = window(people.liaison).post(url, {"version": again.version, "answer": "同前", "again": [first.key]})
    assert answer.status_code == 422
    assert "请重新上传" in answer.content.decode()
    assert cases.fresh(again).stage == "asked"
