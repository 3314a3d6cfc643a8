"""Reading in a department's list: what it answers to what lies with it."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from accounts.views.reading import ReadIn
from casework import policy
from casework.views import today

from ..answers import Answers
from ..models import Clue, Referral


class AnswersToReferrals(ReadIn):
    """Open to a department that something lies with; to everybody else it is not there."""

    model = Referral
    heading = _("Read in the answers of the department")
    lead = _("Take the list, fill it in, read it in again. An empty cell leaves what is there.")

    def dispatch(self, request, *args, **kwargs):
        held = policy.seen_by(request.user, "handle")
        if not self.model.objects.visible_to(request.user).filter(case__in=held).exists():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def check(self, content, said):
        return Answers.check(content, self.model, self.request.user, today())

    def about(self):
        return f"answers {self.model._meta.label_lower}"

    def back_url(self):
        return reverse(f"referrals:{self.model._meta.model_name}-inbox")

    def template_url(self):
        return f"{self.back_url()}export/"

    def crumbs(self):
        return [{"label": now("To be answered"), "url": self.back_url()}]

    def done(self, checked):
        return now("Read in: %(changed)d changed.") % checked.counts()


class AnswersToClues(AnswersToReferrals):
    model = Clue
