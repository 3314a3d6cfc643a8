"""Pages of self-checks: the office sees who has answered; a unit finds its own."""

import django_filters
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework import policy
from casework.present import Column
from casework.views import ThingList

from .. import exports
from ..models import CommonProblem, SelfCheck
from .party import OfProblem, PartPage, departments_of

State = SelfCheck.Stage
COLUMNS = (
    Column("title_text", link=True, wide=True),
    Column("unit.name", _("unit"), sort="unit__sort_key"),
    Column("due_on", kind="date", sort="due_on"),
    Column("outcome", sort="outcome"),
    Column("answered_on", kind="date", sort="answered_on"),
    Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
    Column("stage", kind="tag", sort="stage"),
)
#: how the checks stand: (name, words, stages, tone)
STANDING = (
    ("owed", _("not answered yet"), SelfCheck.OWED, "warn"),
    ("read", _("to be read"), (State.ANSWERED,), "move"),
    ("done", _("accepted"), (State.ACCEPTED,), "ok"),
)


def problems_of_reader(request):
    return CommonProblem.objects.visible_to(request.user).order_by("-pk")


class SelfCheckFilter(django_filters.FilterSet):
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=SelfCheck.Stage.choices)
    outcome = django_filters.ChoiceFilter(label=_("What was found"), choices=SelfCheck.Outcome.choices)
    unit = django_filters.ModelChoiceFilter(
        label=_("Unit"), to_field_name="key", queryset=departments_of(SelfCheck, "unit")
    )
    kind_of = django_filters.ChoiceFilter(
        label=_("Kind"),
        field_name="unit__kind_of",
        choices=[(kind.value, kind.label) for kind in Organisation.INSPECTABLE],
    )
    standing = django_filters.ChoiceFilter(
        label=_("State"), choices=[(name, words) for name, words, *_rest in STANDING], method="as_it_stands"
    )

    class Meta:
        model = SelfCheck
        fields = ["stage", "outcome", "unit", "kind_of", "standing"]

    def as_it_stands(self, rows, _name, value):
        return rows.filter(stage__in=next(stages for name, _words, stages, _tone in STANDING if name == value))


class SelfCheckList(ThingList):
    model = SelfCheck
    heading = _("Self-checks before the inspection")
    lead = _("What others have, looked for at home before anybody comes. Each unit finds its own.")
    ledger = exports.SELF_CHECKS
    columns = COLUMNS
    filterset = SelfCheckFilter

    def rows(self):
        return super().rows().select_related("unit")

    def more(self):
        """How many have answered: for the office, which has more than one to read."""
        if not policy.held_anywhere(self.request.user) & {"oversee", "direct", "observe"}:
            return {}
        counts = (
            self.rows()
            .order_by()
            .aggregate(**{name: Count("pk", filter=Q(stage__in=stages)) for name, _words, stages, _tone in STANDING})
        )
        asked = self.request.GET.get("standing", "")
        return {
            "lamps": [
                {
                    "label": str(words),
                    "count": counts[name],
                    "tone": tone,
                    "shape": tone,
                    "url": self._url(standing=name),
                    "current": name == asked,
                }
                for name, words, _stages, tone in STANDING
            ]
        }


class SelfCheckPage(PartPage):
    model = SelfCheck
    facts = (("unit.name", _("unit")), "text", "due_on", "sent_on", "signed_on", "outcome", "result", "answered_on")

    def things(self):
        return super().things().select_related("unit", "case")


class SelfChecksOfProblem(OfProblem):
    model = SelfCheck
    heading = _("Self-checks of units not visited yet")
    columns = (Column("unit.name", _("unit"), link=True), *COLUMNS[2:])
    related = ("unit",)
    empty = _("The list has not gone to any unit.")
    limit = 500
