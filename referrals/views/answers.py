"""Reading in a department's list of what lies with it."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from casework import policy
from casework.views import OfflineDoor, today

from ..answers import Answers
from ..models import Clue, Referral


class AnswersToReferrals(OfflineDoor):
    """Open to a department that something lies with; to everybody else it is not there."""

    model = Referral

    def dispatch(self, request, *args, **kwargs):
        held = policy.seen_by(request.user, "handle")
        if not self.model.objects.visible_to(request.user).filter(case__in=held).exists():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def check(self, content):
        return Answers.check(content, self.model, self.request.user, today())

    def home(self):
        return reverse(f"referrals:{self.model._meta.model_name}-inbox")

    def says(self):
        return {
            "title": _("Read in the answers of the department"),
            "crumbs": [{"label": _("To be answered"), "url": self.home()}],
            "template_url": f"{self.home()}export/",
            "lead": _("Take the list, fill it in, read it in again. An empty cell leaves what is there."),
        }


class AnswersToClues(AnswersToReferrals):
    model = Clue
