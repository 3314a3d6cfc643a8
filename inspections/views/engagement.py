"""Pages of inspected units and of the reports on them."""

import django_filters
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from casework import policy
from casework.present import Column
from casework.views import ThingList, ThingPage, panel, with_next_due

from ..models import Engagement, Round, TeamReport
from ..process import steps_of_engagement
from .tables import ENGAGEMENT_COLUMNS, REPORT_COLUMNS, children


class TeamReportPage(ThingPage):
    model = TeamReport
    parents = ("engagement.round", "engagement")
    facts = (("unit.name", _("inspected unit")), "on", "text")

    def things(self):
        return super().things().select_related("engagement__round", "engagement__unit", "case")


class EngagementFilter(django_filters.FilterSet):
    round = django_filters.ModelChoiceFilter(
        label=_("Round"), to_field_name="key", queryset=lambda request: Round.objects.visible_to(request.user)
    )
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=Engagement.Stage.choices)
    unit = django_filters.CharFilter(label=_("Unit"), field_name="unit__name", lookup_expr="icontains")

    class Meta:
        model = Engagement
        fields = ["round", "stage", "unit"]


class EngagementList(ThingList):
    model = Engagement
    heading = _("Inspected units and their stage")
    filterset = EngagementFilter
    columns = (
        Column("unit.name", _("inspected unit"), link=True, sort="unit__sort_key"),
        Column("round.name", _("round"), sort="round_id"),
        Column("team.name", _("team")),
        Column("entered_on", kind="date"),
        Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
        Column("stage", kind="tag", sort="stage"),
    )

    def rows(self):
        return super().rows().select_related("unit", "round", "team")


class EngagementPage(ThingPage):
    """Panels are asked for by address: what other apps show of a unit comes under their own walls."""

    model = Engagement
    parents = ("round",)
    facts = (
        ("unit.name", _("inspected unit")),
        ("unit.get_party_kind_display", _("Party organisation")),
        ("round.name", _("round")),
        ("team.name", _("team")),
        "process",
        "entered_on",
        "withdrawn_on",
        "fed_back_on",
    )

    def things(self):
        return super().things().select_related("unit", "round__term", "team", "case")

    def way(self, engagement):
        return steps_of_engagement(engagement)

    def sections(self, engagement):
        """The way to what is known of the principal, for whoever may go it."""
        if settings.DOOR == "portal" or not self.words & {"lead", "direct"}:
            return []
        url = reverse("findings:principal-of", args=[engagement.key])
        link = {"label": now("About the principal"), "value": now("Findings, talks and checks about him"), "url": url}
        return [{"title": now("For leaders alone"), "facts": [link]}]

    def children(self, engagement):
        if settings.DOOR == "portal":  # where the table of reports is closed
            return []
        reports = TeamReport.objects.visible_to(self.request.user).filter(engagement=engagement)
        reports = reports.select_related("engagement__unit")
        return [children(now("Report"), TeamReport, REPORT_COLUMNS, reports)] if reports else []

    def panels(self, engagement):
        words, rows = self.words, []
        if words & {"lead", "inspect", "oversee", "direct"}:
            rows.append((now("Plan of the team"), "findings:plan-of", "plan"))
            rows.append((now("Leads"), "findings:leads-of", "leads"))
            rows.append((now("What was heard, read and seen"), "findings:registers-of", "registers"))
            rows.append((now("Contacts by group of people"), "findings:contacts-of", "contacts"))
            rows.append((now("Extensions to subordinate units"), "findings:extensions-of", "extensions"))
            rows.append((now("Letter box"), "findings:letter-box-of", "letter-box"))
            rows.append((now("Aspect by aspect"), "findings:aspects-of", "aspects"))
            rows.append((now("Requests to functional units"), "referrals:requests-of", "requests"))
            rows.append((now("Working papers"), "findings:papers-of", "papers"))
            rows.append((now("Fact sheets"), "findings:sheets-of", "sheets"))
            rows.append((now("Report being written"), "findings:report-of", "report"))
            rows.append((now("Weekly reports"), "findings:weeks-of", "weeks"))
            rows.append((now("Division of labour and workload"), "findings:workload-of", "workload"))
            rows.append((now("Delay and obstruction"), "findings:obstructions-of", "obstructions"))
        if words & {"lead", "oversee", "direct"}:
            rows.append((now("Drafts of feedback"), "rectification:opinions-of", "opinions"))
        if words & {"lead", "inspect", "oversee", "direct", "observe"}:
            rows.append((now("Findings"), "findings:findings-of", "findings"))
        if words & {"oversee", "direct", "observe"}:
            rows.append((now("Everything has its landing"), "rectification:engagement-balance-panel", "balance"))
            rows.append((now("Return visits"), "rectification:visits-of", "visits"))
            rows.append((now("Satisfaction surveys"), "rectification:surveys-of", "surveys"))
        if words & {"oversee", "direct", "observe", "supervise"}:
            rows.append((now("Assessment of the rectification"), "rectification:assessment-of", "assessment"))
            rows.append((now("Accountability"), "rectification:accountability-of-engagement", "accountability"))
        if words & {"lead", "inspect", "oversee", "direct", "respond", "sign"}:
            rows.append((now("What the unit prepares"), "inspections:preparations-of", "preparations"))
        if words & {"oversee", "direct", "observe", "respond", "sign"}:
            rows.append((now("Supervision papers"), "rectification:papers-of", "ladder"))
        rows.append((now("Rectification"), "rectification:of-engagement", "rectification"))
        if settings.DOOR == "portal":
            rows = rows[-3:]
        return [{"title": title, "url": reverse(url, args=[engagement.key]), "id": id_} for title, url, id_ in rows]


class MyEngagements(View):
    """What I am part of now, for the desk."""

    def get(self, request):
        mine = policy.seen_by(request.user, "lead", "inspect", "respond", "sign")
        rows = Engagement.objects.visible_to(request.user).filter(case__in=mine).exclude(stage__in=Engagement.final)
        rows = with_next_due(rows.select_related("unit", "round", "team")).order_by("-round_id", "pk")[:30]
        context = children(
            now("Where I am at work"), Engagement, ENGAGEMENT_COLUMNS, rows, empty=now("No unit at the moment.")
        )
        return panel(request, context)
