"""The register of institutions, and what the results of inspection were used for."""

import django_filters
from django.utils.translation import gettext_lazy as _

from casework.present import Column
from casework.views import ThingList, ThingPage, move_url, today
from inspections.models import Term

from .. import actions, exports
from ..models import Institution, ResultUse
from .party import INSTITUTION_COLUMNS, OfProblem, PartPage, departments_of

RESULT_COLUMNS = (
    Column("number", link=True, sort="pk"),
    Column("kind_of", sort="kind_of"),
    Column("title_text", wide=True),
    Column("owner.name", _("carried out by")),
    Column("on", kind="date", sort="on"),
    Column("source_number", _("evidence")),
)


class InstitutionFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Contains"), field_name="name", lookup_expr="icontains")
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=Institution.Stage.choices)
    kind_of = django_filters.ChoiceFilter(label=_("new or revised"), choices=Institution.Kind.choices)
    owner = django_filters.ModelChoiceFilter(
        label=_("issued by"), to_field_name="key", queryset=departments_of(Institution, "owner")
    )

    class Meta:
        model = Institution
        fields = ["q", "stage", "kind_of", "owner"]


class InstitutionList(ThingList):
    model = Institution
    heading = _("Register of institutions")
    lead = _("Rules that were made or revised because of what was found, each with its document.")
    ledger = exports.INSTITUTIONS
    columns = INSTITUTION_COLUMNS
    filterset = InstitutionFilter

    def rows(self):
        return super().rows().select_related("owner")


class InstitutionPage(PartPage):
    model = Institution
    facts = ("kind_of", "paper", "issued_on", ("owner.name", _("issued by")), "found_on")

    def things(self):
        return super().things().select_related("owner", "case")


class InstitutionsOfProblem(OfProblem):
    model = Institution
    heading = _("Institutions")
    columns = INSTITUTION_COLUMNS
    related = ("owner",)
    empty = _("No rule stands in the register yet.")


class ResultFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Contains"), field_name="title_text", lookup_expr="icontains")
    kind_of = django_filters.ChoiceFilter(label=_("kind of use"), choices=ResultUse.Kind.choices)
    term = django_filters.ModelChoiceFilter(
        label=_("Term"), to_field_name="key", queryset=lambda request: Term.objects.visible_to(request.user)
    )

    class Meta:
        model = ResultUse
        fields = ["q", "kind_of", "term"]


class ResultList(ThingList):
    model = ResultUse
    heading = _("Use of results")
    lead = _("Institutions and suggestion letters come by themselves; the rest is entered with its evidence.")
    ledger = exports.RESULTS
    columns = RESULT_COLUMNS
    filterset = ResultFilter

    def rows(self):
        return super().rows().select_related("owner")

    def actions(self):
        user, verb = self.request.user, actions.enter_result
        for term in Term.objects.visible_to(user).filter(stage=Term.Stage.RUNNING).select_related("case"):
            if verb.why_not(user, term, today()) is None:
                return [{"label": verb.label, "url": move_url(verb, term), "primary": True}]
        return []


class ResultPage(ThingPage):
    model = ResultUse
    parents = ("term",)
    facts = ("kind_of", "about", ("owner.name", _("carried out by")), "on", ("source", _("evidence")))

    def things(self):
        return super().things().select_related("owner", "term", "case")
