"""A unit delays, goes through the motions, falsifies or interferes (拖延、消极应付、弄虚作假、干扰阻碍).

The unit sees nothing of the incident. What the office tells it is another thing, the notice, which its principal signs
for; so the notice alone has a table that the units' door may read.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.models import Thing, ThingQuerySet
from inspections.models import Engagement

from .source import DocumentRequest, Source


class ObstructionNoticeQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The unit that is told, its team, the office."""
        return self.filter(case__in=policy.seen_by(user, "oversee", "direct", "lead", "inspect", "respond", "sign"))


class ObstructionNotice(Thing):
    """What the office tells a unit of its delay or obstruction; the principal signs for it."""

    class Stage(models.TextChoices):
        SENT = "sent", _("notice sent")
        SIGNED_FOR = "signed_for", _("signed for")

    tones = {Stage.SENT: "warn", Stage.SIGNED_FOR: "ok"}
    final = (Stage.SIGNED_FOR,)
    named_by = ("engagement__unit",)

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.SENT)
    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="+", verbose_name=_("engagement"))
    text = models.TextField(_("what the unit is told"))
    on = models.DateField(_("day of the notice"))
    signed_on = models.DateField(_("signed for on"), null=True)

    objects = ObstructionNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice on cooperation")
        verbose_name_plural = _("notices on cooperation")

    def __str__(self):
        return f"{self._meta.verbose_name} · {self.engagement.unit} {self.on}"

    @property
    def unit(self):
        return self.engagement.unit


class ObstructionQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The team; the office once it is confirmed or the report is in; the leading group once it is asked."""
        with_office = Q(stage__in=Obstruction.WITH_OFFICE) | Q(engagement__stage__in=Source.HANDED_OVER)
        return self.filter(
            Q(case__in=policy.seen_by(user, "lead", "inspect"))
            | (Q(case__in=policy.seen_by(user, "oversee", "direct")) & with_office)
            | Q(case__in=policy.seen_by(user, "observe"), before_group=True)
        )


class Obstruction(Thing):
    """One incident, with its facts: noted by the team, confirmed by the leader, decided by the office."""

    class Stage(models.TextChoices):
        NOTED = "noted", _("noted by the team")
        CONFIRMED = "confirmed", _("confirmed by the leader")
        WITH_GROUP = "with_group", _("before the leading group")
        DECIDED = "decided", _("decided on")
        TOLD = "told", _("unit was told")
        FILED = "filed", _("kept on record, unit not told")
        DROPPED = "dropped", _("incident not upheld")

    class Kind(models.TextChoices):
        DELAY = "delay", _("deliberate delay")
        PASSIVE = "passive", _("going through the motions")
        FALSE = "false", _("falsification")
        INTERFERENCE = "interference", _("interference or obstruction")

    class Outcome(models.TextChoices):
        RECORD = "record", _("kept on record")
        TALK = "talk", _("principal called in for a talk")
        CRITICISM = "criticism", _("criticised in a circular")
        HAND_OVER = "hand_over", _("handed over for accountability")

    WITH_OFFICE = (Stage.CONFIRMED, Stage.WITH_GROUP, Stage.DECIDED, Stage.TOLD, Stage.FILED)
    tones = {
        Stage.NOTED: "warn",
        Stage.CONFIRMED: "warn",
        Stage.WITH_GROUP: "late",
        Stage.DECIDED: "move",
        Stage.TOLD: "ok",
        Stage.FILED: "ok",
        Stage.DROPPED: "idle",
    }
    final = (Stage.TOLD, Stage.FILED, Stage.DROPPED)
    sealed = True
    inner = True

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.NOTED)
    engagement = models.ForeignKey(
        Engagement, models.PROTECT, related_name="obstructions", verbose_name=_("engagement")
    )
    number = models.CharField(_("number"), max_length=24)
    kind_of = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    on = models.DateField(_("day of the incident"))
    facts = models.TextField(_("facts of the incident"))
    documents = models.ForeignKey(
        DocumentRequest,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("documents that were late or not handed over"),
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("noted by"))
    before_group = models.BooleanField(_("brought before the leading group"), default=False, editable=False)
    outcome = models.CharField(_("what was decided"), max_length=12, choices=Outcome.choices, blank=True)
    decision = models.TextField(_("about the decision"), blank=True)
    decided_on = models.DateField(_("decided on the day"), null=True)
    notice = models.OneToOneField(
        ObstructionNotice, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("notice")
    )

    objects = ObstructionQuerySet.as_manager()

    class Meta:
        verbose_name = _("incident of obstruction")
        verbose_name_plural = _("incidents of obstruction")
        constraints = [
            models.UniqueConstraint(fields=["engagement", "number"], name="one_obstruction_a_number"),
            models.CheckConstraint(
                condition=Q(notice__isnull=True) | Q(stage="told"),
                name="only_a_unit_that_is_told_has_a_notice",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_of_display()} {self.on}"

    @property
    def unit(self):
        return self.engagement.unit
