"""The department's own page, and its list: taken, filled in offline, read in again, all of it or nothing."""

import datetime
import io

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from referrals import actions as referrals
from referrals import exports
from referrals.models import Clue, Referral
from tests import cases
from tests.once import once
from tests.people import cast

DAY = cases.DAY

pytestmark = pytest.mark.django_db
D = [
    *("届次", "年度", "轮次", "巡察组", "被巡察单位", "被反映人姓名", "被反映人职务", "被反映人级别", "具体问题"),
    *("六项纪律", "一级分类", "二级分类", "移交时间", "移交方式", "移交单位", "分类处理意见", "处理结果"),
    *("具体办理情况", "是否办结"),
]
D2 = [
    *("届次", "年度", "轮次", "巡察组", "被巡察单位", "移交单位", "移交时间", "移交建议数"),
    *("具体办理情况", "成果运营情况"),
]


@once
def people(db):
    return cast()


@once
def letter(people):
    """Three suggestions with the finance department, signed for."""
    engagement = cases.on_site(people)
    found = [cases.finding(engagement, title) for title in ("专项资金沉淀", "国库支付滞后", "决算编报不实")]
    clue = cases.finding(engagement, "违规收受礼金", concerns="principal")
    people.round = cases.heard(people, engagement.round)
    landings = [cases.routed(people, one, "department", receiver=people.department) for one in found]
    people.clue = referrals.send_clue(
        cases.routed(people, clue, "discipline"), by=people.head, today=datetime.date.today(), note=""
    )
    letter = cases.letter_of(people, people.round, landings, datetime.date.today())
    referrals.sign_for_letter(letter, by=people.department_handler, note="")
    return letter


def window(user) -> Client:
    client = Client()
    client.force_login(user, backend="accounts.backends.ByPassword")
    return client


def taken(answer) -> list[list[object]]:
    content = b"".join(answer) if answer.streaming else answer.content
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def filled(rows: list[dict[str, object]], title="移交问题建议办理情况表") -> SimpleUploadedFile:
    """A workbook with the headings of these rows."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet(title)
        for place, heading in enumerate(rows[0]):
            sheet.write_string(0, place, heading)
            for line, row in enumerate(rows, start=1):
                sheet.write(line, place, row[heading])
    return SimpleUploadedFile("清单.xlsx", target.getvalue())


def rows_of(letter, **said) -> list[dict[str, object]]:
    empty = {"分类处理意见": "", "具体办理情况": "", "成果运用情况": ""}
    rows = letter.matters.order_by("pk")
    return [{"事项编号": row.number, "版本": cases.fresh(row).version, **empty, **said} for row in rows]


def confirmed(client, url, page):
    return client.post(url, {"kept": page.context["kept"], "token": page.context["token"], "confirm": "yes"})


URL = "/referrals/letters/inbox/answers/"


def test_the_lists_have_the_headings_of_the_office(people, letter):
    assert [entry.heading for entry in exports.CLUES.entries][: len(D)] == D
    assert [entry.heading for entry in exports.LETTERS.entries][: len(D2)] == D2
    rows = taken(window(people.discipline_handler).get("/referrals/clues/export/"))
    assert rows[1][1 : len(D) + 1] == D
    assert rows[2][9] == "违规收受礼金：抽查发现。"
    [row] = taken(window(people.clerk).get("/referrals/transfers/export/"))[2:]
    assert row[8] == 3
    assert row[4:6] == ["第一巡察组", "区住建局"]


def test_the_inbox_shows_what_the_department_owes_by_date_and_how_punctual_it_is(people, letter):
    page = window(people.department_handler).get("/referrals/letters/inbox/")
    assert page.context["clock"] == {"waiting": 3, "late": 0, "near": 0, "later": 3}
    assert len(page.context["rows"]) == 3
    [row] = page.context["punctuality"]["rows"]
    assert [cell["text"] for cell in row["cells"]] == ["区财政局", "3", "0", "0", "0", "—"]
    empty = window(people.clerk).get("/referrals/letters/inbox/")
    assert empty.context["rows"] == []
    assert window(people.clerk).get(URL).status_code == 404
    assert window(people.discipline_handler).get("/referrals/clues/inbox/").context["clock"]["waiting"] == 1


def test_a_filled_in_list_is_shown_cell_by_cell_and_then_done_at_once(people, letter):
    client = window(people.department_handler)
    said = {"分类处理意见": "自行办理", "具体办理情况": "已约谈。", "成果运用情况": "已制定办法。"}
    rows = rows_of(letter, **said)
    rows[2] |= {"成果运用情况": "", "具体办理情况": ""}
    page = client.post(URL, {"file": filled(rows)})
    assert page.status_code == 200
    assert page.context["counts"] == {"new": 0, "changed": 3, "same": 0, "refused": 0}
    assert set(Referral.objects.values_list("stage", flat=True)) == {"received"}, "nothing is done yet"
    assert confirmed(client, URL, page).status_code == 302
    found = letter.matters.order_by("pk").values_list("stage", "disposition", "progress", "result")
    done = ("replied", "self", "已约谈。", "已制定办法。")
    assert list(found) == [done, done, ("handling", "self", "", "")]


def test_one_wrong_cell_and_nothing_is_read_in(people, letter):
    client = window(people.department_handler)
    rows = rows_of(letter, 分类处理意见="自行办理")
    rows[1] |= {"分类处理意见": "看着办"}
    rows[2] |= {"事项编号": "建议〔2026〕99号"}
    page = client.post(URL, {"file": filled(rows)})
    assert page.context["counts"]["refused"] == 2
    faults = "\n".join(page.context["faults"])
    assert "看着办" in faults
    assert "C" in faults, "the column is named"
    answer = confirmed(client, URL, page)
    assert answer.status_code == 422
    assert set(Referral.objects.values_list("stage", flat=True)) == {"received"}


def test_a_row_that_moved_on_meanwhile_is_a_conflict(people, letter):
    client = window(people.department_handler)
    rows = rows_of(letter, 分类处理意见="自行办理")
    page = client.post(URL, {"file": filled(rows)})
    referrals.dispose(letter.matters.first(), by=people.department_handler, disposition="joint", note="")
    answer = confirmed(client, URL, page)
    assert answer.status_code == 422
    assert "请重新导出清单" in answer.content.decode()
    assert Referral.objects.filter(disposition="self").count() == 0


def test_what_is_not_signed_for_can_t_be_answered_by_a_list(people, letter):
    client = window(people.discipline_handler)
    clue = people.clue
    url = "/referrals/clues/inbox/answers/"
    row = {"事项编号": clue.number, "版本": clue.version, "分类处理意见": "初步核实"}
    page = client.post(url, {"file": filled([row], "巡察线索办理一览表")})
    assert page.context["counts"]["refused"] == 1


def test_a_clue_is_kept_for_later_and_answered_by_a_list(people, letter):
    client, clue = window(people.discipline_handler), people.clue
    url = "/referrals/clues/inbox/answers/"
    referrals.receive.siblings[Clue](clue, by=people.discipline_handler, note="")
    row = {"事项编号": clue.number, "版本": clue.version, "分类处理意见": "暂存待查", "具体办理情况": "", "复核日": ""}
    page = client.post(url, {"file": filled([row])})
    assert page.context["counts"]["refused"] == 1, "a day and a reason are missing"
    row |= {"具体办理情况": "知情人在外", "复核日": "2099-01-10"}
    page = client.post(url, {"file": filled([row])})
    assert page.context["counts"]["changed"] == 1, page.context["faults"]
    assert confirmed(client, url, page).status_code == 302
    assert cases.fresh(clue).stage == "pending"
    counted = {"处理结果": "给予警告", "四种形态": "第二种形态", "党纪处分人数": 1}
    row = {"事项编号": clue.number, "版本": cases.fresh(clue).version, "分类处理意见": "初步核实"}
    row |= {"具体办理情况": "知情人已回", **counted}
    page = client.post(url, {"file": filled([row])})
    assert page.context["counts"]["changed"] == 1, page.context["faults"]
    assert confirmed(client, url, page).status_code == 302
    done = cases.fresh(clue)
    assert (done.stage, done.four_forms, done.party_sanctions, done.result) == ("replied", "form2", 1, "给予警告")


def test_what_was_chosen_is_confirmed_by_nobody_else(people, letter):
    page = window(people.department_handler).post(URL, {"file": filled(rows_of(letter, 分类处理意见="自行办理"))})
    other = window(people.personnel_handler)
    assert confirmed(other, URL, page).status_code == 404
    tampered = {"kept": f"{page.context['kept']}x", "token": page.context["token"]}
    assert window(people.department_handler).post(URL, tampered).status_code == 302
    assert set(Referral.objects.values_list("stage", flat=True)) == {"received"}
