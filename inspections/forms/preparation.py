"""What the checklist of a unit asks, and what the record of support asks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.given import GivenAgain, GivenBefore
from casework.forms import DateInput, FilesField, MoveForm, MoveModelForm, Reason

from ..models import Preparation, Support
from ..reference import USUAL_PREPARATIONS

NAME = Preparation._meta.get_field("name").max_length or 0


class AskPreparation(GivenBefore, MoveModelForm):
    ahead = ("due_on",)

    class Meta:
        model = Preparation
        fields = ["name", "due_on"]


class AskPreparations(GivenBefore, MoveForm):
    """One thing a line; the usual ones stand there already."""

    ahead = ("due_on",)

    names = forms.CharField(
        label=_("What is to be prepared"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("One thing a line. What is crossed out here is not asked for."),
    )
    due_on = forms.DateField(label=_("to be ready by"), widget=DateInput())

    def prepare(self):
        known = set(self.thing.preparations.values_list("name", flat=True))
        self.fields["names"].initial = "\n".join(name for name in USUAL_PREPARATIONS if name not in known)

    def clean_names(self):
        names = [line.strip() for line in self.cleaned_data["names"].splitlines() if line.strip()]
        for number, name in enumerate(names, start=1):
            if len(name) > NAME:
                raise forms.ValidationError(_("Line %(number)d is too long.") % {"number": number})
        return list(dict.fromkeys(names))


class Prepared(GivenAgain, MoveForm):
    answer = forms.CharField(
        label=_("what the unit says of it"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Where it is, or whom to turn to."),
    )
    files = FilesField(label=_("Files"), required=False, help_text=_("PDF, Word, Excel or pictures"))

    field_order = ["answer", "files", "again"]


class ReturnPreparation(Reason):
    ahead = ("due_on",)

    due_on = forms.DateField(label=_("to be ready by"), widget=DateInput())

    field_order = ["due_on", "note"]


class RecordSupport(MoveModelForm):
    files = FilesField(label=_("Files"), required=False, help_text=_("PDF, Word, Excel or pictures"))

    class Meta:
        model = Support
        fields = ["kind_of", "name", "provider", "begins_on", "ends_on", "cost", "remark"]

    def prepare(self):
        if not isinstance(self.thing, Support):
            self.fields["begins_on"].initial = self.today

    def clean(self):
        cleaned = super().clean()
        begins, ends = cleaned.get("begins_on"), cleaned.get("ends_on")
        if begins and ends and ends < begins:
            self.add_error("ends_on", _("It ends before it begins."))
        cost = cleaned.get("cost")
        if cost is not None and cost < 0:
            self.add_error("cost", _("A cost is not below nought."))
        return cleaned
