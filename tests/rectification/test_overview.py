"""The office's summary of rectification, unit by unit: counted by the database, with the headings of the offices."""

import io

import openpyxl
import pytest

from inspections.models import Engagement
from rectification import overview
from referrals import actions as referrals
from tests import cases
from tests.once import once
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY
#: the headings as offices have them
HEADINGS = (
    "轮次",
    "被巡察党组织名称",
    "巡察反馈问题应整改数",
    "巡察反馈问题已整改数",
    "完成率",
    "立行立改应整改数",
    "立行立改已整改数",
    "完成率",
    "相关职能部门应落实意见数",
    "相关职能部门已落实意见数",
    "完成率",
    "整改不力问责党组织数",
    "整改不力问责人员数",
)


@once
def people():
    return cast()


@once
def engagement(people):
    """Two problems of which one is put right, one matter with a department, and something for the principal alone."""
    engagement = cases.on_site(people)
    first, second = cases.finding(engagement), cases.finding(engagement, "会议记录不完整")
    alone = cases.finding(engagement, "班子成员作风问题", concerns="member")
    staffing = cases.finding(engagement, "选人用人程序不规范")
    cases.heard(people, engagement.round)
    for found, kind in ((first, "organisation"), (second, "organisation"), (alone, "principal")):
        cases.routed(people, found, kind)
    referrals.send(cases.routed(people, staffing, "personnel"), by=people.clerk, today=DAY, note="")
    given = cases.fed_back(people, engagement)
    cases.approved_plan(people, given)
    cases.closed_item(people, given.items.order_by("place").first())
    return cases.fresh(engagement)


def test_each_unit_is_counted_without_what_is_for_the_principal_alone(people, engagement):
    row = overview.with_counts(Engagement.objects.filter(pk=engagement.pk), people.clerk).get()
    assert (row.items_all, row.items_done, str(row.items_rate)) == (2, 1, "50.0")
    assert (row.fixes_all, row.fixes_done, row.fixes_rate) == (0, 0, None)
    assert (row.matters_all, row.matters_done, str(row.matters_rate)) == (1, 0, "0.0")


def test_whoever_was_held_to_account_over_it_is_counted_once_it_is_decided(people, engagement):
    cases.accountability(people, engagement, upto=4)
    cases.accountability(people, engagement, kind_of="sham")
    cases.accountability(people, engagement, upto=4, kind_of="leak")
    row = overview.with_counts(Engagement.objects.filter(pk=engagement.pk), people.clerk).get()
    assert (row.held_bodies, row.held_people) == (1, 0), "neither what is only proposed nor what is about a leak"


def test_it_is_taken_as_a_workbook_with_the_headings_of_the_offices(people, engagement, client):
    client.force_login(people.clerk, backend="accounts.backends.ByPassword")
    page = client.get("/rectification/overview/").content.decode()
    assert ">1/2<" in "".join(page.split())
    assert "50.0" in page
    answer = client.get("/rectification/overview/export/")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert rows[1][1:] == HEADINGS
    assert (rows[2][2], rows[2][3:6]) == (engagement.unit.name, (2, 1, 50))


def test_neither_a_unit_nor_a_team_takes_it(people, engagement, client):
    for name in ("liaison", "leader", "discipline_handler"):
        client.force_login(getattr(people, name), backend="accounts.backends.ByPassword")
        for url in ("/rectification/overview/", "/rectification/overview/export/"):
            assert client.get(url).status_code == 404, (name, url)
