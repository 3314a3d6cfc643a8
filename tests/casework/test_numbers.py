"""Document numbers: one series for each kind and year, without a gap and without a number that was given twice."""

import ast
import datetime
import re
from functools import partial

import pytest
from django.conf import settings
from django.db import transaction

from casework.models import Counter, PaperVersion
from casework.moves import next_number
from casework.papers import KINDS, versions
from rectification import actions as rectification
from rectification.models import ImmediateFix
from tests import cases
from tests.casework.test_committed import at_once, errors
from tests.people import cast
from tests.test_house import SOURCES

#: series that are no numbers of a paper, or of one matter that is numbered inside another, with the reason
WITHOUT_A_YEAR = {
    "copy": "the copies of one feedback",
    "weeklyreport": "the weekly reports of one team in one unit",
}


class TakenBack(Exception):
    """Ends the move of a test."""


def series():
    """Yield where a number is taken, and the text of its series with ``{}`` for what changes."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "next_number":
                text = ast.unparse(node.args[0])
                yield path, re.sub(r"\{[^}]*\}", "{}", text.strip("f\"'")), text


def test_no_two_kinds_count_in_one_series():
    """Two that share a series have gaps in both."""
    seen = {}
    for path, name, _text in series():
        assert name not in seen or name.startswith("{}"), f"{path} and {seen[name]} count in “{name}”"
        seen[name] = path


def test_a_document_number_begins_anew_each_year():
    for path, name, text in series():
        if "〔" in path.read_text() and name.split(" ")[0] not in WITHOUT_A_YEAR:
            assert "year" in text or "%Y" in text, (path, text)


@pytest.mark.django_db
def test_each_kind_and_each_year_counts_for_itself():
    assert [next_number("paper 2031"), next_number("paper 2031"), next_number("paper 2032")] == [1, 2, 1]
    assert next_number("letter 2031") == 1


def test_many_at_once_and_one_that_is_taken_back_leave_no_gap(committed):
    def take(taken_back):
        with transaction.atomic():
            number = next_number("paper 2031")
            if taken_back:
                raise TakenBack
            return number

    results = at_once(*[partial(take, n % 4 == 3) for n in range(16)])
    assert {type(error) for error in errors(results)} == {TakenBack}
    assert sorted(one for one in results if isinstance(one, int)) == list(range(1, 13))
    assert Counter.objects.get(series="paper 2031").last == 12


def test_notices_that_are_issued_at_once_are_numbered_without_a_gap(committed):
    """By moves as people make them: one of them fails after its number was taken."""
    people = cast()
    engagement = cases.on_site(people)
    papers = [cases.signed(cases.paper(engagement, f"第{n}件")) for n in range(6)]
    due = cases.DAY + datetime.timedelta(days=10)

    def issue(paper, taken_back):
        with transaction.atomic():
            made = rectification.issue_fix_from_paper(
                paper, by=people.leader, today=cases.DAY, demand="立即改正。", due_on=due, later_because=""
            )
            if taken_back:
                raise TakenBack
        return made

    results = at_once(*[partial(issue, cases.fresh(paper), n == 2) for n, paper in enumerate(papers)])
    assert {type(error) for error in errors(results)} == {TakenBack}
    numbers = ImmediateFix.objects.values_list("number", flat=True)
    assert sorted(numbers) == [f"立改〔{cases.DAY.year}〕{n}号" for n in range(1, 6)]


def test_many_who_take_a_new_version_of_a_paper_at_once_get_the_same(committed):
    people = cast()
    paper = cases.paper(cases.on_site(people))
    before = {path for path in settings.FILES_ROOT.rglob("*") if path.is_file()}
    take = partial(versions.made, KINDS["working_paper"], person=people.member)
    results = at_once(*[partial(take, cases.fresh(paper)) for _n in range(6)])
    assert errors(results) == []
    assert len({content for _version, content in results}) == 1
    assert [version.number for version in PaperVersion.objects.all()] == [1]
    made = {path for path in settings.FILES_ROOT.rglob("*") if path.is_file()} - before
    assert len(made) == 2, "the file and what it was made from; nothing of those who came second"
