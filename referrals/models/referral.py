"""What goes to the organisation department or to another department."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework import policy

from .handover import Handover, HandoverQuerySet
from .letter import TransferLetter


class ReferralQuerySet(HandoverQuerySet):
    def visible_to(self, user):
        return self.filter(case__in=policy.seen_by(user, "oversee", "direct", "handle"))


class Referral(Handover):
    """A matter that another department answers."""

    class Disposition(models.TextChoices):
        SELF = "self", _("handled by the department itself")
        JOINT = "joint", _("handled together with others")
        NOTED = "noted", _("taken note of")

    letter = models.ForeignKey(
        TransferLetter, models.PROTECT, null=True, related_name="matters", verbose_name=_("letter of transfer")
    )
    disposition = models.CharField(_("how it is handled"), max_length=16, choices=Disposition.choices, blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        indexes = [models.Index(fields=["round", "stage"], name="referral_of_round")]
