"""What leave and the division of labour ask."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import MoveForm, MoveModelForm

from ..models import Leave, Posting


class AskLeave(MoveModelForm):
    class Meta:
        model = Leave
        fields = ["kind_of", "begins_on", "ends_on", "reason"]

    def prepare(self):
        self.fields["begins_on"].initial = self.fields["ends_on"].initial = self.today

    def clean(self):
        cleaned = super().clean()
        begins, ends = cleaned.get("begins_on"), cleaned.get("ends_on")
        if not begins or not ends:
            return cleaned
        if ends < begins:
            self.add_error("ends_on", _("The last day comes before the first."))
        open_stages = (Leave.Stage.ASKED, Leave.Stage.APPROVED)
        mine = Leave.objects.filter(posting__person=self.by.person_id or 0, stage__in=open_stages)
        if mine.filter(begins_on__lte=ends, ends_on__gte=begins).exists():
            self.add_error("begins_on", _("You have asked for leave on some of these days already."))
        return cleaned


class AssignDuty(MoveForm):
    posting = forms.ModelChoiceField(Posting.objects.none(), label=_("Member"))
    duty = forms.ChoiceField(label=_("Division of labour"), choices=Posting.Duty.choices)

    def prepare(self):
        serving = Posting.objects.serving().filter(team=self.thing.team_id or 0)
        self.fields["posting"].queryset = serving.select_related("person").order_by("pk")
