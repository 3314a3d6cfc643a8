"""What is shown beside the forms in which a problem is put into words."""

from django.urls import reverse
from django.utils.translation import gettext as now

from casework.forms import Beside

from ..models import Finding


class SeenBefore:
    """A form with what was seen before beside it (似曾相识)."""

    def beside(self):
        engagement = getattr(self.thing, "engagement", self.thing)
        url = reverse("findings:seen-before", args=[engagement.key])
        if isinstance(self.thing, Finding):
            url += f"?besides={self.thing.key}"
        return Beside(now("Seen before?"), now("Look it up"), url, ("title_text", "category"))
