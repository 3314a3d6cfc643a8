"""What the three lists ask: the aim of an item, and each of its measures."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import MoveForm, MoveModelForm, Reason

from ..models import Item, Measure

GOAL = Item._meta.get_field("goal")


class WriteMeasure(MoveModelForm):
    """One measure; what is still empty is asked for when the plan is handed in."""

    class Meta:
        model = Measure
        fields = ["text", "aim", "leader", "department", "person", "due_kind", "due_on"]

    def prepare(self):
        for name in {"text", "aim"} & set(self.fields):
            self.fields[name].widget.attrs["rows"] = 3

    def clean_due_on(self):
        day = self.cleaned_data["due_on"]
        item = self.thing.item if isinstance(self.thing, Measure) else self.thing
        if day and day < item.feedback.held_on:
            raise forms.ValidationError(_("It can't be before the day of the feedback."))
        return day


class Fill(WriteMeasure):
    """The aim of the item and its one measure, on one page."""

    goal = forms.CharField(label=GOAL.verbose_name, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    field_order = ["goal"]

    class Meta(WriteMeasure.Meta):
        fields = ["text", "leader", "department", "person", "due_kind", "due_on"]

    def prepare(self):
        super().prepare()
        self.fields["goal"].initial = self.thing.goal
        if measure := next(iter(self.thing.standing()), None):
            self.initial = {name: getattr(measure, name) for name in self.Meta.fields} | self.initial


class StateAim(MoveForm):
    goal = forms.CharField(label=GOAL.verbose_name, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def prepare(self):
        self.fields["goal"].initial = self.thing.goal


class ReturnItems(Reason):
    """Which items fail; the others are approved."""

    items = forms.ModelMultipleChoiceField(
        label=_("Items that are returned"), queryset=Item.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    field_order = ["items", "note"]

    def prepare(self):
        rows = self.thing.feedback.items.filter(stage=Item.Stage.UNDER_REVIEW).order_by("place")
        self.fields["items"].queryset = rows
        self.fields["items"].label_from_instance = lambda item: f"{item.place}. {item.problem}"
