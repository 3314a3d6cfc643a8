"""What an incident of obstruction asks, from the team, the office and for the unit."""

from django import forms
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casework.forms import FilesField, MoveForm, MoveModelForm, NotTomorrow

from ..models import DocumentRequest, Obstruction


class NoteObstruction(NotTomorrow, MoveModelForm):
    files = FilesField(label=_("Files"), required=False, help_text=_("PDF, Word, Excel or pictures"))

    class Meta:
        model = Obstruction
        fields = ["kind_of", "on", "documents", "facts"]

    def prepare(self):
        super().prepare()
        asked = DocumentRequest.objects.filter(engagement=self.thing)
        stages = DocumentRequest.Stage
        late = Q(received_on__gt=F("due_on")) | Q(stage=stages.ASKED, due_on__lt=self.today) | Q(stage=stages.NOT_GIVEN)
        self.fields["documents"].queryset = asked.filter(late).order_by("pk")
        self.fields["documents"].label_from_instance = lambda asked: f"{asked.number} {asked}"


class DecideObstruction(MoveForm):
    outcome = forms.ChoiceField(label=_("What was decided"), choices=Obstruction.Outcome.choices)
    decision = forms.CharField(label=_("About the decision"), widget=forms.Textarea(attrs={"rows": 4}))
    files = FilesField(label=_("Files"), required=False, help_text=_("PDF, Word, Excel or pictures"))


class TellUnit(MoveForm):
    text = forms.CharField(
        label=_("What the unit is told"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The unit reads this, and nothing else of the incident."),
    )
