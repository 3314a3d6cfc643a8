"""Units side by side: what each number counts, and what is looked at twice."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from casework.moves import Refused
from rectification import actions, comparing
from rectification.models import Item
from tests import cases
from tests.once import once
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY
LATER = DAY + datetime.timedelta(days=20)
TITLES = ("台账登记不完整", "会议记录缺失", "公车使用不规范")


@once
def people():
    return cast()


@once
def feedback(people):
    """Three problems of one unit are being put right; each is due on the day itself."""
    engagement = cases.on_site(people)
    found = [cases.finding(engagement, title) for title in TITLES]
    cases.heard(people, engagement.round)
    for one in found:
        cases.routed(people, one, "organisation")
    feedback = cases.fed_back(people, engagement)
    cases.approved_plan(people, feedback)
    return feedback


def unit(today=LATER):
    (found,) = comparing.units_of(Item.objects.all(), today)
    return found


def page(user, url="/rectification/compare/"):
    client = Client()
    client.force_login(user, backend="accounts.backends.ByPassword")
    return client.get(url)


def test_every_number_counts_its_rows_and_opens_them(people, feedback):
    first, second, third = feedback.items.order_by("place")
    cases.closed_item(people, first)
    cases.signed_item(people, second, LATER)
    actions.return_item(cases.fresh(second), by=people.clerk, today=LATER, note="没有佐证")
    said = {"reopened_for": "visit", "due_on": LATER, "note": "反弹"}
    actions.reopen_item(cases.fresh(first), by=people.clerk, today=DAY, **said)
    counts = unit().counts
    assert counts == {"items": 3, "closed": 0, "open": 3, "late": 2, "returned": 1, "postponed": 0, "reopened": 1}
    cells = page(people.clerk).context["rows"][0]["cells"]
    for cell in cells[2:]:
        if cell["url"]:
            rows = page(people.clerk, cell["url"]).context["rows"]
            assert len(rows) == int(cell["text"]), cell
    assert third.stage == Item.Stage.IN_PROGRESS


def test_a_unit_that_is_done_in_a_day_with_one_text_is_looked_at_twice(people, feedback):
    for item in feedback.items.all():
        cases.closed_item(people, item)
    facts = " ".join(unit().facts)
    assert all(part in facts for part in ("同一日销号", "一日内销号", "完全相同"))
    assert "完全相同" in page(people.secretary).content.decode()


def test_a_unit_that_took_its_time_is_not(people, feedback):
    for days, item in enumerate(feedback.items.order_by("place"), start=2):
        day = DAY + datetime.timedelta(days=days)
        actions.report_progress(item, by=people.liaison, today=day, percent=100, done=f"第{days}件已办")
        actions.request_close(cases.fresh(item), by=people.liaison, today=day, outcome="done", note="")
        actions.endorse_item(cases.fresh(item), by=people.principal, today=day, truth=True, note="")
        actions.close(cases.fresh(item), by=people.clerk, today=day, note="")
    assert unit().facts == []


def test_only_the_office_and_the_leading_group_compare(people, feedback):
    for name in ("clerk", "head", "secretary"):
        assert page(people.users[name]).status_code == 200, name
    for name in ("leader", "member", "liaison", "principal", "discipline_handler", "stranger"):
        assert page(people.users[name]).status_code == 404, name


def test_many_items_cost_what_few_cost(people, feedback):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            assert page(people.clerk).status_code == 200
        return len(asked)

    cost()
    few = cost()
    for item in feedback.items.all():
        cases.closed_item(people, item)
    assert cost() == few


# -- many at once --------------------------------------------------------------------------------------------------


def verify(user, items, **said):
    client = Client()
    client.force_login(user, backend="accounts.backends.ByPassword")
    return client.post("/rectification/verify/", {"key": [item.key for item in items]} | said)


def test_many_like_items_are_verified_by_one_press(people, feedback):
    items = [cases.signed_item(people, item) for item in feedback.items.order_by("place")]
    assert verify(people.clerk, items, decision="accept", note="属实").status_code == 302
    assert set(feedback.items.values_list("stage", flat=True)) == {Item.Stage.CLOSED}


def test_one_that_can_not_be_decided_stops_all_of_them(people, feedback):
    items = list(feedback.items.order_by("place"))
    for item in items[:2]:
        cases.signed_item(people, item)
    said = {"kind_of": "recovered", "amount": "1", "on": DAY, "paper": "1"}
    actions.enter_recovery(cases.fresh(items[2]), by=people.liaison, today=DAY, **said)
    cases.signed_item(people, items[2])
    actions.verify_first(cases.fresh(items[2]), by=people.clerk, today=DAY, note="")
    answer = verify(people.clerk, items, decision="accept", note="属实")
    assert answer.status_code == 403
    assert "不得为同一人" in answer.content.decode()
    assert cases.fresh(items[0]).stage == Item.Stage.UNIT_SIGNED
    with pytest.raises(Refused):
        actions.confirm_close(cases.fresh(items[2]), by=people.clerk, today=DAY, note="")


def test_many_are_returned_with_one_reason_and_never_without(people, feedback):
    items = [cases.signed_item(people, item) for item in feedback.items.all()]
    assert verify(people.leader, items, decision="return", note=" ").status_code == 422
    assert verify(people.leader, items, decision="return", note="缺少凭证").status_code == 302
    assert set(feedback.items.values_list("stage", flat=True)) == {Item.Stage.RETURNED}


def test_nobody_decides_by_this_page_what_is_not_his(people, feedback):
    items = [cases.signed_item(people, item) for item in feedback.items.all()]
    assert verify(people.other_leader, items, decision="accept", note="").status_code == 422
    assert verify(people.liaison, items, decision="accept", note="").status_code == 422
    assert set(feedback.items.values_list("stage", flat=True)) == {Item.Stage.UNIT_SIGNED}
