"""What was seen before (似曾相识): beside a form while one writes, on the page of a finding, and over a round.

Everything here is looked for among ``Finding.objects.visible_to`` of its reader and nowhere else, and nothing says how
many there may be beside those. What a team may not see reaches the office, which compares.
"""

from collections import Counter, defaultdict

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from casework import likeness, present
from casework.moves import get_move
from casework.views import Panel, move_url, panel, today
from inspections.models import Engagement, Round

from ..likeness import near
from ..models import Finding, WorkingPaper
from .tables import PAPER_COLUMNS

#: the groups in which they are shown, in their order
GROUPS = {
    "here": _("In this inspection"),
    "again": _("In this unit earlier"),
    "upper": _("In feedback from an upper level"),
    "elsewhere": _("In other units of this round"),
    "earlier": _("In other units in earlier rounds"),
}
#: so many are shown of what reads alike, and so many more of the same category in the same unit
SHOWN, SAME_CATEGORY = 12, 5
RELATED = ("engagement__unit", "engagement__round", "category")


def seen_before(
    user, engagement: Engagement, title: str, category: str = "", besides: int | None = None
) -> list[Finding]:
    """Return what ``user`` may see that is like a problem of ``engagement``, each with its ``group``.

    What reads alike has a ``likeness``; what is only of the same category, and of this unit, has none.
    """
    seen = Finding.objects.visible_at_once(user).exclude(pk=besides).exclude(stage__in=Finding.left)
    seen = seen.select_related(*RELATED)
    found = near(title, seen, SHOWN)
    if category:
        again = seen.filter(category__name=category, engagement__unit=engagement.unit_id).exclude(engagement=engagement)
        found += list(again.exclude(pk__in=[row.pk for row in found]).order_by("-pk")[:SAME_CATEGORY])
    for row in found:
        row.group = group_of(row, engagement)
    return found


def group_of(finding: Finding, engagement: Engagement) -> str:
    other = finding.engagement
    if other.pk == engagement.pk:
        return "here"
    if other.round.type == Round.Type.UPPER:
        return "upper"
    if other.unit_id == engagement.unit_id:
        return "again"
    return "elsewhere" if other.round_id == engagement.round_id else "earlier"


def percent(row) -> str:
    """Return how alike it is, as people read it; for what is only of the same category, that."""
    alike = getattr(row, "likeness", None)
    return now("same category") if alike is None else f"{alike:.0%}"


def grouped(found: list[Finding]) -> list[dict]:
    """Return the groups that have something in them, each with its rows, for the box beside a form."""
    groups = []
    for code, label in GROUPS.items():
        rows = [
            {
                "url": row.get_absolute_url(),
                "title": row.title,
                "number": row.number,
                "about": f"{row.engagement.unit.name} · {row.upper_source or row.engagement.round.name}",
                "alike": percent(row),
            }
            for row in found
            if row.group == code
        ]
        if rows:
            groups.append({"label": str(label), "rows": rows, "code": code})
    return groups


class SeenBefore(View):
    """The box beside a form: asked for while one types, or by its button where nothing is fetched while one types."""

    inner = True
    model = Engagement

    def get(self, request, key):
        engagement = get_object_or_404(
            Engagement.objects.visible_to(request.user).select_related("unit", "round", "case"), key=key
        )
        asked = request.POST or request.GET
        title = asked.get("title_text", "").replace("\0", "")[:200]
        category = engagement.round.category_set.categories.filter(pk=number_in(asked.get("category", ""))).first()
        key = request.GET.get("besides", "").replace("\0", "")
        besides = Finding.objects.visible_to(request.user).filter(key=key).values_list("pk", flat=True).first()
        found = seen_before(request.user, engagement, title, category.name if category else "", besides)
        context = {
            "title": now("Seen before?"),
            "asked": title,
            "groups": grouped(found),
            "nothing": now("Nothing that reads like it.")
            if title
            else now("As soon as the problem has a title, what reads like it is shown here."),
            "crumbs": [{"label": engagement.title, "url": engagement.get_absolute_url()}],
        }
        return panel(request, context, "findings/alike.html")

    post = get


def number_in(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class AlikeOf(View):
    """On the page of a finding: what is like it, among all that its reader sees, each to be opened beside it."""

    model = Finding

    def get(self, request, key):
        things = Finding.objects.visible_to(request.user).select_related(*RELATED)
        finding = get_object_or_404(things, key=key)
        found = like(request.user, finding)
        labels = [now("problem"), now("where"), now("inspected unit"), now("round"), now("alike"), now("compare")]
        rows = [
            cells(
                labels,
                {"text": f"{row.number} {row.title}", "url": row.get_absolute_url(), "wide": True},
                {"text": str(GROUPS[row.group])},
                {"text": row.engagement.unit.name},
                {"text": row.engagement.round.name},
                {"text": percent(row)},
                {"text": now("side by side"), "url": beside_url(finding, row)},
            )
            for row in found
        ]
        context = {
            "title": now("Seen before"),
            "crumbs": [{"label": finding.title, "url": finding.get_absolute_url()}],
            "columns": headings(labels),
            "rows": rows,
            "empty": {"text": now("Nothing that reads like it.")},
            "back_url": finding.get_absolute_url(),
        }
        return panel(request, context)


def like(user, finding: Finding) -> list[Finding]:
    """Return what ``user`` may see that is like this finding."""
    if finding.stage in Finding.left:
        return []
    category = finding.category.name if finding.category else ""
    return seen_before(user, finding.engagement, finding.title_text, category, finding.pk)


def beside_url(finding: Finding, other: Finding) -> str:
    return f"{reverse('findings:beside', args=[finding.key])}?with={other.key}"


def headings(labels: list[str]) -> list[dict]:
    return [{"label": label, "key": label, "kind": "text", "wide": at == 0} for at, label in enumerate(labels)]


def cells(labels: list[str], *row: dict) -> dict:
    return {"cells": [{"kind": "text", **cell, "label": label} for label, cell in zip(labels, row, strict=True)]}


class Beside(View):
    """Two findings side by side, line by line; the likest one when none is named."""

    model = Finding
    FACTS = (
        ("engagement.unit.name", _("inspected unit")),
        ("engagement.round.name", _("round")),
        "number",
        ("category.name", _("category")),
        "title_text",
        "facts",
        "basis",
        "responsibility",
        "cause",
        "recommendation",
        "amount",
        "stage",
    )

    def get(self, request, key):
        seen = Finding.objects.visible_to(request.user).select_related(*RELATED)
        mine = get_object_or_404(seen, key=key)
        if asked := request.GET.get("with", "").replace("\0", ""):
            others = [get_object_or_404(seen, key=asked)]
        else:
            others = like(request.user, mine)[:1]
        sides = [mine, *others]
        labels = ["", *(side.number for side in sides)]
        rows = []
        for name, label in ((f if isinstance(f, tuple) else (f, present.label_for(Finding, f))) for f in self.FACTS):
            said = [present.text_of(present.value_at(side, name)) for side in sides]
            if any(said):
                rows.append(cells(labels, {"text": str(label)}, *({"text": text, "wide": True} for text in said)))
        context = {
            "title": now("Side by side"),
            "lead": now("Alike: %(alike)s") % {"alike": f"{likeness.of(mine.title_text, others[0].title_text):.0%}"}
            if others
            else "",
            "crumbs": [{"label": side.number, "url": side.get_absolute_url()} for side in sides],
            "columns": headings(labels),
            "rows": rows,
            "open": [{"label": side.number, "url": side.get_absolute_url()} for side in sides],
        }
        return render(request, "findings/beside.html", context)


def repeats(user, round: Round) -> list[tuple[Finding, Finding, float, int]]:
    """Return what was found in this round and had been found in the same unit before, as far as ``user`` sees both.

    Each with the likest of the earlier ones, how alike they are, and how many earlier ones are alike. Feedback from an
    upper level to the same unit counts as earlier, too.
    """
    seen = Finding.objects.visible_to(user).exclude(stage__in=Finding.left).select_related(*RELATED)
    new = list(seen.filter(engagement__round=round).order_by("engagement__unit__sort_key", "pk"))
    before = seen.filter(engagement__unit__in=round.engagements.values("unit")).exclude(engagement__round=round)
    by_unit = defaultdict(list)
    for row in before:
        by_unit[row.engagement.unit_id].append((row, likeness.signs(row.title_text)))
    found = []
    for row in new:
        mine = likeness.signs(row.title_text)
        others = [
            (likeness.shared(mine, signs), other.pk, other)
            for other, signs in by_unit[row.engagement.unit_id]
            if other.pk < row.pk
        ]
        alike = [other for other in others if other[0] >= likeness.ALIKE]
        if alike:
            best, _pk, other = max(alike)
            found.append((row, other, best, len(alike)))
    return found


class RepeatsOfRound(View):
    """On the page of a round: which unit does again what it was told of before."""

    inner = True
    model = Round

    def get(self, request, key):
        round = get_object_or_404(Round.objects.visible_to(request.user), key=key)
        found = repeats(request.user, round)
        labels = [
            now("problem"),
            now("inspected unit"),
            now("found before"),
            now("round"),
            now("alike"),
            now("compare"),
        ]
        rows = [
            cells(
                labels,
                {"text": f"{row.number} {row.title}", "url": row.get_absolute_url(), "wide": True},
                {"text": row.engagement.unit.name},
                {"text": f"{other.number} {other.title}", "url": other.get_absolute_url(), "wide": True},
                {"text": other.engagement.round.name},
                {"text": f"{alike:.0%}"},
                {"text": now("side by side"), "url": beside_url(row, other)},
            )
            for row, other, alike, _times in found
        ]
        units = Counter(row.engagement.unit.name for row, *_rest in found)
        counted = "；".join(f"{unit} {n}" for unit, n in units.most_common())
        context = {
            "title": now("Repeated problems"),
            "crumbs": [{"label": round.title, "url": round.get_absolute_url()}],
            "columns": headings(labels),
            "rows": rows,
            "count": len(rows),
            "text": counted,
            "empty": {"text": now("No unit repeats what it was told of before.")},
            "back_url": round.get_absolute_url(),
        }
        return panel(request, context)


class TwinsOfPaper(Panel):
    """On the page of a paper: papers of the same inspection that read alike and may be one matter."""

    model = WorkingPaper
    heading = _("Papers of the same inspection that read alike")
    empty = _("No other paper of this inspection reads like it.")
    columns = tuple(column for column in PAPER_COLUMNS if column.name not in ("unit.name", "lamp"))
    limit = 10

    def parent(self, key):
        return get_object_or_404(WorkingPaper.objects.visible_to(self.request.user).select_related("case"), key=key)

    def rows(self, paper):
        return twins(self.request.user, paper)

    def text(self, paper):
        return now("One matter, one paper: what is the same belongs into one.") if self.actions(paper) else ""

    def actions(self, paper):
        merge = get_move(WorkingPaper, "merge-paper")
        if merge is None or merge.why_not(self.request.user, paper, today()) or not twins(self.request.user, paper):
            return []
        return [{"label": merge.label, "url": move_url(merge, paper), "primary": False}]


def twins(user, paper: WorkingPaper) -> list[WorkingPaper]:
    """Return the papers of the same inspection that read like this one, the likest first, as far as ``user`` sees."""
    if paper.stage in WorkingPaper.left:
        return []
    others = WorkingPaper.objects.visible_to(user).filter(engagement=paper.engagement_id).exclude(pk=paper.pk)
    others = others.exclude(stage__in=(*WorkingPaper.left, WorkingPaper.Stage.DROPPED)).select_related("author")
    mine = likeness.signs(paper.title_text)
    alike = [(likeness.shared(mine, likeness.signs(other.title_text)), other.pk, other) for other in others]
    return [other for near, _pk, other in sorted(alike, reverse=True) if near >= likeness.ALIKE]
