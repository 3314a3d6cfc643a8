"""What the moves of a problem from an upper level ask."""

from django import forms
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework.forms import DateInput, FilesField, MoveForm, MoveModelForm, Note, SheetUpload
from inspections.actions import PLANNING

from ..models import ExternalFinding, Finding, UpReport
from .finding import PersonsField

NOT_THERE = _("These words do not stand in the original: %(words)s")
RECEIVED_FIELDS = ["place", "title_text", "text", "aspect", "source", "source_paper", "received_on", "due_on"]


class ReceiveExternal(MoveModelForm):
    """One problem of the letter; what the letter says for all of them is there already from the second one on."""

    past = ("received_on",)
    ahead = ("due_on",)

    files = FilesField(label=_("Files"), required=False, help_text=_("the letter as it came"))

    class Meta:
        model = ExternalFinding
        fields = RECEIVED_FIELDS
        widgets = {"text": forms.Textarea(attrs={"rows": 8})}
        help_texts = {
            "title_text": _("The heading of the problem in the letter."),
            "text": _("Word by word; nobody can change it afterwards."),
            "due_on": _("The day that the upper level has set."),
        }

    def prepare(self):
        before = ExternalFinding.objects.filter(round=self.thing).order_by("-pk").first()
        self.initial["received_on"] = self.today
        if before:
            for name in ("aspect", "source", "source_paper", "received_on", "due_on"):
                self.initial[name] = getattr(before, name)
            if before.place:
                self.initial["place"] = before.place + 1

    def clean_text(self):
        return "\n".join(line.rstrip() for line in self.cleaned_data["text"].strip().splitlines())


class Decompose(MoveModelForm):
    """An item: who answers for it, and which words of the original it quotes."""

    units = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        label=_("Who answers for it"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each gets an item of its own."),
    )
    persons = PersonsField(
        label=_("persons concerned"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One person a line: the name, a space, the post; then 区管干部 if the district manages him."),
    )

    field_order = ["units", "title_text", "facts", "category", "concerns", "persons", "recommendation"]

    class Meta:
        model = Finding
        fields = ["title_text", "facts", "category", "concerns", "persons", "recommendation"]
        labels = {"facts": _("Words of the upper level"), "recommendation": _("What is to be done")}
        help_texts = {
            "title_text": _("In words that stand in the original."),
            "facts": _("Take out the lines that others answer for; what stays must stand in the original."),
        }
        widgets = {"facts": forms.Textarea(attrs={"rows": 8}), "recommendation": forms.Textarea(attrs={"rows": 3})}

    def prepare(self):
        external: ExternalFinding = self.thing
        round = external.round
        units = Organisation.objects.visible_to(self.by).inspectable()
        had = round.engagements.exclude(stage__in=ExternalFinding.ADDED_TO)
        units = units.exclude(pk__in=had.values("unit"))
        if round.stage not in PLANNING:
            units = units.filter(pk__in=round.engagements.values("unit"))
            self.fields["units"].help_text = _(
                "The division of work is decided: only units that have a part of it already. Each gets an item."
            )
        self.fields["units"].queryset = units.in_order()
        self.fields["title_text"].initial = external.title_text
        self.fields["facts"].initial = external.text
        self.fields["category"].queryset = round.category_set.categories.all()
        self.fields["category"].required = True
        self.fields["concerns"].required = True
        self.fields["concerns"].initial = Finding.Concerns.UNIT

    def clean_title_text(self):
        said = self.cleaned_data["title_text"].strip()
        if said not in self.thing.title_text and said not in self.thing.text:
            raise forms.ValidationError(
                _("These words do not stand in the original: %(words)s"), params={"words": said}
            )
        return said

    def clean_facts(self):
        said = "\n".join(filter(None, map(str.strip, self.cleaned_data["facts"].splitlines())))
        try:
            self.thing.passages(said)
        except ValueError as error:
            raise forms.ValidationError(NOT_THERE, params={"words": error.args[0]}) from error
        return said

    def clean(self):
        cleaned = super().clean()
        named = cleaned.get("concerns") not in (None, "", Finding.Concerns.UNIT)
        if named and not cleaned.get("persons") and "persons" not in self.errors:
            self.add_error("persons", _("Say whom it concerns."))
        return cleaned


class FinishDecomposing(Note):
    """A reason is asked for when a part of the original is in no item."""

    def prepare(self):
        left = self.thing.unquoted(self.thing.findings.values_list("number", "facts"))
        self.left = left
        if left:
            text = _("In no item: %(words)s. Say why it is left out.") % {"words": "；".join(left)}
            self.fields["note"].required = True
            self.fields["note"].label = _("Reason")
            self.fields["note"].help_text = text


class ReadExternal(SheetUpload):
    """A letter of the upper level as a workbook, and what the letter says for all of its problems."""

    source = forms.CharField(label=_("fed back by"), max_length=120)
    source_paper = forms.CharField(label=_("number of the letter"), max_length=80, required=False)
    received_on = forms.DateField(label=_("letter received on"), widget=DateInput())
    due_on = forms.DateField(
        label=_("To be reported by"), widget=DateInput(), help_text=_("For rows that name no day of their own.")
    )

    field_order = ["source", "source_paper", "received_on", "due_on", "file"]


class MoveUpperDate(MoveForm):
    ahead = ("due_on",)

    due_on = forms.DateField(label=_("To be reported by"), widget=DateInput())
    note = forms.CharField(label=_("Who moved it, and by which paper"), widget=forms.Textarea(attrs={"rows": 3}))

    def prepare(self):
        self.fields["due_on"].initial = self.thing.due_on


class ProblemsField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, external):
        return f"{external.number} {external.title_text}"


class ReportUp(MoveModelForm):
    """What was reported to whom, and which problems it reports as put right."""

    past = ("on",)

    problems = ProblemsField(
        ExternalFinding.objects.none(),
        label=_("Reported as put right"),
        required=False,
        help_text=_("Those of which every item is settled. Leave it empty for an interim report."),
    )
    files = FilesField(label=_("Files"), required=False, help_text=_("the report as it was signed"))

    field_order = ["number", "receiver", "on", "problems", "about", "files"]

    class Meta:
        model = UpReport
        fields = ["number", "receiver", "on", "about"]

    def prepare(self):
        above = self.thing.external_findings
        ready = above.filter(stage=ExternalFinding.Stage.ASSIGNED).with_items().filter(items=F("finished"))
        self.fields["problems"].queryset = ready.order_by("place", "pk")
        self.initial["on"] = self.today
        first = above.order_by("pk").first()
        if first:
            self.initial["receiver"] = first.source


class StruckOff(MoveForm):
    past = ("closed_on",)

    closed_on = forms.DateField(label=_("struck off on"), widget=DateInput())
    closing_paper = forms.CharField(label=_("paper that strikes it off"), max_length=80)
    note = forms.CharField(label=_("Opinion"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    files = FilesField(label=_("Files"), required=False, help_text=_("PDF, Word, Excel or pictures"))

    def prepare(self):
        self.fields["closed_on"].initial = self.today


class ReturnedAbove(MoveUpperDate):
    """What the upper level finds missing, and by when it has to be reported again."""

    def prepare(self):
        self.fields["note"].label = _("Reason")
