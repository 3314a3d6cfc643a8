"""What is confided in a talk: of whom and of what somebody is uneasy (心里不踏实、没有底的人和事).

It lies in a table of its own beside the record of the talk. Whoever heard it writes it down, and the leader of the
team reads and searches it; the other members don't, and the office doesn't either but for its head, once the report
is in.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.models import Thing, ThingQuerySet

from .source import Source, Talk


class ConcernQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The leader and the deputies, and whoever wrote it down; the head of the office from the report on."""
        return self.filter(
            Q(case__in=policy.seen_by(user, "lead"))
            | Q(case__in=policy.seen_by(user, "inspect"), author=getattr(user, "pk", None) or 0)
            | Q(case__in=policy.seen_by(user, "direct"), talk__engagement__stage__in=Source.HANDED_OVER)
        )


class Concern(Thing):
    """Of whom or of what somebody who was talked to is uneasy."""

    class Stage(models.TextChoices):
        NOTED = "noted", _("noted")
        SEALED = "sealed", _("moved under seal")

    tones = {Stage.NOTED: "ok", Stage.SEALED: "move"}
    final = (Stage.NOTED, Stage.SEALED)
    left = (Stage.SEALED,)
    sealed = True
    inner = True

    stage = models.CharField(_("stage"), max_length=8, choices=Stage.choices, default=Stage.NOTED)
    talk = models.ForeignKey(Talk, models.PROTECT, related_name="concerns", verbose_name=_("talk"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written down by")
    )
    name = models.CharField(_("person of concern"), max_length=60, blank=True)
    post = models.CharField(_("his post"), max_length=80, blank=True)
    matter = models.TextField(_("matter of concern"), blank=True)
    on = models.DateField(_("written down on"))

    objects = ConcernQuerySet.as_manager()

    class Meta:
        verbose_name = _("confided concern")
        verbose_name_plural = _("confided concerns")
        constraints = [
            models.CheckConstraint(condition=~Q(name="") | ~Q(matter=""), name="a_concern_is_of_somebody_or_something")
        ]

    def __str__(self):
        return self.name or self.matter[:30]

    @property
    def engagement(self):
        return self.talk.engagement

    @property
    def unit(self):
        return self.talk.engagement.unit
