"""What category sets of the office's own, and local priorities, ask."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import MoveModelForm

from ..models import CategorySet, Discipline, OwnCategory, OwnSet, Priority


class DraftSet(MoveModelForm):
    class Meta:
        model = OwnSet
        fields = ["name", "since", "replaces"]

    def prepare(self):
        self.fields["replaces"].queryset = CategorySet.objects.open_to_new_rounds()


class DraftCategory(MoveModelForm):
    disciplines = forms.MultipleChoiceField(
        label=_("of the six disciplines"),
        choices=Discipline.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("To which of the six disciplines this category answers: one or more."),
    )

    class Meta:
        model = OwnCategory
        fields = ["name", "short", "disciplines", "questions"]


class ListPriority(MoveModelForm):
    class Meta:
        model = Priority
        fields = ["name", "description"]
