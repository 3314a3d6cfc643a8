"""An office that runs the version before measures had rows of their own loses nothing when it comes to this one."""

import datetime

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from casework import history
from casework.models import Event
from rectification.models import Item, Measure
from tests import cases
from tests.people import cast

DAY = cases.DAY
BEFORE, MEASURES = ("rectification", "0003_feedback"), ("rectification", "0004_measures")
SAID = {
    "measures": "逐项核对，补登台账\n每月复核",
    "leader": "张局长",
    "department": "办公室",
    "person": "李某",
    "due_kind": "date",
    "due_on": DAY + datetime.timedelta(days=60),
}
TITLES = ("台账登记不完整", "会议记录缺失", "公车使用不规范", "公示栏未更新", "采购程序不规范")


def go_to(*targets):
    executor = MigrationExecutor(connection)
    executor.migrate(list(targets))
    return executor.loader.project_state(list(targets)).apps


def latest():
    return [key for key in MigrationExecutor(connection).loader.graph.leaf_nodes() if key[0] == "rectification"]


def fed_back():
    """Five problems of the unit, and one that its principal alone was told."""
    people = cast()
    engagement = cases.on_site(people)
    found = [cases.finding(engagement, title) for title in TITLES]
    his = cases.finding(engagement, "班子成员作风问题", concerns="member")
    cases.heard(people, engagement.round)
    for one in found:
        cases.routed(people, one, "organisation")
    cases.routed(people, his, "principal")
    cases.fed_back(people, engagement)
    return engagement.feedbacks.get(audience="organisation"), engagement.feedbacks.get(audience="principal")


def test_what_an_item_said_of_its_measures_becomes_a_measure_and_nothing_is_lost(committed):
    ours, his = fed_back()
    old = go_to(BEFORE)
    items = old.get_model("rectification", "Item").objects
    of_unit = items.filter(feedback=ours.pk)
    for place, stage, said in (
        (1, "in_progress", SAID),
        (2, "closed", SAID | {"closed_on": DAY, "due_kind": "long"}),
        (3, "unit_signed", SAID | {"measures": "", "person": ""}),
        (4, "assigned", SAID),
        (5, "assigned", {}),
    ):
        assert of_unit.filter(place=place).update(stage=stage, **said) == 1
    items.filter(feedback=his.pk).update(**SAID)
    old.get_model("rectification", "Plan").objects.filter(feedback=his.pk).update(stage="signed")
    versions = dict(items.values_list("pk", "version"))

    go_to(MEASURES)
    go_to(*latest())

    first, closed, signed, waiting, empty = Item.objects.filter(feedback=ours).order_by("place")
    reviewed = Item.objects.get(feedback=his)
    kept = {name: value for name, value in SAID.items() if name != "measures"}
    for item in (first, waiting, reviewed):
        measure = item.measures.get()
        assert {name: getattr(measure, name) for name in kept} == kept
        assert (measure.text, measure.place, measure.case_id) == (SAID["measures"], 1, item.case_id)
        assert (measure.stage, measure.done_on) == ("open", None)
    assert (closed.measures.get().stage, closed.measures.get().done_on) == ("done", DAY)
    assert closed.measures.get().due_kind == "long"
    assert (signed.measures.get().stage, signed.measures.get().text) == ("done", "")
    assert signed.measures.get().leader == "张局长"
    assert not empty.measures.exists(), "who had said nothing has nothing to carry over"

    assert [item.stage for item in (first, closed, signed, waiting, empty)] == [
        *("in_progress", "closed", "unit_signed", "assigned", "assigned")
    ]
    assert reviewed.stage == "under_review", "its plan was with the office"
    begun, not_begun = (first, closed, signed), (waiting, empty, reviewed)
    assert {(item.due_on, item.first_due_on) for item in begun} == {(SAID["due_on"], SAID["due_on"])}
    assert {(item.due_on, item.first_due_on) for item in not_begun} == {(None, None)}
    assert closed.closed_on == DAY

    for item in Item.objects.all():
        assert item.version == versions[item.pk] + 1
        line = Event.objects.filter(thing_kind=item.kind, thing_id=item.pk).latest("id")
        assert (line.acting, line.to_stage, line.version) == ("house", item.stage, item.version)
    assert list(history.verify_rows_of(Item)) == list(history.verify_rows_of(Measure)) == []
    faults = list(history.verify())
    assert all("rectification.plan" in fault for fault in faults), faults  # whose stage this test wrote by hand
