"""A list taken as a workbook: what its reader may see, under the office's headings, and text stays text."""

import datetime
import io
import re
import zipfile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from casework import exports
from casework.models import Export
from casework.views import lists
from findings import actions as findings
from findings.exports import FINDINGS, PAPERS
from findings.models import Finding
from tests import cases

BEGINNINGS = ("=1+1", "+1", "-1", "@SUM(1)", "\t=1", "=cmd|'/c calc'!A1", '=HYPERLINK("http://x")', "＝1+1", ";=1")
URL = "/findings/papers/export/"


def taken(user, url=URL, **query):
    client = Client()
    client.force_login(user, "accounts.backends.ByPassword")
    answer = client.get(url, query)
    assert answer.status_code == 200, answer
    return b"".join(answer.streaming_content)


def sheet_of(content):
    return load_workbook(io.BytesIO(content)).worksheets[0]


def rows_of(content):
    return [[cell.value for cell in row] for row in sheet_of(content).iter_rows(min_row=3)]


@pytest.fixture
def papers(people):
    for number, title in enumerate(BEGINNINGS):
        findings.file_paper(
            people.engagement,
            by=people.member,
            title_text=title,
            facts=f"{title}\n{title}",
            source="documents",
            found_on=cases.DAY - datetime.timedelta(days=number),
            second=people.second_member,
        )
    return people


def test_the_headings_are_the_offices_own(papers):
    sheet = sheet_of(taken(papers.member))
    assert sheet["A1"].value == PAPERS.title
    assert [cell.value for cell in sheet[2]] == ["序号", *(entry.heading for entry in PAPERS.entries)]
    assert {
        "问题底稿编号",
        "问题标题",
        "问题表现",
        "定性依据",
        "佐证材料清单",
        "责任主体初步分析",
        "发现人",
        "发现时间",
    } <= {cell.value for cell in sheet[2]}


def test_it_is_ready_to_be_read_and_printed(papers):
    sheet = sheet_of(taken(papers.member))
    assert sheet.freeze_panes == "A3"
    assert sheet.auto_filter.ref.startswith("A2:")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$1:$2"
    assert "第 &P 页" in sheet.oddFooter.center.text
    [source] = [check.formula1 for check in sheet.data_validations.dataValidation if "个别谈话" in check.formula1]
    assert "查阅资料" in source or "资料" in source


def test_text_stays_text_whatever_it_begins_with(papers):
    content = taken(papers.member)
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        for name in book.namelist():
            assert b"<f>" not in book.read(name), name
            assert b"hyperlink" not in book.read(name), name
    titles = {row[3] for row in rows_of(content)}
    assert set(BEGINNINGS) <= titles


def test_dates_are_dates(papers):
    day = next(at for at, entry in enumerate(PAPERS.entries) if entry.heading == "发现时间")
    days = [row[day + 1] for row in rows_of(taken(papers.member))]
    assert len(days) == len(BEGINNINGS)
    assert all(isinstance(day, datetime.datetime) for day in days)


def test_rows_are_those_of_the_list_as_it_is_filtered(papers):
    paper = papers.engagement.papers.order_by("pk").first()
    findings.submit_paper(paper, by=papers.member, note="")
    assert len(rows_of(taken(papers.member))) == len(BEGINNINGS)
    assert [row[1] for row in rows_of(taken(papers.member, stage="submitted"))] == [paper.number]


def test_nobody_takes_what_he_does_not_see(papers):
    for name in ("other_member", "clerk", "observer"):
        if user := getattr(papers, name, None):
            assert rows_of(taken(user)) == [], name


def test_who_takes_what_is_written_down_before_it_leaves(papers):
    content = taken(papers.member, stage="draft")
    export = Export.objects.get()
    assert (export.person, export.title, export.rows) == (papers.member, PAPERS.title, len(BEGINNINGS))
    assert export.number in sheet_of(content).oddFooter.left.text
    assert "：" in export.query
    assert Export.objects.visible_to(papers.member).count() == 1
    assert Export.objects.visible_to(papers.leader).count() == 0
    assert Export.objects.visible_to(papers.auditor).count() == 1


def test_more_rows_than_a_sheet_holds_are_refused_with_the_way_out(papers, monkeypatch):
    monkeypatch.setattr(lists, "ROWS", 3)
    client = Client()
    client.force_login(papers.member, "accounts.backends.ByPassword")
    answer = client.get(URL, {"stage": "draft"}, follow=True)
    assert answer.redirect_chain == [("/findings/papers/?stage=draft", 302)]
    assert "3" in str(next(iter(answer.context["messages"])))
    assert not Export.objects.exists()


def test_a_ledger_asks_as_often_for_many_rows_as_for_few(papers):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            taken(papers.member)
        return len(asked)

    many = cost()
    papers.engagement.papers.filter(pk__gt=papers.engagement.papers.order_by("pk").first().pk).update(stage="used")
    assert cost() == many


def test_every_ledger_finds_its_values(papers):
    """A misspelt path would raise: each column is read from a real row."""
    for ledger, model in ((PAPERS, papers.engagement.papers.model), (FINDINGS, Finding)):
        for entry in ledger.entries:
            for row in model.objects.all()[:2]:
                exports.value_at(row, entry.path)


def test_the_button_leads_to_what_the_page_shows(papers):
    client = Client()
    client.force_login(papers.member, "accounts.backends.ByPassword")
    page = client.get("/findings/papers/", {"stage": "draft"}).content.decode()
    assert re.search(r'href="/findings/papers/export/\?stage=draft"', page)
    assert reverse("findings:workingpaper-export") == URL
