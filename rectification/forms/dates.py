"""What it asks to say which of several dates of a unit counts."""

from django.urls import reverse

from casework.ruling import WhichCounts as OfThing

from .. import suspending


class WhichCounts(OfThing):
    """Of all the dates that the unit has to keep, in the engagement, its feedback and its visits."""

    def rows(self):
        return suspending.beside(self.thing)

    def moves_at(self):
        return reverse("rectification:date-moves", args=[self.thing.key])
