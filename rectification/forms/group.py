"""The meeting of the leading group by which something is decided: a paper of the ladder, accountability, a grade."""

from inspections.forms import MEETING_FIELDS, Held
from inspections.models import Meeting


class DecidedByGroup(Held):
    """One of the term, or recorded here. One that decided on the round is not proposed: it did not decide this."""

    kind = Meeting.Kind.LEADING_GROUP
    field_order = ["meeting", "note", *MEETING_FIELDS, "files"]

    def prepare(self):
        super().prepare()
        self.fields["meeting"].initial = None

    def of_round(self):
        return self.thing.engagement.round

    def offered(self):
        return Meeting.objects.of_the_term(self.of_round().term, self.kind)
