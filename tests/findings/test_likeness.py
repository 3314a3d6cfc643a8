"""What was seen before: the measure, what it reaches on labelled pairs, and who is told of what."""

import itertools
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from findings import likeness

pytestmark = pytest.mark.django_db

#: what titles are made of, and what may get between
LETTERS = st.text(
    st.one_of(
        st.sampled_from("公务接待补贴未不规范到位问题工作落实管理Aａ1，。“” \n"),
        st.characters(min_codepoint=1, max_codepoint=0x2FFFF, exclude_categories=["Cs"]),
    ),
    max_size=40,
)
WORDS = st.lists(st.one_of(st.sampled_from(likeness.STOCK), LETTERS), max_size=6).map("".join)
KINDS = ("same", "looks alike", "category")
PAIRS = Path(__file__).with_name("pairs.txt")


def signs_in_the_database(text):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tsvector_to_array(findings_signs(%s))", [text])
        return set(cursor.fetchone()[0])


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WORDS)
def test_the_database_and_the_programme_read_a_title_alike(text):
    assert signs_in_the_database(text) == likeness.signs(text)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WORDS, WORDS)
def test_both_find_two_texts_as_alike_as_each_other(one, other):
    mine = sorted(likeness.signs(one))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 2.0::float * (length(s) - length(ts_delete(s, %s::text[]))) / nullif(length(s) + %s, 0)"
            " FROM findings_signs(%s) AS s",
            [mine, len(mine), other],
        )
        assert (cursor.fetchone()[0] or 0) == likeness.of(one, other) == likeness.of(other, one)
    assert 0 <= likeness.of(one, other) <= 1
    assert likeness.of(one, one) == (1 if mine else 0)


def labelled():
    """Return the pairs of titles, each with what it is: the same, looking alike, or of one category only."""
    problems, category = [], ""
    for line in PAIRS.read_text().splitlines():
        mark, title = line[:1], line[2:].split("｜")[0]
        if line.startswith("聚焦"):
            category = line
        elif mark == "〇":
            problems.append((category, [], []))
        elif mark in ("＝", "≠"):
            problems[-1][1 if mark == "＝" else 2].append(title)
    pairs = []
    for at, (category, same, others) in enumerate(problems):
        pairs += [("same", *pair) for pair in itertools.combinations(same, 2)]
        pairs += [("looks alike", *pair) for pair in itertools.product(same, others)]
        pairs += [
            ("category", same[0], next_one[0]) for where, next_one, _n in problems[at + 1 : at + 4] if where == category
        ]
    return pairs


def test_what_is_offered_is_mostly_the_same_problem(capsys):
    pairs = labelled()
    offered = {what: [likeness.of(a, b) >= likeness.ALIKE for kind, a, b in pairs if kind == what] for what in KINDS}
    right = sum(offered["same"])
    precision = right / sum(map(sum, offered.values()))
    share = {what: sum(found) / len(found) for what, found in offered.items()}
    with capsys.disabled():  # how well it does is worth seeing at each run
        print(  # noqa: T201
            f"\n{len(pairs)} pairs: recall {share['same']:.2f}, precision {precision:.2f}; offered of those that only"
            f" look alike {share['looks alike']:.2f}, of others of the same category {share['category']:.2f}"
        )
    assert len(pairs) >= 200
    assert share["same"] >= 0.7
    assert precision >= 0.55
    assert share["category"] <= 0.08
