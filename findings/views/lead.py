"""Pages of leads and of the steps taken about them."""

import django_filters
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from casework import policy, present
from casework.present import Column
from casework.views import ThingList, ThingPage, panel, today, with_next_due

from .. import actions, exports
from ..models import Lead, LeadStep
from .finding import OfEngagement
from .source import RegisterFilter
from .tables import LEAD_COLUMNS

STEP_COLUMNS = (
    Column("on", link=True, kind="date"),
    Column("means"),
    Column("result", wide=True),
    Column("author.name", _("looked into by")),
)


class LeadFilter(RegisterFilter):
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=Lead.Stage.choices)
    title_text = django_filters.CharFilter(label=_("Text"), lookup_expr="icontains")

    class Meta:
        model = Lead
        fields = ["engagement", "stage", "title_text"]


class LeadList(ThingList):
    model = Lead
    heading = _("Leads")
    lead = _("Each ends in a working paper or in a written conclusion.")
    ledger = exports.LEADS
    filterset = LeadFilter
    columns = LEAD_COLUMNS

    def rows(self):
        return super().rows().select_related("engagement__unit", "author")


class LeadPage(ThingPage):
    model = Lead
    parents = ("engagement.round", "engagement")
    facts = (
        ("unit.name", _("inspected unit")),
        "category",
        "source_number",
        ("came_from.engagement.round.name", _("left over from the round")),
        ("came_from.number", _("number of the lead then")),
        ("author.name", _("noted by")),
        "on",
        "about",
        "conclusion",
        "paper",
    )

    def things(self):
        near = ("engagement__unit", "engagement__round", "author", "category", "paper", "came_from__engagement__round")
        return super().things().select_related(*near)

    def sections(self, lead):
        if not lead.source_kind:
            return []
        sources = present.things_of([(lead.source_kind, lead.source_id)], self.request.user)
        return [
            {
                "title": now("Where it comes from"),
                "facts": [
                    {
                        "label": str(source._meta.verbose_name),
                        "value": f"{source.number} {source.title}",
                        "url": source.get_absolute_url(),
                    }
                ],
            }
            for source in sources.values()
        ]

    def children(self, lead):
        steps = list(LeadStep.objects.visible_to(self.request.user).filter(lead=lead).select_related("author"))
        steps.sort(key=lambda step: (step.on, step.pk))
        return [
            {
                "title": now("Steps taken"),
                "columns": present.headings(LeadStep, STEP_COLUMNS),
                "rows": present.table(steps, STEP_COLUMNS, today()),
                "count": len(steps),
                "empty": {"text": now("Nothing has been done about it yet.")},
            }
        ]


class StepPage(ThingPage):
    model = LeadStep
    parents = ("lead.engagement", "lead")
    facts = (("lead.title", _("lead")), "means", "on", "result", ("author.name", _("looked into by")))

    def things(self):
        return super().things().select_related("lead__engagement__unit", "author", "case")


class LeadsOfEngagement(OfEngagement):
    model = Lead
    heading = _("Leads")
    columns = tuple(column for column in LEAD_COLUMNS if column.name != "unit.name")
    move = actions.note_lead
    related = ("engagement__unit", "author")
    empty = _("No lead has been noted yet.")


class OpenLeads(View):
    """The leads that nobody has finished, for the desk of a team: every day, until something is said of each."""

    inner = True
    model = Lead

    def get(self, request):
        mine = policy.seen_by(request.user, "lead", "inspect")
        rows = Lead.objects.visible_to(request.user).unfinished().filter(case__in=mine)
        rows = list(with_next_due(rows.select_related("engagement__unit", "author")).order_by("next_due", "pk")[:20])
        context = {
            "title": now("Leads without an answer"),
            "columns": present.headings(Lead, LEAD_COLUMNS),
            "rows": present.table(rows, LEAD_COLUMNS, today()),
            "count": len(rows),
            "actions": [{"label": now("All leads"), "url": reverse("findings:lead-list")}],
            "empty": {"text": now("Every lead has its answer.")},
        }
        return panel(request, context)
