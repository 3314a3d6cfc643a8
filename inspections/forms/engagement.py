"""What the moves of an engagement ask."""

from dateutil.relativedelta import relativedelta
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework.forms import MoveForm, Papers

from ..models import Engagement, Team, UpperInspection


class ChooseTarget(MoveForm):
    unit = forms.ModelChoiceField(Organisation.objects.none(), label=_("Inspected unit"))
    process = forms.ChoiceField(
        label=_("Process"),
        required=False,
        choices=[("", _("As its kind asks for")), *Engagement.Process.choices],
        help_text=_("Villages and communities have six steps, all other units the full process."),
    )

    def prepare(self):
        here = Engagement.objects.filter(round=self.thing).values("unit")
        self.fields["unit"].queryset = (
            Organisation.objects.visible_to(self.by).inspectable().exclude(pk__in=here).in_order()
        )
        self.fields["unit"].help_text = self.from_above()

    def from_above(self) -> str:
        """Say which units an upper level is inspecting, or has inspected within a year: a hint, never a bar."""
        begins = self.thing.stays_from or self.today
        if begins is None:
            return ""
        since = begins - relativedelta(years=1)
        recent = UpperInspection.objects.visible_to(self.by).filter(Q(ends_on=None) | Q(ends_on__gte=since))
        rows = recent.exclude(unit=None).select_related("unit").order_by("unit__tree_key")
        named = "、".join(f"{one.unit}（{one.body}）" for one in rows[:20])
        return _("Inspected from above within a year: %(units)s.") % {"units": named} if named else ""


class ChangeProcess(MoveForm):
    process = forms.ChoiceField(label=_("Process"), choices=Engagement.Process.choices, widget=forms.RadioSelect)
    note = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))

    def prepare(self):
        self.fields["process"].initial = self.thing.process


class Assign(MoveForm):
    team = forms.ModelChoiceField(Team.objects.none(), label=_("Team"))

    def prepare(self):
        self.fields["team"].queryset = Team.objects.visible_to(self.by).filter(
            round=self.thing.round, stage__in=(Team.Stage.FORMING, Team.Stage.AUTHORISED)
        )


class HandInReport(Papers):
    report = forms.CharField(label=_("Summary of the report"), widget=forms.Textarea(attrs={"rows": 8}))

    field_order = ["report", "files", "note"]
