"""Pages of assessments: the points of each side beside what was counted, the grade, the paper; and the score sheets."""

import secrets

import django_filters
from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from accounts.models import Organisation
from casework.moves import Refused, Stale
from casework.present import Column
from casework.views import Panel, ThingList, ThingPage, move_url, refused, today, with_next_due
from inspections.models import Engagement, Round

from .. import actions, assessing, exports
from ..forms.assessment import GiveAllPoints
from ..models import Assessment, Score, ScoreCriterion, ScoreSheet
from ..models.joint import speaks_for
from ..models.sheet import Grade
from .tables import table

SHEET_COLUMNS = (
    Column("name", link=True, sort="name"),
    Column("since", sort="since"),
    Column("replaces"),
    Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
    Column("stage", kind="tag", sort="stage"),
)
CRITERION_COLUMNS = (
    Column("order", kind="num"),
    Column("group", link=True),
    Column("text", wide=True),
    Column("weight", kind="num"),
    Column("viewpoint"),
    Column("fact"),
    Column("stage", kind="tag"),
)
ASSESSMENT_COLUMNS = (
    Column("unit.name", _("inspected unit"), link=True, sort="engagement__unit__sort_key"),
    Column("engagement.round.name", _("round"), sort="engagement__round_id"),
    Column("total", kind="num", sort="total"),
    Column("grade", sort="grade"),
    Column("confirmed_on", kind="date", sort="confirmed_on"),
    Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
    Column("stage", kind="tag", sort="stage"),
)
SCORE_COLUMNS = (
    Column("order", kind="num"),
    Column("group", link=True),
    Column("text", wide=True),
    Column("counted", _("what was counted"), wide=True),
    Column("body.name", _("scored by")),
    Column("weight", kind="num"),
    Column("points", kind="num"),
    Column("reason", wide=True),
    Column("stage", kind="tag"),
)
WAY = (
    (_("points of the three sides"), (Assessment.Stage.SCORING,)),
    (_("grade proposed"), (Assessment.Stage.SCORED, Assessment.Stage.PROPOSED)),
    (_("confirmed by the leading group"), (Assessment.Stage.CONFIRMED,)),
)


class SheetList(ThingList):
    model = ScoreSheet
    heading = _("Score sheets")
    lead = _("By what a rectification is assessed. What is in use is never altered; a new edition replaces it.")
    columns = SHEET_COLUMNS

    def rows(self):
        return super().rows().select_related("replaces")

    def actions(self):
        authority = Organisation.objects.visible_to(self.request.user).authority()
        verb = actions.draft_sheet
        if authority is None or verb.why_not(self.request.user, authority, today()):
            return []
        return [{"label": verb.label, "url": move_url(verb, authority), "primary": True}]


class SheetPage(ThingPage):
    model = ScoreSheet
    facts = ("name", "since", "excellent_from", "passed_from", "basic_from", "sham_at_most", "replaces")

    def things(self):
        return super().things().select_related("replaces", "case")

    def children(self, sheet):
        rows = ScoreCriterion.objects.visible_to(self.request.user).filter(sheet=sheet).order_by("order")
        return [
            table(now("Criteria"), ScoreCriterion, CRITERION_COLUMNS, rows, now("No criterion has been added yet."))
        ]


class CriterionPage(ThingPage):
    model = ScoreCriterion
    parents = ("sheet",)
    facts = ("sheet", "order", "viewpoint", "group", "text", "weight", "fact")

    def things(self):
        return super().things().select_related("sheet", "case")


class AssessmentFilter(django_filters.FilterSet):
    round = django_filters.ModelChoiceFilter(
        label=_("Round"),
        field_name="engagement__round",
        to_field_name="key",
        queryset=lambda request: Round.objects.visible_to(request.user),
    )
    unit = django_filters.CharFilter(label=_("Unit"), field_name="engagement__unit__name", lookup_expr="icontains")
    grade = django_filters.ChoiceFilter(label=_("Grade of the rectification"), choices=Grade.choices)
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=Assessment.Stage.choices)

    class Meta:
        model = Assessment
        fields = ["round", "unit", "grade", "stage"]


class AssessmentList(ThingList):
    model = Assessment
    heading = _("Assessments of the rectification")
    lead = _("Opened on the page of a unit once its reports are accepted; it reads the grade once it is confirmed.")
    columns = ASSESSMENT_COLUMNS
    filterset = AssessmentFilter
    ledger = exports.ASSESSMENTS

    def rows(self):
        return super().rows().select_related("engagement__unit", "engagement__round")


class AssessmentsOfEngagement(Panel):
    """The assessment on the page of its unit."""

    model = Assessment
    heading = _("Assessment of the rectification")
    columns = tuple(column for column in ASSESSMENT_COLUMNS if column.name != "engagement.round.name")
    empty = _("The rectification has not been assessed yet.")

    def parent(self, key):
        return get_object_or_404(Engagement.objects.visible_to(self.request.user).select_related("case"), key=key)

    def rows(self, engagement):
        rows = Assessment.objects.visible_to(self.request.user).filter(engagement=engagement)
        return with_next_due(rows).select_related("engagement__unit", "engagement__round")

    def actions(self, engagement):
        verb = actions.open_assessment
        if verb.why_not(self.request.user, engagement, today()) is not None:
            return []
        return [{"label": verb.label, "url": move_url(verb, engagement)}]


def counted_for(assessment: Assessment) -> dict:
    """Return what was counted: as it was when the grade was proposed, before that as it is now."""
    if assessment.counted or assessment.stage == Assessment.Stage.EXCUSED or settings.DOOR == "portal":
        return assessment.counted
    return assessing.counts_of(assessment.engagement, today())


def scores_of(assessment: Assessment) -> list[Score]:
    """Return the criteria with their points, each with the fact that was counted for it."""
    said = assessing.words_of(counted_for(assessment))
    rows = list(assessment.scores.select_related("body", "author").order_by("order"))
    for score in rows:
        score.counted = said.get(score.fact, "")
    return rows


class AssessmentPage(ThingPage):
    model = Assessment
    parents = ("engagement.round", "engagement")
    template_name = "rectification/assessment.html"
    facts = (
        ("unit.name", _("inspected unit")),
        "sheet",
        "total",
        "proposed_grade",
        "proposed_on",
        "why",
        "grade",
        "meeting",
        "confirmed_on",
        "objection",
        "objected_on",
        "answer",
        "answered_on",
    )

    def things(self):
        rows = super().things()
        return rows.select_related(
            "engagement__unit", "engagement__round", "engagement__case", "sheet", "meeting", "case"
        )

    def way(self, assessment):
        return () if assessment.stage == Assessment.Stage.EXCUSED else WAY

    def children(self, assessment):
        if assessment.stage == Assessment.Stage.EXCUSED:
            return []
        return [table(now("Criteria and points"), Score, SCORE_COLUMNS, scores_of(assessment))]

    def more(self, assessment):
        mine = assessment.stage in Assessment.OPEN and self.words & {"oversee", "supervise"}
        mine = mine and settings.DOOR != "portal" and sides_of(assessment, self.request.user).exists()
        return {
            "score_url": reverse("rectification:assessment-points", args=[assessment.key]) if mine else "",
            "paper_url": reverse("rectification:assessment-paper", args=[assessment.key]),
            "sham": assessing.is_sham(counted_for(assessment)),
        }


def sides_of(assessment: Assessment, user):
    """Return the criteria for which somebody speaks."""
    return assessment.scores.filter(body=speaks_for(user)).select_related(
        "assessment__engagement__unit", "body", "case"
    )


class AssessmentPoints(View):
    """The criteria of the own side on one page; each becomes a move of its own, all of them or none."""

    model = Assessment
    inner = True

    def dispatch(self, request, *args, **kwargs):
        rows = Assessment.objects.visible_to(request.user).select_related("engagement__unit", "case")
        self.assessment = get_object_or_404(rows, key=kwargs["key"])
        return super().dispatch(request, *args, **kwargs)

    def scores(self) -> list[Score]:
        return list(sides_of(self.assessment, self.request.user).order_by("order"))

    def get(self, request, key):
        scores = self.scores()
        if not scores:
            return refused(request, now("No criterion is scored by your body."), self.assessment)
        if reason := actions.give_points.why_not(request.user, scores[0], today()):
            return refused(request, reason, self.assessment)
        return self.form_page(self.form(scores))

    def post(self, request, key):
        scores = self.scores()
        form = self.form(scores, request.POST)
        if not form.is_valid():
            return self.form_page(form, 422)
        form_key = request.POST.get("form_key", "").replace("\0", "")[:30]
        try:
            actions.give_all_points(list(form.changed()), by=request.user, today=today(), form_key=form_key)
        except Refused as error:
            return refused(request, error.reason, self.assessment)
        except Stale as error:
            form.add_error(None, str(error))
            return self.form_page(form, 409)
        messages.success(request, now("The points are kept."))
        return redirect(self.assessment.get_absolute_url())

    def form(self, scores, data=None):
        facts = assessing.words_of(counted_for(self.assessment))
        return GiveAllPoints(data, scores=scores, facts=facts)

    def form_page(self, form, status=200):
        context = {
            "title": now("Give the points of one's side"),
            "thing_title": self.assessment.title,
            "crumbs": [{"label": self.assessment.title, "url": self.assessment.get_absolute_url()}],
            "move": {
                "label": now("Give the points of one's side"),
                "consequence": now("What is left empty waits. Points can be changed until the grade is proposed."),
                "button": now("Keep the points"),
            },
            "form": form,
            "form_key": secrets.token_urlsafe(20),
            "undrafted": True,
            "back_url": self.assessment.get_absolute_url(),
        }
        return render(self.request, "casework/move.html", context, status=status)


class AssessmentPaper(View):
    """The assessment as it is printed: criteria, points, facts, grade."""

    model = Assessment

    def get(self, request, key):
        rows = Assessment.objects.visible_to(request.user)
        rows = rows.select_related("engagement__unit", "engagement__round", "sheet", "meeting")
        assessment = get_object_or_404(rows, key=key)
        context = {
            "title": assessment.title,
            "crumbs": [{"label": assessment.title, "url": assessment.get_absolute_url()}],
            "assessment": assessment,
            "scores": scores_of(assessment) if assessment.sheet_id else [],
        }
        return render(request, "rectification/assessment_paper.html", context)


class ScorePage(ThingPage):
    model = Score
    parents = ("engagement", "assessment")
    facts = (
        ("unit.name", _("inspected unit")),
        "order",
        "group",
        "text",
        "viewpoint",
        "body",
        "weight",
        "points",
        "reason",
        "author",
        "on",
    )

    def things(self):
        return super().things().select_related("assessment__engagement__unit", "body", "author", "case")
