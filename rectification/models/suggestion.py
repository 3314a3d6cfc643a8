"""The suggestion letter to a department about a common problem (巡察建议书)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework.models import Thing

from .common import CommonProblem
from .task import OfPartyQuerySet


class SuggestionLetter(Thing):
    """What the office suggests to one department, and what the department answers. A case of its own."""

    class Stage(models.TextChoices):
        SENT = "sent", _("letter sent")
        SIGNED_FOR = "signed_for", _("signed for")
        ANSWERED = "answered", _("with its answer")
        RETURNED = "returned", _("returned for more")
        ACCEPTED = "accepted", _("answer accepted")
        TAKEN_BACK = "taken_back", _("taken back")

    class Measure(models.TextChoices):
        REFORM = "reform", _("deepen reform")
        SYSTEM = "system", _("complete the rules")
        SUPERVISION = "supervision", _("strengthen supervision")

    tones = {
        Stage.SENT: "warn",
        Stage.RETURNED: "late",
        Stage.ANSWERED: "move",
        Stage.ACCEPTED: "ok",
        Stage.TAKEN_BACK: "idle",
    }
    final = (Stage.ACCEPTED, Stage.TAKEN_BACK)

    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices, default=Stage.SENT)
    problem = models.ForeignKey(CommonProblem, models.PROTECT, related_name="letters", editable=False)
    number = models.CharField(_("number of the letter"), max_length=40, unique=True)
    receiver = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("department"))
    measure = models.CharField(_("kind of measure"), max_length=12, choices=Measure.choices)
    title_text = models.CharField(_("subject of the letter"), max_length=200)
    text = models.TextField(_("what is suggested"))
    due_on = models.DateField(_("answer by"))
    sent_on = models.DateField(_("letter sent on"))
    signed_on = models.DateField(_("signed for on"), null=True)
    answer = models.TextField(_("what was answered"), blank=True)
    answered_on = models.DateField(_("date of the answer"), null=True)

    objects = OfPartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("suggestion letter")
        verbose_name_plural = _("suggestion letters")
        indexes = [models.Index(fields=["receiver", "stage"], name="suggestion_of_receiver")]

    def __str__(self):
        return self.title_text
