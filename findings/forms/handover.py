"""What handing work over asks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from casework import policy
from casework.forms import MoveForm


class HandOver(MoveForm):
    """Whose work goes to whom. A member hands over his own; the leader also that of others."""

    giver = forms.ModelChoiceField(User.objects.none(), label=_("Handed over by"))
    taker = forms.ModelChoiceField(User.objects.none(), label=_("Taken over by"))
    about = forms.CharField(
        label=_("What there is to know"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("How far each matter has come, whom to ask, where the papers lie."),
    )

    def prepare(self):
        team = policy.holders(self.thing.case, "inspect").order_by("pk")
        leads = self.by is not None and "lead" in policy.words_on(self.by, self.thing.case)
        self.fields["taker"].queryset = team
        self.fields["giver"].queryset = team if leads else team.filter(pk=getattr(self.by, "pk", None))
        if not leads:
            self.fields["giver"].initial = self.by

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("giver") and cleaned.get("giver") == cleaned.get("taker"):
            self.add_error("taker", _("Somebody else takes it over."))
        return cleaned
