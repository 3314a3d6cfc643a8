"""What sending a list to units not visited yet asks, and what a unit returns."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.given import GivenAgain
from accounts.models import Organisation
from casework.forms import FilesField, Note

from ..models import SelfCheck, can_sign, not_visited
from .outgoing import Outgoing


class SendSelfChecks(Outgoing):
    """The list goes to all units not visited in this term, or to those of some kinds."""

    leaves = ("title_text", "text")

    title_text = forms.CharField(label=_("What is looked for"), max_length=200)
    text = forms.CharField(
        label=_("List of what to look at"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Every unit reads this and nothing else of the common problem."),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of units"),
        required=False,
        choices=[(kind.value, kind.label) for kind in Organisation.INSPECTABLE],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: all units not visited in this term yet."),
    )

    field_order = ["title_text", "text", "kinds", "due_on"]

    def prepare(self):
        self.fields["title_text"].initial = self.thing.title_text
        self.fields["text"].initial = self.thing.manifestation

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not units_for(self.thing, cleaned.get("kinds") or ()).exists():
            self.add_error("kinds", _("No such unit is left that could sign for the list."))
        return cleaned


def units_for(problem, kinds):
    """Return the units that the list of a common problem can still go to."""
    units = can_sign(not_visited(problem.term)).in_order()
    if kinds:
        units = units.filter(kind_of__in=kinds)
    here = problem.self_checks.exclude(stage=SelfCheck.Stage.TAKEN_BACK)
    return units.exclude(pk__in=here.values("unit"))


class AnswerSelfCheck(GivenAgain, Note):
    outcome = forms.ChoiceField(label=_("What was found"), choices=SelfCheck.Outcome.choices, widget=forms.RadioSelect)
    result = forms.CharField(
        label=_("How it was looked into, and what was put right"), widget=forms.Textarea(attrs={"rows": 5})
    )
    files = FilesField(label=_("Files"), required=False, help_text=_("PDF, Word, Excel or pictures"))

    field_order = ["outcome", "result", "files", "again", "note"]
