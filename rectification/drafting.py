"""What the house drafts of a unit's two reports, counted and put together from its items. Nobody is named in it."""

import datetime
from decimal import Decimal

from django.db.models import Prefetch
from django.utils.translation import gettext as now

from .models import Feedback, Handling, Item, Progress, Recovery, UnitReport

Outcome = Item.Outcome


def draft_of(feedback: Feedback, kind_of: str) -> dict[str, str]:
    """Return the sections of a report as the items of its feedback have it today."""
    items = _items(feedback)
    said = {"opening": _opening(feedback), "overall": _overall(feedback, items), "further": _further(items)}
    if kind_of == UnitReport.Kind.UNIT:
        said["by_item"] = _by_item(items)
    return {name: said.get(name, "") for name in UnitReport.SECTIONS[UnitReport.Kind(kind_of)]}


def _items(feedback: Feedback) -> list[Item]:
    last = Prefetch("progress", Progress.objects.order_by("-on", "-pk"))
    return list(feedback.items.order_by("place").prefetch_related("measures", last))


def day(value: datetime.date) -> str:
    return f"{value.year}年{value.month}月{value.day}日"


def _opening(feedback: Feedback) -> str:
    engagement = feedback.engagement
    said = {"unit": engagement.unit, "round": engagement.round.name, "day": day(feedback.held_on)}
    return now(
        "As arranged for %(round)s, the inspection was fed back to the Party organisation of %(unit)s on %(day)s. "
        "How it was put right is reported below."
    ) % {"unit": said["unit"], "round": said["round"], "day": said["day"]}


def _overall(feedback: Feedback, items: list[Item]) -> str:
    lines = [now("Problems fed back: %(count)d.") % {"count": len(items)}]
    lines += [
        now("%(outcome)s: %(count)d.") % {"outcome": outcome.label, "count": count}
        for outcome in (Outcome.DONE, Outcome.BASICALLY, Outcome.GOING_ON, Outcome.NOT_DONE, Outcome.POSTPONED)
        if (count := sum(item.outcome == outcome for item in items))
    ]
    if closed := sum(item.stage == Item.Stage.CLOSED for item in items):
        lines.append(now("Closed after verification: %(count)d.") % {"count": closed})
    handled = Handling.objects.filter(item__feedback=feedback, stage=Handling.Stage.ENTERED)
    forms = list(handled.values_list("form", flat=True))
    if forms:
        by_form = "、".join(f"{form.label}{forms.count(form)}" for form in Handling.Form if form in forms)
        lines.append(
            now("People dealt with: %(count)d (%(by_form)s).")
            % {"count": len(set(_people(handled))), "by_form": by_form}
        )
    amounts = Recovery.objects.filter(item__feedback=feedback, stage=Recovery.Stage.ENTERED)
    if total := sum(amounts.values_list("amount", flat=True), Decimal()):
        lines.append(now("Amounts put right: %(amount)s (10,000 yuan).") % {"amount": f"{total.normalize():f}"})
    if made := sum(len(item.institutions.split("\n")) for item in items if item.institutions.strip()):
        lines.append(now("Rules made or amended: %(count)d.") % {"count": made})
    return "\n".join(lines)


def _people(handled):
    return handled.values_list("name", "post")


def _by_item(items: list[Item]) -> str:
    parts: list[str] = []
    category = None
    for item in items:
        if item.category and item.category != category:
            category = item.category
            parts.append(now("On “%(category)s”") % {"category": category})
        lines = [now("%(place)d. Putting right “%(problem)s”") % {"place": item.place, "problem": item.problem}]
        if item.measures_text:
            lines.append(now("Measures: %(text)s") % {"text": item.measures_text})
        reports = list(item.progress.all())
        if reports:
            lines.append(now("Effect: %(text)s") % {"text": reports[0].done})
        if item.institutions:
            lines.append(now("Rules: %(text)s") % {"text": item.institutions})
        if item.outcome:
            lines.append(now("State: %(text)s") % {"text": item.get_outcome_display()})
        parts.append("\n".join(lines))
    return "\n\n".join(parts) or now("No problem has to be fed back.")


def _further(items: list[Item]) -> str:
    places = "、".join(str(item.place) for item in items if item.outcome != Outcome.DONE)
    return now("Still to be seen to: items %(places)s.") % {"places": places} if places else ""
