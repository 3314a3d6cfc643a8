"""What taking the archive of a round asks."""

from django import forms

from casework.forms import MoveModelForm
from casework.forms import Note as WithNote

from ..models import RoundArchive


class TakeArchive(MoveModelForm):
    """For how long each part is kept, where the office knows it; why it is taken."""

    note = WithNote.base_fields["note"]

    class Meta:
        model = RoundArchive
        fields = ["case_keep", "office_keep"]
        widgets = {name: forms.TextInput(attrs={"autocomplete": "off"}) for name in fields}
