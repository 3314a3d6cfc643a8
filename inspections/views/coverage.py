"""Who has been inspected in this term, who is being inspected, and whom nobody has visited yet (巡察全覆盖)."""

import django_filters
from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework.present import Column
from casework.views import LedgerDoor, ThingList

from .. import exports
from ..models import Engagement, Round, Term
from .plan import year_by_year

#: stages of an engagement whose unit has been visited
VISITED = [stage for stage in Engagement.Stage if stage not in (Engagement.Stage.SELECTED, Engagement.Stage.NOTIFIED)]
#: in each term every inspectable unit is inspected once; a term is five years
YEARS = 5
STATES = {
    "inspected": _("inspected"),
    "chosen": _("chosen, not entered yet"),
    "due": _("not inspected yet"),
    "overdue": _("not inspected in the last term either"),
}
#: how deep a unit lies: across the departments, down to the villages (横向到边、纵向到底)
LEVELS = {
    "district": (
        _("bodies of the district"),
        [kind for kind in Organisation.INSPECTABLE if kind not in (Organisation.Kind.TOWN, Organisation.Kind.VILLAGE)],
    ),
    "town": (_("towns and subdistricts"), [Organisation.Kind.TOWN]),
    "village": (_("villages and communities"), [Organisation.Kind.VILLAGE]),
}
#: the lamp of each state
TONES = {"inspected": "ok", "chosen": "info", "due": "warn", "overdue": "late"}
NOT_VISITED = "not_visited"


class CoverageFilter(django_filters.FilterSet):
    term = django_filters.ModelChoiceFilter(
        label=_("Term"),
        to_field_name="key",
        queryset=lambda request: Term.objects.visible_to(request.user),
        method="of_term",
    )
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[(NOT_VISITED, _("not visited, all of them")), *STATES.items()],
        method="in_state",
    )
    level = django_filters.ChoiceFilter(
        label=_("Level"), choices=[(code, label) for code, (label, _kinds) in LEVELS.items()], method="on_level"
    )
    kind_of = django_filters.ChoiceFilter(
        label=_("Kind"), choices=[(kind.value, kind.label) for kind in Organisation.INSPECTABLE]
    )
    party_kind = django_filters.ChoiceFilter(label=_("Party organisation"), choices=Organisation.PartyKind.choices)
    name = django_filters.CharFilter(label=_("Unit"), method="called")

    class Meta:
        model = Organisation
        fields = ["term", "state", "level", "kind_of", "party_kind", "name"]

    def of_term(self, rows, name, value):
        return rows  # the rows were asked for that term

    def in_state(self, rows, name, value):
        return rows.filter(state__in=("due", "overdue") if value == NOT_VISITED else (value,))

    def on_level(self, rows, name, value):
        return rows.filter(kind_of__in=LEVELS[value][1])

    def called(self, rows, name, value):
        return rows.called(value)


class CoverageList(ThingList):
    """Units by rounds: each cell leads to the engagement. The first columns say where the unit stands."""

    model = Organisation
    inner = True
    heading = _("Coverage")
    filterset = CoverageFilter
    ledger = exports.COVERAGE
    order = "name"
    template_name = "inspections/coverage.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.term, self.rounds = None, []
        if request.user.is_authenticated:
            terms = Term.objects.visible_to(request.user)
            asked = terms.filter(key=request.GET.get("term", "")).first()
            self.term = asked or terms.order_by("stage", "-begins_on").filter(stage=Term.Stage.RUNNING).first()
            self.term = self.term or terms.order_by("-begins_on").first()
        if self.term:
            self.rounds = list(
                self.term.rounds.exclude(type=Round.Type.UPPER).order_by("number").only("pk", "name", "number", "term")
            )
        tones = {str(label): TONES[state] for state, label in STATES.items()}
        self.columns = (
            Column("name", _("unit"), link=True, sort="tree_key"),
            Column("kind_of"),
            Column("party_kind"),
            Column("standing", _("state"), kind="tag", sort="state", tones=tones),
            Column("last_inspected", kind="num", sort="last_inspected"),
            *(Column(f"round_{round.pk}", now("Round %(n)s") % {"n": round.number}) for round in self.rounds),
        )

    def all_rows(self):
        """Return every unit that can be inspected, with where it stands in this term."""
        if self.term is None:
            raise Http404
        here = Engagement.objects.filter(unit=OuterRef("pk"), round__term=self.term).exclude(
            round__type=Round.Type.UPPER
        )
        long_ago = self.term.begins_on.year - YEARS
        rows = Organisation.objects.visible_to(self.request.user).inspectable()
        rows = rows.annotate(
            state=Case(
                When(Exists(here.filter(stage__in=VISITED)), then=Value("inspected")),
                When(Exists(here), then=Value("chosen")),
                When(last_inspected__lt=long_ago, then=Value("overdue")),
                default=Value("due"),
            )
        )
        return rows.annotate(standing=_words("state", STATES))

    def rows(self):
        rows = self.all_rows()
        words = dict(Engagement.Stage.choices)
        return rows.annotate(
            **{
                f"round_{round.pk}": Coalesce(
                    Subquery(
                        Engagement.objects.filter(unit=OuterRef("pk"), round=round)
                        .annotate(word=_words("stage", words))
                        .values("word")[:1]
                    ),
                    Value(""),
                )
                for round in self.rounds
            }
        )

    def empty(self):
        return {"text": now("No unit is like that.")}

    def more(self):
        counts = dict(self.all_rows().order_by().values_list("state").annotate(n=Count("pk")))
        asked = self.request.GET.get("state", "")
        unvisited = counts.get("due", 0) + counts.get("overdue", 0)
        lamps = [
            (NOT_VISITED, now("Who has not been visited?"), unvisited, "warn"),
            *((state, str(label), counts.get(state, 0), TONES[state]) for state, label in STATES.items()),
        ]
        return {
            "lead": now("%(term)s: %(done)s of %(all)s units inspected, %(share)s.")
            % {
                "term": self.term,
                "done": counts.get("inspected", 0),
                "all": sum(counts.values()),
                "share": _share(counts.get("inspected", 0), sum(counts.values())),
            },
            "lamps": [
                {
                    "label": label,
                    "count": count,
                    "tone": tone,
                    "shape": tone,
                    "url": self._url(state=state),
                    "current": state == asked,
                }
                for state, label, count, tone in lamps
            ],
            "summaries": self.summaries(),
        }

    def summaries(self) -> list[dict]:
        """Return the coverage of each level and of each kind of unit, and the years with their plans, as tables."""
        counts: dict[str, dict[str, int]] = {}
        found = self.all_rows().order_by().values_list("kind_of", "state").annotate(n=Count("pk"))
        for kind, state, n in found:
            counts.setdefault(kind, {})[state] = n
        levels = [(label, kinds, self._url(level=code)) for code, (label, kinds) in LEVELS.items()]
        kinds = [(kind.label, [kind], self._url(kind_of=kind.value)) for kind in Organisation.INSPECTABLE]
        return [
            {"id": "by-level", "title": now("By level"), **_summary(now("Level"), levels, counts)},
            {"id": "by-kind", "title": now("By kind of unit"), **_summary(now("Kind"), kinds, counts)},
            year_by_year(self.term, self.request.user),
        ]


def _summary(heading: str, groups, counts: dict[str, dict[str, int]]) -> dict:
    """Return a table of groups of kinds: how many units of each stand where; each leads to its rows."""
    labels = [heading, now("Units"), *map(str, STATES.values()), now("Share")]
    rows = []
    for label, kinds, url in groups:
        of = {state: sum(counts.get(kind, {}).get(state, 0) for kind in kinds) for state in STATES}
        total = sum(of.values())
        if not total:
            continue
        numbers = zip([total, *of.values()], labels[1:-1], strict=True)
        cells = [{"kind": "link", "text": str(label), "url": url, "label": labels[0]}]
        cells += [{"kind": "num", "text": str(n), "label": name} for n, name in numbers]
        cells.append({"kind": "num", "text": _share(of["inspected"], total), "label": labels[-1]})
        rows.append({"url": url, "cells": cells})
    kinds_of_columns = ["text", *["num"] * (len(labels) - 1)]
    columns = [{"label": one, "key": one, "kind": kind} for one, kind in zip(labels, kinds_of_columns, strict=True)]
    return {"columns": columns, "rows": rows}


class CoverageLedger(LedgerDoor):
    """The coverage as a workbook."""

    of = CoverageList
    model = Organisation
    inner = True


def _words(field, words):
    """Return the word for each code of a field, as an expression."""
    cases = [When(Q(**{field: code}), then=Value(str(word))) for code, word in words.items()]
    return Case(*cases, default=Value(""), output_field=CharField())


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else "—"
