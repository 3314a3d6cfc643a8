"""The opinion that is fed back; what is meant for the principal alone lies in a case of its own."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models import Thing
from inspections.models import Engagement

from .unit import OfUnitQuerySet


class Feedback(Thing):
    """The opinion that is fed back: to the Party organisation, or to its principal alone."""

    class Stage(models.TextChoices):
        GIVEN = "given", _("given")
        SIGNED_FOR = "signed_for", _("signed for")
        REPORTED = "reported", _("rectification reported")
        ACCEPTED = "accepted", _("report accepted")

    class Audience(models.TextChoices):
        ORGANISATION = "organisation", _("the Party organisation")
        PRINCIPAL = "principal", _("the principal alone")

    tones = {Stage.GIVEN: "warn", Stage.SIGNED_FOR: "info", Stage.REPORTED: "move", Stage.ACCEPTED: "ok"}
    final = (Stage.ACCEPTED,)
    numbered = True
    named_by = ("engagement__unit",)

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.GIVEN)
    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="feedbacks", verbose_name=_("engagement"))
    audience = models.CharField(_("meant for"), max_length=16, choices=Audience.choices)
    number = models.CharField(_("number of the letter"), max_length=40, unique=True)
    overview = models.TextField(_("overall view"))
    demands = models.TextField(_("demands"), blank=True)
    limits = models.TextField(_("time limits"), blank=True)
    held_on = models.DateField(_("fed back on"))
    place = models.CharField(_("place of the feedback meeting"), max_length=120, blank=True)
    chair = models.CharField(_("chair of the meeting"), max_length=60, blank=True)
    attendees = models.TextField(_("attendees"), blank=True)
    absent = models.TextField(_("absent, with reasons"), blank=True)
    statement = models.TextField(_("statement of position"), blank=True)
    stated_on = models.DateField(_("statement filed on"), null=True, editable=False)
    report = models.TextField(_("report on rectification"), blank=True)

    objects = OfUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        constraints = [models.UniqueConstraint(fields=["engagement", "audience"], name="one_feedback_an_audience")]

    def __str__(self):
        return f"{self.engagement.unit} · {self._meta.verbose_name} · {self.get_audience_display()}"

    @property
    def fixes(self):
        """What the unit was told to put right at once; the feedback for its principal alone names none of it."""
        rows = self.engagement.fixes.order_by("pk")
        return rows.none() if self.audience == Feedback.Audience.PRINCIPAL else rows

    @property
    def unit(self):
        return self.engagement.unit
