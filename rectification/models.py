"""What is put right: feedback, plan, items with their progress, immediate fixes.

The problem list, the task list and the responsibility list are three views of the same items, never three data sets.
What is meant for the principal alone lies in a case of its own that only he, the office and the team leader hold.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.models import Thing, ThingQuerySet
from findings.models import Landing
from inspections.models import Engagement

READERS = ("oversee", "direct", "observe", "lead", "inspect", "respond", "sign", "supervise")


class OfUnitQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """Whoever holds a word on the case: the unit, its team, the office, the leading group."""
        return self.filter(case__in=policy.seen_by(user, *READERS))


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

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.GIVEN)
    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="feedbacks", verbose_name=_("engagement"))
    audience = models.CharField(_("meant for"), max_length=16, choices=Audience.choices)
    number = models.CharField(_("number of the letter"), max_length=40, unique=True)
    overview = models.TextField(_("overall view"))
    demands = models.TextField(_("demands"), blank=True)
    held_on = models.DateField(_("fed back on"))
    report = models.TextField(_("report on rectification"), blank=True)

    objects = OfUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        constraints = [models.UniqueConstraint(fields=["engagement", "audience"], name="one_feedback_an_audience")]

    def __str__(self):
        return f"{self.engagement.unit} · {self._meta.verbose_name} · {self.get_audience_display()}"

    @property
    def unit(self):
        return self.engagement.unit


class Plan(Thing):
    """The rectification plan that answers one feedback; its items are the three lists."""

    class Stage(models.TextChoices):
        DRAFTING = "drafting", _("being drawn up")
        PROPOSED = "proposed", _("waiting for the principal")
        SIGNED = "signed", _("signed, under review")
        APPROVED = "approved", _("approved")

    tones = {Stage.DRAFTING: "warn", Stage.PROPOSED: "info", Stage.SIGNED: "move", Stage.APPROVED: "ok"}
    final = (Stage.APPROVED,)

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.DRAFTING)
    feedback = models.OneToOneField(Feedback, models.PROTECT, related_name="plan", verbose_name=_("feedback"))
    returned_times = models.PositiveSmallIntegerField(_("times returned"), default=0, editable=False)

    objects = OfUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("rectification plan")
        verbose_name_plural = _("rectification plans")

    def __str__(self):
        return f"{self.feedback.engagement.unit} · {self._meta.verbose_name}"

    @property
    def unit(self):
        return self.feedback.engagement.unit


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


class ImmediateFix(Thing):
    """Something to be put right while the team is still there (立行立改)."""

    class Stage(models.TextChoices):
        ISSUED = "issued", _("notice issued")
        SIGNED_FOR = "signed_for", _("signed for")
        REPORTED = "reported", _("reported as fixed")
        RETURNED = "returned", _("returned for more")
        CLOSED = "closed", _("closed")

    tones = {
        Stage.ISSUED: "warn",
        Stage.SIGNED_FOR: "info",
        Stage.REPORTED: "move",
        Stage.RETURNED: "late",
        Stage.CLOSED: "ok",
    }
    final = (Stage.CLOSED,)

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.ISSUED)
    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="fixes", verbose_name=_("engagement"))
    landing = models.OneToOneField(Landing, models.PROTECT, related_name="fix", editable=False)
    number = models.CharField(_("number of the notice"), max_length=60, unique=True)
    problem = models.CharField(_("problem found"), max_length=200)
    manifestation = models.TextField(_("specific manifestation"))
    demand = models.TextField(_("what is demanded"))
    due_on = models.DateField(_("to be done by"))
    result = models.TextField(_("result"), blank=True)

    objects = OfUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("immediate fix")
        verbose_name_plural = _("immediate fixes")

    def __str__(self):
        return self.problem

    @property
    def unit(self):
        return self.engagement.unit
