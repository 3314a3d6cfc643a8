"""How the units stand with what they were told to put right, in the numbers of the office's own summary (整改概况).

Counted by the database in one question. What is meant for the principal alone is not counted: the leading group
reads the summary, and knows nothing of it. Matters under seal are not counted either.
"""

from django.db.models import (
    Case,
    CharField,
    Count,
    DecimalField,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat, Round

from inspections.models import Engagement
from referrals.models import Referral

from .models import Accountability, Feedback, ImmediateFix, Item

Kept = Engagement.Stage
#: what was decided, whatever has been done with the decision since
DECIDED = (
    *(Accountability.Stage.DECIDED, Accountability.Stage.ENFORCED, Accountability.Stage.PUBLISHED),
    *(Accountability.Stage.KEPT, Accountability.Stage.CLOSED),
)
#: for what, when it is about rectification (整改不力)
ABOUT_IT = (Accountability.Why.POOR, Accountability.Why.REFUSING, Accountability.Why.SHAM)
FED_BACK = (Kept.FED_BACK, Kept.RECTIFYING, Kept.CLOSED)


def _number(rows: QuerySet, path: str, **kwargs) -> Coalesce:
    """Return how many rows there are of an engagement."""
    of_it = rows.filter(**{path: OuterRef("pk")}).order_by().values(path)
    return Coalesce(Subquery(of_it.annotate(n=Count("pk", **kwargs)).values("n"), output_field=IntegerField()), 0)


def _counted(rows: QuerySet, path: str, done: Q) -> dict[str, Coalesce]:
    """Return how many rows there are of an engagement, and how many of them are done."""
    return {"all": _number(rows, path), "done": _number(rows, path, filter=done)}


def _rate(name: str) -> Case:
    """Return how many in a hundred are done; nothing where nothing was to be done."""
    share = Cast(F(f"{name}_done") * 100, DecimalField(max_digits=7, decimal_places=2)) / F(f"{name}_all")
    return Case(When(**{f"{name}_all__gt": 0}, then=Round(share, 1)), output_field=DecimalField())


def _said(name: str) -> Case:
    """Return how many of how many are done, as a page says it; nothing where nothing was to be done."""
    numbers = Concat(Cast(F(f"{name}_done"), CharField()), Value("/"), Cast(F(f"{name}_all"), CharField()))
    return Case(When(**{f"{name}_all__gt": 0}, then=numbers), default=Value(""), output_field=CharField())


def with_counts(engagements: QuerySet, reader) -> QuerySet:
    """Annotate units that have their feedback with what was to be done, what is done, and the share of it.

    Of those who were held to account only as many are counted as the reader may see: nobody counts himself.
    """
    items = Item.objects.filter(feedback__audience=Feedback.Audience.ORGANISATION)
    fixes = ImmediateFix.objects.exclude(stage=ImmediateFix.Stage.ROLLED)
    kinds = {
        "items": _counted(items, "engagement", Q(stage=Item.Stage.CLOSED)),
        "fixes": _counted(fixes, "engagement", Q(stage=ImmediateFix.Stage.CLOSED)),
        "matters": _counted(Referral.objects.all(), "landing__finding__engagement", Q(stage=Referral.Stage.SETTLED)),
    }
    rows = engagements.filter(stage__in=FED_BACK)
    rows = rows.annotate(**{f"{name}_{what}": n for name, both in kinds.items() for what, n in both.items()})
    answered = Accountability.objects.visible_to(reader).filter(stage__in=DECIDED, kind_of__in=ABOUT_IT)
    rows = rows.annotate(
        held_bodies=_number(answered.filter(organisation__isnull=False), "engagement"),
        held_people=_number(answered.filter(person__isnull=False), "engagement"),
    )
    rows = rows.annotate(**{f"{name}_rate": _rate(name) for name in kinds})
    return rows.annotate(**{f"{name}_said": _said(name) for name in kinds})
