"""What writing down a concern asks."""

from django.utils.translation import gettext_lazy as _

from casework.forms import MoveModelForm

from ..models import Concern


class NoteConcern(MoveModelForm):
    """A person, a matter, or both. Nothing of it is kept as a draft."""

    undrafted = ("name", "post", "matter")

    class Meta:
        model = Concern
        fields = ["name", "post", "matter"]

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("name") and not cleaned.get("matter"):
            self.add_error("name", _("Write of whom, or below of what, he is uneasy."))
        return cleaned
