"""One problem that was fed back, and the dated reports on it."""

import datetime

from django.conf import settings
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
        UNDER_REVIEW = "under_review", _("under joint review")
        PLAN_RETURNED = "plan_returned", _("measures returned")
        IN_PROGRESS = "in_progress", _("being put right")
        BLOCKED = "blocked", _("waiting for help from above")
        RETURNED = "returned", _("returned for more")
        CLOSE_REQUESTED = "close_requested", _("waiting for the principal")
        UNIT_SIGNED = "unit_signed", _("waiting for verification")
        VERIFYING = "verifying", _("waiting for the second verifier")
        CLOSED = "closed", _("closed")
        REOPENED = "reopened", _("opened again")

    class Outcome(models.TextChoices):
        DONE = "done", _("put right")
        BASICALLY = "basically", _("basically put right and continuing")
        GOING_ON = "going_on", _("being put right now")
        NOT_DONE = "not_done", _("not put right")
        POSTPONED = "postponed", _("asked for more time")

    class Again(models.TextChoices):
        VISIT = "visit", _("return visit")
        PETITION = "petition", _("petition")
        UPPER = "upper", _("an upper level")
        CHECK = "check", _("check")

    #: stages in which its measures may be written
    WRITABLE = (Stage.ASSIGNED, Stage.PLAN_RETURNED)
    UNDER_WAY = (Stage.IN_PROGRESS, Stage.RETURNED, Stage.REOPENED)
    tones = {
        Stage.ASSIGNED: "idle",
        Stage.UNDER_REVIEW: "move",
        Stage.PLAN_RETURNED: "late",
        Stage.IN_PROGRESS: "info",
        Stage.BLOCKED: "warn",
        Stage.RETURNED: "late",
        Stage.CLOSE_REQUESTED: "warn",
        Stage.UNIT_SIGNED: "move",
        Stage.VERIFYING: "move",
        Stage.CLOSED: "ok",
        Stage.REOPENED: "late",
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
    first_due_on = models.DateField(_("date in the plan"), null=True, editable=False)
    due_on = models.DateField(_("to be done by"), null=True, blank=True)
    percent = models.PositiveSmallIntegerField(_("progress in %"), default=0)
    outcome = models.CharField(_("state of completion"), max_length=16, choices=Outcome.choices, blank=True)
    institutions = models.TextField(_("rules made or amended"), blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    closed_on = models.DateField(_("closed on"), null=True)
    reopened_for = models.CharField(_("opened again because of"), max_length=8, choices=Again.choices, blank=True)
    reopened_times = models.PositiveSmallIntegerField(_("times opened again"), default=0, editable=False)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("rectification item")
        verbose_name_plural = _("rectification items")
        constraints = [
            models.UniqueConstraint(fields=["feedback", "place"], name="one_item_a_place"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="at_most_all_of_it"),
            models.CheckConstraint(
                condition=~Q(stage="closed") | Q(closed_on__isnull=False),
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

    @property
    def reopened_often(self) -> str:
        return str(self.reopened_times or "")

    def standing(self) -> list:
        """Return its measures in their order, without those that were left out; a prefetched item asks nothing."""
        return [measure for measure in self.measures.all() if measure.stage != measure.Stage.STRUCK]

    def last_day(self) -> datetime.date | None:
        """Return the day by which the last of its measures is done."""
        return max((measure.due_on for measure in self.standing() if measure.due_on), default=None)

    @property
    def long_term(self) -> bool:
        """Whether some measure goes on for good, so that it is looked at every year once the item is closed."""
        return any(measure.due_kind == measure.Due.LONG for measure in self.standing())

    @property
    def leaders(self) -> str:
        return "、".join(dict.fromkeys(measure.leader for measure in self.standing() if measure.leader))

    @property
    def departments(self) -> str:
        return "、".join(dict.fromkeys(measure.department for measure in self.standing() if measure.department))

    def of_each(self, name: str) -> str:
        """Return what each of its measures says in a field, numbered where there are several."""
        said = [text for measure in self.standing() if (text := str(getattr(measure, name) or ""))]
        return "\n".join(f"{n}. {text}" for n, text in enumerate(said, start=1)) if len(said) > 1 else "".join(said)

    @property
    def measures_text(self) -> str:
        return self.of_each("text")

    @property
    def people_text(self) -> str:
        return "、".join(dict.fromkeys(measure.person for measure in self.standing() if measure.person))

    @property
    def date_moved(self) -> bool:
        """Whether the date is no longer that of the plan."""
        return bool(self.first_due_on and self.due_on != self.first_due_on)


class Progress(Thing):
    """One dated report on one item; reports are added, never overwritten."""

    class Stage(models.TextChoices):
        FILED = "filed", _("filed")

    final = (Stage.FILED,)
    named_by = ("item",)

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.FILED)
    item = models.ForeignKey(Item, models.PROTECT, related_name="progress", verbose_name=_("item"))
    on = models.DateField(_("reported on"))
    percent = models.PositiveSmallIntegerField(_("progress in %"))
    outcome = models.CharField(_("state of completion"), max_length=16, choices=Item.Outcome.choices, blank=True)
    done = models.TextField(_("what was done"))

    objects = OfUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress report")
        verbose_name_plural = _("progress reports")
        constraints = [models.CheckConstraint(condition=Q(percent__lte=100), name="progress_at_most_all")]

    def __str__(self):
        return f"{self.item.number} · {self.on}"
