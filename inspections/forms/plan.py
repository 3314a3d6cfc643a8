"""What planning a year and recording an upper inspection ask."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework.forms import FilesField, MoveModelForm, Papers

from ..models import AnnualPlan, Meeting, Term, UpperInspection


class PlanYear(MoveModelForm):
    files = FilesField(label=_("Files"), required=False, help_text=_("PDF, Word, Excel or pictures"))

    class Meta:
        model = AnnualPlan
        fields = ["year", "units", "rounds", "focus"]

    def prepare(self):
        if isinstance(self.thing, Term) and self.today:
            self.fields["year"].initial = self.today.year

    def clean_year(self):
        year = self.cleaned_data["year"]
        term = self.thing if isinstance(self.thing, Term) else self.thing.term
        if not term.begins_on.year <= year <= term.ends_on.year:
            text = _("The term lasts from %(begins)s to %(ends)s.")
            raise forms.ValidationError(text % {"begins": term.begins_on.year, "ends": term.ends_on.year})
        others = AnnualPlan.objects.filter(term=term, year=year)
        if isinstance(self.thing, AnnualPlan):
            others = others.exclude(pk=self.thing.pk)
        if others.exists():
            raise forms.ValidationError(_("There is a plan of this year already."))
        return year


class ApprovePlan(Papers):
    """The opinion, its papers, and the meeting of the leading group that approved the plan when it is recorded."""

    meeting = forms.ModelChoiceField(
        Meeting.objects.none(), label=_("Meeting"), required=False, help_text=_("As it is recorded.")
    )

    field_order = ["meeting", "note", "files"]

    def prepare(self):
        held = Meeting.objects.of_the_term(self.thing.term, Meeting.Kind.LEADING_GROUP)
        self.fields["meeting"].queryset = held
        found = list(held[:2])
        if len(found) == 1:
            self.fields["meeting"].initial = found[0]
        if not found:
            self.fields["meeting"].widget = forms.HiddenInput()


class RecordUpper(MoveModelForm):
    files = FilesField(label=_("Files"), required=False, help_text=_("PDF, Word, Excel or pictures"))

    class Meta:
        model = UpperInspection
        fields = ["level", "body", "kind_of", "unit", "begins_on", "ends_on", "fed_back_on", "about"]

    def prepare(self):
        self.fields["unit"].queryset = Organisation.objects.visible_to(self.by).inspectable().in_order()
        self.fields["unit"].empty_label = _("The whole district")

    def clean(self):
        cleaned = super().clean()
        begins, ends, fed_back = (cleaned.get(name) for name in ("begins_on", "ends_on", "fed_back_on"))
        if begins and ends and ends < begins:
            self.add_error("ends_on", _("It ends after it begins."))
        if begins and fed_back and fed_back < begins:
            self.add_error("fed_back_on", _("Feedback comes after it begins."))
        return cleaned
