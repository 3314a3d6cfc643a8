"""Pages of extensions, of the team's plan, of surveys, and of whom a team has been in touch with."""

import django_filters
from django.db.models import Count, Q, Sum
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from casework import present
from casework.present import Column
from casework.views import ThingList, ThingPage, move_url, panel, today, with_next_due
from inspections.models import Engagement

from .. import actions, exports
from ..models import Extension, Finding, Lead, Survey, Talk, VisitPlan, WorkingPaper
from .content import headings, number
from .finding import OfEngagement
from .source import Register, RegisterFilter, SourcePage, engagements_of_reader
from .tables import FINDING_COLUMNS, LEAD_COLUMNS, PAPER_COLUMNS

WITHOUT_UNIT = tuple(column for column in LEAD_COLUMNS if column.name != "unit.name")


class SurveyFilter(RegisterFilter):
    kind_of = django_filters.ChoiceFilter(label=_("Kind of survey"), choices=Survey.Kind.choices)

    class Meta:
        model = Survey
        fields = ["engagement", "kind_of"]


class SurveyList(Register):
    model = Survey
    heading = _("Questionnaires and appraisals")
    ledger = exports.SURVEYS
    filterset = SurveyFilter
    columns = (
        Column("number", link=True, sort="pk"),
        Column("title_text", wide=True),
        Column("kind_of"),
        Column("unit.name", _("inspected unit"), sort="engagement__unit__sort_key"),
        Column("on", kind="date", sort="on"),
        Column("sent_out", kind="num"),
        Column("valid", kind="num"),
        Column("share", _("good or fairly good"), kind="num"),
    )


class SurveyPage(SourcePage):
    model = Survey
    facts = (
        ("unit.name", _("inspected unit")),
        "kind_of",
        "group",
        "on",
        "sent_out",
        "returned",
        "valid",
        *Survey.ANSWERS,
        ("share", _("good or fairly good, of the valid sheets")),
        "result",
        ("author.name", _("entered by")),
    )


class ExtensionFilter(django_filters.FilterSet):
    engagement = django_filters.ModelChoiceFilter(
        label=_("Unit"), to_field_name="key", queryset=engagements_of_reader, field_name="engagement"
    )
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=Extension.Stage.choices)

    class Meta:
        model = Extension
        fields = ["engagement", "stage"]


EXTENSION_COLUMNS = (
    Column("number", link=True, sort="pk"),
    Column("place.name", _("subordinate unit"), wide=True),
    Column("unit.name", _("inspected unit"), sort="engagement__unit__sort_key"),
    Column("author.name", _("asked by")),
    Column("asked_on", kind="date", sort="asked_on"),
    Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
    Column("stage", kind="tag", sort="stage"),
)


class ExtensionList(ThingList):
    model = Extension
    heading = _("Extensions to subordinate units")
    lead = _("An extension is asked for on the page of the unit.")
    ledger = exports.EXTENSIONS
    filterset = ExtensionFilter
    columns = EXTENSION_COLUMNS

    def rows(self):
        return super().rows().select_related("engagement__unit", "place", "author")


class ExtensionPage(ThingPage):
    """With what was found there, told apart from what was found in the unit itself."""

    model = Extension
    parents = ("engagement.round", "engagement")
    facts = (
        ("unit.name", _("inspected unit")),
        ("place.name", _("subordinate unit")),
        "aims_at",
        "reason",
        ("author.name", _("asked by")),
        "asked_on",
        "decided_on",
    )

    def things(self):
        return super().things().select_related("engagement__unit", "engagement__round", "place", "author", "case")

    def children(self, extension):
        rows = []
        for model, columns, near, title in (
            (WorkingPaper, PAPER_COLUMNS, ("engagement__unit", "author"), now("Working papers")),
            (Finding, FINDING_COLUMNS, ("engagement__unit", "category"), now("Findings")),
        ):
            found = model.objects.visible_to(self.request.user).filter(extension=extension)
            found = list(with_next_due(found.select_related(*near)).order_by("pk"))
            if found:
                card = {"columns": present.headings(model, columns), "rows": present.table(found, columns, today())}
                rows.append({"title": title, "count": len(found), **card})
        return rows


class ExtensionsOfEngagement(OfEngagement):
    model = Extension
    heading = _("Extensions to subordinate units")
    columns = tuple(column for column in EXTENSION_COLUMNS if column.name != "unit.name")
    move = actions.ask_extension
    related = ("engagement__unit", "place", "author")
    empty = _("The team has not been extended to a subordinate unit.")


class VisitPlanPage(ThingPage):
    """The plan, and how each lead ended that was known before the team entered."""

    model = VisitPlan
    parents = ("engagement.round", "engagement")
    facts = (
        ("unit.name", _("inspected unit")),
        "focus",
        "methods",
        "schedule",
        ("author.name", _("drawn up by")),
        "adopted_on",
    )

    def things(self):
        return super().things().select_related("engagement__unit", "engagement__round", "author", "case")

    def children(self, plan):
        leads = Lead.objects.visible_to(self.request.user).filter(engagement=plan.engagement)
        entered = plan.engagement.entered_on
        early = leads.filter(on__lt=entered) if entered else leads
        early = list(with_next_due(early.select_related("engagement__unit", "author")).order_by("pk"))
        counted = [(stage, sum(one.stage == stage for one in early)) for stage in Lead.Stage]
        ends = "、".join(f"{stage.label} {n}" for stage, n in counted if n)
        title = now("Leads known before entry")
        return [
            {
                "title": f"{title}（{ends}）" if ends else title,
                "columns": present.headings(Lead, WITHOUT_UNIT),
                "rows": present.table(early, WITHOUT_UNIT, today()),
                "count": len(early),
                "empty": {"text": now("No lead was known before the team entered.")},
            }
        ]


class PlanOfEngagement(OfEngagement):
    model = VisitPlan
    heading = _("Plan of the team")
    columns = (
        Column("focus", link=True, wide=True),
        Column("author.name", _("drawn up by")),
        Column("adopted_on", kind="date"),
        Column("lamp", _("lamp"), kind="lamp"),
        Column("stage", kind="tag"),
    )
    move = actions.draft_visit_plan
    related = ("engagement__unit", "author")
    empty = _("No plan has been drawn up yet.")


class ContactsOfEngagement(View):
    """With whom a team has been in touch, group by group: who has been talked to, and who is left."""

    model = Talk

    def get(self, request, key):
        engagement = get_object_or_404(Engagement.objects.visible_to(request.user).select_related("case"), key=key)
        talks = Talk.objects.visible_to(request.user).filter(engagement=engagement).order_by()
        held = talks.values_list("group").annotate(
            held=Count("pk", filter=Q(stage=Talk.Stage.HELD)),
            left=Count("pk", filter=Q(stage=Talk.Stage.PLANNED)),
            dropped=Count("pk", filter=Q(stage=Talk.Stage.NOT_HELD)),
        )
        by_group = {group: counts for group, *counts in held}
        surveys = Survey.objects.visible_to(request.user).filter(engagement=engagement).order_by()
        sheets = dict(surveys.values_list("group").annotate(n=Sum("returned")))
        labels = [now("group of people"), now("talks held"), now("still to be held"), now("not held")]
        labels.append(now("sheets returned"))
        rows = [self.row(engagement, group, by_group.get(group, (0, 0, 0)), sheets, labels) for group in Talk.Group]
        context = {
            "title": now("Contacts by group of people"),
            "crumbs": [{"label": engagement.title, "url": engagement.get_absolute_url()}],
            "columns": headings(labels, ("text", "num", "num", "num", "num")),
            "rows": rows,
            "actions": self.actions(engagement),
            "back_url": engagement.get_absolute_url(),
        }
        return panel(request, context)

    @staticmethod
    def row(engagement, group, counts, sheets, labels):
        url = f"{reverse('findings:talk-list')}?engagement={engagement.key}&group={group.value}"
        stages = (Talk.Stage.HELD, Talk.Stage.PLANNED, Talk.Stage.NOT_HELD)
        cells = [{"kind": "text", "text": str(group.label), "label": labels[0]}]
        for count, stage, label in zip(counts, stages, labels[1:4], strict=True):
            cells.append(number(count, f"{url}&stage={stage.value}", label))
        cells.append({"kind": "num", "text": str(sheets.get(group.value) or 0), "label": labels[4]})
        return {"cells": cells}

    def actions(self, engagement):
        verb = actions.plan_talks
        if verb.why_not(self.request.user, engagement, today()):
            return []
        return [{"label": verb.label, "url": move_url(verb, engagement)}]
