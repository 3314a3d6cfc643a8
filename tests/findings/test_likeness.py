"""What was seen before: the measure, what it reaches on labelled pairs, and who is told of what."""

import copy
import datetime
import itertools
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework import likeness
from findings.likeness import COMPARED, near
from findings.models import Finding
from inspections import actions as inspections
from tests import cases
from tests.once import once
from tests.people import cast

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


# -- who is told of what -------------------------------------------------------------------------------------------

LATER = cases.DAY + datetime.timedelta(days=60)


@once
def people():
    """The cast's unit was told of its receptions in the first round; in the second the other team is there."""
    people = cast()
    people.engagement = cases.on_site(people)
    people.first = cases.finding(people.engagement, "公务接待管理不规范，无公函接待")
    people.again, people.other = cases.mobilised(people, LATER, again=True)
    for engagement, leader in ((people.again, people.leader), (people.other, people.other_leader)):
        inspections.notify(engagement, by=people.clerk, today=LATER, note="")
        inspections.enter(cases.fresh(engagement), by=leader, today=LATER)
    people.again, people.other = cases.fresh(people.again), cases.fresh(people.other)
    return people


def found(people, title):
    """The other team, which has one member, finds it in the cast's unit in the second round."""
    return cases.finding(people.other, title, LATER, second=people.stranger)


def reads(client, user, url, **query):
    client.force_login(user, backend="accounts.backends.ByPassword")
    return client.get(url, query)


def box(client, user, engagement, title, **query):
    client.force_login(user, backend="accounts.backends.ByPassword")
    query |= {"title_text": title}
    answer = client.get(f"/findings/of/{engagement.key}/seen-before/", query, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return answer.content.decode()


def test_whoever_was_there_before_sees_it_while_he_writes(people, client):
    assert people.first.engagement.unit == people.unit
    page = box(client, people.member, people.again, "公务接待审批不严，没有公函")
    assert "公务接待管理不规范，无公函接待" in page
    assert "以前轮次其他单位" in page
    assert "没有表述相近的问题" in box(client, people.member, people.again, "林长制落实不力")


def test_another_team_is_told_nothing_of_what_it_may_not_see_and_the_office_compares(people, client):
    title = "公务接待审批不严，没有公函"
    hidden = box(client, people.other_member, people.other, title)
    assert hidden == box(client, people.other_member, people.other, "与任何问题都不相近")
    made = found(people, title)
    page = reads(client, people.clerk, f"/findings/problems/{made.key}/alike/").content.decode()
    assert people.first.key in page
    assert "本单位此前（屡改屡犯）" in page
    own = reads(client, people.other_leader, f"/findings/problems/{made.key}/alike/").content.decode()
    assert people.first.key not in own
    beside = f"/findings/problems/{made.key}/beside/?with={people.first.key}"
    assert reads(client, people.other_leader, beside).status_code == 404
    both = reads(client, people.clerk, beside).content.decode()
    assert people.first.number in both
    assert made.number in both


def test_the_office_reads_over_a_round_which_unit_repeats_itself(people, client):
    made = found(people, "公务接待审批不严，没有公函")
    found(people, "林长制落实不力，巡护缺位")
    url = f"/findings/of-round/{people.other.round.key}/repeats/"
    page = reads(client, people.clerk, url).content.decode()
    assert made.key in page
    assert people.first.key in page
    assert f"{people.unit.name} 1" in page
    assert f"?with={people.first.key}" in page
    assert "没有单位重复" in reads(client, people.secretary, url).content.decode(), "nothing is routed yet"
    assert reads(client, people.leader, url).status_code == 404


def test_what_has_moved_under_seal_is_like_nothing(people, client):
    title = "公务接待审批不严，没有公函"
    found(people, title)
    Finding._base_manager.filter(pk=people.first.pk).update(title_text="", stage="sealed", left_on=LATER)
    assert near(title, Finding.objects.filter(pk=people.first.pk)) == []
    assert people.first.key not in box(client, people.clerk, people.other, title)


def test_the_same_category_in_the_same_unit_is_shown_where_the_words_differ(people, client):
    category = people.first.category
    page = box(client, people.clerk, people.other, "吃喝之风屡禁不止", category=category.pk)
    assert people.first.key in page
    assert "同类问题" in page
    assert people.first.key not in box(client, people.clerk, people.other, "吃喝之风屡禁不止")
    assert people.first.key not in box(client, people.clerk, people.other, "吃喝之风屡禁不止", category="٣")


def test_what_an_upper_level_found_is_a_group_of_its_own(people, client):
    round = cases.open_round(people, LATER, type="upper", name="市委巡察反馈")
    cases.from_above(people, round, people.unit, "无公函接待问题突出", LATER)
    page = box(client, people.clerk, people.other, "公务接待审批不严，没有公函")
    assert "上级反馈" in page
    assert "市委巡察组" in page


def test_a_form_has_the_box_beside_it_and_the_unit_reads_nothing_in_it(people, client):
    page = reads(client, people.member, f"{people.again.get_absolute_url()}file-paper/").content.decode()
    assert f"/findings/of/{people.again.key}/seen-before/" in page
    assert people.first.key not in box(client, people.liaison, people.other, "公务接待审批不严，没有公函")


def test_papers_of_one_inspection_that_read_alike_are_offered_for_merging(people, client):
    one = cases.paper(people.again, "公务用车管理不严，公车私用", LATER)
    twin = cases.paper(people.again, "公车私用，公务用车手续不全", LATER)
    other = cases.paper(people.again, "林长制落实不力", LATER)
    page = reads(client, people.member, f"/findings/papers/{one.key}/twins/").content.decode()
    assert twin.key in page
    assert other.key not in page
    assert reads(client, people.other_member, f"/findings/papers/{one.key}/twins/").status_code == 404


def test_what_is_alike_costs_the_same_for_many_as_for_few(people, client):
    title = "公务接待审批不严，没有公函"
    made = found(people, title)
    urls = [
        f"/findings/of/{people.other.key}/seen-before/?title_text={title}",
        f"/findings/problems/{made.key}/alike/",
        f"/findings/of-round/{people.other.round.key}/repeats/",
    ]
    client.force_login(people.clerk, backend="accounts.backends.ByPassword")
    for url in urls:
        client.get(url)
    few = [asked(client, url) for url in urls]
    for number in range(4):
        cases.finding(people.engagement, f"公务接待审批不严，没有公函{'甲乙丙丁'[number]}")
        found(people, f"公务接待审批不严，没有公函{'戊己庚辛'[number]}")
    many = [asked(client, url) for url in urls]
    assert all(after <= before for after, before in zip(many, few, strict=True)), (few, many)
    assert max(many) <= 17


def test_what_is_common_is_found_on_the_way_back_as_the_index_finds_it(people):
    copies, same = [], Finding._base_manager.get(pk=people.first.pk)
    same.paper, same.upper_source = None, "市委巡察组"
    titles = itertools.cycle(("无公函接待", "公务接待无公函", "林长制落实不力", "无公函超标准接待"))
    for number in range(6000):
        same.pk, same.key, same.number, same.title_text = None, f"{number:016}", f"{number}", next(titles)
        copies.append(copy.copy(same))
    Finding._base_manager.bulk_create(copies, batch_size=1000)
    text, seen = "公务接待管理不规范，无公函接待", Finding.objects.visible_to(people.clerk)
    with CaptureQueriesContext(connection) as queries:
        found = near(text, seen, 20)
    assert not any("+ 0" in query["sql"] for query in queries), "the index wasn't asked"
    newest = list(seen.exclude(title_text="林长制落实不力").order_by("-pk")[:COMPARED])
    newest.sort(key=lambda finding: (-likeness.of(text, finding.title_text), -finding.pk))
    assert [row.pk for row in found] == [row.pk for row in newest[:20]]
    with CaptureQueriesContext(connection) as queries:
        assert near("公务接待管理不规范", seen.filter(pk=people.first.pk)) == [people.first]
    assert any("+ 0" in query["sql"] for query in queries), "what is rare the index knows"


def test_who_has_few_cases_is_shown_the_same_at_once(people):
    for person in (people.clerk, people.leader, people.member, people.other_member, people.secretary, people.liaison):
        everything = set(Finding.objects.visible_to(person))
        assert set(Finding.objects.visible_at_once(person)) == everything
    assert people.first in Finding.objects.visible_at_once(people.member)


def asked(client, url):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


# -- over the API --------------------------------------------------------------------------------------------------


def test_a_programme_asks_for_the_same(people, client):
    title = "公务接待审批不严，没有公函"
    made = found(people, title)
    answer = reads(client, people.clerk, f"/api/v1/findings/{made.key}/alike/").json()
    assert [row["key"] for row in answer] == [people.first.key]
    assert answer[0]["group"] == "again"
    assert answer[0]["likeness"] == pytest.approx(likeness.of(title, people.first.title_text))
    assert reads(client, people.other_leader, f"/api/v1/findings/{made.key}/alike/").json() == []
    url = f"/api/v1/engagements/{people.other.key}/seen-before/"
    keys = [row["key"] for row in reads(client, people.clerk, url, title=title).json()]
    assert keys == [made.key, people.first.key], "the likest first"
    assert reads(client, people.stranger, url, title=title).status_code == 404
