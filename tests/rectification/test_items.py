"""An item on its way: money, people, questions, more time, help from above, two verifiers, and opened again."""

import datetime

import pytest

from accounts import actions as registry
from casework import history
from casework.models import Notice
from casework.moves import Refused, moves_of
from rectification import actions
from rectification.models import Handling, Institution, Item, ItemMessage, Measure, Postponement, Recovery, YearlyCheck
from tests import cases
from tests.once import once
from tests.people import cast, join

pytestmark = pytest.mark.django_db
DAY = cases.DAY
LATER = DAY + datetime.timedelta(days=30)


@once
def people():
    return cast()


@once
def item(people):
    """One problem of the unit is being put right."""
    engagement = cases.on_site(people)
    found = cases.finding(engagement)
    cases.heard(people, engagement.round)
    cases.routed(people, found, "organisation")
    feedback = cases.fed_back(people, engagement)
    cases.approved_plan(people, feedback)
    return feedback.items.get()


def do(verb, thing, by, today=DAY, **said):
    return verb(cases.fresh(thing), by=by, today=today, **said)


def money(people, item):
    said = {"kind_of": "recovered", "amount": "2.30", "on": DAY, "paper": "缴款书第1号"}
    return do(actions.enter_recovery, item, people.liaison, **said)


# -- closing -------------------------------------------------------------------------------------------------------


def test_one_person_closes_what_concerns_neither_money_nor_people(people, item):
    cases.signed_item(people, item)
    with pytest.raises(Refused, match="一人核验"):
        do(actions.verify_first, item, people.clerk, note="")
    do(actions.close, item, people.clerk, note="属实")
    closed = cases.fresh(item)
    assert (closed.stage, closed.closed_on, closed.percent) == (Item.Stage.CLOSED, DAY, 100)


@pytest.mark.parametrize("kind", ["money", "people"])
def test_two_people_close_what_concerns_money_or_people(people, item, kind):
    if kind == "money":
        money(people, item)
    else:
        said = {"name": "孙某", "form": "talk", "on": DAY, "paper": "第1号"}
        do(actions.enter_handling, item, people.liaison, **said)
    cases.signed_item(people, item)
    with pytest.raises(Refused, match="两人"):
        do(actions.close, item, people.clerk, note="")
    do(actions.verify_first, item, people.clerk, note="凭证齐全")
    assert cases.fresh(item).stage == Item.Stage.VERIFYING
    assert cases.open_dates(item) == {("confirm_item", "oversee")}
    with pytest.raises(Refused, match="不得为同一人"):
        do(actions.confirm_close, item, people.clerk, note="")
    do(actions.confirm_close, item, people.head, note="复核无误")
    assert cases.fresh(item).stage == Item.Stage.CLOSED


def test_an_amount_that_was_taken_back_asks_for_no_second_person(people, item):
    entry = money(people, item)
    do(actions.strike_entry, entry, people.liaison, note="重复登记")
    cases.signed_item(people, item)
    do(actions.close, item, people.clerk, note="")


def test_nobody_verifies_his_own_work(people, item):
    """Somebody of the unit came into the office meanwhile: what he asked for he does not verify."""
    cases.signed_item(people, item)
    registry.entrust(people.liaison, by=people.secadmin, organisation=people.office, as_principal=False)
    with pytest.raises(Refused, match="本人"):
        do(actions.close, item, people.liaison, note="")
    do(actions.close, item, people.leader, note="")


def test_what_the_second_verifier_returns_goes_back_to_the_unit(people, item):
    money(people, item)
    cases.signed_item(people, item)
    do(actions.verify_first, item, people.clerk, note="")
    do(actions.return_item, item, people.head, note="缴款书看不清")
    assert cases.fresh(item).stage == Item.Stage.RETURNED
    cases.signed_item(people, item)
    do(actions.verify_first, item, people.head, note="")
    do(actions.confirm_close, item, people.clerk, note="")


def test_to_ask_for_closing_says_that_the_measures_are_carried_out(people, item):
    measure = item.measures.get()
    cases.signed_item(people, item)
    assert (cases.fresh(measure).stage, cases.fresh(measure).done_on) == (Measure.Stage.DONE, DAY)


# -- opened again --------------------------------------------------------------------------------------------------


def test_an_item_that_has_not_held_is_opened_again_with_a_reason_and_a_new_date(people, item):
    cases.closed_item(people, item)
    said = {"reopened_for": "petition", "due_on": LATER, "note": "群众来信反映又有发生"}
    do(actions.reopen_item, item, people.clerk, **said)
    again = cases.fresh(item)
    assert (again.stage, again.closed_on, again.due_on, again.reopened_times) == ("reopened", None, LATER, 1)
    assert cases.open_dates(again) == {("item", "respond")}
    cases.closed_item(people, item, LATER)
    assert cases.fresh(item).reopened_times == 1
    assert list(history.verify_rows_of(Item)) == []


# -- for the long term ---------------------------------------------------------------------------------------------


def test_what_is_for_the_long_term_is_looked_at_every_year(people):
    engagement = cases.on_site(people)
    found = cases.finding(engagement)
    cases.heard(people, engagement.round)
    cases.routed(people, found, "organisation")
    feedback = cases.fed_back(people, engagement)
    cases.approved_plan(people, feedback, due_kind="long")
    item = feedback.items.get()
    cases.closed_item(people, item)
    assert item.measures.get().stage == Measure.Stage.OPEN, "it goes on"
    check = YearlyCheck.objects.get()
    assert cases.open_dates(check) == {("yearly_check", "respond")}
    year = DAY + datetime.timedelta(days=365)
    do(actions.report_check, check, people.liaison, year, report="一年来持续坚持")
    do(actions.return_check, check, people.clerk, year, note="没有佐证")
    do(actions.report_check, check, people.liaison, year, report="附台账")
    do(actions.verify_check, check, people.clerk, year, note="")
    following = YearlyCheck.objects.exclude(pk=check.pk).get()
    assert (following.since, following.stage) == (year, YearlyCheck.Stage.PLANNED)
    said = {"reopened_for": "check", "due_on": year + datetime.timedelta(days=30), "note": "没有坚持"}
    do(actions.reopen_item, item, people.clerk, year, **said)
    assert cases.fresh(following).stage == YearlyCheck.Stage.DROPPED


# -- beside the way ------------------------------------------------------------------------------------------------


def test_a_blocked_item_asks_the_office_for_help_and_its_date_goes_on(people, item):
    do(actions.ask_for_help, item, people.liaison, note="需要自然资源部门认定")
    assert cases.open_dates(item) == {("item", "respond"), ("help_item", "oversee")}
    with pytest.raises(Refused):
        do(actions.request_close, item, people.liaison, outcome="done", note="")
    do(actions.answer_help, item, people.clerk, note="已召集会办")
    assert cases.fresh(item).stage == Item.Stage.IN_PROGRESS
    assert cases.open_dates(item) == {("item", "respond")}


def test_the_old_date_stays_visible_when_more_time_is_granted(people, item):
    asked = do(actions.ask_for_time, item, people.liaison, due_on=LATER, reason="等待审计报告")
    assert cases.fresh(item).outcome == Item.Outcome.POSTPONED
    with pytest.raises(Refused):
        do(actions.ask_for_time, item, people.liaison, due_on=LATER, reason="再次申请")
    assert cases.fresh(item).due_on == DAY, "the old date counts until it is decided"
    do(actions.grant_time, asked, people.clerk, note="")
    now = cases.fresh(item)
    assert (now.due_on, now.first_due_on, now.date_moved) == (LATER, DAY, True)
    assert cases.open_dates(now) == {("item", "respond")}
    assert cases.fresh(asked).was_due_on == DAY


def test_more_time_may_be_refused_and_lapses_when_the_item_is_to_be_closed(people, item):
    asked = do(actions.ask_for_time, item, people.liaison, due_on=LATER, reason="等待审计报告")
    do(actions.refuse_time, asked, people.clerk, note="推进缓慢")
    assert cases.fresh(item).due_on == DAY
    again = do(actions.ask_for_time, item, people.liaison, due_on=LATER, reason="报告仍未出具")
    cases.signed_item(people, item)
    assert cases.fresh(again).stage == Postponement.Stage.OVERTAKEN


def test_questions_and_answers_reach_the_other_side_and_are_never_changed(people, item):
    do(actions.say_to_office, item, people.liaison, text="如何佐证？")
    do(actions.say_to_unit, item, people.clerk, text="附缴款书。")
    told = Notice.objects.filter(event__thing_kind="rectification.itemmessage")
    assert {notice.person.username for notice in told} >= {"clerk", "leader", "liaison", "principal"}
    assert [message.side for message in ItemMessage.objects.order_by("pk")] == ["unit", "office"]
    assert moves_of(ItemMessage) == []


def test_a_rule_of_the_unit_enters_the_register_and_answers_the_finding(people, item):
    early = {
        "kind_of": "new",
        "name": "台账办法",
        "paper": "住建发1号",
        "issued_on": DAY - datetime.timedelta(days=400),
    }
    with pytest.raises(Refused):
        do(actions.register_institution_of_item, item, people.liaison, **early)
    rule = do(actions.register_institution_of_item, item, people.liaison, LATER, **early | {"issued_on": LATER})
    assert (rule.owner, rule.finding) == (people.unit, item.landing.finding)
    assert Institution.objects.visible_to(people.liaison).get() == rule
    assert not Institution.objects.visible_to(people.other_liaison).exists()
    do(actions.return_institution, rule, people.clerk, LATER, note="没有文号")
    assert cases.open_dates(rule) == {("institution_again", "respond")}
    do(actions.correct_institution, rule, people.liaison, LATER, **early | {"issued_on": LATER, "paper": "住建发2号"})
    do(actions.confirm_institution, rule, people.clerk, LATER, note="")
    assert list(history.verify_rows_of(Institution)) == []


def test_who_sees_the_item_sees_who_was_dealt_with(people, item):
    said = {"name": "孙某", "form": "admonition", "on": DAY, "paper": "第3号"}
    do(actions.enter_handling, item, people.liaison, **said)
    money(people, item)
    for name in ("liaison", "principal", "clerk", "member", "secretary", "discipline_handler"):
        assert Handling.objects.visible_to(people.users[name]).exists(), name
        assert Recovery.objects.visible_to(people.users[name]).exists(), name
    assert not Handling.objects.visible_to(people.other_liaison).exists()


# -- a new principal -----------------------------------------------------------------------------------------------


def test_a_new_principal_takes_over_what_is_open_and_no_clock_starts_again(people, item):
    due = cases.open_dates(item)
    assert actions.look_for_new_principals(DAY) == []
    registry.distrust(people.principal, by=people.secadmin, organisation=people.unit, note="")
    join(people, "new_principal", "新局长", people.unit, principal=True)
    (taking,) = actions.look_for_new_principals(LATER)
    assert actions.look_for_new_principals(LATER) == [], "asked once"
    assert (taking.principal, taking.items) == (people.new_principal, 1)
    assert cases.open_dates(taking) == {("take_over", "sign")}
    assert cases.open_dates(item) == due
    do(actions.take_over, taking, people.new_principal, LATER, truth=True, note="")
    assert cases.fresh(taking).signed_on == LATER
    assert actions.look_for_new_principals(LATER) == []


def test_who_is_principal_no_longer_is_asked_no_longer(people, item):
    registry.distrust(people.principal, by=people.secadmin, organisation=people.unit, note="")
    join(people, "new_principal", "新局长", people.unit, principal=True)
    (taking,) = actions.look_for_new_principals(LATER)
    registry.distrust(people.new_principal, by=people.secadmin, organisation=people.unit, note="")
    actions.look_for_new_principals(LATER)
    assert cases.fresh(taking).stage == "left"
    assert cases.open_dates(taking) == set()
