"""A plan is complete when every problem says what is done about it; what fails the joint review comes back."""

import datetime

import pytest
from django.test import Client

from casework import history
from casework.models import Deadline, Event
from casework.moves import Refused
from inspections.models import Engagement
from rectification import actions
from rectification.models import Item, ItemReview, Measure, Plan
from tests import cases
from tests.once import once
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY


@once
def people():
    return cast()


@once
def feedback(people):
    """Three problems have been fed back to the unit."""
    engagement = cases.on_site(people)
    found = [cases.finding(engagement, title) for title in ("台账登记不完整", "会议记录缺失", "公车使用不规范")]
    cases.heard(people, engagement.round)
    for one in found:
        cases.routed(people, one, "organisation")
    return cases.fed_back(people, engagement)


def items(feedback):
    return list(feedback.items.order_by("place"))


def do(verb, thing, by, **said):
    return verb(cases.fresh(thing), by=by, today=DAY, **said)


def test_an_item_has_as_many_measures_as_it_needs(people, feedback):
    item = items(feedback)[0]
    cases.filled(item, people.liaison, text="补登台账")
    second = do(actions.add_measure, item, people.liaison, **cases.MEASURE | {"text": "每月核对"})
    assert [measure.text for measure in cases.fresh(item).standing()] == ["补登台账", "每月核对"]
    do(actions.strike_measure, second, people.liaison, note="并入第一项")
    assert [measure.text for measure in cases.fresh(item).standing()] == ["补登台账"]
    assert do(actions.add_measure, item, people.liaison, **cases.MEASURE).place == 3


def test_whoever_fills_in_once_more_changes_the_one_measure(people, feedback):
    item = items(feedback)[0]
    cases.filled(item, people.liaison)
    cases.filled(item, people.liaison, text="改过")
    assert Measure.objects.get(item=item).text == "改过"
    do(actions.add_measure, item, people.liaison, **cases.MEASURE)
    with pytest.raises(Refused, match="多项措施"):
        cases.filled(item, people.liaison)


def test_every_gap_is_named_by_item_measure_and_column_and_the_plan_stays(people, feedback):
    first, second, third = items(feedback)
    cases.filled(first, people.liaison)
    cases.filled(second, people.liaison, person="", due_on=None)
    do(actions.add_measure, second, people.liaison, **cases.MEASURE | {"leader": ""})
    reason = actions.propose.why_not(people.liaison, feedback.plan, DAY)
    assert "：1（" not in reason
    assert "2.1（责任人、完成时限）" in reason
    assert "2.2（责任领导）" in reason
    assert "3（整改目标）；3（整改措施）" in reason
    for one in (second, third):
        for measure in one.standing():
            do(actions.strike_measure, measure, people.liaison, note="")
        do(actions.state_aim, one, people.liaison, goal="规范")
        do(actions.add_measure, one, people.liaison, **cases.MEASURE)
    assert actions.propose.why_not(people.liaison, cases.fresh(feedback.plan), DAY) is None


def test_the_bodies_read_the_items_from_the_signature_on_and_speak_of_each(people, feedback):
    item = items(feedback)[0]
    assert not Item.objects.visible_to(people.discipline_handler).exists()
    plan = cases.signed_plan(people, feedback)
    assert {one.stage for one in items(feedback)} == {Item.Stage.UNDER_REVIEW}
    assert Item.objects.visible_to(people.discipline_handler).count() == 3
    assert cases.open_dates(plan) == {("joint_review", "supervise"), ("review_plan", "oversee")}
    said = {"verdict": "returns", "missing": "责任不明"}
    review = do(actions.review_item, item, people.discipline_handler, **said)
    assert (review.body, review.missing) == (people.discipline, "责任不明")
    do(actions.agree_to_rest, plan, people.discipline_handler, note="")
    do(actions.agree_to_rest, plan, people.personnel_handler, note="")
    assert cases.open_dates(plan) == {("review_plan", "oversee")}, "everybody has spoken of every item"
    assert ItemReview.objects.filter(verdict="agrees").count() == 5
    with pytest.raises(Refused):
        do(actions.agree_to_rest, plan, people.personnel_handler, note="")


def test_the_plan_is_not_approved_over_the_head_of_a_body(people, feedback):
    plan = cases.signed_plan(people, feedback)
    item = items(feedback)[1]
    do(actions.review_item, item, people.personnel_handler, verdict="returns", missing="没有标准")
    with pytest.raises(Refused, match=r"2（.*组织部"):
        do(actions.approve_plan, plan, people.clerk, note="")
    do(actions.review_item, item, people.personnel_handler, verdict="agrees", missing="")
    cases.agreed_by_bodies(people, plan)
    do(actions.approve_plan, plan, people.clerk, note="")
    assert {one.stage for one in items(feedback)} == {Item.Stage.IN_PROGRESS}


def test_only_what_fails_comes_back_and_only_that_can_be_changed(people, feedback):
    plan = cases.signed_plan(people, feedback)
    first, second, third = items(feedback)
    do(actions.review_item, second, people.discipline_handler, verdict="returns", missing="没有标准")
    with pytest.raises(Refused, match="组织部"):
        do(actions.return_items, plan, people.clerk, items=[second], note="措施没有标准")
    cases.agreed_by_bodies(people, plan)
    with pytest.raises(Refused, match=r"2（.*纪委"):
        do(actions.return_items, plan, people.clerk, items=[first], note="措施没有标准")
    do(actions.return_items, plan, people.clerk, items=[second], note="措施没有标准")
    assert [one.stage for one in items(feedback)] == ["in_progress", "plan_returned", "in_progress"]
    assert cases.fresh(plan).stage == Plan.Stage.DRAFTING
    assert Engagement.objects.get(pk=first.engagement_id).stage == Engagement.Stage.RECTIFYING
    with pytest.raises(Refused):
        cases.filled(first, people.liaison)
    with pytest.raises(Refused):
        do(actions.amend_measure, third.measures.get(), people.liaison, **cases.MEASURE)
    assert not Event.objects.filter(move="rectification.item.return-in-plan", thing_id=first.pk).exists()
    cases.filled(second, people.liaison, text="逐项核对并签字")
    do(actions.propose, plan, people.liaison, note="")
    do(actions.endorse_plan, plan, people.principal, truth=True, note="")
    assert cases.fresh(second).stage == Item.Stage.UNDER_REVIEW
    cases.agreed_by_bodies(people, plan)
    do(actions.approve_plan, plan, people.clerk, note="")
    assert cases.fresh(plan).stage == Plan.Stage.APPROVED
    assert cases.fresh(plan).returned_times == 1
    assert {one.stage for one in items(feedback)} == {Item.Stage.IN_PROGRESS}


def test_an_opinion_of_an_earlier_turn_binds_nobody(people, feedback):
    plan = cases.signed_plan(people, feedback)
    item = items(feedback)[0]
    do(actions.review_item, item, people.discipline_handler, verdict="returns", missing="责任不明")
    cases.agreed_by_bodies(people, plan)
    do(actions.return_items, plan, people.clerk, items=[item], note="同纪委意见")
    do(actions.propose, plan, people.liaison, note="")
    do(actions.endorse_plan, plan, people.principal, truth=True, note="")
    cases.agreed_by_bodies(people, plan)
    assert actions.approve_plan.why_not(people.clerk, cases.fresh(plan), DAY) is None


def test_an_opinion_that_is_missing_holds_the_plan_up_until_its_days_have_passed(people, feedback):
    plan = cases.signed_plan(people, feedback)
    do(actions.agree_to_rest, plan, people.discipline_handler, note="")
    item = items(feedback)[2]
    do(actions.review_item, item, people.personnel_handler, verdict="agrees", missing="")
    due = Deadline.objects.open().get(thing_kind=plan.kind, thing_id=plan.pk, rule__code="joint_review").due_on
    why = actions.approve_plan.why_not(people.clerk, cases.fresh(plan), due)
    assert "组织部（1、2）" in why
    assert due.isoformat() in why
    assert "纪委" not in why
    after = due + datetime.timedelta(days=1)
    actions.approve_plan(cases.fresh(plan), by=people.clerk, today=after, note="")
    approved = cases.fresh(plan)
    assert approved.without.endswith("组织部（1、2）")
    line = Event.objects.filter(thing_kind=plan.kind, thing_id=plan.pk, move="rectification.plan.approve-plan").get()
    assert line.changed == ["without"]
    assert list(history.verify_rows_of(Plan)) == []
    client = Client()
    for reader in (people.clerk, people.liaison):
        client.force_login(reader, backend="accounts.backends.ByPassword")
        assert "组织部（1、2）" in client.get(plan.get_absolute_url()).content.decode()
    said = client.get(f"/api/v1/plans/{plan.key}/").json()
    assert said["without"] == approved.without


def test_a_plan_of_which_everybody_has_spoken_says_nothing_of_missing_opinions(people, feedback):
    plan = cases.signed_plan(people, feedback)
    cases.agreed_by_bodies(people, plan)
    do(actions.approve_plan, plan, people.clerk, note="")
    assert cases.fresh(plan).without == ""


def test_an_item_begins_with_the_last_date_of_its_measures(people, feedback):
    item = items(feedback)[0]
    later = DAY + datetime.timedelta(days=60)
    cases.filled(item, people.liaison)
    do(actions.add_measure, item, people.liaison, **cases.MEASURE | {"due_on": later})
    for one in items(feedback)[1:]:
        cases.filled(one, people.liaison)
    do(actions.propose, feedback.plan, people.liaison, note="")
    do(actions.endorse_plan, feedback.plan, people.principal, truth=True, note="")
    cases.agreed_by_bodies(people, feedback.plan)
    do(actions.approve_plan, feedback.plan, people.clerk, note="")
    begun = cases.fresh(item)
    assert (begun.due_on, begun.first_due_on) == (later, later)
    assert cases.open_dates(begun) == {("item", "respond")}


def test_nobody_but_the_office_reviews_what_the_principal_alone_was_told(people):
    engagement = cases.on_site(people)
    ours, his = cases.finding(engagement), cases.finding(engagement, "班子成员作风问题", concerns="member")
    cases.heard(people, engagement.round)
    cases.routed(people, ours, "organisation")
    cases.routed(people, his, "principal")
    cases.fed_back(people, engagement)
    alone = engagement.feedbacks.get(audience="principal")
    plan = cases.signed_plan(people, alone)
    assert not Item.objects.visible_to(people.discipline_handler).exists()
    assert ("joint_review", "oversee") in cases.open_dates(plan)
    do(actions.approve_plan, plan, people.clerk, note="")
    assert list(history.verify_rows_of(Measure)) == list(history.verify_rows_of(Item)) == []


def test_what_begins_without_an_opinion_stays_on_record_when_the_rest_is_approved_later(people, feedback):
    plan = cases.signed_plan(people, feedback)
    do(actions.agree_to_rest, plan, people.discipline_handler, note="")
    first, _second, _third = items(feedback)
    later = DAY + datetime.timedelta(days=60)
    actions.return_items(cases.fresh(plan), by=people.clerk, today=later, items=[first], note="措施没有标准")
    assert cases.fresh(plan).without.endswith("组织部（2、3）")
    actions.propose(cases.fresh(plan), by=people.liaison, today=later, note="")
    actions.endorse_plan(cases.fresh(plan), by=people.principal, today=later, truth=True, note="")
    cases.agreed_by_bodies(people, plan, later)
    actions.approve_plan(cases.fresh(plan), by=people.clerk, today=later, note="")
    assert cases.fresh(plan).without.endswith("组织部（2、3）")
