"""What the moves of a round ask."""

from django.utils.translation import gettext_lazy as _

from casework.forms import MoveModelForm

from ..models import CategorySet, Round, open_to_new_rounds

ROUND_FIELDS = [
    "name",
    "year",
    "type",
    "mode",
    "profile",
    "category_set",
    "stays_from",
    "stays_until",
    "priorities",
]


class OpenRound(MoveModelForm):
    class Meta:
        model = Round
        fields = ROUND_FIELDS

    def prepare(self):
        if "category_set" in self.fields:
            self.fields["category_set"].queryset = CategorySet.objects.open_to_new_rounds()
        if "profile" in self.fields:
            self.fields["profile"].queryset = open_to_new_rounds()

    def clean(self):
        cleaned = super().clean()
        begins, ends = cleaned.get("stays_from"), cleaned.get("stays_until")
        if begins and ends and ends <= begins:
            self.add_error("stays_until", _("The stay ends after it begins."))
        kind = cleaned.get("type") or self.instance.type
        if not ends and kind != Round.Type.UPPER and "stays_until" not in self.errors:
            self.add_error("stays_until", _("Say until when the teams stay: it is a date that they are held to."))
        return cleaned


class AmendRound(OpenRound):
    class Meta(OpenRound.Meta):
        fields = [name for name in ROUND_FIELDS if name not in ("type", "profile", "category_set")]
