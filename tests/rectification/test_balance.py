"""The balance: each matter is counted once, in one statement, and every number opens its rows."""

import datetime
import itertools

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from findings import actions as findings
from findings.models import Finding, Landing, WorkingPaper
from inspections import actions as inspections
from inspections.models import Engagement, Round
from rectification import actions as rectification
from rectification import balance
from rectification.flow import ROOM, WIDTH, picture
from rectification.models import Item
from referrals import actions as referrals
from tests import cases
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY


@pytest.fixture(scope="module")
def story(django_db_setup, django_db_blocker):
    """The round of ``told``, made once for this module and taken back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield tell()
        transaction.set_rollback(True)


@pytest.fixture
def told(story):
    """A round with a matter for every line of the balance: its people, and the engagement of their unit."""
    people, engagement = story
    return people, cases.fresh(engagement)


def tell():
    people = cast()
    engagement = cases.on_site(people)
    found = {
        title: cases.finding(engagement, title, concerns=concerns)
        for title, concerns in (
            ("台账不全", "unit"),
            ("制度未修订", "unit"),
            ("作风问题", "member"),
            ("违规收礼", "cadre"),
            ("选人用人", "cadre"),
            ("挪用资金", "cadre"),
            ("项目监管", "unit"),
            ("尚未分流", "unit"),
            ("公示栏", "unit"),
            ("不成立", "unit"),
        )
    }
    findings.drop(found["不成立"], by=people.leader, today=DAY, note="经核不成立")
    findings.drop_paper(cases.paper(engagement, "弃用的底稿"), by=people.leader, today=DAY, note="查无此事")
    cases.paper(engagement, "还在写的底稿")
    findings.put_right_at_once(cases.fresh(found["公示栏"]), by=people.leader, today=DAY, note="")
    fix = rectification.issue_fix(
        found["公示栏"].landings.get(), by=people.leader, today=DAY, demand="更新", due_on=DAY
    )
    rectification.sign_for_fix(fix, by=people.principal, today=DAY, note="")
    rectification.report_fix(fix, by=people.liaison, today=DAY, result="已更新")
    rectification.close_fix(fix, by=people.leader, today=DAY, note="")
    cases.heard(people, engagement.round)
    for title, kind in (("台账不全", "organisation"), ("制度未修订", "organisation"), ("作风问题", "principal")):
        cases.routed(people, found[title], kind)
    cases.routed(people, found["项目监管"], "department", receiver=people.department)
    sent = referrals.send(cases.routed(people, found["选人用人"], "personnel"), by=people.clerk, today=DAY, note="")
    referrals.receive(sent, by=people.personnel_handler, today=DAY, note="")
    referrals.return_(sent, by=people.personnel_handler, today=DAY, note="材料不全")
    for title in ("违规收礼", "挪用资金"):
        clue = referrals.send_clue(cases.routed(people, found[title], "discipline"), by=people.head, today=DAY, note="")
        referrals.receive(clue, by=people.discipline_handler, today=DAY, note="")
        if title == "违规收礼":
            later = DAY + datetime.timedelta(days=60)
            referrals.keep_for_later(
                clue, by=people.discipline_handler, today=DAY, review_on=later, note="暂不具备条件"
            )
        else:
            referrals.dispose(clue, by=people.discipline_handler, today=DAY, disposition="inquiry", note="")
    return people, engagement


def test_recorded_is_what_went_somewhere_and_what_is_still_open(told):
    _people, engagement = told
    found = balance.of(engagement)
    lines = {name: found.count(name) for name in balance.LINES if found.count(name)}
    assert lines == {
        "recorded": 12,
        "not_established": 2,
        "fed_back": 3,
        "fed_back_open": 3,
        "referred": 4,
        "referred_handling": 2,
        "referred_pending": 1,
        "referred_returned": 1,
        "clues": 2,
        "at_once": 1,
        "at_once_closed": 1,
        "open": 2,
    }
    assert found.unexplained == 0
    assert found.untaken == 4
    assert found.unfinished == 3
    assert not found.balanced


def test_the_parts_of_a_line_add_up_to_it(told):
    _people, engagement = told
    for scope in (engagement, engagement.round, engagement.round.term):
        found = balance.of(scope)
        for line, parts in (
            ("fed_back", ("closed", "open")),
            ("referred", ("settled", "handling", "pending", "returned")),
            ("at_once", ("closed", "open")),
        ):
            assert found.count(line) == sum(found.count(f"{line}_{part}") for part in parts)


def test_a_further_landing_is_told_apart_and_counted_once(told):
    people, engagement = told
    before = balance.of(engagement)
    twice = Finding.objects.get(title_text="台账不全")
    cases.routed_further(people, twice, "department", receiver=people.department)
    found = balance.of(engagement)
    assert found.recorded == before.recorded
    assert found.count("fed_back") == before.count("fed_back")
    assert found.further == {"department": 1}
    assert found.untaken == before.untaken + 1
    findings.take_back(twice.landings.get(first=False), by=people.clerk, today=DAY, note="另行研究")
    assert balance.of(engagement).as_dict() == before.as_dict()


def test_a_finding_of_an_upper_level_is_a_matter_without_a_paper(told):
    people, engagement = told
    term = engagement.round.term
    values = {"name": "上级反馈", "year": DAY.year, "type": "upper", "mode": "ordinary"}
    values |= {"profile": engagement.round.profile, "category_set": engagement.round.category_set}
    round = inspections.open_round(term, by=people.clerk, today=DAY, **values)
    cases.from_above(people, round, people.unit)
    found = balance.of(round)
    assert (found.recorded, found.open, found.unexplained) == (1, 1, 0)
    [loose] = balance.exceptions(round, DAY)
    assert loose.owner
    assert loose.due_on
    assert balance.of(term).recorded == 13


def test_it_is_one_statement_for_a_unit_a_round_and_a_term(told):
    _people, engagement = told
    for scope in (engagement, engagement.round, engagement.round.term):
        with CaptureQueriesContext(connection) as asked:
            balance.of(scope)
        assert len(asked) == 1


def test_what_is_of_another_round_is_not_counted(told):
    people, engagement = told
    other = Engagement.objects.get(unit=people.other_unit)
    assert balance.of(other).recorded == 0
    found = balance.of(engagement.round)
    assert found.recorded == found.parts[engagement.pk].recorded == 12
    assert balance.of(engagement.round.term).parts[engagement.round_id].as_dict() == found.as_dict()


def test_every_exception_has_an_owner_and_a_date(told):
    _people, engagement = told
    loose = balance.exceptions(engagement.round, DAY)
    assert len(loose) == balance.of(engagement.round).without_end
    assert [one for one in loose if not one.owner or not one.due_on] == []
    assert sum(one.sealed for one in loose) == 2


def as_(user):
    client = Client()
    client.force_login(user, backend="accounts.backends.ByPassword")
    return client


def test_every_number_opens_exactly_its_rows_for_a_reader_who_sees_all(told):
    """With the eyes of the office and of the team nothing is missing but what is sealed."""
    people, engagement = told
    found = balance.of(engagement.round)
    for name, line in balance.LINES.items():
        if line.sealed:
            continue
        findings_, papers = balance.rows(engagement.round, name)
        assert findings_.count() + papers.count() == found.count(name) - found.under_seal(name), name
        seen = {WorkingPaper: 0, Finding: 0}
        for rows in (findings_, papers):
            both = rows.visible_to(people.clerk) | rows.visible_to(people.leader)
            seen[rows.model] = both.distinct().count()
        assert sum(seen.values()) == found.count(name) - found.under_seal(name), name


def test_the_page_of_a_number_counts_what_it_does_not_show(told):
    people, engagement = told
    base = f"/rectification/balance/{engagement.round.key}/rows"
    page = as_(people.clerk).get(f"{base}/referred/")
    assert page.status_code == 200
    rows = page.context["rows"]
    assert page.context["count"] == 4
    assert len(rows) == 2
    assert "2" in page.context["hidden"]
    assert "违规收礼" not in page.content.decode()
    opened = as_(people.clerk).get(f"{base}/open/").context
    assert (opened["count"], len(opened["rows"])) == (2, 1)  # the draft lies with its team
    assert as_(people.clerk).get(f"{base}/clues/").status_code == 404
    assert as_(people.clerk).get(f"{base}/nothing/").status_code == 404


def test_the_rows_of_a_long_line_come_in_pages(told, monkeypatch):
    from rectification.views import tables

    monkeypatch.setattr(tables, "ROWS_A_PAGE", 5)
    people, engagement = told
    url = f"/rectification/balance/{engagement.round.key}/rows/recorded/"
    first = as_(people.clerk).get(url).context
    second = as_(people.clerk).get(url + first["pager"]["next_url"]).context
    assert len(first["rows"]) == 5
    assert second["pager"]["previous_url"]
    assert not [row for row in second["rows"] if row in first["rows"]]


def test_the_balance_of_a_unit_a_round_and_a_term_is_for_those_who_oversee_or_observe_the_round(told):
    people, engagement = told
    round, term = engagement.round, engagement.round.term
    addresses = (
        f"/rectification/of/{engagement.key}/balance/",
        f"/rectification/of/{engagement.key}/balance/panel/",
        f"/rectification/of/{engagement.key}/balance/rows/fed_back/",
        f"/rectification/balance/{round.key}/",
        f"/rectification/of-term/{term.key}/balance/",
        f"/rectification/of-term/{term.key}/balance/rows/open/",
        f"/api/v1/engagements/{engagement.key}/balance/",
        f"/api/v1/rounds/{round.key}/balance/",
        f"/api/v1/terms/{term.key}/balance/",
    )
    for name, expected in (("clerk", 200), ("secretary", 200), ("head", 200), ("leader", 404), ("principal", 404)):
        for address in addresses:
            assert as_(people.users[name]).get(address).status_code == expected, (name, address)
    for scope, route in ((engagement, "engagements"), (round, "rounds"), (term, "terms")):
        read = as_(people.secretary).get(f"/api/v1/{route}/{scope.key}/balance/").json()
        assert read == balance.of(scope).as_dict()


def test_the_page_of_a_unit_shows_its_balance_to_the_office_and_not_to_the_team(told):
    people, engagement = told
    panel = f"/rectification/of/{engagement.key}/balance/panel/"
    assert panel in as_(people.clerk).get(engagement.get_absolute_url()).content.decode()
    assert panel not in as_(people.leader).get(engagement.get_absolute_url()).content.decode()
    term = engagement.round.term
    assert f"/of-term/{term.key}/balance/panel/" in as_(people.secretary).get(term.get_absolute_url()).content.decode()


def test_the_picture_shows_every_matter_once_and_its_words_keep_apart(told):
    _people, engagement = told
    drawn = picture(balance.of(engagement.round))
    assert drawn["source"].count == sum(branch.count for branch in drawn["branches"]) == 12
    for branch in drawn["branches"]:
        assert not branch.ends or sum(end.count for end in branch.ends) == branch.count
    for column in ([*drawn["branches"]], [end for branch in drawn["branches"] for end in branch.ends]):
        for above, below in itertools.pairwise(column):
            assert below.y >= above.y + max(above.height, ROOM)
    assert drawn["width"] == WIDTH
    assert picture(balance.Balance()) is None


def test_the_picture_has_a_name_and_a_table(told):
    people, engagement = told
    for url in (
        f"/rectification/balance/{engagement.round.key}/",
        f"/rectification/of-term/{engagement.round.term.key}/balance/",
    ):
        page = as_(people.secretary).get(url).content.decode()
        assert 'role="img"' in page
        assert "<title" in page
        assert "<details>" in page


def test_what_was_put_right_is_closed_in_the_balance(told):
    people, engagement = told
    engagement = cases.fresh(engagement)
    left = Finding.objects.get(title_text="尚未分流")
    cases.routed(people, left, "organisation")
    draft = WorkingPaper.objects.get(title_text="还在写的底稿")
    findings.drop_paper(draft, by=people.leader, today=DAY, note="并入其他问题")
    feedback = cases.fed_back(people, engagement)
    rectification.sign_for(feedback, by=people.principal, today=DAY, note="")
    for item in feedback.items.all():
        cases.filled(item, people.liaison)
    rectification.propose(feedback.plan, by=people.liaison, note="")
    rectification.endorse_plan(feedback.plan, by=people.principal, truth=True, note="")
    cases.agreed_by_bodies(people, feedback.plan)
    rectification.approve_plan(cases.fresh(feedback.plan), by=people.clerk, note="")
    item = Item.objects.filter(feedback=feedback).first()
    rectification.report_progress(item, by=people.liaison, today=DAY, percent=100, done="已办")
    item = cases.fresh(item)
    rectification.request_close(item, by=people.liaison, today=DAY, outcome="done", institutions="", note="")
    rectification.endorse_item(item, by=people.principal, today=DAY, truth=True, note="")
    rectification.close(item, by=people.clerk, today=DAY + datetime.timedelta(days=1), note="")
    found = balance.of(engagement)
    assert (found.count("fed_back_closed"), found.count("fed_back_open"), found.open) == (1, 3, 0)
    assert found.unexplained == 0
    assert len(balance.exceptions(engagement, DAY)) == found.without_end


def test_the_questions_of_a_page_are_as_many_for_many_matters(told):
    people, engagement = told
    client = as_(people.clerk)
    pages = (f"/rectification/balance/{engagement.round.key}/", f"/rectification/of/{engagement.key}/balance/")
    for url in pages:
        client.get(url)

    def asked():
        counts = []
        for url in pages:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url).status_code == 200
            counts.append(len(queries))
        return counts

    few = asked()
    for number in range(6):
        values = {"case": engagement.case, "engagement": engagement, "facts": "x", "source": "talk", "found_on": DAY}
        WorkingPaper.objects.create(number=f"稿-{number}", title_text="又一件", author=people.member, **values)
    assert asked() == few
    assert max(few) <= 40


def test_landings_have_kinds_that_the_balance_knows():
    assert set(balance.FATES) == set(Landing.Kind)
    assert Round in balance.PATHS
