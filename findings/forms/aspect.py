"""What the conclusion on an aspect asks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import MoveModelForm, NotTomorrow

from ..models import Aspect


class CorrectAspect(NotTomorrow, MoveModelForm):
    means = forms.MultipleChoiceField(
        label=_("by what means"), choices=Aspect.Means.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Aspect
        fields = ["result", "means", "on", "text"]

    def clean(self):
        cleaned = super().clean()
        looked_at = cleaned.get("result") != Aspect.Result.NOT_CHECKED
        if cleaned.get("result") and looked_at != bool(cleaned.get("means")):
            text = _("Say by what means it was looked at.") if looked_at else _("It was not looked at: name no means.")
            self.add_error("means", text)
        return cleaned


class ConcludeAspect(CorrectAspect):
    class Meta(CorrectAspect.Meta):
        fields = ["category", *CorrectAspect.Meta.fields]

    def prepare(self):
        super().prepare()
        done = Aspect.objects.filter(engagement=self.thing).values("category")
        self.fields["category"].queryset = self.thing.round.category_set.categories.exclude(pk__in=done)
        self.fields["category"].label_from_instance = lambda category: category.name
