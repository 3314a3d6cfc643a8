"""What leaves the office by a letter, and comes back with an answer."""

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework.models import Deadline, Thing, ThingQuerySet, missed
from findings.models import Landing
from inspections.models import Round


class HandoverQuerySet(ThingQuerySet):
    def with_punctuality(self, today):
        """Say of each whether its answer came, or should have come, later than the rule allows: ``late``."""
        answers = Deadline.objects.filter(
            thing_kind=self.model._meta.label_lower, thing_id=OuterRef("pk"), rule__code="reply"
        )
        return self.annotate(late=Exists(answers.filter(missed(today))))


class Handover(Thing):
    """What both kinds share: sent, received, disposed of, answered, settled; or returned with a reason."""

    class Stage(models.TextChoices):
        SENT = "sent", _("sent")
        RECEIVED = "received", _("received")
        RETURNED = "returned", _("returned")
        HANDLING = "handling", _("being handled")
        REPLIED = "replied", _("answered")
        SETTLED = "settled", _("settled")

    tones = {
        Stage.SENT: "info",
        Stage.RETURNED: "late",
        Stage.HANDLING: "warn",
        Stage.REPLIED: "move",
        Stage.SETTLED: "ok",
    }
    final = (Stage.SETTLED,)
    numbered = True
    #: the leading group is told that a letter stays unanswered, and nothing of what it is about
    hushed = ("observe",)

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.SENT)
    landing = models.OneToOneField(Landing, models.PROTECT, related_name="%(class)s", verbose_name=_("landing"))
    round = models.ForeignKey(Round, models.PROTECT, related_name="%(class)ss", verbose_name=_("round"))
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("inspected unit"))
    receiver = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("receiver"))
    number = models.CharField(_("number of the matter"), max_length=40, unique=True)
    #: who found it, and where: a department reads it in its list, and nothing of what lies behind it
    team_name = models.CharField(_("team that found it"), max_length=80, blank=True, editable=False)
    inspected = models.CharField(_("inspected unit"), max_length=120, blank=True, editable=False)
    title_text = models.CharField(_("matter"), max_length=200)
    facts = models.TextField(_("specific problem"))
    basis = models.TextField(_("basis for calling it so"), blank=True)
    subject_name = models.CharField(_("person concerned"), max_length=60, blank=True)
    subject_post = models.CharField(_("post of the person concerned"), max_length=80, blank=True)
    sent_on = models.DateField(_("sent on"))
    progress = models.TextField(_("how it is being handled"), blank=True)
    result = models.TextField(_("result"), blank=True)
    replied_on = models.DateField(_("answered on"), null=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.title_text

    @property
    def engagement(self):
        return self.landing.finding.engagement

    def say_who_found_it(self, engagement) -> None:
        """Write down the team and the unit of the inspection in which it was found."""
        self.team_name, self.inspected = str(engagement.team or ""), str(engagement.unit)

    @property
    def over(self) -> str:
        """Whether it has come to its end, as the ledgers of offices say it."""
        return "已办结" if self.stage == self.Stage.SETTLED else "正在办理中"
