"""What the register of institutions asks: the rule, its document, and the paper itself."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import FilesField, MoveModelForm

from ..models import Institution
from .task import departments


class RegisterInstitution(MoveModelForm):
    """A rule is there when its document is: with number and date, dated after what it answers was found."""

    past = ("issued_on",)

    files = FilesField(label=_("The document"), help_text=_("PDF, Word, Excel or pictures"))

    class Meta:
        model = Institution
        fields = ["kind_of", "name", "paper", "issued_on"]

    def found_on(self):
        return self.thing.found_on

    def clean_issued_on(self):
        day, found = self.cleaned_data["issued_on"], self.found_on()
        if found and day <= found:
            text = _("The problem was found by %(day)s: a rule from before can't be the answer to it.")
            raise forms.ValidationError(text % {"day": found.isoformat()})
        return day


class RecordInstitution(RegisterInstitution):
    """The same, by the office, which also says whose rule it is."""

    class Meta(RegisterInstitution.Meta):
        fields = ["owner", *RegisterInstitution.Meta.fields]

    def prepare(self):
        self.fields["owner"].queryset = departments(self.thing)

    def found_on(self):
        return self.thing.found_until()


class InstitutionOfFinding(RecordInstitution):
    """The same for one finding, whose paper says when it was found."""

    def prepare(self):
        self.fields["owner"].queryset = departments(self.thing.engagement.round)

    def found_on(self):
        return self.thing.paper.found_on if self.thing.paper else None


class CorrectInstitution(RegisterInstitution):
    """The register's own entry, with its document again."""
