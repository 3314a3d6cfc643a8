"""What profiles of the office's own, and their rules, ask."""

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework.forms import Beside, MoveModelForm
from casework.models import DeadlineRule
from casework.moves import counted_back

from ..models import OwnProfile, OwnRule, open_to_new_rounds


class DraftProfile(MoveModelForm):
    class Meta:
        model = OwnProfile
        fields = ["name", "since", "based_on", "note"]

    def prepare(self):
        self.fields["based_on"].queryset = open_to_new_rounds()


class AmendProfile(MoveModelForm):
    class Meta:
        model = OwnProfile
        fields = ["name", "since", "note"]


class AmendRule(MoveModelForm):
    """How long, counted how, on what it rests, and when it is called to mind."""

    class Meta:
        model = OwnRule
        fields = ["amount", "unit", "direction", "basis", "certainty", "days_before", "days_after"]

    def prepare(self):
        self.fields["direction"].required = False

    def clean_direction(self):
        """Counted on, unless somebody says otherwise."""
        return self.cleaned_data["direction"] or DeadlineRule.Direction.AFTER

    def clean(self):
        cleaned = super().clean()
        general = cleaned.get("general") or getattr(self.thing, "general", None)
        if general and cleaned.get("direction") == DeadlineRule.Direction.BEFORE and general.code not in counted_back():
            self.add_error("direction", _("For this rule no day is set from which it could be counted back."))
        for name in ("days_before", "days_after"):
            days = cleaned.get(name) or []
            if len(set(days)) < len(days):
                self.add_error(name, _("A day is named twice."))
        return cleaned

    def beside(self):
        url = reverse("inspections:rule-moves", args=[self.thing.key]) + "?beside=1"
        return Beside(now("Dates that this moves"), now("Look"), url, ("general", "amount", "unit", "direction"))


class AddRule(AmendRule):
    """A rule that this profile has of its own; beside another of the same code both apply, and the strictest counts."""

    general = forms.ModelChoiceField(
        label=_("rule"),
        queryset=DeadlineRule.objects.none(),
        to_field_name="code",
        help_text=_("What has to be done by then, as it holds for all profiles."),
    )

    class Meta(AmendRule.Meta):
        fields = ["general", *AmendRule.Meta.fields]

    def prepare(self):
        super().prepare()
        rules = DeadlineRule.objects.filter(profile=None).exclude(unit=DeadlineRule.Unit.CHOSEN)
        self.fields["general"].queryset = rules.order_by("pk")
        self.fields["general"].label_from_instance = lambda rule: now(rule.name)
