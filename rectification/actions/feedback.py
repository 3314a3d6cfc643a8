"""What is fed back to the unit, and what to its principal alone."""

import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework import policy
from casework.models import Case
from casework.moves import held, move, next_number
from casework.policy import Actor
from findings import actions as findings
from findings.models import Finding, Landing, WorkingPaper
from inspections import actions as inspections
from inspections.models import Engagement, Round

from .. import forms
from ..models import Feedback, Item, Plan

Visit, Given = Engagement.Stage, Feedback.Stage


#: the kinds of landing that a feedback takes up, by audience
AUDIENCES: dict[str, str] = {
    Feedback.Audience.ORGANISATION: Landing.Kind.ORGANISATION,
    Feedback.Audience.PRINCIPAL: Landing.Kind.PRINCIPAL,
}


def _everything_is_routed(engagement: Engagement, by, today):
    found = engagement.findings.filter(stage__in=(Finding.Stage.IDENTIFIED, Finding.Stage.CONFIRMED)).count()
    papers = engagement.papers.exclude(stage__in=WorkingPaper.final).count()
    if found or papers:
        return _("Still without a landing: %(found)d findings, %(papers)d working papers.") % {
            "found": found,
            "papers": papers,
        }
    return None


@move(
    _("Feed back"),
    (Visit.REPORTED, Visit.NOTIFIED),
    Visit.FED_BACK,
    by="oversee",
    asks=forms.FeedBack,
    needs=_everything_is_routed,
    tells=("respond", "sign", "lead"),
    meets="feed_back",
    first=True,
)
def feed_back(engagement: Engagement, *, by, today: datetime.date, held_on, overview, demands=""):
    """The unit gets its list, its principal what is meant for him alone; the clock of rectification starts."""
    engagement.fed_back_on = held_on
    for audience in AUDIENCES:
        landings = _landings(engagement, audience)
        if landings or audience == Feedback.Audience.ORGANISATION:
            feedback = give(
                engagement,
                by=Actor.HOUSE,
                today=today,
                audience=audience,
                overview=overview,
                demands=demands,
                held_on=held_on,
            )
            for place, landing in enumerate(landings, start=1):
                assign_item(feedback, by=Actor.HOUSE, today=today, landing=landing, place=place)
                findings.take_up(landing, by=Actor.HOUSE, today=today)
            if landings:
                draw_up(feedback, by=Actor.HOUSE, today=today)
    round = held(engagement.round)
    others = round.engagements.exclude(pk=engagement.pk)
    fed_back = (Visit.FED_BACK, Visit.RECTIFYING, Visit.CLOSED)
    if round.stage == Round.Stage.SECRETARY_HEARD and not others.exclude(stage__in=fed_back).exists():
        inspections.all_fed_back(round, by=Actor.HOUSE, today=today)


def _landings(engagement: Engagement, audience: str):
    return list(
        Landing.objects.filter(finding__engagement=engagement, kind_of=AUDIENCES[audience], stage=Landing.Stage.DECIDED)
        .select_related("finding__category", "case")
        .order_by("finding__number")
    )


@move(
    _("Feedback given"),
    Visit.FED_BACK,
    by=Actor.HOUSE,
    tells=("respond", "sign"),
    starts=("sign_for_feedback", "rectification_report"),
)
def give(engagement: Engagement, *, by, audience, overview, demands, held_on) -> Feedback:
    """Makes the letter; what is meant for the principal alone gets a case that his people don't hold."""
    year = held_on.year
    if audience == Feedback.Audience.PRINCIPAL:
        case = _case_of_the_principal(engagement)
        number = f"巡馈密〔{year}〕{next_number(f'feedback principal {year}')}号"
    else:
        case = engagement.case
        number = f"巡馈〔{year}〕{next_number(f'feedback {year}')}号"
    return Feedback.objects.create(
        case=case,
        engagement=engagement,
        audience=audience,
        number=number,
        overview=overview,
        demands=demands,
        held_on=held_on,
    )


def _case_of_the_principal(engagement: Engagement) -> Case:
    case = Case.objects.create(kind="rectification.feedback", profile=engagement.case.profile)
    office = Organisation.objects.get(case=engagement.round.term.authority.case, kind_of=Organisation.Kind.OFFICE)
    policy.grant(case, "oversee", office.members, office.principals)
    policy.grant(case, "direct", office.principals)
    policy.grant(case, "respond", engagement.unit.principals)
    policy.grant(case, "sign", engagement.unit.principals)
    if engagement.team:
        policy.grant(case, "lead", engagement.team.leaders)
    return case


@move(_("Item assigned"), Given.GIVEN, by=Actor.HOUSE)
def assign_item(feedback: Feedback, *, by, landing: Landing, place: int) -> Item:
    """The problem as the unit gets it: in its own numbers, without a word of how it was found."""
    finding = landing.finding
    return Item.objects.create(
        case=feedback.case,
        feedback=feedback,
        landing=landing,
        engagement=feedback.engagement,
        place=place,
        number=f"{feedback.number.removesuffix('号')}-{place:02d}",
        problem=finding.title_text,
        manifestation=finding.facts,
        category=finding.category.short if finding.category else "",
        recommendation=finding.recommendation,
    )


@move(_("Plan opened"), Given.GIVEN, by=Actor.HOUSE, starts="plan")
def draw_up(feedback: Feedback, *, by) -> Plan:
    """The unit has to say what it will do."""
    return Plan.objects.create(case=feedback.case, feedback=feedback)


@move(
    _("Sign for the feedback"),
    Given.GIVEN,
    Given.SIGNED_FOR,
    by="sign",
    asks=forms.Note,
    tells=("oversee", "lead"),
    meets="sign_for_feedback",
    first=True,
)
def sign_for(feedback: Feedback, *, by, note: str):
    """The principal has it in hand; nobody signs in his place."""


@move(_("Add the letter"), (Given.GIVEN, Given.SIGNED_FOR), by="oversee", asks=forms.Papers)
def attach_letter(feedback: Feedback, *, by, note: str = ""):
    """The letter as it was signed lies with the feedback, for those whom it is meant for."""
