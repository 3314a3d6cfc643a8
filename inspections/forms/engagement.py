"""What the moves of an engagement ask."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework.forms import MoveForm, Papers

from ..models import Engagement, Team


class ChooseTarget(MoveForm):
    unit = forms.ModelChoiceField(Organisation.objects.none(), label=_("Inspected unit"))

    def prepare(self):
        here = Engagement.objects.filter(round=self.thing).values("unit")
        self.fields["unit"].queryset = (
            Organisation.objects.visible_to(self.by).inspectable().exclude(pk__in=here).in_order()
        )


class Assign(MoveForm):
    team = forms.ModelChoiceField(Team.objects.none(), label=_("Team"))

    def prepare(self):
        self.fields["team"].queryset = Team.objects.visible_to(self.by).filter(
            round=self.thing.round, stage__in=(Team.Stage.FORMING, Team.Stage.AUTHORISED)
        )


class HandInReport(Papers):
    report = forms.CharField(label=_("Summary of the report"), widget=forms.Textarea(attrs={"rows": 8}))

    field_order = ["report", "files", "note"]
