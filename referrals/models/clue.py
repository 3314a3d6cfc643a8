"""What goes to the discipline commission, under seal."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.models import ThingQuerySet

from .handover import Handover


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
