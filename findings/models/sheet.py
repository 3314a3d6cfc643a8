"""The sheet by which a unit confirms the facts of a matter, or says what is not so (事实确认单).

The unit reads the sheet and nothing else of the paper: not the basis, nor who is held responsible, nor where it comes
from. So the sheet is a thing of its own that the paper points to, and the units' door may read its table.

When the matter moves under seal the unit keeps its sheet as it was: one that vanished would tell it that a clue exists.
The team and the office see it no longer.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.models import Thing, ThingQuerySet
from inspections.models import Engagement


class FactSheetQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The unit; its team and the office as long as the matter has not moved under seal."""
        units = Q(case__in=policy.seen_by(user, "respond", "sign"))
        if settings.DOOR == "portal":  # whose database role reads no paper; nobody but units comes there for sheets
            return self.filter(units)
        ours = Q(case__in=policy.seen_by(user, "oversee", "direct", "lead", "inspect")) & ~Q(paper__stage="sealed")
        return self.filter(ours | units)


class FactSheet(Thing):
    """The facts of one matter, for the unit to confirm."""

    class Stage(models.TextChoices):
        SENT = "sent", _("with the unit for confirmation")
        CONFIRMED = "confirmed", _("facts confirmed")
        DISPUTED = "disputed", _("unit says what is not so")
        UNANSWERED = "unanswered", _("went on without the unit's word")

    tones = {
        Stage.SENT: "warn",
        Stage.CONFIRMED: "ok",
        Stage.DISPUTED: "late",
        Stage.UNANSWERED: "idle",
    }
    final = (Stage.CONFIRMED, Stage.DISPUTED, Stage.UNANSWERED)

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.SENT)
    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="sheets", verbose_name=_("engagement"))
    number = models.CharField(_("number of the fact sheet"), max_length=40)
    title_text = models.CharField(_("matter to be confirmed"), max_length=200)
    facts = models.TextField(_("facts to be confirmed"))
    sent_on = models.DateField(_("sheet sent on"))
    disputed = models.TextField(_("what is not so"), blank=True)
    grounds = models.TextField(_("why it is not so"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("sheet answered by"),
    )
    answered_on = models.DateField(_("sheet answered on"), null=True, editable=False)

    objects = FactSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("fact sheet")
        verbose_name_plural = _("fact sheets")
        constraints = [models.UniqueConstraint(fields=["engagement", "number"], name="one_sheet_a_number")]

    def __str__(self):
        return self.title_text or self.number

    @property
    def unit(self):
        return self.engagement.unit
