"""What making a pledge asks: that one has read it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import MoveForm


class MakePledge(MoveForm):
    accepted = forms.BooleanField(
        label=_("I have read the pledge of confidentiality and the rules of discipline, and will keep them.")
    )
