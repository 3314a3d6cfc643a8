"""Pages of the evidence check: the list of notes, one note, and the panel on what the files are to show."""

import django_filters
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from casework import policy, present
from casework.filters import since, until
from casework.present import Column
from casework.views import Panel, ThingList, ThingPage, with_next_due
from inspections.models import Round

from .. import actions, exports
from ..models import VERIFIERS, EvidenceFlag, ImmediateFix, Item, Progress, Reading
from .accountability import accountability_panel

COLUMNS = (
    Column("file_name", _("file"), link=True, wide=True, sort="pk"),
    Column("kind_of", sort="kind_of"),
    Column("reason", _("reason of the note"), wide=True),
    Column("unit.name", _("unit"), sort="engagement__unit__sort_key"),
    Column("problem.number", _("number of the problem")),
    Column("raised_on", kind="date", sort="raised_on"),
    Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
    Column("outcome", sort="outcome"),
    Column("stage", kind="tag", sort="stage"),
)
OF_ONE = tuple(column for column in COLUMNS if column.name not in ("unit.name", "problem.number"))
JOINED = ("attachment", "engagement__unit", "item", "fix")


class EvidenceFlagFilter(django_filters.FilterSet):
    round = django_filters.ModelChoiceFilter(
        label=_("Round"),
        field_name="engagement__round",
        to_field_name="key",
        queryset=lambda request: Round.objects.visible_to(request.user),
    )
    unit = django_filters.CharFilter(label=_("Unit"), field_name="engagement__unit__name", lookup_expr="icontains")
    kind_of = django_filters.ChoiceFilter(label=_("Kind"), choices=EvidenceFlag.Kind.choices)
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=EvidenceFlag.Stage.choices)
    outcome = django_filters.ChoiceFilter(label=_("What is concluded"), choices=EvidenceFlag.Outcome.choices)
    since, until = since("raised_on"), until("raised_on")

    class Meta:
        model = EvidenceFlag
        fields = ["round", "unit", "kind_of", "stage", "outcome"]


class EvidenceFlagList(ThingList):
    model = EvidenceFlag
    heading = _("Evidence check")
    lead = _("What the check noticed about files of evidence. A note accuses nobody; whoever verifies decides.")
    columns = COLUMNS
    filterset = EvidenceFlagFilter
    ledger = exports.EVIDENCE

    def rows(self):
        return super().rows().select_related(*JOINED)


class EvidenceFlagPage(ThingPage):
    model = EvidenceFlag
    parents = ("engagement", "problem")
    facts = (
        ("unit.name", _("inspected unit")),
        ("problem", _("problem")),
        ("file_name", _("file")),
        "kind_of",
        ("reason", _("reason of the note")),
        "raised_on",
        "question",
        "asked_on",
        "answer",
        "answered_on",
        "outcome",
        "ruling",
        "decided_by",
        "decided_on",
    )
    template_name = "rectification/evidence_flag.html"

    def things(self):
        return super().things().select_related(*JOINED, "case", "decided_by", "other")

    def panels(self, flag):
        return accountability_panel(self, flag)

    def more(self, flag):
        """The file itself, and the other one, if its reader may see what that lies with."""
        return {"evidence": [present.attachment(flag.attachment)], "compared": self.compared(flag)}

    def compared(self, flag):
        other = flag.other
        if other is None:
            return None
        about = (other.thing_kind, other.thing_id)
        thing = present.things_of([about], self.request.user).get(about)
        if thing is None:
            text = now("another unit") if flag.facts.get("other_unit") else now("another paper of this unit")
            return {"text": now("It was compared with a file of %(whom)s.") % {"whom": text}}
        return {"thing": thing, "unit": _unit_of(thing), "files": [present.attachment(other)]}


def _unit_of(thing) -> str:
    return str(actions.problem_of(thing).unit)


class EvidencePanel(Panel):
    """The notes on the files of one problem, under their own walls, and which files could not be read."""

    model = EvidenceFlag
    heading = _("Evidence check")
    columns = OF_ONE
    empty = _("Nothing was noticed.")
    of = Item

    def parent(self, key):
        return get_object_or_404(self.of.objects.visible_to(self.request.user).select_related("case"), key=key)

    def rows(self, thing):
        rows = EvidenceFlag.objects.visible_to(self.request.user).filter(about(thing))
        return with_next_due(rows).select_related(*JOINED).order_by("-pk")

    def text(self, thing):
        """How far the check has come, for those who verify."""
        if not policy.words_on(self.request.user, thing.case) & set(VERIFIERS):
            return ""
        readings = Reading.objects.filter(about(thing, "reading")).exclude(outcome="").select_related("attachment")
        rows = list(readings.order_by("pk"))
        said = [ngettext("%(n)d file was looked at.", "%(n)d files were looked at.", len(rows)) % {"n": len(rows)}]
        faults = [row for row in rows if row.outcome != Reading.Outcome.READ]
        told = now("“%(name)s”: %(outcome)s")
        said += [told % {"name": row.attachment.name, "outcome": row.get_outcome_display()} for row in faults]
        return "\n".join(said)


def about(thing, of: str = "flag") -> Q:
    """Return the condition on notes, or on readings, that they are about this thing."""
    if isinstance(thing, Progress):
        return Q(attachment__thing_kind=thing.kind, attachment__thing_id=thing.pk)
    return Q(item=thing) if isinstance(thing, Item) else Q(fix=thing)


def evidence_panel(page, thing):
    """Return the panel for the page of a thing; nothing for those for whom there is nothing in it."""
    name = {Item: "item", Progress: "progress", ImmediateFix: "fix"}[type(thing)]
    shown = EvidenceFlag.objects.visible_to(page.request.user).filter(about(thing))
    if not page.words & set(VERIFIERS) and not shown.exists():
        return []
    url = reverse(f"rectification:evidence-of-{name}", args=[thing.key])
    return [{"title": now("Evidence check"), "url": url, "id": "evidence"}]
