"""What left the office: clues under seal, and referrals to departments, each with its answer.

A clue lies in a case of its own, held by the discipline commission and the head of the office alone. Its table is
sealed: the process that serves the inspected units has no grant on it. A referral is held by its receiver and the
office.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework import policy
from casework.models import Thing, ThingQuerySet
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


class ReferralQuerySet(ThingQuerySet):
    def visible_to(self, user):
        return self.filter(case__in=policy.seen_by(user, "oversee", "direct", "handle"))


class Referral(Handover):
    """A matter that another department answers."""

    class Disposition(models.TextChoices):
        SELF = "self", _("handled by the department itself")
        JOINT = "joint", _("handled together with others")
        NOTED = "noted", _("taken note of")

    disposition = models.CharField(_("how it is handled"), max_length=16, choices=Disposition.choices, blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        indexes = [models.Index(fields=["round", "stage"], name="referral_of_round")]


class ClueQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The discipline commission that received it, and the head of the office."""
        return self.filter(case__in=policy.seen_by(user, "direct", "handle"))


class Clue(Handover):
    """A concrete sign of a breach by a named person; under seal."""

    class Disposition(models.TextChoices):
        INQUIRY = "inquiry", _("talk and written inquiry")
        PRELIMINARY = "preliminary_verification", _("preliminary verification")
        PENDING = "pending", _("kept for later review")
        CONCLUDED = "concluded", _("concluded")

    class Form(models.TextChoices):
        FORM1 = "form1", _("first form")
        FORM2 = "form2", _("second form")
        FORM3 = "form3", _("third form")
        FORM4 = "form4", _("fourth form")
        NONE = "none", _("nobody was dealt with")

    sealed = True

    disposition = models.CharField(_("disposition"), max_length=32, choices=Disposition.choices, blank=True)
    four_forms = models.CharField(_("four forms"), max_length=8, choices=Form.choices, blank=True)
    evidence = models.TextField(_("list of evidence"), blank=True)
    finding_number = models.CharField(_("number of the problem"), max_length=40)

    objects = ClueQuerySet.as_manager()

    class Meta:
        verbose_name = _("clue")
        verbose_name_plural = _("clues")
        indexes = [models.Index(fields=["round", "stage"], name="clue_of_round")]
