"""What a fact sheet asks of the leader who sends it, and of the unit."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.given import GivenAgain
from casework.forms import FilesField, MoveForm, MoveModelForm

from ..models import FactSheet


class SendSheet(MoveModelForm):
    """The facts as the unit reads them: without basis, responsibility or source."""

    class Meta:
        model = FactSheet
        fields = ["title_text", "facts"]
        help_texts = {
            "facts": _("The facts only: nothing on how it is judged, who is responsible, or where it comes from.")
        }

    def prepare(self):
        for name in self._meta.fields:
            self.fields[name].initial = getattr(self.thing, name)


class DisputeFacts(GivenAgain, MoveForm):
    disputed = forms.CharField(label=_("What is not so"), widget=forms.Textarea(attrs={"rows": 4}))
    grounds = forms.CharField(label=_("Why it is not so"), widget=forms.Textarea(attrs={"rows": 4}))
    files = FilesField(label=_("Files"), required=False, help_text=_("PDF, Word, Excel or pictures"))

    field_order = ["disputed", "grounds", "files", "again"]
