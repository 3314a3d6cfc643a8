"""Who reads what the unit and the office share."""

from casework import policy
from casework.models import ThingQuerySet

READERS = ("oversee", "direct", "observe", "lead", "inspect", "respond", "sign", "supervise")


class OfUnitQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """Whoever holds a word on the case: the unit, its team, the office, the leading group."""
        return self.filter(case__in=policy.seen_by(user, *READERS))
