"""What the days of the office ask."""

import datetime

from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework.forms import Beside, MoveModelForm, Reason
from casework.models import Closure

from ..models import LocalDays

#: an office is closed for no longer than this by one line
LONGEST = datetime.timedelta(days=31)


class CloseDays(MoveModelForm):
    class Meta:
        model = LocalDays
        fields = ["begins_on", "ends_on", "works", "reason"]

    def clean(self):
        cleaned = super().clean()
        begins, ends = cleaned.get("begins_on"), cleaned.get("ends_on")
        if not begins or not ends:
            return cleaned
        if ends < begins:
            self.add_error("ends_on", _("The last day is not before the first."))
        elif ends - begins > LONGEST:
            self.add_error("ends_on", _("One line is for a month at most."))
        elif taken := Closure.objects.filter(on__range=(begins, ends), withdrawn=False).order_by("on").first():
            self.add_error("begins_on", _("%(day)s has a line already.") % {"day": taken.on.isoformat()})
        return cleaned

    def beside(self):
        fields = ("begins_on", "ends_on", "works")
        return Beside(now("Dates that this moves"), now("Look"), reverse("inspections:days-move") + "?beside=1", fields)


class WithdrawDays(Reason):
    """Why the days are worked, or off, as the public calendar says."""

    def beside(self):
        url = reverse("inspections:days-move") + f"?beside=1&without={self.thing.key}"
        return Beside(now("Dates that this moves"), now("Look"), url, ("note",))
