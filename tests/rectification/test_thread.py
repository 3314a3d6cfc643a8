"""The whole way of a matter on one page: each reader sees his part, and nobody learns what does not exist for him."""

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from findings import actions as findings
from findings.models import ExternalFinding, Finding, Lead, Petition, RoutingStep, Talk, WorkingPaper
from inspections import actions as inspections
from rectification import actions as rectification
from rectification import thread
from rectification.models import Feedback, Item, Progress
from referrals import actions as referrals
from tests import cases
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY


def from_the_letter(people, engagement, title, **values):
    """A petition, the lead that came of it, its paper and the finding that the leader has confirmed."""
    author = people.member
    letter = cases.petition(engagement, f"反映{title}。")
    findings.accept_petition(letter, by=author, today=DAY, note="")
    lead = findings.raise_lead(letter, by=author, today=DAY, title_text=f"{title}疑点", about="信中提到。")
    step = {"means": "documents", "on": DAY, "result": "凭证与台账不符。"}
    findings.take_step(lead, by=author, today=DAY, **step)
    said = {"title_text": title, "facts": "抽查发现。", "source": "petition", "found_on": DAY}
    said |= {"second": people.second_member, "responsibility": "主体责任落实不到位"}
    paper = findings.lead_to_paper(cases.fresh(lead), by=author, today=DAY, **said)
    paper = cases.signed(paper)
    said = {
        "title_text": title,
        "facts": "抽查发现。",
        "concerns": "unit",
        "responsibility": "x",
        "recommendation": "y",
        "recommended_to": "区住建局党组",
    }
    found = findings.raise_finding(paper, by=author, today=DAY, **(said | values))
    findings.confirm(found, by=people.leader, today=DAY, note="")
    findings.conclude_petition(cases.fresh(letter), by=author, today=DAY, conclusion="已形成底稿。")
    return letter, lead, paper, found


@pytest.fixture(scope="module")
def story(django_db_setup, django_db_blocker):
    """Two matters that began with a letter: one was fed back and reported on, one left under seal."""
    with django_db_blocker.unblock(), transaction.atomic():
        people = cast()
        engagement = cases.on_site(people)
        plain = from_the_letter(people, engagement, "台账不全")
        grave = from_the_letter(people, engagement, "收受礼金", concerns="cadre", subject_name="钱某")
        cases.heard(people, engagement.round)
        cases.routed(people, plain[-1], "organisation")
        clue = referrals.send_clue(cases.routed(people, grave[-1], "discipline"), by=people.head, today=DAY, note="")
        feedback = cases.fed_back(people, engagement)
        item = feedback.items.get()
        cases.filled(item, people.liaison)
        rectification.propose(feedback.plan, by=people.liaison, note="")
        rectification.endorse_plan(feedback.plan, by=people.principal, truth=True, note="")
        cases.agreed_by_bodies(people, feedback.plan)
        rectification.approve_plan(cases.fresh(feedback.plan), by=people.clerk, note="")
        rectification.report_progress(cases.fresh(item), by=people.liaison, today=DAY, percent=50, done="已补登一半")
        yield people, plain, grave, clue
        transaction.set_rollback(True)


def as_(user):
    client = Client()
    client.force_login(user, backend="accounts.backends.ByPassword")
    return client


def way(start, user):
    found = thread.of(cases.fresh(start), user)
    return [type(step.thing) for step in found.steps], found.more_before, found.more_after


def test_what_an_upper_level_found_begins_with_its_letter_and_ends_with_the_report(db):
    people = cast()
    round = cases.open_round(people, type="upper", stays_until=None)
    item = cases.from_above(people, round, people.unit)
    above = item.external
    cases.broken_down(people, above, people.other_unit)
    inspections.take_over(cases.fresh(round), by=people.clerk, today=DAY, held_on=DAY, note="")
    inspections.notify(cases.fresh(item.engagement), by=people.clerk, today=DAY, note="")
    cases.routed(people, item, "organisation")
    cases.fed_back(people, item.engagement)
    kinds, _before, _after = way(item, people.secretary)
    assert kinds[:2] == [ExternalFinding, Finding]
    assert Item in kinds
    assert way(above, people.secretary)[0].count(Finding) == 1, "what is not routed yet is the office's"
    assert way(above, people.clerk)[0].count(Finding) == 2
    item = Item.objects.get()
    assert way(item, people.liaison) == ([Feedback, Item], False, False), "the unit knows its own part alone"
    assert as_(people.liaison).get(f"/rectification/thread/externalfinding/{above.key}/").status_code == 404
    page = as_(people.clerk).get(f"/rectification/thread/externalfinding/{above.key}/").content.decode()
    assert "市委巡察组" in page


def test_the_office_follows_a_matter_from_the_letter_to_the_evidence(story):
    people, (letter, lead, paper, found), _grave, _clue = story
    item = Item.objects.get()
    kinds = [Petition, Lead, WorkingPaper, Finding, *[RoutingStep] * 4]
    for start in (letter, lead, paper, found, found.landings.get(), item, item.progress.get()):
        steps, before, after = way(start, people.clerk)
        assert steps[:8] == kinds, start
        assert steps[-3:] == [Feedback, Item, Progress]
        assert (before, after) == (False, False)


def test_the_way_of_the_unit_begins_with_what_was_fed_back(story):
    people, (letter, lead, paper, found), _grave, _clue = story
    item = Item.objects.get()
    for name in ("liaison", "principal"):
        assert way(item, people.users[name]) == ([Feedback, Item, Progress], False, False)
        page = as_(people.users[name]).get(f"/rectification/thread/item/{item.key}/")
        assert page.status_code == 200
        text = page.content.decode()
        for hidden in (letter.number, lead.number, paper.number, found.number, "信访", "底稿", "查阅范围"):
            assert hidden not in text, hidden
        for start, kind in ((letter, "petition"), (paper, "workingpaper"), (found, "finding")):
            assert as_(people.users[name]).get(f"/rectification/thread/{kind}/{start.key}/").status_code == 404


def test_the_leading_group_is_told_that_there_is_more_and_not_what(story):
    people, (letter, _lead, paper, found), _grave, _clue = story
    steps, before, _after = way(found, people.secretary)
    assert steps[0] is Finding
    assert before
    text = as_(people.secretary).get(f"/rectification/thread/finding/{found.key}/").content.decode()
    assert "此前的环节不在您的查阅范围内" in text
    for hidden in (letter.number, paper.number, "反映台账不全"):
        assert hidden not in text


def test_where_a_matter_left_under_seal_its_stub_is_the_end(story):
    people, _plain, (_letter, _lead, _paper, found), clue = story
    for name in ("clerk", "leader", "member"):
        steps, _before, after = way(found, people.users[name])
        assert Finding in steps
        assert after
        text = as_(people.users[name]).get(f"/rectification/thread/finding/{found.key}/").content.decode()
        for hidden in (clue.number, clue.key, clue.title_text, "钱某"):
            assert hidden not in text
    assert way(clue, people.discipline_handler)[0] == [type(clue)]
    assert way(clue, people.discipline_handler)[1:] == (False, False)
    assert type(clue) in way(clue, people.head)[0]
    for name in ("clerk", "leader", "personnel_handler", "secretary"):
        assert as_(people.users[name]).get(f"/rectification/thread/clue/{clue.key}/").status_code == 404


def test_nobody_sees_a_step_that_he_could_not_open(story):
    people, plain, grave, clue = story
    starts = [*plain, *grave, clue, Item.objects.get(), Progress.objects.get()]
    for name, user in people.users.items():
        for start in starts:
            if not type(start).objects.visible_to(user).filter(pk=start.pk).exists():
                continue
            for step in thread.of(cases.fresh(start), user).steps:
                model = type(step.thing)
                assert model.objects.visible_to(user).filter(pk=step.thing.pk).exists(), (name, start, step.thing)


def test_each_step_says_when_and_who(story):
    people, (letter, *_rest), _grave, _clue = story
    for step in thread.of(cases.fresh(letter), people.clerk).steps:
        assert step.on
        assert step.who
        assert step.kind_name
    days = [step.on for step in thread.of(cases.fresh(letter), people.clerk).steps]
    assert days == sorted(days)


def test_the_pages_of_these_things_lead_to_the_whole_way(story):
    people, plain, _grave, _clue = story
    for start in (*plain, Item.objects.get()):
        page = as_(people.clerk).get(start.get_absolute_url()).content.decode()
        assert f"/rectification/thread/{start._meta.model_name}/{start.key}/" in page
    assert (
        "/rectification/thread/" not in as_(people.clerk).get(plain[0].engagement.get_absolute_url()).content.decode()
    )


def test_it_asks_as_often_for_a_long_way_as_for_a_short_one(story):
    people, (letter, *_rest), _grave, _clue = story
    client, url = as_(people.clerk), f"/rectification/thread/petition/{letter.key}/"
    client.get(url)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    few = asked()
    item = Item.objects.get()
    for number in range(5):
        rectification.report_progress(
            cases.fresh(item), by=people.liaison, today=DAY, percent=60 + number, done=f"又补登{number}"
        )
    assert asked() == few
    assert few <= 45
    assert Talk in thread.STARTS
