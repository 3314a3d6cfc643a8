"""What feedback, plan, items and fixes ask for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import DateInput, FilesField, MoveForm, Note, Papers, Reason

from .copy import NoteReceipt, SendCopies
from .effects import EnterHandling, EnterRecovery, InstitutionOfItem
from .feedback import DraftOpinion, FeedBack, Overrule, ReviseOpinion, RewordProblem, StatePosition
from .fix import IssueFix, IssueFixFromPaper, ProposeFix, ReportFix
from .item import AskForTime, Reopen, ReportCheck, ReportProgress, RequestClose, ReviewItem, Say, TakeOver
from .measure import Fill, ReturnItems, StateAim, WriteMeasure
from .report import DraftReport, SignReport, TakeDraft, WriteReport

__all__ = [
    "AskForTime",
    "DraftOpinion",
    "DraftReport",
    "EnterHandling",
    "EnterRecovery",
    "FeedBack",
    "Fill",
    "InstitutionOfItem",
    "IssueFix",
    "IssueFixFromPaper",
    "Note",
    "NoteReceipt",
    "Overrule",
    "Papers",
    "ProposeFix",
    "Reason",
    "Reopen",
    "ReportCheck",
    "ReportFix",
    "ReportProgress",
    "RequestClose",
    "ReturnItems",
    "ReviewItem",
    "ReviseOpinion",
    "RewordProblem",
    "Say",
    "SendCopies",
    "SignReport",
    "StateAim",
    "StatePosition",
    "TakeDraft",
    "TakeOver",
    "WriteMeasure",
    "WriteReport",
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
