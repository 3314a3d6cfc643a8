"""What the two reports of a unit ask."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import FilesField, MoveForm, MoveModelForm, Note
from casework.present import label_for

from ..models import UnitReport


class DraftReport(MoveForm):
    kind_of = forms.ChoiceField(label=_("Which report"), choices=(), widget=forms.RadioSelect)

    def prepare(self):
        there = set(self.thing.reports.values_list("kind_of", flat=True)) if self.thing else set()
        self.fields["kind_of"].choices = [row for row in UnitReport.Kind.choices if row[0] not in there]


class WriteReport(MoveModelForm):
    """Its sections; item by item only in the report of the Party organisation."""

    class Meta:
        model = UnitReport
        fields = ["opening", "organising", "overall", "by_item", "further"]
        widgets = {name: forms.Textarea(attrs={"rows": 8}) for name in fields}

    def prepare(self):
        if isinstance(self.thing, UnitReport):
            for name in set(self.fields) - set(self.thing.sections):
                del self.fields[name]


class TakeDraft(MoveForm):
    """Which sections are to say what the house has drafted; the others stay as they were written."""

    sections = forms.MultipleChoiceField(
        label=_("Sections to take from the draft"), choices=(), widget=forms.CheckboxSelectMultiple
    )

    def prepare(self):
        self.fields["sections"].choices = [
            (name, label_for(UnitReport, name))
            for name in self.thing.sections
            if self.thing.drafted.get(name, "") not in ("", getattr(self.thing, name))
        ]


class SignReport(Note):
    truth = forms.BooleanField(label=_("I have looked at it myself and answer for its truth."))
    files = FilesField(label=_("Files"), required=False, help_text=_("PDF, Word, Excel or pictures"))

    field_order = ["truth", "files", "note"]
