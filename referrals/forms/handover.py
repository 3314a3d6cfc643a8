"""What the moves of a referral or a clue ask."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import Note, Papers

from ..models import Clue, Referral


class Dispose(Note):
    disposition = forms.ChoiceField(label=_("Disposition"), choices=())

    field_order = ["disposition", "note"]

    def prepare(self):
        self.fields["disposition"].choices = type(self.thing).Disposition.choices


class Reply(Papers):
    result = forms.CharField(label=_("Result"), widget=forms.Textarea(attrs={"rows": 6}))
    four_forms = forms.ChoiceField(label=_("Four forms"), choices=[("", "—"), *Clue.Form.choices])

    field_order = ["result", "four_forms", "files", "note"]

    def prepare(self):
        if isinstance(self.thing, Referral):
            del self.fields["four_forms"]
