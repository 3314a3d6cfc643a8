"""Who let a place of a text leave the house although the guard held it up, and why."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.models import Thing, ThingQuerySet


class OverrulingQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The office alone. That a place was held up tells that it lies under seal, perhaps with another team."""
        return self.filter(case__in=policy.seen_by(user, "oversee", "direct"))


class Overruling(Thing):
    """One place of one text, in the version that it had then. The register only grows: there is no move that leaves."""

    class Stage(models.TextChoices):
        OVERRULED = "overruled", _("overruled by the head")

    class Rule(models.TextChoices):
        """Why a place of a text is held up."""

        NAME = "name", _("a name that lies under seal")
        PHONE = "phone", _("a telephone number")
        IDENTITY = "identity", _("an identity number")
        NUMBER = "number", _("a number that lies under seal")
        PASSAGE = "passage", _("word for word in something under seal")
        LIKENESS = "likeness", _("nearly as in something under seal")

    tones = {Stage.OVERRULED: "warn"}
    final = (Stage.OVERRULED,)
    sealed = True
    inner = True

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.OVERRULED)
    thing_kind = models.CharField(max_length=64, editable=False)
    thing_id = models.PositiveBigIntegerField(editable=False)
    about = models.CharField(_("text"), max_length=120)
    name = models.CharField(max_length=80, editable=False)
    start = models.PositiveIntegerField(_("from letter"))
    end = models.PositiveIntegerField(_("to letter"))
    rule = models.CharField(_("rule of the guard"), max_length=12, choices=Rule.choices)
    passage = models.TextField(_("passage"))
    digest = models.CharField(max_length=64, editable=False)
    reason = models.TextField(_("reason"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("overruled by")
    )
    on = models.DateField(_("overruled on"))

    objects = OverrulingQuerySet.as_manager()

    class Meta:
        verbose_name = _("overruling of the feedback guard")
        verbose_name_plural = _("overrulings of the feedback guard")
        constraints = [
            models.UniqueConstraint(
                fields=["thing_kind", "thing_id", "name", "start", "end", "rule", "digest"],
                name="a_place_is_overruled_once",
            )
        ]

    def __str__(self):
        return f"{self.about}：{self.passage}"[:120]
