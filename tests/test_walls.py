"""Every address × everybody × his own and another's: from the URL table, so that a new page can't forget its wall.

``SEES`` is written by hand: who of the cast sees the first team's unit and what was found there. Everybody else gets
the same 404 as for a thing that is not there.
"""

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.models import House, Organisation, Person, Tie, User
from casework import policy
from casework.models import Attachment, Notice, PaperTemplate
from casework.papers import KINDS
from findings.models import (
    Aspect,
    Concern,
    Extension,
    ExternalFinding,
    FactSheet,
    Finding,
    Handover,
    Landing,
    LetterAddition,
    LetterBox,
    LetterReply,
    Obstruction,
    ObstructionNotice,
    Petition,
    Phrase,
    ReportDraft,
    RoutingStep,
    Survey,
    Unsealing,
    UpReport,
    VisitPlan,
    WeeklyReport,
    WorkingPaper,
)
from inspections.models import (
    Addition,
    Admonition,
    AnnualPlan,
    Appraisal,
    ConductMatter,
    Decision,
    Engagement,
    InterferenceRecord,
    LeakIncident,
    Leave,
    LocalDays,
    Meeting,
    OwnCategory,
    OwnProfile,
    OwnRule,
    OwnSet,
    Pledge,
    Posting,
    Preparation,
    Priority,
    Recusal,
    Round,
    Seat,
    Secondment,
    Support,
    Team,
    TeamProposal,
    TeamReport,
    TeamReview,
    Term,
    UpperInspection,
    UsualRungs,
)
from rectification.models import (
    Accountability,
    AccountabilityNotice,
    Assessment,
    Cluster,
    CommonMember,
    CommonProblem,
    Copy,
    Disclosure,
    EvidenceFlag,
    Feedback,
    FollowUp,
    Handling,
    ImmediateFix,
    Institution,
    Item,
    ItemMessage,
    ItemReview,
    LadderPaper,
    Measure,
    Opinion,
    OpinionProblem,
    Overruling,
    Plan,
    Postponement,
    Progress,
    Recovery,
    ResultUse,
    ReturnVisit,
    RoundArchive,
    SatisfactionSurvey,
    Score,
    ScoreCriterion,
    ScoreSheet,
    SelfCheck,
    SuggestionLetter,
    TakingOver,
    TaskReport,
    TrinityTask,
    UnitReport,
    VisitedItem,
    VisitNotice,
    YearlyCheck,
)
from referrals.models import Clue, FunctionalRequest, Referral, SealedLetter, TransferLetter

pytestmark = pytest.mark.django_db

OFFICE = {"head", "clerk"}
WATCHING = OFFICE | {"secretary"}
TEAM = {"leader", "member", "second_member"}
UNIT = {"principal", "liaison"}
#: the bodies of the joint review, from the principal's signature under the plan on
REVIEWING = {"discipline_handler", "personnel_handler"}
ADMINISTRATORS = {"sysadmin", "secadmin", "auditor"}
OTHER_TEAM = {"other_leader", "other_member"}
EVERYBODY = (
    WATCHING
    | TEAM
    | UNIT
    | ADMINISTRATORS
    | OTHER_TEAM
    | {
        "discipline_handler",
        "personnel_handler",
        "department_handler",
        "other_principal",
        "other_liaison",
        "stranger",
    }
)

FED_BACK = WATCHING | TEAM | UNIT | REVIEWING

#: who sees it, for things of the first team's unit
SEES = {
    House: ADMINISTRATORS,
    User: {"sysadmin", "secadmin", "auditor", "liaison"},
    Organisation: WATCHING | UNIT | {"sysadmin", "secadmin"},
    Person: OFFICE | {"sysadmin", "secadmin", "liaison"},
    Tie: OFFICE | {"liaison"},
    Term: WATCHING,
    AnnualPlan: WATCHING,
    UpperInspection: WATCHING,
    ExternalFinding: WATCHING,
    UpReport: WATCHING,
    Round: WATCHING,
    LocalDays: WATCHING,
    UsualRungs: WATCHING,
    PaperTemplate: WATCHING,
    OwnProfile: WATCHING,
    OwnRule: WATCHING,
    OwnSet: WATCHING,
    OwnCategory: WATCHING,
    Priority: WATCHING | TEAM | OTHER_TEAM,
    Aspect: OFFICE | TEAM,
    Survey: OFFICE | TEAM,
    VisitPlan: OFFICE | TEAM,
    Extension: OFFICE | TEAM,
    Preparation: OFFICE | TEAM | UNIT,
    Support: WATCHING,
    Handover: OFFICE | TEAM,
    Meeting: WATCHING,
    Seat: WATCHING,
    Decision: WATCHING | {"department_handler"},
    Team: WATCHING | TEAM,
    TeamProposal: WATCHING,
    Posting: WATCHING | TEAM,
    Pledge: OFFICE | {"member"},
    Secondment: OFFICE | {"leader", "second_member", "department_handler"},
    Appraisal: OFFICE | {"leader"},
    Recusal: WATCHING | {"member"},
    InterferenceRecord: {"member", "leader", "head"},
    Addition: {"member", "leader", "head"},
    ConductMatter: {"leader"},
    Admonition: {"leader", "second_member"},
    Leave: OFFICE | {"leader", "member"},
    LeakIncident: {"member", "head"},
    Engagement: WATCHING | TEAM | UNIT | REVIEWING,
    TeamReport: WATCHING | TEAM,
    ReportDraft: OFFICE | TEAM,
    Phrase: OFFICE | TEAM | OTHER_TEAM,
    TeamReview: WATCHING | UNIT,
    Concern: {"head", "leader", "member"},
    Petition: OFFICE | TEAM,
    LetterBox: OFFICE | TEAM,
    LetterReply: OFFICE | TEAM,
    LetterAddition: OFFICE | TEAM,
    Unsealing: TEAM | {"head"},
    Obstruction: OFFICE | TEAM,
    ObstructionNotice: OFFICE | TEAM | UNIT,
    WeeklyReport: OFFICE | TEAM,
    WorkingPaper: OFFICE | TEAM,
    FactSheet: OFFICE | TEAM | UNIT,
    Finding: WATCHING | TEAM,
    Landing: OFFICE | {"leader"},
    RoutingStep: WATCHING | TEAM,
    Referral: OFFICE | {"personnel_handler"},
    FunctionalRequest: OFFICE | TEAM | {"department_handler"},
    Clue: {"head", "discipline_handler"},
    TransferLetter: OFFICE | {"personnel_handler"},
    SealedLetter: {"head", "discipline_handler"},
    Opinion: OFFICE | {"leader"},
    OpinionProblem: OFFICE | {"leader"},
    Overruling: OFFICE,
    Copy: OFFICE | {"department_handler"},
    Feedback: FED_BACK,
    Plan: FED_BACK,
    Item: FED_BACK,
    Progress: FED_BACK,
    Measure: FED_BACK,
    ItemReview: FED_BACK,
    Recovery: FED_BACK,
    Handling: FED_BACK,
    ItemMessage: FED_BACK,
    Postponement: FED_BACK,
    YearlyCheck: FED_BACK,
    UnitReport: FED_BACK,
    ScoreSheet: WATCHING | REVIEWING,
    ScoreCriterion: WATCHING | REVIEWING,
    Assessment: WATCHING | REVIEWING,
    SatisfactionSurvey: WATCHING,
    Disclosure: FED_BACK,
    RoundArchive: OFFICE,
    Score: WATCHING | REVIEWING,
    TakingOver: FED_BACK,
    ImmediateFix: FED_BACK,
    EvidenceFlag: OFFICE | {"leader"},
    ReturnVisit: WATCHING | {"leader", "second_member"},
    VisitedItem: OFFICE | {"leader", "second_member"},
    VisitNotice: FED_BACK,
    LadderPaper: FED_BACK,
    Accountability: WATCHING | {"discipline_handler"},
    AccountabilityNotice: WATCHING | {"principal"},
    Cluster: OFFICE,
    CommonProblem: WATCHING,
    CommonMember: WATCHING,
    TrinityTask: WATCHING | {"department_handler"},
    TaskReport: WATCHING | {"department_handler"},
    FollowUp: WATCHING,
    SuggestionLetter: WATCHING | {"department_handler"},
    Institution: WATCHING | {"department_handler"},
    SelfCheck: WATCHING | {"department_handler"},
    ResultUse: WATCHING,
}
#: what is meant for the principal alone
FOR_THE_PRINCIPAL = OFFICE | {"leader", "principal"}
#: what of it he does not read either: it is the house's own
DRAFTS = {Opinion, OpinionProblem}


def addresses(patterns=None, prefix=""):
    """Yield every address of the house as (route, view class, initkwargs)."""
    for entry in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns, prefix + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            callback = entry.callback
            view = getattr(callback, "view_class", None) or getattr(callback, "cls", None)
            initkwargs = getattr(callback, "view_initkwargs", None) or getattr(callback, "initkwargs", {})
            yield prefix + str(entry.pattern), view, initkwargs


#: whose key an address takes, where neither a move nor its view says so
KEYED_BY = {
    "/of/": Engagement,
    "/of-round/": Round,
    "/of-person/": Person,
    "/of-priority/": Priority,
    "/of-finding/": Finding,
    "/of-common/": CommonProblem,
    "/of-item/": Item,
    "/of-progress/": Progress,
    "/of-visit/": ReturnVisit,
    "/of-visited/": VisitedItem,
    "/of-flag/": EvidenceFlag,
    "/of-paper/": LadderPaper,
    "/of-fix/": ImmediateFix,
    "/of-meeting/": Meeting,
    "/lists/": Plan,
}


def model_of(route, view, initkwargs):
    """Return the model whose key the address takes."""
    move = initkwargs.get("move")
    if move is not None:
        return move.model
    if "balance" in route:
        return view.model
    for part, model in KEYED_BY.items():
        if part in route:
            return model
    return initkwargs.get("model") or getattr(view, "model", None)


def url_of(route, thing) -> str:
    name = "fed_back" if "balance" in route else "problems"
    return "/" + route.replace("<str:key>", thing.key).replace("<str:name>", name)


def reach(client, route, thing):
    return client.get(url_of(route, thing), follow=False)


def keyed_addresses():
    for route, view, initkwargs in addresses():
        model = model_of(route, view, initkwargs)
        if "<str:key>" in route and model in SEES:
            yield route, model, initkwargs.get("move"), "/api/" in f"/{route}" or route.startswith("api/")


#: pages that press several moves at once: who sees the thing and may not press is refused with a reason
PRESSED = {"rectification/assessments/<str:key>/points/", "findings/reports/<str:key>/edit/"}


def answers_to(world, name, route, move, thing) -> set[int]:
    """Return what somebody may be answered at an address of a thing that he sees."""
    if "/word/" in route:
        kind = KINDS[route.rstrip("/").rpartition("/")[2]]
        there = kind.is_for(policy.words_on(world.people.users[name], thing.case)) and not kind.why_not(thing)
        return {200} if there else {404}
    return {200, 403} if move is not None or route in PRESSED or "/fill/" in route else {200}


def test_everybody_finds_exactly_what_he_may_see(world):
    wrong, asked = [], 0
    for route, model, move, api in keyed_addresses():
        allowed = {"head", "clerk", "secretary"} if "balance" in route else SEES[model]
        if api and move is not None:
            asked += 1
            status = world.clients["stranger"].post(url_of(route, world.things[model])).status_code
            if "stranger" not in allowed and status != 404:
                wrong.append(f"stranger posts to {route}: {status}")
            continue
        for name in EVERYBODY:
            status = reach(world.clients[name], route, world.things[model]).status_code
            asked += 1
            thing = world.things[model]
            expected = answers_to(world, name, route, move, thing) if name in allowed else {404}
            if status not in expected:
                wrong.append(f"{name} {route} {model.__name__}: {status}, expected {sorted(expected)}")
    assert asked > 2000
    assert wrong == [], "\n".join(sorted(wrong)[:40])


def test_what_is_meant_for_the_principal_alone_is_seen_by_him_his_leader_and_the_office(world):
    wrong = []
    for route, model, move, api in keyed_addresses():
        if model not in world.for_the_principal or (api and move is not None):
            continue
        for name in EVERYBODY:
            status = reach(world.clients[name], route, world.for_the_principal[model]).status_code
            readers = FOR_THE_PRINCIPAL & SEES[model] if model in DRAFTS else FOR_THE_PRINCIPAL
            thing = world.for_the_principal[model]
            expected = answers_to(world, name, route, move, thing) if name in readers else {404}
            if status not in expected:
                wrong.append(f"{name} {route}: {status}, expected {sorted(expected)}")
    assert wrong == [], "\n".join(sorted(wrong)[:40])


def test_what_is_not_there_looks_like_what_is_hidden(world):
    stranger = world.clients["stranger"]
    for route, model, _move, _api in keyed_addresses():
        hidden = reach(stranger, route, world.things[model])

        class Nothing:
            key = "zzzzzzzzzzzz"

        absent = reach(stranger, route, Nothing)
        assert hidden.status_code == absent.status_code, route
        assert _without_tokens(hidden) == _without_tokens(absent), route


def _without_tokens(response):
    import re

    return re.sub(
        rb'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+|zzzzzzzzzzzz|/[2-9a-z]{12}/', b"", response.content
    )


def test_nobody_gets_in_without_signing_in(world):
    open_to_all = {"healthz", "readyz", "language", "accounts/sign-in/", "accounts/one-time/", "findings/receipt/"}
    open_to_all |= {"rectification/published/", "metrics"}  # the figures ask for a token of their own
    for route, view, initkwargs in addresses():
        if route in open_to_all or ("<" in route and "<str:key>" not in route):
            continue
        thing = world.things.get(model_of(route, view, initkwargs), world.people.unit)
        status = reach(Client(), route, thing).status_code
        assert status in ({401, 403, 405} if route.startswith(("api/v1", "api/schema")) else {302, 405}), (
            route,
            status,
        )


#: lists that show units only to those who see a term, people only to the office, what is owed to who owes it
ASK_ALSO = {
    "inspections/coverage/": SEES[Term],
    "findings/service/": OFFICE,
    "rectification/overview/": WATCHING,
    "referrals/letters/inbox/": {"personnel_handler"},
    "referrals/clues/inbox/": {"discipline_handler"},
}


def test_lists_show_nobody_a_row_that_he_may_not_open(world):
    for route, view, _initkwargs in addresses():
        model = getattr(view, "model", None)
        if model not in SEES or "<" in route or route.startswith("api/") or not hasattr(view, "columns"):
            continue
        for name in EVERYBODY:
            page = world.clients[name].get(f"/{route}").content.decode()
            shown = world.things[model].key in page
            assert shown == (name in SEES[model] & ASK_ALSO.get(route, EVERYBODY)), (name, route)
            other = world.for_the_principal.get(model)
            if other is not None:
                readers = FOR_THE_PRINCIPAL & SEES[model] if model in DRAFTS else FOR_THE_PRINCIPAL
                assert (other.key in page) == (name in readers), (name, route)


def test_a_file_is_fetched_by_those_who_see_what_it_lies_with(world):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from casework import files
    from casework.models import Event

    for model in (WorkingPaper, Finding, Clue, Item):
        thing = world.things[model]
        event = Event.objects.filter(thing_kind=thing.kind, thing_id=thing.pk).first()
        files.keep(thing, [SimpleUploadedFile("a.pdf", b"%PDF-1.4 x")], by=world.people.clerk, event=event)
    for row in Attachment.objects.all():
        model = next(m for m in SEES if m._meta.label_lower == row.thing_kind)
        for name in EVERYBODY:
            status = world.clients[name].get(f"/files/{row.key}/").status_code
            assert status == (200 if name in SEES[model] else 404), (name, row.thing_kind)


def test_notices_are_read_by_their_person_only(world):
    notice = Notice.objects.filter(person=world.people.liaison).first()
    for name in EVERYBODY - {"liaison"}:
        assert world.clients[name].get(f"/notices/{notice.key}/").status_code == 404
    assert world.clients["liaison"].get(f"/notices/{notice.key}/").status_code == 302
