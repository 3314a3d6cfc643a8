"""One problem that was fed back, and the dated reports on it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.models import Thing
from findings.models import Landing
from inspections.models import Engagement

from .feedback import Feedback
from .unit import OfUnitQuerySet


class ItemQuerySet(OfUnitQuerySet):
    def unfinished(self):
        return self.exclude(stage=Item.Stage.CLOSED)


class Item(Thing):
    """One problem that was fed back, and how it is put right."""

    class Stage(models.TextChoices):
        ASSIGNED = "assigned", _("measures to be drawn up")
        IN_PROGRESS = "in_progress", _("being put right")
        RETURNED = "returned", _("returned for more")
        CLOSE_REQUESTED = "close_requested", _("waiting for the principal")
        UNIT_SIGNED = "unit_signed", _("waiting for verification")
        CLOSED = "closed", _("closed")

    class Due(models.TextChoices):
        DATE = "date", _("by a date")
        AT_ONCE = "now", _("at once")
        LONG = "long", _("for the long term")

    class Outcome(models.TextChoices):
        DONE = "done", _("put right")
        BASICALLY = "basically", _("basically put right and continuing")
        GOING_ON = "going_on", _("being put right now")
        NOT_DONE = "not_done", _("not put right")

    UNDER_WAY = (Stage.IN_PROGRESS, Stage.RETURNED)
    tones = {
        Stage.ASSIGNED: "idle",
        Stage.IN_PROGRESS: "info",
        Stage.RETURNED: "late",
        Stage.CLOSE_REQUESTED: "warn",
        Stage.UNIT_SIGNED: "move",
        Stage.CLOSED: "ok",
    }
    final = (Stage.CLOSED,)

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.ASSIGNED)
    feedback = models.ForeignKey(Feedback, models.PROTECT, related_name="items", verbose_name=_("feedback"))
    landing = models.OneToOneField(Landing, models.PROTECT, related_name="item", editable=False)
    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="items", verbose_name=_("engagement"))
    place = models.PositiveSmallIntegerField(_("no."))
    number = models.CharField(_("number of the problem"), max_length=60, unique=True)
    problem = models.CharField(_("problem fed back"), max_length=200)
    manifestation = models.TextField(_("specific manifestation"))
    category = models.CharField(_("category"), max_length=120, blank=True)
    recommendation = models.TextField(_("recommendation"), blank=True)
    goal = models.TextField(_("aim"), blank=True)
    measures = models.TextField(_("measures"), blank=True)
    leader = models.CharField(_("responsible leader"), max_length=60, blank=True)
    department = models.CharField(_("responsible department"), max_length=80, blank=True)
    person = models.CharField(_("responsible person"), max_length=60, blank=True)
    due_kind = models.CharField(_("kind of date"), max_length=8, choices=Due.choices, default=Due.DATE)
    due_on = models.DateField(_("to be done by"), null=True, blank=True)
    percent = models.PositiveSmallIntegerField(_("progress in %"), default=0)
    outcome = models.CharField(_("state of completion"), max_length=16, choices=Outcome.choices, blank=True)
    institutions = models.TextField(_("rules made or amended"), blank=True)
    closed_on = models.DateField(_("closed on"), null=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("rectification item")
        verbose_name_plural = _("rectification items")
        constraints = [
            models.UniqueConstraint(fields=["feedback", "place"], name="one_item_a_place"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="at_most_all_of_it"),
            models.CheckConstraint(
                condition=Q(stage="closed", closed_on__isnull=False) | (~Q(stage="closed") & Q(closed_on=None)),
                name="closed_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "stage"], name="item_of_case"),
            models.Index(fields=["engagement", "stage"], name="item_of_engagement"),
        ]

    def __str__(self):
        return self.problem

    @property
    def unit(self):
        return self.engagement.unit

    @property
    def progress_text(self) -> str:
        return f"{self.percent}%"


class Progress(Thing):
    """One dated report on one item; reports are added, never overwritten."""

    class Stage(models.TextChoices):
        FILED = "filed", _("filed")

    final = (Stage.FILED,)

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.FILED)
    item = models.ForeignKey(Item, models.PROTECT, related_name="progress", verbose_name=_("item"))
    on = models.DateField(_("reported on"))
    percent = models.PositiveSmallIntegerField(_("progress in %"))
    done = models.TextField(_("what was done"))

    objects = OfUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress report")
        verbose_name_plural = _("progress reports")
        constraints = [models.CheckConstraint(condition=Q(percent__lte=100), name="progress_at_most_all")]

    def __str__(self):
        return f"{self.item.number} · {self.on}"
