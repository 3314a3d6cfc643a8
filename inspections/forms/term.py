"""What the moves of a term ask."""

from django.utils.translation import gettext_lazy as _

from casework.forms import MoveModelForm

from ..models import Term


class OpenTerm(MoveModelForm):
    class Meta:
        model = Term
        fields = ["name", "begins_on", "ends_on"]

    def clean(self):
        cleaned = super().clean()
        begins, ends = cleaned.get("begins_on"), cleaned.get("ends_on")
        if begins and ends and ends <= begins:
            self.add_error("ends_on", _("A term ends after it begins."))
        return cleaned
