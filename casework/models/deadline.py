"""Dates that explain themselves: by which rule, counted from what, moved by whom.

Lateness is computed from ``today`` and never stored. A duty is a deadline too: who must act next on a thing, and by
when. So nothing that waits is without an owner and a date.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from .. import policy
from .thing import ThingQuerySet


class RegulationProfile(models.Model):
    """A set of deadline rules that belongs to one edition of the regulation or to local practice."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    note = models.TextField(_("note"), blank=True)
    to_be_checked = models.BooleanField(_("to be checked by the office"), default=False)

    objects = ThingQuerySet.as_manager()

    class Meta:
        verbose_name = _("regulation profile")
        verbose_name_plural = _("regulation profiles")
        ordering = ["id"]

    def __str__(self):
        return translated(self.name)


class DeadlineRule(models.Model):
    """How long, counted how and in which direction, and why. A rule without a profile holds for all of them.

    What is counted back is counted from a day that was set for the thing (``Moving.set_days``), such as the first day
    of a stay. It never falls before the day on which it begins.

    A profile may have several rules of one code: all of them apply, and the strictest counts.
    """

    class Unit(models.TextChoices):
        MONTH = "month", _("months")
        DAY = "day", _("calendar days")
        WORKDAY = "workday", _("working days")
        CHOSEN = "chosen", _("date chosen by those who act")

    class Direction(models.TextChoices):
        AFTER = "after", _("counted on from the day on which it begins")
        BEFORE = "before", _("counted back from a day that was set")

    class Certainty(models.TextChoices):
        LAW = "law", _("text of the regulation")
        PRACTICE = "practice", _("official practice")
        DEFAULT = "default", _("default of this office")

    profile = models.ForeignKey(RegulationProfile, models.PROTECT, null=True, blank=True, related_name="rules")
    code = models.SlugField(_("code"))
    name = models.CharField(_("name"), max_length=120)
    amount = models.PositiveSmallIntegerField(_("amount"), default=0)
    unit = models.CharField(_("unit"), max_length=8, choices=Unit.choices)
    direction = models.CharField(_("direction"), max_length=8, choices=Direction.choices, default=Direction.AFTER)
    word = models.CharField(_("who must act"), max_length=16)
    basis = models.CharField(_("basis"), max_length=200)
    certainty = models.CharField(_("certainty"), max_length=8, choices=Certainty.choices, default=Certainty.DEFAULT)

    class Meta:
        verbose_name = _("deadline rule")
        verbose_name_plural = _("deadline rules")
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "code", "unit", "amount", "direction"],
                name="no_rule_twice_in_a_profile",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=~models.Q(unit="chosen", direction="before"), name="what_is_chosen_is_not_counted_back"
            ),
        ]

    def __str__(self):
        return self.name


class Rung(models.Model):
    """So many days before (negative) or after the day: these words are told.

    A rule that has rungs of its own goes by these alone; all others go by the rungs without a rule. A rung that the
    office has added says nothing of dates that were past it on the day ``since``; one that it has taken away stays,
    withdrawn, because what was told by it names it.
    """

    rule = models.ForeignKey(
        DeadlineRule, models.PROTECT, null=True, blank=True, related_name="rungs", verbose_name=_("deadline rule")
    )
    days = models.SmallIntegerField(_("days after the due day"))
    words = models.CharField(_("told beside the one who must act"), max_length=80, blank=True)
    tone = models.CharField(_("tone"), max_length=8)
    name = models.CharField(_("name"), max_length=40)
    since = models.DateField(_("in force since"), null=True)
    withdrawn = models.BooleanField(_("no longer in force"), default=False)

    class Meta:
        verbose_name = _("rung")
        verbose_name_plural = _("rungs")
        ordering = ["days"]
        constraints = [models.UniqueConstraint(fields=["rule", "days"], name="one_rung_a_day", nulls_distinct=False)]

    def __str__(self):
        return self.name


def missed(today) -> models.Q:
    """Return the condition on dates that they were met later than they should have been, or should be met by now."""
    still = models.Q(met_on__isnull=True, stopped_on__isnull=True, due_on__lt=today)
    return models.Q(counts=True) & (models.Q(met_on__gt=models.F("due_on")) | still)


class DeadlineQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """Those who must act see the date, and those who oversee the case."""
        if not user.is_active:
            return self.none()
        return self.filter(
            models.Q(policy.holds_the_word(user)) | models.Q(case__in=policy.seen_by(user, "oversee", "direct"))
        )

    def duties_of(self, user):
        """Open dates on which this person is the one who must act."""
        return self.open().filter(policy.holds_the_word(user))

    def open(self):
        """Those that count and that nobody has met yet."""
        return self.unmet().filter(counts=True)

    def unmet(self):
        """Those that nobody has met yet, and those beside them that apply as well and do not count."""
        return self.filter(met_on__isnull=True)

    def running(self):
        """Open ones whose clock has not been stopped: only these can be near or late."""
        return self.open().filter(stopped_on__isnull=True)

    def late(self, today):
        return self.running().filter(due_on__lt=today)


class Deadline(models.Model):
    """By ``due_on``, whoever holds ``word`` on the case must act on the thing."""

    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="deadlines")
    thing_kind = models.CharField(max_length=64)
    thing_id = models.BigIntegerField()
    rule = models.ForeignKey(DeadlineRule, models.PROTECT, related_name="+")
    word = models.CharField(_("who must act"), max_length=16)
    from_event = models.ForeignKey("casework.Event", models.PROTECT, related_name="started")
    from_on = models.DateField(_("counted from"))
    set_on = models.DateField(_("day that was set"), null=True)
    due_on = models.DateField(_("due on"))
    provisional = models.BooleanField(_("holidays not yet known"), default=False)
    met_on = models.DateField(_("met on"), null=True)
    met_by = models.ForeignKey("casework.Event", models.PROTECT, null=True, related_name="met")
    extended_from = models.DateField(_("before the extension"), null=True)
    extended_by = models.ForeignKey("casework.Event", models.PROTECT, null=True, related_name="extended")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("extension approved by")
    )
    stopped_on = models.DateField(_("clock stopped on"), null=True)
    days_stopped = models.PositiveSmallIntegerField(_("days for which the clock stood still"), default=0)
    counts = models.BooleanField(_("the one that counts"), default=True)
    ruled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    ruled_on = models.DateField(_("decided on"), null=True)
    ruling = models.TextField(_("reason of the decision"), blank=True)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        constraints = [
            models.UniqueConstraint(
                fields=["thing_kind", "thing_id", "rule"],
                condition=models.Q(met_on__isnull=True),
                name="one_open_deadline_a_rule",
            ),
            models.CheckConstraint(
                condition=models.Q(met_on__isnull=True, met_by__isnull=True)
                | models.Q(met_on__isnull=False, met_by__isnull=False),
                name="met_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(extended_from__isnull=True, extended_by__isnull=True)
                | models.Q(extended_from__isnull=False, extended_by__isnull=False),
                name="extended_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(ruled_by__isnull=True, ruled_on__isnull=True, ruling="")
                | (models.Q(ruled_by__isnull=False, ruled_on__isnull=False) & ~models.Q(ruling="")),
                name="ruled_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["case", "word", "due_on"],
                name="deadline_open",
                condition=models.Q(met_on__isnull=True),
            ),
            models.Index(fields=["due_on"], name="deadline_due", condition=models.Q(met_on__isnull=True)),
            models.Index(fields=["thing_kind", "thing_id"], name="deadline_of_thing"),
        ]

    def __str__(self):
        return f"{self.rule_id} {self.due_on}"

    @property
    def counts_back(self) -> bool:
        """Whether it is counted back from the day that was set, and not on from the day on which it began."""
        return self.rule.direction == DeadlineRule.Direction.BEFORE


class Reminder(models.Model):
    """A rung that was climbed. The constraint is what makes a second run silent."""

    deadline = models.ForeignKey(Deadline, models.CASCADE, related_name="reminders")
    rung = models.ForeignKey(Rung, models.PROTECT, related_name="+")
    due_on = models.DateField()
    on = models.DateField(_("climbed on"))
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [models.UniqueConstraint(fields=["deadline", "rung", "due_on"], name="a_rung_is_climbed_once")]

    def __str__(self):
        return f"{self.deadline_id} {self.rung_id}"


class Closure(models.Model):
    """A day on which this office is closed, or open, beside the public calendar."""

    on = models.DateField(_("day"))
    works = models.BooleanField(_("a working day"), default=False)
    reason = models.CharField(_("reason"), max_length=80)
    withdrawn = models.BooleanField(_("no longer in force"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["on"], condition=models.Q(withdrawn=False), name="one_closure_a_day")
        ]
        verbose_name = _("local closure")
        verbose_name_plural = _("local closures")

    def __str__(self):
        return f"{self.on} {self.reason}"
