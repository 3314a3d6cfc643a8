"""What a paper of the ladder asks: its text, the meeting that decided on the last one, and the answer of the unit."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import FilesField, MoveModelForm, Papers

from .. import guard
from ..models import LadderPaper


def hold_up(form, scope, *names: str) -> None:
    """Refuse texts that would take out of the house what lies under seal, each at its own field."""
    texts = {name: form.cleaned_data.get(name) or "" for name in names}
    for place in guard.places_in({name: text for name, text in texts.items() if text}, scope):
        form.add_error(place.name, _("What lies under seal must not leave the house: %(places)s.") % {"places": place})


class WriteLadderPaper(MoveModelForm):
    """The text that the unit will read, looked through for what lies under seal."""

    ahead = ("due_on",)

    class Meta:
        model = LadderPaper
        fields = ["text", "demand", "due_on"]

    def prepare(self):
        for name in ("text", "demand"):
            self.fields[name].widget.attrs["rows"] = 5

    def clean(self):
        cleaned = super().clean()
        hold_up(self, self.thing.engagement.round, "text", "demand")
        return cleaned


class AnswerLadderPaper(Papers):
    answer = forms.CharField(label=_("What was done about the paper"), widget=forms.Textarea(attrs={"rows": 6}))
    truth = forms.BooleanField(label=_("I have looked at it myself and answer for its truth."))
    files = FilesField(label=_("Files"), required=False, help_text=_("PDF, Word, Excel or pictures"))

    field_order = ["answer", "files", "truth", "note"]
