"""What is asked of an item on its way from the plan until it is struck off, and after."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import DateInput, FilesField, MoveForm, Note, Papers, Reason

from ..models import Item, ItemReview

Outcome = Item.Outcome


class ReviewItem(MoveForm):
    verdict = forms.ChoiceField(
        label=_("Joint review opinion"), choices=ItemReview.Verdict.choices, widget=forms.RadioSelect
    )
    missing = forms.CharField(label=_("What is missing"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("verdict") == ItemReview.Verdict.RETURNS and not cleaned.get("missing"):
            self.add_error("missing", _("Say what is missing."))
        return cleaned


class ReportProgress(MoveForm):
    percent = forms.IntegerField(label=_("Progress in %"), min_value=0, max_value=100)
    outcome = forms.ChoiceField(label=_("State of completion"), choices=(), required=False)
    done = forms.CharField(label=_("What was done"), widget=forms.Textarea(attrs={"rows": 5}))
    files = FilesField(label=_("Evidence"), required=False, help_text=_("PDF, Word, Excel or pictures"))

    def prepare(self):
        self.fields["percent"].initial = self.thing.percent
        values = (Outcome.GOING_ON, Outcome.BASICALLY, Outcome.DONE, Outcome.NOT_DONE)
        self.fields["outcome"].choices = [(value.value, value.label) for value in values]

    def clean_outcome(self):
        return self.cleaned_data["outcome"] or Outcome.GOING_ON.value


class RequestClose(Note):
    outcome = forms.ChoiceField(label=_("State of completion"), choices=())
    institutions = forms.CharField(
        label=_("Rules made or amended"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    field_order = ["outcome", "institutions", "note"]

    def prepare(self):
        self.fields["outcome"].choices = [(value.value, value.label) for value in (Outcome.DONE, Outcome.BASICALLY)]
        self.fields["institutions"].initial = self.thing.institutions


class Reopen(Reason):
    """Why it is opened again, and until when it is put right."""

    ahead = ("due_on",)

    reopened_for = forms.ChoiceField(label=_("Opened again because of"), choices=Item.Again.choices)
    due_on = forms.DateField(label=_("New date"), widget=DateInput())

    field_order = ["reopened_for", "due_on", "note"]


class AskForTime(MoveForm):
    ahead = ("due_on",)

    due_on = forms.DateField(label=_("New date"), widget=DateInput())
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 4}))
    files = FilesField(label=_("Files"), required=False, help_text=_("PDF, Word, Excel or pictures"))

    def clean_due_on(self):
        day = self.cleaned_data["due_on"]
        if self.thing.due_on and day <= self.thing.due_on:
            text = _("It must be later than the date so far, %(day)s.")
            raise forms.ValidationError(text % {"day": self.thing.due_on.isoformat()})
        return day


class Say(MoveForm):
    text = forms.CharField(label=_("Question or answer"), widget=forms.Textarea(attrs={"rows": 4}))
    files = FilesField(label=_("Files"), required=False, help_text=_("PDF, Word, Excel or pictures"))


class ReportCheck(MoveForm):
    report = forms.CharField(label=_("How it stands"), widget=forms.Textarea(attrs={"rows": 5}))
    files = FilesField(label=_("Evidence"), required=False, help_text=_("PDF, Word, Excel or pictures"))


class TakeOver(Papers):
    truth = forms.BooleanField(label=_("I take over the open items with the dates that they have."))

    field_order = ["truth", "files", "note"]
