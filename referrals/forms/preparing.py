"""What the end of the preparations asks."""

from django.utils.translation import gettext_lazy as _

from inspections.forms import Held
from inspections.models import Meeting

from ..models import FunctionalRequest


class Prepare(Held):
    """The training; and, when no functional unit was asked for a briefing, why not."""

    kind, rests = Meeting.Kind.TRAINING, "training_meeting"

    def prepare(self):
        super().prepare()
        briefings = self.thing.requests.filter(kind_of=FunctionalRequest.Kind.PRE_BRIEFING)
        if not briefings.exclude(stage=FunctionalRequest.Stage.WITHDRAWN).exists():
            self.fields["note"].label = _("Why no functional unit was asked for a briefing")
            self.fields["note"].required = True
