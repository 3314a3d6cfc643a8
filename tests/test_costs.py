"""What a page costs: so many questions to the database, the same for ten rows and for many."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from findings.models import Concern, ExternalFinding, Finding, Lead, Petition, Talk, UpReport
from inspections.models import (
    AnnualPlan,
    Appraisal,
    Decision,
    Engagement,
    InterferenceRecord,
    Meeting,
    Pledge,
    Round,
    Secondment,
    TeamProposal,
    Term,
    UpperInspection,
)
from rectification.models import Item
from referrals.models import FunctionalRequest
from tests import cases

pytestmark = pytest.mark.django_db

LISTS = (
    "/deliveries/",
    "/inspections/profiles/",
    "/inspections/templates/",
    "/inspections/calendar/",
    "/inspections/rungs/",
    "/inspections/own-rules/",
    "/inspections/local-days/",
    "/findings/problems/",
    "/findings/papers/",
    "/findings/sheets/",
    "/findings/landings/",
    "/findings/routing/",
    "/findings/leads/",
    "/findings/talks/",
    "/findings/concerns/",
    "/findings/documents/",
    "/findings/visits/",
    "/findings/checks/",
    "/findings/sittings/",
    "/findings/petitions/",
    "/findings/unsealings/",
    "/findings/letter-boxes/",
    "/rectification/items/",
    "/rectification/feedback/",
    "/rectification/fixes/",
    "/rectification/verify/",
    "/rectification/compare/",
    "/rectification/burden/",
    "/rectification/burden/rows/",
    "/rectification/reports/",
    "/rectification/score-sheets/",
    "/rectification/surveys/",
    "/rectification/overview/",
    "/rectification/disclosures/",
    "/rectification/archives/",
    "/rectification/assessments/",
    "/rectification/amounts/",
    "/rectification/handlings/",
    "/rectification/postponements/",
    "/rectification/yearly-checks/",
    "/rectification/takings-over/",
    "/rectification/return-visits/",
    "/rectification/visited/",
    "/rectification/visit-notices/",
    "/rectification/supervision/",
    "/rectification/accountability/",
    "/rectification/accountability-notices/",
    "/rectification/patterns/",
    "/rectification/clusters/",
    "/rectification/common/",
    "/rectification/tasks/",
    "/rectification/follow-ups/",
    "/rectification/suggestions/",
    "/rectification/institutions/",
    "/rectification/self-checks/",
    "/rectification/results/",
    "/inspections/engagements/",
    "/inspections/rounds/",
    "/inspections/recusals/",
    "/inspections/candidates/",
    "/api/v1/proposals/",
    "/inspections/interference/",
    "/inspections/conduct/",
    "/inspections/admonitions/",
    "/inspections/leaks/",
    "/inspections/leaves/",
    "/inspections/pledges/",
    "/inspections/secondments/",
    "/inspections/plans/",
    "/inspections/meetings/",
    "/inspections/decisions/",
    "/inspections/seats/",
    "/inspections/upper/",
    "/inspections/priorities/",
    "/inspections/category-sets/",
    "/findings/aspects/",
    "/findings/from-above/",
    "/findings/reports-up/",
    "/findings/surveys/",
    "/inspections/team-reviews/",
    "/inspections/preparations/",
    "/inspections/support/",
    "/findings/extensions/",
    "/findings/service/",
    "/accounts/people/",
    "/findings/weeks/",
    "/findings/reports/",
    "/findings/phrases/",
    "/findings/obstructions/",
    "/findings/cooperation/",
    "/findings/handovers/",
    "/accounts/ties/",
    "/rectification/opinions/",
    "/rectification/overrulings/",
    "/rectification/copies/",
    "/rectification/evidence-flags/",
    "/referrals/letters/",
    "/referrals/requests/",
    "/referrals/transfers/",
    "/referrals/letters/inbox/",
    "/referrals/clues/",
    "/api/v1/findings/",
    "/api/v1/items/",
)
#: questions that every page asks: session, person, language and frame
FRAME = 8


def cost(client, url):
    """Return how often it asks; that a session is noted as in use, once a minute, depends on the clock alone."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200, url
    noted = [one["sql"] for one in asked.captured_queries if one["sql"].startswith('UPDATE "accounts_session"')]
    return len(asked) - 3 * len(noted)  # in a savepoint of its own


def more(world, n=6):
    """Add findings to the first team's unit, as its people would."""
    engagement = cases.fresh(world.things[Engagement])
    people = world.people
    from findings import actions
    from inspections import actions as inspections

    for number in range(n):
        cases.interference(engagement)
        matter = cases.conduct(engagement, people.member.person)
        inspections.remind(matter, by=people.leader, text="请注意。")
        cases.leak(engagement, by=people.leader)
        cases.leave(engagement, by=people.leader)
        cases.told_of_obstruction(people, engagement)
        cases.petition(engagement, f"又一信访件{number}", reporter_name="举报人乙", important=True)
        paper = actions.file_paper(
            engagement,
            by=people.member,
            title_text=f"又一问题{number}",
            facts="x",
            concerns="unit",
            source="documents",
            found_on=cases.DAY,
            second=people.second_member,
        )
        cases.signed(paper)
        cases.sheet(paper)
        actions.raise_finding(
            paper, by=people.member, title_text=paper.title_text, facts="x", concerns="unit", category=None
        )

    cases.week(engagement, cases.DAY + datetime.timedelta(days=1))
    for number in range(n):
        held = cases.talk(engagement, f"孙某{number}")
        cases.concern(held)
        actions.raise_lead(held, by=people.member, title_text=f"又一疑点{number}")
        cases.sent(people, cases.request(people, engagement))


def test_a_list_asks_as_often_for_many_rows_as_for_few(world):
    client = world.clients["leader"]
    before = {url: cost(client, url) for url in LISTS if client.get(url).status_code == 200}
    more_engagement = world.things[Engagement]
    Engagement._base_manager.filter(pk=more_engagement.pk).update(stage="entered")
    more(world)
    after = {url: cost(client, url) for url in before}
    assert after == before


def test_punctuality_of_thousands_of_requests_costs_what_that_of_one_costs(world):
    one, clerk = world.things[FunctionalRequest], world.clients["clerk"]
    cost(clerk, "/referrals/requests/")
    few = cost(clerk, "/referrals/requests/")
    names = ("case", "round", "engagement", "team", "unit", "receiver", "author", "kind_of", "title_text", "asked_on")
    common = {name: getattr(one, name) for name in names} | {"stage": "sent"}
    FunctionalRequest.objects.bulk_create(FunctionalRequest(number=f"号{n}", **common) for n in range(3000))
    assert cost(clerk, "/referrals/requests/") == few


@pytest.mark.parametrize("url", ["/findings/talks/", "/findings/leads/", "/findings/petitions/"])
def test_ten_thousand_rows_cost_what_ten_cost(world, url):
    engagement, people = world.things[Engagement], world.people
    cost(world.clients["member"], url)  # what is asked once a process is asked now
    few = cost(world.clients["member"], url)
    common = {"case": engagement.case, "engagement": engagement, "author": people.member}
    Talk.objects.bulk_create(
        Talk(number=f"谈-{number}", name="孙某", on=cases.DAY, **common) for number in range(1000, 11000)
    )
    Lead.objects.bulk_create(
        Lead(number=f"疑-{number}", title_text="疑点", on=cases.DAY, **common) for number in range(1000, 11000)
    )
    said = {"channel": "letter", "summary": "反映账目不清。", "on": cases.DAY}
    Petition.objects.bulk_create(Petition(number=f"信-{number}", **said, **common) for number in range(1000, 11000))
    assert cost(world.clients["member"], url) == few


@pytest.mark.parametrize("url", LISTS)
def test_a_list_asks_seldom(world, url):
    assert cost(world.clients["clerk"], url) <= 9 + FRAME


def test_a_page_and_the_desk_ask_seldom(world):
    clerk = world.clients["clerk"]
    planned = (Meeting, Decision, Pledge, Secondment, Appraisal, AnnualPlan, UpperInspection, Term, TeamProposal)
    # One is for the days of the office, by which a date in working days is explained.
    for model in (Finding, ExternalFinding, UpReport, Engagement, Round, *planned):
        assert cost(clerk, world.things[model].get_absolute_url()) <= 16 + FRAME, model
    # Eight kinds of things lie with an item; each is asked for once, where there is any of it.
    assert cost(clerk, world.things[Item].get_absolute_url()) <= 15 + FRAME
    for model, reader in ((InterferenceRecord, "head"), (Concern, "leader")):
        assert cost(world.clients[reader], world.things[model].get_absolute_url()) <= 14 + FRAME, model
    # One question for each kind of thing that is owed, which brings what its title names: here twelve kinds.
    assert cost(clerk, "/") <= 13 + FRAME


def test_a_list_of_joined_rows_has_a_second_page(world):
    engagement = world.things[Engagement]
    common = {"case": engagement.case, "engagement": engagement, "author": world.people.member}
    Lead.objects.bulk_create(
        Lead(number=f"疑-{number}", title_text="疑点", on=cases.DAY, **common) for number in range(20, 42)
    )
    client, url = world.clients["member"], "/findings/leads/"
    first = client.get(f"{url}?size=20")
    second = client.get(f"{url}{first.context['pager']['next_url']}")
    assert second.status_code == 200
    assert second.context["rows"]
    assert second.context["pager"]["previous_url"]
