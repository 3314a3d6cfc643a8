"""What feedback, plan, items and fixes ask for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import DateInput, FilesField, MoveForm, Note, Papers, Reason

from .. import guard
from .copy import NoteReceipt, SendCopies
from .effects import EnterHandling, EnterRecovery, InstitutionOfItem
from .feedback import DraftOpinion, FeedBack, Overrule, ReviseOpinion, RewordProblem, StatePosition
from .item import AskForTime, Reopen, ReportCheck, ReportProgress, RequestClose, ReviewItem, Say, TakeOver
from .measure import Fill, ReturnItems, StateAim, WriteMeasure

__all__ = [
    "AskForTime",
    "DraftOpinion",
    "EnterHandling",
    "EnterRecovery",
    "FeedBack",
    "Fill",
    "InstitutionOfItem",
    "Note",
    "NoteReceipt",
    "Overrule",
    "Papers",
    "Reason",
    "Reopen",
    "ReportCheck",
    "ReportProgress",
    "RequestClose",
    "ReturnItems",
    "ReviewItem",
    "ReviseOpinion",
    "RewordProblem",
    "Say",
    "SendCopies",
    "StateAim",
    "StatePosition",
    "TakeOver",
    "WriteMeasure",
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
