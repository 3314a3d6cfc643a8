"""What the moves of a petition ask. What is under seal is never kept as a draft."""

import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import DateInput, FilesField, MoveForm, MoveModelForm, Note, NotTomorrow, Reason

from ..models import Petition, Unsealing

PETITION_FIELDS = [
    "channel",
    "on",
    "about_unit",
    "about_name",
    "about_post",
    "managed",
    "important",
    "summary",
]
REPORTER_FIELDS = ["reporter_name", "reporter_unit", "reporter_phone"]
#: the head of the office lets somebody know for so many days at most
LONGEST_LEAVE = datetime.timedelta(days=7)


class CorrectPetition(NotTomorrow, MoveModelForm):
    class Meta:
        model = Petition
        fields = PETITION_FIELDS
        help_texts = {"summary": _("Without the name of the reporter, and without what gives him away.")}


class RegisterPetition(CorrectPetition):
    """The entry, and beside it who the reporter is, if he says so."""

    undrafted = tuple(REPORTER_FIELDS)

    reporter_name = forms.CharField(
        label=_("Name of the reporter"),
        required=False,
        max_length=60,
        help_text=_("Goes under seal at once and is shown nowhere. Empty: anonymous."),
    )
    reporter_unit = forms.CharField(label=_("Unit or address of the reporter"), required=False, max_length=120)
    reporter_phone = forms.CharField(label=_("How to reach the reporter"), required=False, max_length=120)
    files = FilesField(label=_("Files"), required=False, help_text=_("PDF, Word, Excel or pictures"))

    def prepare(self):
        super().prepare()
        self.fields["about_unit"].initial = self.thing.unit.name

    def clean(self):
        cleaned = super().clean()
        name = cleaned.get("reporter_name", "")
        if not name and (cleaned.get("reporter_unit") or cleaned.get("reporter_phone")):
            self.add_error("reporter_name", _("A real name, or nothing at all about the reporter."))
        if name and any(name in (cleaned.get(field) or "") for field in ("summary", "about_name", "about_post")):
            self.add_error("summary", _("The name of the reporter stands in the text: leave it out."))
        return cleaned


class SeeReporter(Note):
    past = ("seen_on",)

    seen_on = forms.DateField(label=_("Seen on"), widget=DateInput())

    def prepare(self):
        self.fields["seen_on"].initial = self.today
        self.fields["note"].help_text = _("Without the name of the reporter, and without what gives him away.")


class PassOn(Reason):
    passed_to = forms.CharField(label=_("Passed on to"), max_length=120, initial="区信访局")


class Receipt(MoveForm):
    receipt = forms.CharField(label=_("Number of the receipt"), max_length=60)
    files = FilesField(label=_("Files"), required=False, help_text=_("PDF, Word, Excel or pictures"))


class ConcludePetition(MoveForm):
    conclusion = forms.CharField(
        label=_("How it was dealt with"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What was checked, and what came of it."),
    )


class AskWho(MoveModelForm):
    class Meta:
        model = Unsealing
        fields = ["motive"]


class GrantUnsealing(Note):
    until = forms.DateField(label=_("Open until"), widget=DateInput())

    def prepare(self):
        self.fields["until"].initial = self.today

    def clean_until(self):
        day = self.cleaned_data["until"]
        if self.today and not self.today <= day <= self.today + LONGEST_LEAVE:
            raise forms.ValidationError(_("From today on, seven days at most."))
        return day
