"""What feedback, plan, items and fixes ask for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import DateInput, FilesField, MoveForm, MoveModelForm, Note, Papers, Reason

from .. import guard
from ..models import Item
from .copy import NoteReceipt, SendCopies
from .feedback import DraftOpinion, FeedBack, Overrule, ReviseOpinion, RewordProblem, StatePosition

__all__ = [
    "DraftOpinion",
    "FeedBack",
    "Note",
    "NoteReceipt",
    "Overrule",
    "Papers",
    "Reason",
    "ReviseOpinion",
    "RewordProblem",
    "SendCopies",
    "StatePosition",
]


class Fill(MoveModelForm):
    class Meta:
        model = Item
        fields = ["goal", "measures", "leader", "department", "person", "due_kind", "due_on"]

    def clean_due_on(self):
        day = self.cleaned_data["due_on"]
        if day and day < self.thing.feedback.held_on:
            raise forms.ValidationError(_("It can't be before the day of the feedback."))
        return day


class ReportProgress(MoveForm):
    percent = forms.IntegerField(label=_("Progress in %"), min_value=0, max_value=100)
    done = forms.CharField(label=_("What was done"), widget=forms.Textarea(attrs={"rows": 5}))
    files = FilesField(label=_("Evidence"), required=False, help_text=_("PDF, Word, Excel or pictures"))

    def prepare(self):
        self.fields["percent"].initial = self.thing.percent


class RequestClose(Note):
    outcome = forms.ChoiceField(label=_("State of completion"), choices=())
    institutions = forms.CharField(
        label=_("Rules made or amended"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    field_order = ["outcome", "institutions", "note"]

    def prepare(self):
        self.fields["outcome"].choices = [
            (value.value, value.label) for value in (Item.Outcome.DONE, Item.Outcome.BASICALLY)
        ]


class Endorse(Note):
    truth = forms.BooleanField(label=_("I have looked at it myself and answer for its truth."))

    field_order = ["truth", "note"]


class FileReport(Papers):
    report = forms.CharField(label=_("Report on rectification"), widget=forms.Textarea(attrs={"rows": 8}))
    truth = forms.BooleanField(label=_("I have looked at it myself and answer for its truth."))

    field_order = ["report", "files", "truth", "note"]


class AssessRound(MoveForm):
    past = ("held_on",)

    held_on = forms.DateField(label=_("Assessed on"), widget=DateInput())
    note = forms.CharField(label=_("Outcome of the assessment"), widget=forms.Textarea(attrs={"rows": 6}))
    files = FilesField(label=_("Assessment report"), required=False, help_text=_("PDF, Word, Excel or pictures"))

    def prepare(self):
        self.fields["held_on"].initial = self.today


class IssueFix(MoveForm):
    ahead = ("due_on",)

    demand = forms.CharField(label=_("What is demanded"), widget=forms.Textarea(attrs={"rows": 4}))
    due_on = forms.DateField(label=_("To be done by"), widget=DateInput())

    def prepare(self):
        finding = self.thing.finding
        self.fields["demand"].initial = finding.recommendation
        self.fields["due_on"].initial = finding.engagement.round.stays_until

    def clean_demand(self):
        places = guard.places_in({"demand": self.cleaned_data["demand"]}, self.thing.finding.engagement)
        if places:
            text = _("What lies under seal must not leave the house: %(places)s.")
            raise forms.ValidationError(text, params={"places": "；".join(map(str, places))})
        return self.cleaned_data["demand"]


class ReportFix(Papers):
    result = forms.CharField(label=_("Result"), widget=forms.Textarea(attrs={"rows": 4}))

    field_order = ["result", "files", "note"]
