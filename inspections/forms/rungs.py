"""What it asks to set the usual rungs."""

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework.forms import Beside, MoveModelForm
from casework.models import Rung

from ..models import UsualRungs
from ..models.rungs import TOLD


def told(step: str) -> forms.MultipleChoiceField:
    name = UsualRungs._meta.get_field(step).verbose_name
    return forms.MultipleChoiceField(label=name, choices=TOLD, widget=forms.CheckboxSelectMultiple, required=False)


class SetRungs(MoveModelForm):
    """Days before and after, and at each step who is told beside the one who must act; first as it is now."""

    early = told("early")
    last_before = told("last_before")
    on_the_day = told("on_the_day")
    first_after = told("first_after")
    second_after = told("second_after")
    later_after = told("later_after")
    note = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))

    class Meta:
        model = UsualRungs
        fields = ["days_before", "days_after", *UsualRungs.STEPS]

    field_order = ("days_before", "early", "last_before", "on_the_day", "days_after")

    def prepare(self):
        rungs = list(Rung.objects.filter(rule=None, withdrawn=False).order_by("days"))
        before = [rung for rung in rungs if rung.days < 0]
        after = [rung for rung in rungs if rung.days > 0]
        said = {
            "early": before[:-1],
            "last_before": before[-1:],
            "on_the_day": [rung for rung in rungs if rung.days == 0],
            "first_after": after[:1],
            "second_after": after[1:2],
            "later_after": after[2:],
        }
        self.initial |= {name: rows[0].words.split() for name, rows in said.items() if rows}
        self.initial |= {"days_before": [-rung.days for rung in before], "days_after": [rung.days for rung in after]}

    def clean(self):
        cleaned = super().clean()
        for name in ("days_before", "days_after"):
            days = cleaned.get(name) or []
            if len(set(days)) < len(days):
                self.add_error(name, _("A day is named twice."))
        if not cleaned.get("days_after") and "days_after" not in self.errors:
            self.add_error("days_after", _("What is late is told at least once."))
        return cleaned

    def beside(self):
        url = reverse("inspections:rungs-move") + "?beside=1"
        fields = ("days_before", "days_after", *UsualRungs.STEPS)
        return Beside(now("What this changes in the next 30 days"), now("Look"), url, fields)
