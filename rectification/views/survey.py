"""Satisfaction surveys: the office's pages with the slips to print, and the page on which strangers answer."""

import django_filters
from axes.helpers import get_client_ip_address
from django.conf import settings
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from casework import policy
from casework.present import Column
from casework.views import Panel, ThingList, ThingPage, move_url, today, with_next_due
from findings import throttle
from findings.views.letter import drawn
from findings.views.public import TOO_MANY, PublicPage
from inspections.models import Engagement, Round

from .. import actions, exports, surveying
from ..forms.survey import AnswerSurvey
from ..models import SatisfactionSurvey, SurveyAnswer
from ..models.survey import ENOUGH, Mark

SURVEY_COLUMNS = (
    Column("unit.name", _("inspected unit"), link=True, sort="engagement__unit__sort_key"),
    Column("asked", wide=True),
    Column("codes", kind="num"),
    Column("answers", kind="num", sort="answers"),
    Column("rate", _("satisfied or basically satisfied, in a hundred"), kind="num"),
    Column("closes_on", kind="date", sort="closes_on"),
    Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
    Column("stage", kind="tag", sort="stage"),
)


class SurveyFilter(django_filters.FilterSet):
    round = django_filters.ModelChoiceFilter(
        label=_("Round"),
        field_name="engagement__round",
        to_field_name="key",
        queryset=lambda request: Round.objects.visible_to(request.user),
    )
    unit = django_filters.CharFilter(label=_("Unit"), field_name="engagement__unit__name", lookup_expr="icontains")
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=SatisfactionSurvey.Stage.choices)

    class Meta:
        model = SatisfactionSurvey
        fields = ["round", "unit", "stage"]


class SurveyList(ThingList):
    model = SatisfactionSurvey
    heading = _("Satisfaction surveys")
    lead = _("Opened by the office on the page of a unit. Counts are told when a survey has closed, of 5 answers on.")
    columns = SURVEY_COLUMNS
    filterset = SurveyFilter
    ledger = exports.SATISFACTION

    def rows(self):
        return super().rows().select_related("engagement__unit", "engagement__round")


class SurveysOfEngagement(Panel):
    """The surveys on the page of their unit."""

    model = SatisfactionSurvey
    heading = _("Satisfaction surveys")
    columns = tuple(column for column in SURVEY_COLUMNS if column.name != "unit.name")
    columns = (Column("closes_on", kind="date", link=True), *(one for one in columns if one.name != "closes_on"))
    empty = _("Nobody has been asked yet.")

    def parent(self, key):
        return get_object_or_404(Engagement.objects.visible_to(self.request.user).select_related("case"), key=key)

    def rows(self, engagement):
        rows = SatisfactionSurvey.objects.visible_to(self.request.user).filter(engagement=engagement)
        return with_next_due(rows).select_related("engagement__unit", "engagement__round").order_by("-pk")

    def actions(self, engagement):
        verb = actions.open_survey
        if verb.why_not(self.request.user, engagement, today()) is not None:
            return []
        return [{"label": verb.label, "url": move_url(verb, engagement)}]


class SurveyPage(ThingPage):
    model = SatisfactionSurvey
    parents = ("engagement.round", "engagement")
    template_name = "rectification/survey.html"
    facts = (
        ("unit.name", _("inspected unit")),
        "asked",
        "codes",
        "closes_on",
        "closed_on",
        "answers",
        ("rate", _("satisfied or basically satisfied, in a hundred")),
    )

    def things(self):
        return super().things().select_related("engagement__unit", "engagement__round", "engagement__case", "case")

    def more(self, survey):
        is_open = survey.stage == SatisfactionSurvey.Stage.OPEN
        labels = [mark.label for mark in Mark]
        rows = [
            {
                "question": SurveyAnswer._meta.get_field(name).verbose_name,
                "counts": [{"label": mark.label, "n": survey.result[name].get(mark, 0)} for mark in Mark],
            }
            for name in SurveyAnswer.QUESTIONS
            if survey.result
        ]
        return {
            "open": is_open,
            "came": SurveyAnswer.objects.filter(survey=survey.key).count() if is_open else None,
            "address": address_of(survey),
            "slips_url": reverse("rectification:survey-slips", args=[survey.key]) if self.words & {"oversee"} else "",
            "marks": labels,
            "result": rows,
            "too_few": not is_open and not survey.result,
            "enough": ENOUGH,
        }


def address_of(survey: SatisfactionSurvey) -> str:
    """Return what the code on a slip leads to: at the portal, whatever door this process is."""
    return f"{settings.LETTERS_URL}/rectification/survey/{survey.token}/"


class SurveySlips(View):
    """The slips to be printed and cut apart, each with the address and a code of its own."""

    model = SatisfactionSurvey

    def get(self, request, key):
        surveys = SatisfactionSurvey.objects.visible_to(request.user).select_related("engagement__unit", "case")
        survey = get_object_or_404(surveys, key=key)
        is_open = survey.stage == SatisfactionSurvey.Stage.OPEN
        may = "oversee" in policy.words_on(request.user, survey.case)
        codes = surveying.codes_of(survey.key, survey.codes) if is_open and may else []
        context = {
            "title": now("Slips of the satisfaction survey"),
            "crumbs": [{"label": survey.title, "url": survey.get_absolute_url()}],
            "survey": survey,
            "address": address_of(survey),
            "code": drawn(address_of(survey), scale=3) if codes else "",
            "slips": [f"{code[:5]} {code[5:]}" for code in codes],
        }
        return render(request, "rectification/survey_slips.html", context)


# -- for strangers -------------------------------------------------------------------------------------------------


class AnswerPage(PublicPage):
    """The survey behind its address: open, one may answer with a code; else it says so, and nothing more."""

    def get(self, request, token):
        survey = surveying.survey_of(token, today())
        return self.form(survey, AnswerSurvey()) if survey else self.closed()

    def post(self, request, token):
        survey = surveying.survey_of(token, today())
        if survey is None:
            return self.closed()
        form = AnswerSurvey(request.POST)
        if not form.is_valid():
            return self.form(survey, form, 422)
        tries = {throttle.TRIES_OF_CODE: get_client_ip_address(request) or ""}
        if throttle.used_up(**tries):
            form.add_error(None, _("Too many tries today. Come back tomorrow."))
            return self.form(survey, form, TOO_MANY)
        code = form.cleaned_data["code"]
        if code not in surveying.codes_of(survey.key, survey.codes):
            throttle.count(**tries)
            form.add_error("code", _("This is not a code of this survey. Please check the ten digits."))
            return self.form(survey, form, 422)
        if not surveying.answer(survey, code, form.marks()):
            form.add_error("code", _("This code has been used; each counts once."))
            return self.form(survey, form, 422)
        return self.page("survey_done", title=_("Thank you"), survey=survey)

    def form(self, survey, form, status=200):
        return self.page("survey", status, title=_("Satisfaction survey"), survey=survey, form=form)

    def closed(self):
        return self.page("survey_closed", 404, title=_("This survey is not open"))
