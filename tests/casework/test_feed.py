"""What a calendar outside the house learns: days, numbers, fixed sentences. And who may ask for it."""

import contextlib
import datetime

import icalendar
import pytest
from django.core.cache import cache
from django.db import IntegrityError, models, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import User
from casework import ical
from casework.models import CalendarFeed, Deadline, Moving
from casework.models.feed import digest
from findings.models import Finding
from rectification.models import Item
from referrals import actions as referrals
from tests import cases

DAY = cases.DAY
SETTINGS = "/calendar/subscription/"


@pytest.fixture(autouse=True)
def unthrottled():
    cache.clear()
    yield
    cache.clear()


def client_of(user):
    client = Client()
    client.force_login(user, "accounts.backends.ByPassword")
    return client


def address_of(user, client=None):
    """Switch the subscription on; return its address, which the page shows this once."""
    answer = (client or client_of(user)).post(SETTINGS, {"renew": "yes"})
    assert answer.status_code == 200
    return answer.context["address"].removeprefix("http://testserver")


def entries(address):
    """What a calendar that nobody has signed in to reads at the address."""
    answer = Client().get(address)
    assert answer.status_code == 200, answer.status_code
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return icalendar.Calendar.from_ical(answer.content).walk("VEVENT")


def said(address):
    return [(entry["DTSTART"].dt, str(entry["SUMMARY"])) for entry in entries(address)]


# -- on and off ----------------------------------------------------------------------------------------------------


def test_it_is_off_until_its_owner_switches_it_on(people):
    client = client_of(people.member)
    assert client.get(SETTINGS).context["address"] == ""
    assert not CalendarFeed.objects.exists()
    address = address_of(people.member, client)
    assert Client().get(address).status_code == 200
    assert address not in client.get(SETTINGS).content.decode(), "shown this once"


def test_his_settings_lead_to_it(people):
    assert f'href="{SETTINGS}"' in client_of(people.member).get("/accounts/me/").content.decode()


def test_the_database_knows_no_address(people):
    token = address_of(people.member).removeprefix("/calendar/").removesuffix(".ics")
    assert len(token) >= 43
    feed = CalendarFeed.objects.get()
    assert feed.token_hash == digest(token)
    assert token not in str(feed.__dict__)


def test_a_new_address_ends_the_former_one(people):
    first = address_of(people.member)
    second = address_of(people.member)
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    assert CalendarFeed.objects.count() == 1


def test_switched_off_it_leads_nowhere(people):
    client = client_of(people.member)
    address = address_of(people.member, client)
    client.post(SETTINGS, {"off": "yes"})
    assert Client().get(address).status_code == 404
    assert CalendarFeed.objects.get().token_hash is None


def test_whoever_may_not_sign_in_has_none(people):
    address = address_of(people.member)
    User.objects.filter(pk=people.member.pk).update(is_active=False)
    assert Client().get(address).status_code == 404


def test_nobody_switches_another_on_or_off(people):
    address = address_of(people.member)
    client_of(people.leader).post(SETTINGS, {"off": "yes"})
    assert Client().get(address).status_code == 200
    assert Client().post(SETTINGS, {"renew": "yes"}).status_code == 302, "strangers are sent to the door"


@pytest.mark.parametrize("token", ["member", "x", "a" * 43, "0" * 64, "../", "%00"])
def test_an_address_that_is_none_tells_nothing(people, token):
    address_of(people.member)
    answer = Client().get(f"/calendar/{token}.ics")
    assert answer.status_code == 404
    assert answer.content == Client().get("/calendar/y.ics").content


def test_the_digest_is_no_address(people):
    address_of(people.member)
    assert Client().get(f"/calendar/{CalendarFeed.objects.get().token_hash}.ics").status_code == 404


def test_whoever_asks_too_often_waits(people):
    address = address_of(people.member)
    answers = [Client().get("/calendar/guess.ics").status_code for _n in range(35)]
    assert answers.count(404) == 30
    assert set(answers[30:]) == {429}
    late = Client().get(address)
    assert late.status_code == 429, "and learns no more from a right one"
    assert int(late["Retry-After"]) > 0


def test_its_owner_sees_when_it_was_last_asked_for(people):
    client = client_of(people.member)
    address = address_of(people.member, client)
    assert "尚未读取" in client.get(SETTINGS).content.decode()
    Client().get(address)
    assert CalendarFeed.objects.get().asked_at
    assert timezone.localtime().strftime("%Y-%m-%d") in client.get(SETTINGS).content.decode()


# -- what it says --------------------------------------------------------------------------------------------------


def test_it_says_the_day_and_the_number_of_what_is_not_sealed(people, engagement):
    cases.finding(engagement)
    cases.heard(people, engagement.round)
    for found in Finding.objects.filter(engagement=engagement):
        cases.routed(people, found, "organisation")
    cases.fed_back(people, cases.fresh(engagement))
    cases.approved_plan(people, engagement.feedbacks.get(audience="organisation"))
    item = Item.objects.get()
    assert not item.sealed
    due = Deadline.objects.open().get(thing_kind=item.kind, thing_id=item.pk).due_on
    assert (due, f"巡察案管：{item.number} 到期") in said(address_of(people.liaison))


def test_of_what_is_sealed_it_says_a_fixed_sentence_once_a_day(people, engagement):
    for number in range(3):
        paper = cases.paper(engagement, f"第{number}件")
    assert paper.sealed
    due = Deadline.objects.filter(rule__code="submit_paper").first().due_on
    assert [text for day, text in said(address_of(people.member)) if day == due] == ["巡察案管：有事项到期"]


def test_it_speaks_the_language_of_its_owner(people, engagement):
    cases.paper(engagement)
    User.objects.filter(pk=people.member.pk).update(language="en")
    assert {text for _day, text in said(address_of(people.member))} == {"Xuncha: something is due"}


def test_entries_last_a_day_and_keep_their_marks(people, engagement):
    cases.paper(engagement)
    address = address_of(people.member)
    first, second = entries(address), entries(address)
    assert [entry["UID"] for entry in first] == [entry["UID"] for entry in second]
    assert len({entry["UID"] for entry in first}) == len(first) > 0
    for entry in first:
        assert entry["DTEND"].dt - entry["DTSTART"].dt == datetime.timedelta(days=1)
        assert entry["TRANSP"] == "TRANSPARENT"


#: what a text field may hold when it is a code of the house, and no secret
CODES = {"key", "version", "stage", "number"}


def mark_every_text(token):
    """Write a secret into every free text of every thing that has a date; return how many there were."""
    count = 0
    for kind in Deadline.objects.values_list("thing_kind", flat=True).distinct():
        model = next(one for one in Moving.__subclasses__() + _below(Moving) if one._meta.label_lower == kind)
        for field in model._meta.concrete_fields:
            free = isinstance(field, models.TextField) or (
                isinstance(field, models.CharField) and not field.choices and (field.max_length or 0) >= 60
            )
            coded = field.name in CODES or field.name.endswith(("_kind", "_digest", "_hash"))
            if free and not coded and not field.unique:
                with contextlib.suppress(IntegrityError), transaction.atomic():  # what a constraint holds is a code too
                    count += bool(model._base_manager.update(**{field.name: token}))
    return count


def _below(model):
    return [one for below in model.__subclasses__() for one in (below, *_below(below)) if not one._meta.abstract]


def test_no_text_of_any_thing_leaves_the_house(people, engagement):
    cases.talk(engagement)
    cases.lead(engagement)
    cases.petition(engagement)
    cases.paper(engagement)
    found = cases.finding(engagement, concerns="principal")
    second = cases.finding(cases.fresh(engagement), "另一问题")
    cases.sent(people, cases.request(people, engagement))
    token = "机密标记"
    assert mark_every_text(token) > 20
    User.objects.update(name=f"{token}人")
    whole = b""
    for person in people.users.values():
        cache.clear()
        whole += Client().get(address_of(person)).content
    plain = whole.replace(b"\r\n ", b"").decode()  # folded lines are joined before they are searched
    assert plain.count("BEGIN:VEVENT") > 10
    assert token not in plain
    for fact in (engagement.unit.name, found.number, second.number, "leader", "member"):
        assert fact not in plain.replace("testserver", ""), fact


def test_a_clue_is_not_even_counted(people, engagement):
    found = cases.finding(engagement, concerns="principal")
    cases.heard(people, engagement.round)
    landing = cases.routed(people, found, "discipline")
    clue = referrals.send_clue(landing, by=people.head, today=DAY, note="")
    referrals.receive(clue, by=people.discipline_handler, today=DAY, note="")
    address = address_of(people.discipline_handler)
    assert clue.number not in Client().get(address).content.decode()
    assert {text for _day, text in said(address)} == {"巡察案管：有事项到期"}


def test_what_somebody_may_not_see_is_not_in_his_calendar(people, engagement):
    paper = cases.paper(engagement)
    days = {day for day, _number in ical.entries(people.member)}
    due = Deadline.objects.get(rule__code="submit_paper", thing_id=paper.pk).due_on
    assert due in days
    assert due not in {day for day, _number in ical.entries(people.liaison)}


def test_the_portal_gives_out_what_it_knows(people, engagement, settings):
    """Of sealed things that door knows nothing, so it says nothing either."""
    cases.paper(engagement)
    settings.DOOR = "portal"
    assert list(ical.entries(people.member)) == []
