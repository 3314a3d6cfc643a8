"""What it asks to let a round go by another profile."""

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework.forms import Beside, Reason
from casework.models import RegulationProfile
from inspections.models import open_to_new_rounds


class TakeUpProfile(Reason):
    """The profile that the round goes by from now on, beside it what that moves, and the reason."""

    profile = forms.ModelChoiceField(
        label=_("regulation profile"), queryset=RegulationProfile.objects.none(), to_field_name="code"
    )
    field_order = ("profile", "note")

    def prepare(self):
        self.fields["profile"].queryset = open_to_new_rounds().exclude(pk=self.thing.profile_id)

    def beside(self):
        url = reverse("rectification:profile-moves", args=[self.thing.key]) + "?beside=1"
        return Beside(now("Dates that this moves"), now("Look"), url, ("profile",))
