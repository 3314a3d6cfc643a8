"""What an inspected unit says of the team that was there (巡察组纪律作风评价): the supervisor is supervised too."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.models import Thing, ThingQuerySet

from .engagement import Engagement


class TeamReviewQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The unit that answers, the office and the leading group. Never the team: it lies in a case of its own."""
        return self.filter(case__in=policy.seen_by(user, "respond", "sign", "oversee", "direct", "observe"))


class TeamReview(Thing):
    """One answer of one unit about its team, asked for when the team has withdrawn."""

    class Stage(models.TextChoices):
        ASKED = "asked", _("to be answered")
        ANSWERED = "answered", _("the unit has answered")
        LAPSED = "lapsed", _("not answered, with a reason")

    class Mark(models.TextChoices):
        GOOD = "good", _("good")
        FAIR = "fair", _("fairly good")
        AVERAGE = "average", _("average")
        POOR = "poor", _("poor")

    tones = {Stage.ASKED: "warn", Stage.ANSWERED: "ok", Stage.LAPSED: "idle"}
    final = (Stage.ANSWERED, Stage.LAPSED)
    #: what the unit marks
    MARKED = ("disciplines", "spirit", "secrecy", "restraint")
    named_by = ("engagement__unit",)

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.ASKED)
    engagement = models.OneToOneField(
        Engagement, models.PROTECT, related_name="team_review", verbose_name=_("engagement"), editable=False
    )
    disciplines = models.CharField(_("keeps the six disciplines"), max_length=8, choices=Mark.choices, blank=True)
    spirit = models.CharField(_("keeps the eight-point rules"), max_length=8, choices=Mark.choices, blank=True)
    secrecy = models.CharField(_("keeps what it hears to itself"), max_length=8, choices=Mark.choices, blank=True)
    restraint = models.CharField(
        _("does not interfere with normal work"), max_length=8, choices=Mark.choices, blank=True
    )
    text = models.TextField(_("remarks and suggestions"), blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("answered by"),
        editable=False,
    )
    answered_on = models.DateField(_("reviewed on"), null=True, editable=False)

    objects = TeamReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer about a team")
        verbose_name_plural = _("answers about teams")

    def __str__(self):
        return f"{self.engagement.unit} · {self._meta.verbose_name}"

    @property
    def unit(self):
        return self.engagement.unit
