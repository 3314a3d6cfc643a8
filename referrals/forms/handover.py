"""What the moves of a referral or a clue ask."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework.forms import DateInput, FilesField, MoveForm, Note, Papers

from ..models import Clue, Referral
from .receiver import receivers


class Dispose(Note):
    disposition = forms.ChoiceField(label=_("Disposition"), choices=())

    field_order = ["disposition", "note"]

    def prepare(self):
        """What is kept for later has a day on which it is looked at again: a move of its own asks for it."""
        known = type(self.thing).Disposition.choices
        self.fields["disposition"].choices = [one for one in known if one[0] != Clue.Disposition.PENDING]


class TakeUp(Dispose):
    note = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 4}))


class KeepForLater(MoveForm):
    ahead = ("review_on",)

    review_on = forms.DateField(
        label=_("To be reviewed on"), widget=DateInput(), help_text=_("On this day it is looked at again.")
    )
    note = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 4}))

    def clean_review_on(self):
        day = self.cleaned_data["review_on"]
        if self.today and day <= self.today:
            raise forms.ValidationError(_("Choose a day that is still to come."))
        return day


class Progress(MoveForm):
    progress = forms.CharField(label=_("How it is being handled"), widget=forms.Textarea(attrs={"rows": 5}))

    def prepare(self):
        self.fields["progress"].initial = self.thing.progress


def _people(name: str) -> forms.IntegerField:
    """Return the field for how many people were dealt with in one way; nothing is nobody."""
    label = Clue._meta.get_field(name).verbose_name
    return forms.IntegerField(label=label, min_value=0, max_value=999, required=False, initial=0)


class Reply(Papers):
    result = forms.CharField(label=_("Result"), widget=forms.Textarea(attrs={"rows": 6}))
    four_forms = forms.ChoiceField(label=_("Four forms"), choices=[("", "—"), *Clue.Form.choices])
    party_sanctions = _people("party_sanctions")
    administrative_sanctions = _people("administrative_sanctions")
    organisational_measures = _people("organisational_measures")
    sent_to_justice = _people("sent_to_justice")

    field_order = ["result", "four_forms", *Clue.DEALT_WITH, "files", "note"]

    def prepare(self):
        self.fields["files"].help_text = _("The signed letter of the answer; without it nothing can be settled.")
        if isinstance(self.thing, Referral):
            for name in ("four_forms", *Clue.DEALT_WITH):
                del self.fields[name]

    def clean(self):
        cleaned = super().clean()
        counted = [name for name in Clue.DEALT_WITH if name in self.fields]
        cleaned |= {name: cleaned.get(name) or 0 for name in counted}
        if any(cleaned[name] for name in counted) and cleaned.get("four_forms") == Clue.Form.NONE:
            self.add_error("four_forms", _("Somebody was dealt with: say by which of the four forms."))
        return cleaned


class ReplyPaper(Note):
    files = FilesField(label=_("Files"), help_text=_("PDF, Word, Excel or pictures"))

    field_order = ["files", "note"]


class SendAgain(Papers):
    """To whom it goes now: to the same department once it is completed, or to another one that it may go to."""

    receiver = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Receiver"),
        required=False,
        help_text=_("Another department if it is not for this one; as it was if nothing is chosen."),
    )

    field_order = ["receiver", "files", "note"]

    def prepare(self):
        self.fields["receiver"].queryset = receivers(self.thing)
        self.fields["receiver"].initial = self.thing.receiver
