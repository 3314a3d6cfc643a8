"""What the end of the preparations asks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from inspections.forms import MeetingHeld

from ..models import FunctionalRequest


class Prepare(MeetingHeld):
    """The training; and, when no functional unit was asked for a briefing, why not."""

    note = forms.CharField(
        label=_("Why no functional unit was asked for a briefing"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def prepare(self):
        super().prepare()
        self.fields["held_on"].label = _("Training held on")
        briefings = self.thing.requests.filter(kind_of=FunctionalRequest.Kind.PRE_BRIEFING)
        if briefings.exclude(stage=FunctionalRequest.Stage.WITHDRAWN).exists():
            del self.fields["note"]
        else:
            self.fields["note"].required = True
