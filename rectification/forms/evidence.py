"""What asking a unit about its evidence asks, what it answers, and what is decided."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework.forms import FilesField, MoveForm

from ..models import EvidenceFlag


class ForTheUnit(MoveForm):
    """What the unit reads must not say which other unit a file was compared with: no other unit is named in it."""

    #: the fields that the unit reads
    told: tuple[str, ...] = ()

    def clean(self):
        cleaned = super().clean()
        texts = {name: cleaned[name] for name in self.told if cleaned.get(name)}
        for name, text in texts.items():
            if named := next((one for one in self._others() if one in text), ""):
                text = _("No other unit may be named here, and “%(name)s” is one.")
                self.add_error(name, forms.ValidationError(text, params={"name": named}))
        return cleaned

    def _others(self):
        """Return what every other unit is called, whatever the file was compared with: the refusal tells nothing."""
        unit = self.thing.unit
        rows = Organisation.objects.inspectable().exclude(pk__in=(unit.pk, unit.parent_id or unit.pk))
        for names in rows.values_list("name", "short_name"):
            yield from (name for name in names if name and name not in unit.name)


class AskUnit(ForTheUnit):
    told = ("question",)

    question = forms.CharField(
        label=_("Question to the unit"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The unit reads the reason of the note and this question; no other unit may be named in it."),
    )

    def prepare(self):
        self.fields["question"].initial = _("Please explain how this file came about, and hand in what shows it.")


class Explain(MoveForm):
    answer = forms.CharField(label=_("Explanation"), widget=forms.Textarea(attrs={"rows": 5}))
    files = FilesField(label=_("Files"), required=False, help_text=_("PDF, Word, Excel or pictures"))


class Decide(MoveForm):
    outcome = forms.ChoiceField(
        label=_("What is concluded"), choices=EvidenceFlag.Outcome.choices, widget=forms.RadioSelect
    )
    ruling = forms.CharField(label=_("Reason for the conclusion"), widget=forms.Textarea(attrs={"rows": 4}))


class DecideAnswered(ForTheUnit, Decide):
    told = ("ruling",)
