"""What leaves the office by a letter, and comes back with an answer."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework.models import Thing
from findings.models import Landing
from inspections.models import Round


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

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.SENT)
    landing = models.OneToOneField(Landing, models.PROTECT, related_name="%(class)s", verbose_name=_("landing"))
    round = models.ForeignKey(Round, models.PROTECT, related_name="%(class)ss", verbose_name=_("round"))
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("inspected unit"))
    receiver = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("receiver"))
    number = models.CharField(_("number of the letter"), max_length=40, unique=True)
    title_text = models.CharField(_("matter"), max_length=200)
    facts = models.TextField(_("specific problem"))
    basis = models.TextField(_("basis for calling it so"), blank=True)
    subject_name = models.CharField(_("person concerned"), max_length=60, blank=True)
    subject_post = models.CharField(_("post of the person concerned"), max_length=80, blank=True)
    sent_on = models.DateField(_("sent on"))
    result = models.TextField(_("result"), blank=True)
    replied_on = models.DateField(_("answered on"), null=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.title_text
