"""Of several dates of a matter that has left the strictest counts, unless the office decides otherwise."""

import pytest
from django.test import Client
from django.urls import reverse

from casework import clock
from casework.models import Deadline, DeadlineRule, Event, Notice
from casework.moves import Refused
from referrals import actions
from referrals.models import ClueReading
from tests import cases
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def several(people):
    """The profile of the round wants the answer within three months by the law, and within one by the city's notice."""
    law = DeadlineRule.objects.get(profile__code="2017", code="reply")
    DeadlineRule.objects.create(
        profile=law.profile,
        code=law.code,
        name=law.name,
        amount=1,
        unit="month",
        word=law.word,
        basis="市委巡察办通知",
        certainty="practice",
    )


@pytest.fixture
def sent(people, several):
    engagement = cases.on_site(people)
    staffing, clue = cases.finding(engagement, "选人用人程序不规范"), cases.finding(engagement, "违规收受礼金")
    cases.heard(people, engagement.round)
    return {
        "referral": actions.send(cases.routed(people, staffing, "personnel"), by=people.clerk, today=DAY, note=""),
        "clue": actions.send_clue(cases.routed(people, clue, "discipline"), by=people.head, today=DAY, note=""),
    }


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="accounts.backends.ByPassword")
    return client


def counting(thing) -> Deadline:
    return Deadline.objects.open().get(thing_kind=thing.kind, thing_id=thing.pk, rule__code="reply")


def decide(thing):
    return actions.decide_date.siblings[type(thing)]


@pytest.mark.parametrize(
    ("kind", "who", "handler"),
    [
        ("referral", "clerk", "personnel_handler"),
        ("referral", "head", "personnel_handler"),
        ("clue", "head", "discipline_handler"),
    ],
)
def test_the_office_decides_that_another_date_counts_and_says_why(people, sent, kind, who, handler):
    thing, user = cases.fresh(sent[kind]), people.users[who]
    strict = counting(thing)
    assert (strict.rule.amount, strict.rule.basis) == (1, "市委巡察办通知")
    verb = decide(thing)
    ((value, label),) = verb.asks(thing=thing, by=user, today=DAY).fields["date"].choices
    assert "2026-06-02" in label
    url = reverse(f"referrals:{kind}-date-moves", args=[thing.key])
    shown = signed_in(user).post(url, {"date": value}).content.decode()
    assert "2026-04-02" in shown
    assert "2026-06-02" in shown
    assert counting(thing) == strict, "nothing has been decided yet"
    Notice.objects.all().delete()
    verb(thing, by=user, today=DAY, date=value, note="案情复杂，按条例时限办理")
    date = counting(thing)
    assert (date.due_on.isoformat(), date.ruled_by) == ("2026-06-02", user)
    assert "案情复杂，按条例时限办理" in clock.why(date)
    line = Event.objects.get(move=f"referrals.{kind}.decide-date")
    assert line.remark.text == "案情复杂，按条例时限办理"
    assert people.users[handler].pk in line.notices.values_list("person", flat=True)


@pytest.mark.parametrize("kind", ["referral", "clue"])
def test_nobody_else_decides_it_and_nobody_outside_learns_what_it_moves(people, sent, kind):
    thing = cases.fresh(sent[kind])
    value = (
        f"{thing.key}.{Deadline.objects.unmet().get(thing_id=thing.pk, thing_kind=thing.kind, counts=False).rule_id}"
    )
    verb = decide(thing)
    for name in ("leader", "member", "secretary", "liaison", "personnel_handler", "discipline_handler"):
        with pytest.raises(Refused):
            verb(thing, by=people.users[name], today=DAY, date=value, note="x")
    url = reverse(f"referrals:{kind}-date-moves", args=[thing.key])
    for name in ("liaison", "other_leader", "stranger", "auditor"):
        assert signed_in(people.users[name]).post(url, {"date": value}).status_code == 404
    api = f"/api/v1/{kind}s/{thing.key}/decide-date/"
    handler = signed_in(people.users["personnel_handler" if kind == "referral" else "discipline_handler"])
    assert handler.post(api, {"date": value, "note": "x"}).status_code == 403
    head = signed_in(people.head)
    assert head.post(api, {"date": "x.1", "note": "x"}).status_code == 400
    assert head.post(api, {"date": value, "note": ""}).status_code == 400
    assert head.post(api, {"date": value, "note": "按条例"}).status_code == 200
    assert counting(thing).ruling == "按条例"


def test_to_look_at_what_a_clue_would_move_is_to_open_it(people, sent):
    thing = cases.fresh(sent["clue"])
    before = ClueReading.objects.filter(person=people.head).count()
    signed_in(people.head).get(reverse("referrals:clue-date-moves", args=[thing.key]))
    assert ClueReading.objects.filter(person=people.head).count() == before + 1


def test_where_one_rule_applies_there_is_nothing_to_decide(people):
    engagement = cases.on_site(people)
    found = cases.finding(engagement)
    cases.heard(people, engagement.round)
    referral = actions.send(cases.routed(people, found, "personnel"), by=people.clerk, today=DAY, note="")
    with pytest.raises(Refused):
        actions.decide_date(referral, by=people.clerk, today=DAY, date="x.1", note="x")
