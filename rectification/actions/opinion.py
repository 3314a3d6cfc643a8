"""The opinion before it is fed back: drafted, in the findings' own words, and checked by the head of the office."""

import datetime

from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework import policy
from casework.models import Case
from casework.moves import Refused, move
from casework.policy import Actor
from findings.models import Finding, Landing, WorkingPaper
from inspections.models import Engagement, Round

from .. import forms, guard
from ..models import Disclosure, Feedback, Opinion, OpinionProblem, Overruling, audiences_left, landings_for

Visit, Draft, Listed = Engagement.Stage, Opinion.Stage, OpinionProblem.Stage
WRITERS = ("oversee", "lead")


def reported_or_from_above(engagement: Engagement, by, today):
    if engagement.stage == Visit.NOTIFIED and engagement.round.type != Round.Type.UPPER:
        return _("The team has not been there yet.")
    return None


def everything_is_routed(engagement: Engagement, by, today):
    found = engagement.findings.filter(stage__in=(Finding.Stage.IDENTIFIED, Finding.Stage.CONFIRMED)).count()
    papers = engagement.papers.exclude(stage__in=WorkingPaper.final).count()
    if found or papers:
        return _("Still without a landing: %(found)d findings, %(papers)d working papers.") % {
            "found": found,
            "papers": papers,
        }
    return None


def _something_is_to_be_drafted(engagement: Engagement, by, today):
    return None if audiences_left(engagement) else _("Every opinion has been drafted.")


@move(
    _("Draft the opinion"),
    (Visit.REPORTED, Visit.NOTIFIED),
    by=WRITERS,
    asks=forms.DraftOpinion,
    needs=(reported_or_from_above, everything_is_routed, _something_is_to_be_drafted),
    starts="submit_opinion",
    alone=True,
)
def draft_opinion(
    engagement: Engagement, *, by, today: datetime.date, audience: str, overview: str, demands: str = "", limits=""
) -> Opinion:
    """What is to be fed back; the problems are taken over in the findings' own words (原汁原味)."""
    if audience not in audiences_left(engagement):
        raise Refused(_("This opinion has been drafted, or there is nothing to say in it."))
    alone = audience == Feedback.Audience.PRINCIPAL
    opinion = Opinion.objects.create(
        case=_case_of_the_principal(engagement) if alone else engagement.case,
        engagement=engagement,
        audience=audience,
        overview=overview,
        demands=demands,
        limits=limits,
    )
    _take_over(opinion, today)
    return opinion


def _case_of_the_principal(engagement: Engagement) -> Case:
    """What is meant for him alone: the office and the leader hold it; he himself once it is given."""
    case = Case.opened_beside(engagement.case, "rectification.feedback")
    office = Organisation.objects.get(case=engagement.round.term.authority.case, kind_of=Organisation.Kind.OFFICE)
    policy.grant(case, "oversee", office.members, office.principals)
    policy.grant(case, "direct", office.principals)
    if engagement.team:
        policy.grant(case, "lead", engagement.team.leaders)
    return case


def _take_over(opinion: Opinion, today: datetime.date) -> None:
    """Let the opinion list what is routed there now, in that order; what is listed keeps its words."""
    listed = {problem.landing_id: problem for problem in opinion.listed()}
    for place, landing in enumerate(landings_for(opinion.engagement, opinion.audience), start=1):
        problem = listed.pop(landing.pk, None)
        if problem is None:
            list_problem(opinion, by=Actor.HOUSE, today=today, landing=landing, place=place)
        elif problem.place != place:
            put_in_place(problem, by=Actor.HOUSE, today=today, place=place)
    for problem in listed.values():
        leave_out(problem, by=Actor.HOUSE, today=today)


@move(_("Problem taken over"), Opinion.OPEN, by=Actor.HOUSE)
def list_problem(opinion: Opinion, *, by, landing: Landing, place: int) -> OpinionProblem:
    """The finding in its own words, without a word of how it was found."""
    finding = landing.finding
    return OpinionProblem.objects.create(
        case=opinion.case,
        opinion=opinion,
        landing=landing,
        place=place,
        category=finding.category.short if finding.category else "",
        problem=finding.title_text,
        manifestation=finding.facts,
        recommendation=finding.recommendation,
    )


@move(_("Put in its place"), (Listed.VERBATIM, Listed.REWORDED), by=Actor.HOUSE)
def put_in_place(problem: OpinionProblem, *, by, place: int):
    """Another problem came before it, or went."""
    problem.place = place


@move(_("Left out"), (Listed.VERBATIM, Listed.REWORDED), Listed.LEFT_OUT, by=Actor.HOUSE)
def leave_out(problem: OpinionProblem, *, by):
    """Its landing was taken back: it goes elsewhere now."""


@move(_("Take the problems over again"), Opinion.OPEN, by=WRITERS)
def take_over_again(opinion: Opinion, *, by, today: datetime.date):
    """The list follows what is routed there by now; words that were changed with a reason stay."""
    _take_over(opinion, today)


@move(_("Revise"), Opinion.OPEN, by=WRITERS, asks=forms.ReviseOpinion)
def revise_opinion(opinion: Opinion, *, by, **values):
    """Changes what the opinion says around the problems; every version stays in the history."""
    opinion.set(**values)


def _opinion_is_open(problem: OpinionProblem, by, today):
    if problem.opinion.stage not in Opinion.OPEN:
        return _("The opinion has been checked; it must be returned before it can be changed.")
    return None


def _not_the_words_of_above(problem: OpinionProblem, by, today):
    if problem.landing.finding.upper_source:
        return _("These are the words of an upper level; they are handed on as they came.")
    return None


@move(
    _("Reword"),
    (Listed.VERBATIM, Listed.REWORDED),
    Listed.REWORDED,
    by=WRITERS,
    asks=forms.RewordProblem,
    needs=(_opinion_is_open, _not_the_words_of_above),
    under="opinion",
)
def reword(one: OpinionProblem, *, by, note: str, **values):
    """The unit gets it in other words than the finding's, for a reason that stays; the finding keeps its own."""
    one.set(**values)


def _lists_what_is_routed_there(opinion: Opinion, by, today):
    routed = set(landings_for(opinion.engagement, opinion.audience).values_list("pk", flat=True))
    if routed != set(opinion.listed().values_list("landing", flat=True)):
        return _("What is routed there has changed; take the problems over again.")
    return None


def nothing_under_seal(thing: Opinion | Landing | Disclosure, by, today):
    return guard.held_up(thing, guard.texts_of(thing))


@move(
    _("Overrule the guard"),
    (*Opinion.OPEN, Draft.CHECKED, Landing.Stage.DECIDED, Disclosure.Stage.SUBMITTED),
    by="direct",
    asks=forms.Overrule,
    tells="oversee",  # not the leader: he would learn that the name of another team's matter lies under seal
)
def overrule(
    thing: Opinion | Landing | Disclosure, *, by, today: datetime.date, places: list[str], note: str
) -> list[Overruling]:
    """These places may leave the house, each in the very words that it has now; who says so and why stays for good."""
    texts = guard.texts_of(thing)
    held = {place.code: place for place in guard.open_places(thing, texts)}
    if set(places) - held.keys():
        raise Refused(_("One of these places is not held up any more, or not in these words."))
    return [
        Overruling.objects.create(
            case=thing.case,
            thing_kind=thing.kind,
            thing_id=thing.pk,
            about=texts.labels[place.name],
            name=place.name,
            start=place.hit.start,
            end=place.hit.end,
            rule=place.hit.rule,
            passage=place.passage,
            digest=place.digest,
            reason=note,
            author=by,
            on=today,
        )
        for place in (held[code] for code in dict.fromkeys(places))
    ]


@move(
    _("Hand to the head of the office"),
    Draft.DRAFTING,
    Draft.REVIEW,
    by=WRITERS,
    asks=forms.Note,
    needs=_lists_what_is_routed_there,
    tells="direct",
    meets="submit_opinion",
    starts="check_opinion",
    first=True,
)
def submit_opinion(opinion: Opinion, *, by, note: str):
    """The head looks at it before anything leaves the house."""


@move(
    _("Check"),
    Opinion.OPEN,
    Draft.CHECKED,
    by="direct",
    asks=forms.Note,
    needs=(_lists_what_is_routed_there, nothing_under_seal),
    tells=WRITERS,
    meets=("submit_opinion", "check_opinion"),
    starts="give_opinion",
    first=True,
)
def check_opinion(opinion: Opinion, *, by, note: str):
    """It may be given as it stands."""


@move(
    _("Return"),
    (Draft.REVIEW, Draft.CHECKED),
    Draft.DRAFTING,
    by="direct",
    asks=forms.Reason,
    tells=WRITERS,
    meets=("check_opinion", "give_opinion"),
    starts="submit_opinion",
)
def return_opinion(opinion: Opinion, *, by, note: str):
    """Not yet: the reason says what has to change."""


def unchecked(engagement: Engagement) -> str | None:
    """Return what is missing before the engagement can be fed back, or None."""
    drafts = {opinion.audience: opinion for opinion in engagement.opinions.all()}
    wanted = [*audiences_left(engagement), *drafts]
    missing = [
        str(Feedback.Audience(audience).label)
        for audience in dict.fromkeys(wanted)
        if audience not in drafts or drafts[audience].stage != Draft.CHECKED
    ]
    if missing:
        return now("The head of the office has not checked the opinion for: %(audiences)s.") % {
            "audiences": "、".join(missing)
        }
    if any(_lists_what_is_routed_there(draft, None, None) for draft in drafts.values()):
        return now("What is routed there has changed since the check; the head returns the opinion first.")
    return next(filter(None, (nothing_under_seal(draft, None, None) for draft in drafts.values())), None)


@move(_("Fed back"), Draft.CHECKED, Draft.GIVEN, by=Actor.HOUSE)
def hand_out(opinion: Opinion, *, by, feedback: Feedback):
    """The unit's side has it, as it was checked."""
    opinion.feedback = feedback
