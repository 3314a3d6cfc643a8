"""What an extension to a subordinate unit asks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import FilesField, MoveModelForm

from ..models import Extension


class AskExtension(MoveModelForm):
    files = FilesField(label=_("Files"), required=False, help_text=_("PDF, Word, Excel or pictures"))

    class Meta:
        model = Extension
        fields = ["place", "aims_at", "reason"]

    def prepare(self):
        asked = self.thing.extensions.exclude(stage=Extension.Stage.REFUSED).values("place")
        below = self.thing.unit.below().filter(stage="active")
        self.fields["place"].queryset = below.exclude(pk__in=asked).in_order()


def offer_extensions(form, engagement) -> None:
    """Let it be said in which subordinate unit it was found; where there is no extension nobody is asked."""
    offered = engagement.extensions.filter(stage=Extension.Stage.APPROVED).select_related("place")
    form.fields["extension"].queryset = offered
    form.fields["extension"].empty_label = _("In the unit itself")
    if not offered:
        form.fields["extension"].widget = forms.HiddenInput()
