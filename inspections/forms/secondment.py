"""What asking a home unit, its answer and the appraisal ask."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import DateInput, FilesField, MoveForm, Note, Papers

from ..models import Grade, Posting, Secondment, without_consent
from .team import not_in_two_teams


class _Time(MoveForm):
    """From when to when somebody is lent, so that he is in one team at a time."""

    def posting(self):
        """Return the place in a team that this is about."""
        return self.thing.posting

    def clean(self):
        cleaned = super().clean()
        begins, ends = cleaned.get("begins_on"), cleaned.get("ends_on")
        if begins and ends:
            posting = self.posting()
            if ends < begins:
                self.add_error("ends_on", _("The last day comes before the first."))
            else:
                not_in_two_teams([posting.person], posting.team.round, begins, ends, but=posting.pk)
        return cleaned


class AskHomeUnit(_Time):
    begins_on = forms.DateField(label=_("Lent from"), widget=DateInput())
    ends_on = forms.DateField(label=_("Lent until"), widget=DateInput())
    note = forms.CharField(
        label=_("Message to the unit"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The unit reads it: don't name what is inspected."),
    )
    files = FilesField(label=_("Letter"), required=False, help_text=_("PDF, Word, Excel or pictures"))

    def posting(self):
        return self.thing

    def prepare(self):
        for name in ("begins_on", "ends_on"):
            self.fields[name].initial = getattr(self.thing, name)


class AskAgain(AskHomeUnit):
    def posting(self):
        return self.thing.posting

    def prepare(self):
        proposed = self.thing.proposed_from
        self.fields["begins_on"].initial = proposed or self.thing.begins_on
        self.fields["ends_on"].initial = self.thing.proposed_until or self.thing.ends_on


class ExtendSecondment(MoveForm):
    ends_on = forms.DateField(label=_("Lent until"), widget=DateInput())
    note = forms.CharField(
        label=_("How the unit agreed"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("By which letter, or with whom it was talked over and when."),
    )
    files = FilesField(label=_("Files"), required=False, help_text=_("PDF, Word, Excel or pictures"))

    def clean_ends_on(self):
        day, posting = self.cleaned_data["ends_on"], self.thing.posting
        if day <= self.thing.ends_on:
            raise forms.ValidationError(_("He is lent until that day already."))
        not_in_two_teams([posting.person], posting.team.round, posting.begins_on, day, but=posting.pk)
        return day


class DeclineSecondment(MoveForm):
    refusal = forms.CharField(label=_("Reason for not lending"), widget=forms.Textarea(attrs={"rows": 4}))
    proposed_from = forms.DateField(
        label=_("Proposed from"),
        required=False,
        widget=DateInput(),
        help_text=_("Only if the unit can spare him at another time."),
    )
    proposed_until = forms.DateField(label=_("Proposed until"), required=False, widget=DateInput())

    def clean(self):
        cleaned = super().clean()
        begins, ends = cleaned.get("proposed_from"), cleaned.get("proposed_until")
        if begins and not ends and "proposed_until" not in self.errors:
            self.add_error("proposed_until", _("Say both days, or none."))
        if ends and not begins and "proposed_from" not in self.errors:
            self.add_error("proposed_from", _("Say both days, or none."))
        if begins and ends and ends < begins:
            self.add_error("proposed_until", _("The last day comes before the first."))
        return cleaned


class OnPaper(Note):
    """What came on paper is filed as a scan."""

    files = FilesField(label=_("Scan of the paper"), help_text=_("PDF, Word, Excel or pictures"))

    field_order = ["files", "note"]


class Appraise(MoveForm):
    grade = forms.ChoiceField(label=_("Grade"), widget=forms.RadioSelect, choices=Grade.choices)
    text = forms.CharField(
        label=_("Appraisal"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("How he worked and kept the rules. His unit reads it: don't name what was inspected."),
    )

    def prepare(self):
        if not isinstance(self.thing, Secondment):
            self.fields["grade"].initial, self.fields["text"].initial = self.thing.grade, self.thing.text


class Staff(Papers):
    """Teams are complete; when a home unit has not agreed, why they are all the same."""

    def prepare(self):
        waiting = without_consent(Posting.objects.serving().filter(team__round=self.thing))
        names = "、".join(str(posting.person) for posting in waiting.select_related("person"))
        if names:
            field = self.fields["note"]
            field.required = True
            field.label = _("Why the teams are complete without the consent of every home unit")
            field.help_text = _("Without consent: %(names)s.") % {"names": names}
