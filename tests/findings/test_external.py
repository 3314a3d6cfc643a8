"""What an upper level fed back: in its own words, broken down, put right, reported up, struck off."""

import datetime
import io

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from python_calamine import CalamineWorkbook

from casework.models import Deadline
from casework.moves import Refused
from casework.policy import Actor
from findings import actions
from findings.models import ExternalFinding, Finding, UpReport
from inspections import actions as inspections
from tests import cases
from tests.once import once
from tests.people import cast

DAY = cases.DAY
TEXT = "一些单位超标准接待。\n区住建局公务用车台账不全。\n区教育局食堂账目不清。"

pytestmark = pytest.mark.django_db


@once
def people(db):
    return cast()


@once
def round(people):
    return cases.open_round(people, type="upper", name="市委巡察反馈", stays_until=None)


def window(user) -> Client:
    client = Client()
    client.force_login(user, backend="accounts.backends.ByPassword")
    return client


def entered(people, round, **values):
    return cases.external(people, round, "落实中央八项规定精神不到位", text=TEXT, **values)


def open_dates(thing):
    return set(
        Deadline.objects.open().filter(thing_kind=thing.kind, thing_id=thing.pk).values_list("rule__code", "due_on")
    )


# -- its own words --------------------------------------------------------------------------------------------------


def test_nobody_changes_the_words_of_an_upper_level_not_even_in_the_database(people, round):
    above = entered(people, round)
    [item] = cases.broken_down(people, above, people.unit)
    changes = [
        (ExternalFinding, above.pk, {"text": "没有问题。"}),
        (ExternalFinding, above.pk, {"title_text": "一切都好"}),
        (ExternalFinding, above.pk, {"source": "省委巡视组"}),
        (Finding, item.pk, {"facts": "没有问题。"}),
        (Finding, item.pk, {"title_text": "一切都好"}),
        (Finding, item.pk, {"external": None}),
    ]
    for model, pk, values in changes:
        with pytest.raises(DatabaseError, match="words of an upper level"), transaction.atomic():
            model._base_manager.filter(pk=pk).update(**values)
    with pytest.raises(DatabaseError, match="words of an upper level"), transaction.atomic():
        ExternalFinding._base_manager.filter(pk=above.pk)._raw_delete("default")


def test_an_item_quotes_the_original_and_nothing_else(people, round):
    above = entered(people, round)
    clerk = window(people.clerk)
    url = f"{above.get_absolute_url()}decompose/"
    category = round.category_set.categories.first().pk
    said = {"units": [people.unit.key], "title_text": "公务用车台账不全", "category": category, "concerns": "unit"}
    wrong = clerk.post(url, said | {"facts": "区住建局公务用车台账基本齐全。"})
    assert wrong.status_code == 422
    assert "原文中没有以下文字：区住建局公务用车台账基本齐全。" in wrong.content.decode()
    wrong = clerk.post(url, said | {"title_text": "公务用车管理", "facts": TEXT})
    assert "原文中没有以下文字：公务用车管理" in wrong.content.decode()
    assert not above.findings.exists()
    right = clerk.post(url, said | {"facts": "  区住建局公务用车台账不全。\r\n"})
    assert right.status_code == 302
    item = above.findings.get()
    assert (item.facts, item.upper_source, item.stage) == ("区住建局公务用车台账不全。", "市委巡察组", "confirmed")
    page = clerk.get(above.get_absolute_url()).content.decode()
    assert f'<mark title="{item.number}">区住建局公务用车台账不全。</mark>' in page
    assert "未标注的文字尚无责任单位" in page


def test_what_is_in_no_item_is_left_out_with_a_reason(people, round):
    above = entered(people, round)
    assert actions.finish_decomposing.why_not(people.clerk, above, DAY) == "尚未分解为整改事项。"
    cases.broken_down(people, above, people.unit, facts="区住建局公务用车台账不全。")
    clerk, url = window(people.clerk), f"{above.get_absolute_url()}finish-decomposing/"
    page = clerk.post(url, {"note": ""})
    assert page.status_code == 422
    assert "一些单位超标准接待。" in page.content.decode()
    assert "区教育局食堂账目不清。" in page.content.decode()
    assert clerk.post(url, {"note": "教育局的问题另行交办。"}).status_code == 302
    assert cases.fresh(above).stage == ExternalFinding.Stage.DECOMPOSED


def test_passages_are_found_in_their_order_and_gaps_are_told(people, round):
    above = entered(people, round)
    first, second, third = TEXT.split("\n")
    assert above.passages(f"{second}\n{third}") == [(11, 24), (25, 36)]
    with pytest.raises(ValueError, match="没有"):
        above.passages(f"{first}\n没有")
    assert above.unquoted([("一", f"{first}\n{third}")]) == [second]
    assert above.unquoted([("一", TEXT)]) == []
    twice = above.marked([("一", first), ("二", f"{first}\n{second}")])
    assert twice[0] == (first, ["一", "二"])


def test_what_was_entered_by_mistake_stays_with_its_reason_and_what_is_broken_down_is_none(people, round):
    above, twice = entered(people, round), entered(people, round)
    cases.broken_down(people, above, people.unit)
    assert "已分解" in actions.drop_external.why_not(people.clerk, above, DAY)
    actions.drop_external(twice, by=people.clerk, today=DAY, note="重复登记")
    assert "重复登记" in window(people.clerk).get(twice.get_absolute_url()).content.decode()


def test_a_round_of_our_own_takes_nothing_in(people):
    round = cases.open_round(people)
    assert "上级反馈" in actions.receive_external.why_not(people.clerk, round, DAY)
    answer = window(people.clerk).get(f"/findings/of-round/{round.key}/letter/")
    assert answer.status_code == 403


# -- who answers for it ---------------------------------------------------------------------------------------------


def test_every_unit_gets_its_item_and_the_matter_moves_on_with_the_last_one(people, round):
    above = entered(people, round)
    ours, theirs = cases.broken_down(people, above, people.unit, people.other_unit)
    assert {ours.engagement.unit, theirs.engagement.unit} == {people.unit, people.other_unit}
    actions.finish_decomposing(cases.fresh(above), by=people.clerk, today=DAY, note="")
    inspections.take_over(cases.fresh(round), by=people.clerk, today=DAY, held_on=DAY, note="")
    for item in (ours, theirs):
        inspections.notify(cases.fresh(item.engagement), by=people.clerk, today=DAY, note="")
        cases.routed(people, item, "organisation")
    cases.fed_back(people, ours.engagement)
    assert cases.fresh(above).stage == ExternalFinding.Stage.DECOMPOSED
    cases.fed_back(people, theirs.engagement)
    assert cases.fresh(above).stage == ExternalFinding.Stage.ASSIGNED
    page = window(people.liaison).get("/rectification/items/").content.decode()
    assert "落实中央八项规定精神不到位" in page


def test_an_item_that_does_not_hold_is_no_reason_to_wait(people, round):
    above = entered(people, round)
    [item] = cases.broken_down(people, above, people.unit)
    actions.finish_decomposing(cases.fresh(above), by=people.clerk, today=DAY, note="")
    inspections.take_over(cases.fresh(round), by=people.clerk, today=DAY, held_on=DAY, note="")
    item = cases.group_decided(people, item, "organisation")
    meeting = cases.fresh(round).review_meeting
    actions.decide_not_established(item, by=people.clerk, today=DAY, note="市委巡察组已确认属误报。", meeting=meeting)
    assert cases.fresh(above).stage == ExternalFinding.Stage.ASSIGNED


def test_after_the_division_of_work_only_units_that_have_a_part_can_get_more(people, round):
    above = entered(people, round)
    cases.broken_down(people, above, people.unit)
    inspections.take_over(cases.fresh(round), by=people.clerk, today=DAY, held_on=DAY, note="")
    form = actions.decompose.asks(thing=cases.fresh(above), by=people.clerk, today=DAY)
    assert list(form.fields["units"].queryset) == [people.unit]
    with pytest.raises(Refused):
        cases.broken_down(people, above, people.other_unit)


# -- reported up ----------------------------------------------------------------------------------------------------


def put_right(people, round, above):
    """Its only item is fed back, planned, put right and closed."""
    [item] = cases.broken_down(people, above, people.unit)
    actions.finish_decomposing(cases.fresh(above), by=people.clerk, today=DAY, note="")
    inspections.take_over(cases.fresh(round), by=people.clerk, today=DAY, held_on=DAY, note="")
    inspections.notify(cases.fresh(item.engagement), by=people.clerk, today=DAY, note="")
    cases.routed(people, item, "organisation")
    cases.fed_back(people, item.engagement)
    actions.settle(cases.fresh(item), by=Actor.HOUSE, today=DAY)
    return cases.fresh(above)


def test_it_is_reported_once_every_item_is_settled_and_struck_off_by_the_upper_level(people, round):
    above = entered(people, round)
    assert {code for code, _due in open_dates(above)} == {"break_down", "report_up"}
    other = cases.external(people, round, "另一个问题")
    above = put_right(people, round, above)
    form = actions.report_up.asks(thing=cases.fresh(round), by=people.clerk, today=DAY)
    assert list(form.fields["problems"].queryset) == [above]
    with pytest.raises(Refused):
        actions.report_external(other, by=Actor.HOUSE, today=DAY, report=None)
    said = {"number": "云巡组〔2026〕5号", "receiver": "市委巡察组", "on": DAY, "about": "已整改。"}
    report = actions.report_up(cases.fresh(round), by=people.clerk, today=DAY, problems=[above], **said)
    assert (report.items, report.finished) == (1, 1)
    above = cases.fresh(above)
    assert (above.stage, above.report) == ("reported", report)
    assert {code for code, _due in open_dates(above)} == {"upper_answers"}
    later = DAY + datetime.timedelta(days=40)
    actions.return_above(above, by=people.clerk, today=DAY, due_on=later, note="佐证材料不足")
    assert (above.stage, above.returned_times) == ("assigned", 1)
    assert open_dates(above) == {("report_up", later)}
    actions.report_up(cases.fresh(round), by=people.clerk, today=DAY, problems=[above], **(said | {"number": "6号"}))
    above = cases.fresh(above)
    actions.strike_off(above, by=people.clerk, today=DAY, closed_on=DAY, closing_paper="市巡销〔2026〕1号", note="")
    assert (above.stage, open_dates(above)) == ("closed", set())
    page = window(people.secretary).get(above.get_absolute_url()).content.decode()
    assert "市巡销〔2026〕1号" in page


def test_the_next_step_leads_to_the_report_of_the_whole_round(people, round):
    above = entered(people, round)
    report_up = f'class="button button--primary" href="{round.get_absolute_url()}report-up/"'
    assert report_up not in window(people.clerk).get(above.get_absolute_url()).content.decode(), "nothing to report yet"
    above = put_right(people, round, above)
    page = window(people.clerk).get(above.get_absolute_url()).content.decode()
    assert report_up in page
    assert page.split("</main>")[0].count("button--primary") == 1
    assert report_up not in window(people.secretary).get(above.get_absolute_url()).content.decode()
    form = window(people.clerk).get(f"{round.get_absolute_url()}report-up/").content.decode()
    assert "暂无可选项" not in form


def test_where_there_is_nothing_to_choose_from_the_form_says_so(people, round):
    above = entered(people, round)
    cases.broken_down(people, above, people.unit)
    actions.finish_decomposing(cases.fresh(above), by=people.clerk, today=DAY, note="")
    inspections.take_over(cases.fresh(round), by=people.clerk, today=DAY, held_on=DAY, note="")
    form = window(people.clerk).get(f"{round.get_absolute_url()}report-up/").content.decode()
    assert "暂无可选项" in form


def test_the_day_is_moved_by_the_upper_level_alone_and_the_first_one_stays_in_the_history(people, round):
    above = entered(people, round)
    later = above.due_on + datetime.timedelta(days=30)
    actions.move_upper_date(above, by=people.clerk, today=DAY, due_on=later, note="市巡办电话通知顺延一个月")
    assert ("report_up", later) in open_dates(above)
    met = Deadline.objects.filter(thing_kind=above.kind, thing_id=above.pk, rule__code="report_up", met_on=DAY)
    assert met.count() == 1
    assert "市巡办电话通知顺延一个月" in window(people.clerk).get(above.get_absolute_url()).content.decode()


def test_a_unit_and_a_team_do_not_find_the_letter(people, round):
    above = entered(people, round)
    cases.broken_down(people, above, people.unit)
    for user in (people.liaison, people.principal, people.leader, people.department_handler):
        client = window(user)
        assert client.get(above.get_absolute_url()).status_code == 404
        assert client.get(f"/findings/of-round/{round.key}/letter/").status_code == 404
        assert client.get("/api/v1/external-findings/").json()["results"] == []
    refused = window(people.secretary).get(f"{above.get_absolute_url()}decompose/")
    assert refused.status_code == 403


def test_the_overview_counts_and_every_column_of_the_ledger_is_filled(people, round):
    entered(people, round, place=2)
    put_right(people, round, entered(people, round))
    client = window(people.secretary)
    totals = {row["label"]: row["value"] for row in client.get("/findings/from-above/").context["totals"]}
    assert totals == {"问题数": "2", "整改事项数": "1", "已办结事项数": "1", "已上报完成整改": "0", "上级已销号": "0"}
    answer = client.get("/findings/from-above/export/?q=八项规定")
    [sheet, *_rest] = [
        CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0)
    ]
    heads, first, *_others = sheet.to_python()[1:]
    row = dict(zip(heads, first, strict=True))
    assert row["具体表现"] == TEXT
    assert {row["分解事项数"], row["已办结事项数"]} <= {0.0, 1.0}


# -- the letter as a workbook ---------------------------------------------------------------------------------------

HEADS = ("序号", "反馈问题", "具体表现", "问题类别", "责任单位", "完成时限")


def book(*rows, heads=HEADS) -> SimpleUploadedFile:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as made:
        sheet = made.add_worksheet("反馈问题")
        for number, row in enumerate([heads, *rows]):
            for place, value in enumerate(row):
                if value is not None:
                    sheet.write(number, place, value)
    return SimpleUploadedFile("反馈.xlsx", target.getvalue())


def letter(day=None):
    day = day or datetime.date.today()
    return {"source": "市委巡察组", "source_paper": "市巡馈7号", "received_on": day.isoformat()} | {
        "due_on": (day + datetime.timedelta(days=90)).isoformat()
    }


def test_a_letter_is_read_in_and_the_units_that_it_names_have_their_items(people, round):
    client, url = window(people.clerk), f"/findings/of-round/{round.key}/letter/"
    category = round.category_set.categories.first().short
    both = f"{people.unit.name}、{people.other_unit.name}"
    rows = [(1, "一", "第一段。", category, both, "2027-03-31"), (2, "二", "第二段。", None, None, None)]
    preview = client.post(url, letter() | {"file": book(*rows)})
    assert preview.context["counts"] == {"new": 2, "changed": 0, "same": 0, "refused": 0}
    assert not ExternalFinding.objects.exists()
    kept = {"kept": preview.context["kept"], "token": preview.context["token"], "confirm": "yes"}
    done = client.post(url, kept, follow=True)
    assert "已新增2条" in done.content.decode() or "新增2" in done.content.decode()
    first, second = ExternalFinding.objects.order_by("place")
    assert (first.stage, first.due_on, first.text) == ("decomposed", datetime.date(2027, 3, 31), "第一段。")
    assert {item.engagement.unit for item in first.findings.all()} == {people.unit, people.other_unit}
    assert (second.stage, second.source_paper) == ("received", "市巡馈7号")
    again = client.post(url, letter() | {"file": book(*rows)})
    assert again.context["counts"] == {"new": 0, "changed": 0, "same": 2, "refused": 0}


def test_a_letter_is_read_in_whole_or_not_at_all_and_the_cells_are_named(people, round):
    client, url = window(people.clerk), f"/findings/of-round/{round.key}/letter/"
    category = round.category_set.categories.first().short
    rows = [
        (1, "一", "第一段。", category, people.unit.name, None),
        (2, "二", "第二段。", "没有这一类", people.unit.name, None),
        (3, "三", "第三段。", category, "区没有局", None),
        (4, None, "第四段。", None, None, None),
        (5, "五", "第五段。", None, None, "2020-01-01"),
    ]
    page = client.post(url, letter() | {"file": book(*rows)})
    text = page.content.decode()
    assert page.context["counts"]["refused"] == 4
    for fault in ("第3行D列", "第4行E列", "第5行B列", "第6行F列"):
        assert fault in text, fault
    assert "没有名称为“区没有局”的单位" in text
    kept = {"kept": page.context["kept"], "token": page.context["token"], "confirm": "yes"}
    assert client.post(url, kept).status_code == 422
    assert not ExternalFinding.objects.exists()
    assert not UpReport.objects.exists()


def test_what_is_said_for_the_whole_letter_is_asked_and_stays_in_the_form(people, round):
    client, url = window(people.clerk), f"/findings/of-round/{round.key}/letter/"
    page = client.post(url, letter() | {"source": "", "source_paper": "市巡馈9号", "file": book((1, "一"))})
    assert page.status_code == 422
    assert 'value="市巡馈9号"' in page.content.decode()
    exe = SimpleUploadedFile("反馈.xlsx", b"MZ\x90\x00" + b"\0" * 400)
    assert client.post(url, letter() | {"file": exe}).status_code == 422
    template = client.get(f"{url}template/")
    heads = CalamineWorkbook.from_filelike(io.BytesIO(template.content)).get_sheet_by_index(0).to_python()[0]
    assert tuple(heads) == HEADS


def test_two_people_who_read_in_the_same_letter_enter_it_once(people, round):
    url = f"/findings/of-round/{round.key}/letter/"
    first, second = window(people.clerk), window(people.head)
    pages = [client.post(url, letter() | {"file": book((1, "一", "第一段。"))}) for client in (first, second)]
    sent = [{"kept": page.context["kept"], "token": page.context["token"]} for page in pages]
    assert first.post(url, sent[0]).status_code == 302
    assert second.post(url, sent[1]).status_code == 409
    assert ExternalFinding.objects.count() == 1
