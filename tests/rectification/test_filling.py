"""The three lists are written in place, and in a sheet that is filled in offline; nobody's words are lost."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.models import Event, Export
from findings.models import Landing
from rectification import actions, filling
from rectification.models import Item, Measure
from tests import cases
from tests.once import once
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY
SAID = {"text": "补登台账", "leader": "张局长", "department": "办公室", "person": "李某", "due_kind": "date"}
HEADINGS = ("整改目标", "整改措施", "责任领导", "责任部门", "责任人", "完成时限")


@once
def people():
    return cast()


@once
def plan(people):
    """Two problems have been fed back; their plan is being drawn up."""
    engagement = cases.on_site(people)
    found = [cases.finding(engagement, title) for title in ("台账登记不完整", "会议记录缺失")]
    cases.heard(people, engagement.round)
    for one in found:
        cases.routed(people, one, "organisation")
    return cases.fed_back(people, engagement).plan


def window(user):
    client = Client()
    client.force_login(user, backend="accounts.backends.ByPassword")
    return client


def first(plan) -> Item:
    return plan.feedback.items.order_by("place").first()


def send(user, plan, item, measure=None, **said):
    """One row as the page sends it; its versions are those that the writer has seen."""
    seen = {
        "row": "1",
        "item": item.key,
        "item_version": item.version,
        "measure": measure.key if measure else "",
        "measure_version": measure.version if measure else 0,
    }
    return window(user).post(reverse("rectification:plan-grid", args=[plan.key]), seen | said)


# -- in place ------------------------------------------------------------------------------------------------------


def test_a_row_is_saved_as_it_is_typed(people, plan):
    item = first(plan)
    answer = send(people.liaison, plan, item, goal="台账完整", **SAID, due_on="2027.1.31", form_key="a")
    assert answer.status_code == 200, answer.content
    measure = Measure.objects.get()
    assert (cases.fresh(item).goal, measure.text, measure.due_on.isoformat()) == ("台账完整", "补登台账", "2027-01-31")
    assert answer.json()["measure"] == measure.key
    assert send(people.liaison, plan, cases.fresh(item), measure, person="王某").status_code == 200
    assert cases.fresh(measure).person == "王某"
    assert cases.fresh(measure).text == "补登台账", "what was not sent stays"


def test_a_row_whose_answer_got_lost_is_written_once(people, plan):
    item = first(plan)
    for _time in range(2):
        assert send(people.liaison, plan, item, text="补登台账", form_key="one-and-the-same").status_code == 200
    assert Measure.objects.count() == 1


def test_what_says_the_same_writes_no_line(people, plan):
    item = first(plan)
    send(people.liaison, plan, item, **SAID, form_key="a")
    lines = Event.objects.count()
    assert send(people.liaison, plan, item, Measure.objects.get(), **SAID).status_code == 200
    assert Event.objects.count() == lines


def test_a_cell_that_can_not_be_taken_says_why_and_writes_nothing(people, plan):
    item = first(plan)
    answer = send(people.liaison, plan, item, text="补登", due_on="月底", due_kind="随时")
    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {"due_on", "due_kind"}
    answer = send(people.liaison, plan, item, text="补登", due_on="2001-01-01")
    assert "due_on" in answer.json()["errors"], "before the feedback"
    assert not Measure.objects.exists()


def test_whoever_comes_second_sees_both_texts_and_overwrites_nothing(people, plan):
    item = first(plan)
    send(people.liaison, plan, item, **SAID, form_key="a")
    seen = Measure.objects.get()
    assert send(people.principal, plan, item, cases.fresh(seen), text="补登并核对").status_code == 200
    answer = send(people.liaison, plan, item, seen, text="我写的")
    assert answer.status_code == 409
    assert answer.json()["theirs"]["text"] == "补登并核对"
    assert cases.fresh(seen).text == "补登并核对"
    now = cases.fresh(seen)
    assert answer.json()["measure_version"] == now.version, "the next press is a choice"
    assert send(people.liaison, plan, item, now, text="我写的").status_code == 200


def test_two_people_write_two_measures_of_one_item_and_neither_waits(people, plan):
    item = first(plan)
    one = actions.add_measure(item, by=people.liaison, today=DAY, **cases.MEASURE)
    other = actions.add_measure(item, by=people.liaison, today=DAY, **cases.MEASURE)
    assert send(people.liaison, plan, item, one, text="甲").status_code == 200
    assert send(people.principal, plan, item, other, text="乙").status_code == 200


def test_nobody_else_writes_and_nothing_is_written_once_it_is_handed_in(people, plan):
    item = first(plan)
    for name, status in (("other_liaison", 404), ("clerk", 422), ("member", 422)):
        assert send(people.users[name], plan, item, text="x").status_code == status, name
    for one in plan.feedback.items.all():
        cases.filled(one, people.liaison)
    actions.propose(cases.fresh(plan), by=people.liaison, today=DAY, note="")
    answer = send(people.liaison, plan, cases.fresh(item), item.measures.get(), text="后改")
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [""])


def test_without_a_script_the_whole_table_is_one_form(people, plan):
    one, other = plan.feedback.items.order_by("place")
    sent = {"rows": [f"new-{item.key} {item.key} {item.version}  0" for item in (one, other)]}
    for item, due in ((one, "2027-01-31"), (other, "月底")):
        name = f"new-{item.key}"
        sent |= {f"{name}-{cell}": text for cell, text in (SAID | {"goal": "规范", "due_on": due}).items()}
    answer = window(people.liaison).post(reverse("rectification:plan-grid", args=[plan.key]), sent)
    assert answer.status_code == 422
    assert [measure.item for measure in Measure.objects.all()] == [one], "what is right is saved"
    assert "月底" in answer.content.decode(), "what was typed stays"


def test_the_page_of_three_hundred_items_asks_as_often_as_that_of_two(people, plan):
    client, url = window(people.liaison), reverse("rectification:plan-grid", args=[plan.key])

    def cost():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    cost()
    few = cost()
    item = first(plan)
    said = {"case": item.landing.case, "finding": item.landing.finding, "kind_of": item.landing.kind_of}
    said |= {"decided_on": DAY, "first": False, "stage": "withdrawn"}
    landings = Landing.objects.bulk_create(Landing(**said) for _number in range(300))
    said = {"case": item.case, "feedback": item.feedback, "engagement": item.engagement, "manifestation": "x"}
    many = Item.objects.bulk_create(
        Item(landing=landing, place=n, number=f"号-{n}", problem="问题", goal="目标", **said)
        for n, landing in enumerate(landings, start=100)
    )
    Measure.objects.bulk_create(
        Measure(case=item.case, item=one, place=n, **cases.MEASURE) for one in many for n in (1, 2)
    )
    assert cost() == few <= 17


# -- offline -------------------------------------------------------------------------------------------------------


def book(user, plan):
    """The sheet as the unit takes it along, and where each heading stands."""
    answer = window(user).get(reverse("rectification:plan-fill-book", args=[plan.key]))
    workbook = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    sheet = workbook.worksheets[0]
    return workbook, sheet, {cell.value: cell.column for cell in sheet[2]}


def read(user, plan, workbook, **said):
    file = io.BytesIO()
    workbook.save(file)
    url = reverse("rectification:plan-read", args=[plan.key])
    return window(user).post(url, {"file": SimpleUploadedFile("填报表.xlsx", file.getvalue())} | said)


def confirm(user, plan, answer):
    url = reverse("rectification:plan-read", args=[plan.key])
    said = {name: answer.context[name] for name in ("kept", "token")}
    return window(user).post(url, said)


def fill_in(sheet, columns, row, *texts):
    for heading, text in zip(HEADINGS, texts, strict=True):
        sheet.cell(row, columns[heading], text)


def test_the_sheet_goes_out_comes_back_and_becomes_measures(people, plan):
    workbook, sheet, columns = book(people.liaison, plan)
    assert Export.objects.get().title == "整改方案填报表"
    fill_in(sheet, columns, 3, "台账完整", "补登台账", "张局长", "办公室", "李某", "2027-01-31")
    fill_in(sheet, columns, 4, "记录完整", "专人记录", "王局长", "办公室", "钱某", "2027-02-28")
    sheet.cell(5, columns["问题编号"], first(plan).number)
    sheet.cell(5, columns["问题版本"], first(plan).version)
    fill_in(sheet, columns, 5, None, "每月核对", "张局长", "财务科", "孙某", "2027-03-31")
    answer = read(people.liaison, plan, workbook)
    assert answer.status_code == 200
    assert answer.context["counts"]["new"] == 3
    assert not Measure.objects.exists(), "nothing is stored before it is confirmed"
    assert confirm(people.liaison, plan, answer).status_code == 302
    assert [measure.text for measure in first(plan).standing()] == ["补登台账", "每月核对"]
    assert [item.goal for item in plan.feedback.items.order_by("place")] == ["台账完整", "记录完整"]
    assert actions.propose.why_not(people.liaison, cases.fresh(plan), DAY) is None


def test_a_sheet_that_comes_back_unchanged_changes_nothing(people, plan):
    cases.filled(first(plan), people.liaison)
    workbook, _sheet, _columns = book(people.liaison, plan)
    answer = read(people.liaison, plan, workbook)
    assert answer.context["counts"] == {"new": 0, "changed": 0, "same": 2, "refused": 0}


def test_a_row_that_somebody_changed_meanwhile_is_a_conflict_with_both_texts(people, plan):
    cases.filled(first(plan), people.liaison, text="补登台账")
    workbook, sheet, columns = book(people.liaison, plan)
    measure = first(plan).measures.get()
    actions.amend_measure(measure, by=people.principal, today=DAY, **cases.MEASURE | {"text": "局长改过"})
    sheet.cell(3, columns["整改措施"], "离线改过")
    answer = read(people.liaison, plan, workbook)
    page = answer.content.decode()
    assert answer.context["counts"]["refused"] == 1
    assert "局长改过" in page
    assert "离线改过" in page
    assert cases.fresh(measure).text == "局长改过"


def test_a_bad_cell_is_named_and_nothing_is_read_in(people, plan):
    workbook, sheet, columns = book(people.liaison, plan)
    fill_in(sheet, columns, 3, "完整", "补登", "张", "办公室", "李", "月底")
    sheet.cell(4, columns["问题编号"], "没有这个编号")
    answer = read(people.liaison, plan, workbook)
    assert answer.context["counts"]["refused"] == 2
    assert confirm(people.liaison, plan, answer).status_code == 422
    assert not Measure.objects.exists()


def test_what_changed_between_the_check_and_the_press_is_checked_once_more(people, plan):
    cases.filled(first(plan), people.liaison)
    workbook, sheet, columns = book(people.liaison, plan)
    sheet.cell(3, columns["责任人"], "赵某")
    answer = read(people.liaison, plan, workbook)
    actions.amend_measure(first(plan).measures.get(), by=people.principal, today=DAY, **cases.MEASURE | {"text": "改"})
    assert confirm(people.liaison, plan, answer).status_code == 422
    assert first(plan).measures.get().person == cases.MEASURE["person"]


def test_two_rows_can_not_say_two_aims_of_one_item(people, plan):
    workbook, sheet, columns = book(people.liaison, plan)
    item = first(plan)
    fill_in(sheet, columns, 3, "甲", "补登", "张", "办公室", "李", "2027-01-31")
    sheet.cell(5, columns["问题编号"], item.number)
    sheet.cell(5, columns["问题版本"], item.version)
    fill_in(sheet, columns, 5, "乙", "核对", "张", "办公室", "李", "2027-01-31")
    assert read(people.liaison, plan, workbook).context["counts"]["refused"] == 1


def test_a_choice_is_read_in_every_language_of_the_house():
    assert filling.read({"due_kind": "长期坚持"})[0] == {"due_kind": "long"}
    assert filling.read({"due_kind": "for the long term"})[0] == {"due_kind": "long"}
