"""What a common problem asks for: its findings, its name and words, and the meeting that hears it."""

import re

from django import forms
from django.db.models import Case, When
from django.utils.translation import gettext_lazy as _

from casework.forms import FilesField, MoveForm, MoveModelForm
from findings import likeness
from findings.models import Finding
from inspections.forms import MEETING_FIELDS, Held
from inspections.models import Meeting

from ..models import CommonMember, CommonProblem, may_show

#: so many findings are offered beside the one that somebody begins with
OFFERED = 30


class FindingsField(forms.ModelMultipleChoiceField):
    """Findings to choose from, each with its unit and its round."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, finding):
        return f"{finding.number} {finding.title}（{finding.engagement.unit}）"


class WithFindings:
    """Findings that are offered, and the numbers of others: every one must be there and may not be on its way out."""

    def offer(self, rows, taken) -> None:
        """Offer ``rows``, without those in ``taken``, which may not be named by their numbers either."""
        self.taken = set(taken)
        self.fields["findings"].queryset = rows.exclude(pk__in=self.taken).select_related("engagement__unit")

    def clean_numbers(self) -> list[Finding]:
        asked = [one for one in re.split(r"[\s,，、;；]+", self.cleaned_data["numbers"]) if one]
        open_to = may_show(self.by).filter(number__in=asked).exclude(pk__in=self.taken)
        found = {finding.number: finding for finding in open_to.select_related("engagement__unit")}
        errors = [
            forms.ValidationError(_("No finding that can be chosen has the number %(number)s.") % {"number": number})
            for number in asked
            if number not in found
        ]
        if errors:
            raise forms.ValidationError(errors)
        return list(found.values())


def findings_field(**more) -> FindingsField:
    return FindingsField(Finding.objects.none(), label=_("Findings"), required=False, **more)


def numbers_field() -> forms.CharField:
    return forms.CharField(
        label=_("Other findings, by number"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One number a line."),
    )


class BeginCommon(WithFindings, MoveModelForm):
    """The words of the problem, and which further findings show it."""

    findings = findings_field(help_text=_("Of the same category, the most alike first."))
    numbers = numbers_field()

    field_order = ["title_text", "manifestation", "cause", "cause_text", "findings", "numbers"]

    class Meta:
        model = CommonProblem
        fields = ["title_text", "manifestation", "cause", "cause_text"]

    def prepare(self):
        finding = self.thing
        self.fields["manifestation"].widget.attrs["rows"] = 5
        self.fields["cause_text"].widget.attrs["rows"] = 3
        self.fields["title_text"].initial = finding.title_text
        self.fields["cause"].initial = finding.cause
        self.offer(alike(finding, self.by, {finding.pk}), {finding.pk})


def alike(finding: Finding, user, without: set[int]):
    """Return the findings of the same category in other units that read most like it, the likest first."""
    rows = may_show(user).filter(category=finding.category_id).exclude(pk__in=without)
    rows = rows.exclude(engagement__unit=finding.engagement.unit_id)
    found = [row.pk for row in likeness.near(finding.title_text, rows, OFFERED)]
    places = Case(*(When(pk=pk, then=place) for place, pk in enumerate(found)), default=OFFERED)
    return may_show(user).filter(pk__in=found).order_by(places)


class AddFindings(WithFindings, MoveForm):
    """Further findings for a common problem; at least one."""

    findings = findings_field(help_text=_("Of the same category, the most alike first."))
    numbers = numbers_field()

    def prepare(self):
        members = CommonMember.objects.filter(problem=self.thing).showing().order_by("pk")
        taken = set(members.values_list("finding", flat=True))
        first = members.select_related("finding__engagement").first()
        self.offer(alike(first.finding, self.by, taken) if first else Finding.objects.none(), taken)

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("findings") and not cleaned.get("numbers") and not self.errors:
            self.add_error("findings", _("Choose a finding, or name one by its number."))
        return cleaned


class AmendCommon(MoveModelForm):
    class Meta:
        model = CommonProblem
        fields = ["title_text", "manifestation", "category", "cause", "cause_text"]

    def prepare(self):
        used = CommonMember.objects.filter(problem=self.thing).values("finding__engagement__round__category_set")
        categories = self.fields["category"].queryset
        self.fields["category"].queryset = categories.filter(category_set__in=used)


class ReportCommon(Held):
    """The report, and the meeting of the leading group that hears it."""

    kind = Meeting.Kind.LEADING_GROUP

    report = forms.CharField(label=_("Special report"), widget=forms.Textarea(attrs={"rows": 10}))
    files = FilesField(label=_("Files"), required=False, help_text=_("the special report and the minutes"))

    field_order = ["report", "meeting", "note", *MEETING_FIELDS, "files"]

    def prepare(self):
        super().prepare()
        self.fields["meeting"].initial = None  # one that decided on a round is not the one that heard this

    def offered(self):
        return Meeting.objects.of_the_term(self.thing.term, self.kind)
