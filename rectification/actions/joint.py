"""Joint review (联审): the office, the discipline commission and the organisation department look at every item."""

import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework import policy
from casework.models import Deadline
from casework.moves import Refused, held, move
from casework.policy import Actor

from .. import forms
from ..models import Feedback, Item, ItemReview, Plan
from ..models.joint import speaks_for

Planned, Put, Verdict = Plan.Stage, Item.Stage, ItemReview.Verdict


def reviewing_bodies(plan: Plan) -> list[Organisation]:
    """Return the bodies that are asked beside the office; none for what is meant for the principal alone."""
    if plan.feedback.audience == Feedback.Audience.PRINCIPAL:
        return []
    authority = plan.feedback.engagement.round.term.authority
    return list(Organisation.objects.filter(case=authority.case, kind_of__in=ItemReview.BODIES).order_by("pk"))


def ask_bodies(plan: Plan) -> None:
    """From the principal's signature on they hold a word: they read what is put right, and speak of each item."""
    for body in reviewing_bodies(plan):
        policy.grant(plan.case, "supervise", body.members, body.principals)


def body_of(user) -> Organisation:
    """Return the body for which somebody speaks in a joint review."""
    body = speaks_for(user)
    if body is None:
        raise Refused(_("Only the office, the discipline commission and the organisation department are asked."))
    return body


def opinions_now(plan: Plan) -> dict[tuple[int, int], ItemReview]:
    """Return the opinion that counts for each item under review and each body, in the turn that is going on."""
    reviews = ItemReview.objects.filter(item__feedback=plan.feedback_id, item__stage=Put.UNDER_REVIEW)
    rows = reviews.filter(turn=plan.returned_times).select_related("body", "item").order_by("pk")
    return {(review.item_id, review.body_id): review for review in rows}


def missing_opinions(plan: Plan) -> str:
    """Return which bodies have not spoken of which items in this turn; nothing when all have."""
    said = opinions_now(plan)
    items = list(plan.feedback.items.filter(stage=Put.UNDER_REVIEW).order_by("place").values_list("pk", "place"))
    silent = {body: [str(place) for pk, place in items if (pk, body.pk) not in said] for body in reviewing_bodies(plan)}
    return "；".join(f"{body}（{'、'.join(places)}）" for body, places in silent.items() if places)


def every_body_has_spoken(plan: Plan, by, today):
    """What is missing holds the plan up for as long as the bodies have days to speak."""
    running = Deadline.objects.open().filter(thing_kind=plan.kind, thing_id=plan.pk, rule__code="joint_review")
    waits = running.filter(due_on__gte=today).first()
    if waits is None or not (missing := missing_opinions(plan)):
        return None
    said = {"missing": missing, "day": waits.due_on.isoformat()}
    return _("Not reviewed yet: %(missing)s. They have until %(day)s; after that it can be approved without.") % said


@move(
    _("Give an opinion"),
    Put.UNDER_REVIEW,
    by=("oversee", "supervise"),
    asks=forms.ReviewItem,
    first=True,
)
def review_item(item: Item, *, by, today: datetime.date, verdict: str, missing: str = "") -> ItemReview:
    """Whether the measures of this item will do, and if not, what is missing."""
    made = _opinion(item, by, today, verdict=verdict, missing=missing)
    _when_all_have_spoken(item.feedback.plan, today)
    return made


@move(
    _("Agree to the rest"),
    Planned.SIGNED,
    by=("oversee", "supervise"),
    asks=forms.Note,
)
def agree_to_rest(plan: Plan, *, by, today: datetime.date, note: str) -> list[ItemReview]:
    """Every item of which the own body has not spoken in this turn yet: its measures will do."""
    said = {item for item, body in opinions_now(plan) if body == body_of(by).pk}
    items = plan.feedback.items.filter(stage=Put.UNDER_REVIEW).exclude(pk__in=said).order_by("place")
    made = [_opinion(item, by, today, verdict=Verdict.AGREES) for item in items]
    if not made:
        raise Refused(_("Your body has spoken of every item."))
    _when_all_have_spoken(plan, today)
    return made


def _opinion(item: Item, by, today: datetime.date, **values) -> ItemReview:
    turn = item.feedback.plan.returned_times
    said = {"case": item.case, "item": item, "body": body_of(by), "turn": turn, "author": by, "on": today}
    return ItemReview.objects.create(**said, **values)


def _when_all_have_spoken(plan: Plan, today: datetime.date) -> None:
    bodies = reviewing_bodies(plan)
    said = opinions_now(plan)
    items = plan.feedback.items.filter(stage=Put.UNDER_REVIEW).values_list("pk", flat=True)
    if bodies and all((item, body.pk) in said for item in items for body in bodies):
        hear_bodies(held(plan), by=Actor.HOUSE, today=today)


@move(_("All bodies have spoken"), Planned.SIGNED, by=Actor.HOUSE, tells="oversee", meets="joint_review")
def hear_bodies(plan: Plan, *, by):
    """The office can decide."""
