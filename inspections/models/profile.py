"""Profiles of the office's own: which rules it goes by, drawn up from an existing profile, in editions.

The profiles that come with the house can't be altered. An ``OwnProfile`` with its ``OwnRule`` lines has a history; once
it is put in use it yields a ``RegulationProfile`` that stays as it is for good. A round keeps the one it has until
somebody says that it takes up another.
"""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.models import DeadlineRule, RegulationProfile, Thing, ThingQuerySet


class OfOfficeQuerySet(ThingQuerySet):
    def visible_to(self, user):
        return self.filter(case__in=policy.seen_by(user, "oversee", "direct", "observe"))


def open_to_new_rounds():
    """Return the profiles that come with the house, and the office's own that are in use."""
    return RegulationProfile.objects.filter(Q(own=None) | Q(own__stage=OwnProfile.Stage.IN_USE))


class OwnProfile(Thing):
    """A regulation profile that the office has drawn up itself."""

    class Stage(models.TextChoices):
        DRAFT = "draft", _("being drawn up")
        IN_USE = "in_use", _("in use")
        RETIRED = "retired", _("no longer for new rounds")
        DROPPED = "dropped", _("dropped with a reason")

    tones = {Stage.DRAFT: "idle", Stage.IN_USE: "ok", Stage.RETIRED: "idle", Stage.DROPPED: "idle"}
    final = (Stage.RETIRED, Stage.DROPPED)
    inner = True

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.DRAFT)
    name = models.CharField(_("name"), max_length=60)
    since = models.CharField(_("in use since"), max_length=20, help_text=_("the year, e.g. 2026"))
    note = models.TextField(_("note"), blank=True)
    based_on = models.ForeignKey(
        RegulationProfile,
        models.PROTECT,
        related_name="copies",
        verbose_name=_("made from"),
        help_text=_("Its rules are copied. One of the office's own is retired by the new edition."),
    )
    profile = models.OneToOneField(
        RegulationProfile,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="own",
        verbose_name=_("regulation profile"),
    )

    objects = OfOfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("profile of the office")
        verbose_name_plural = _("profiles of the office")
        constraints = [
            models.CheckConstraint(
                condition=Q(profile__isnull=True) | Q(stage__in=("in_use", "retired")),
                name="own_profile_in_draft_has_no_rules",
            )
        ]

    def __str__(self):
        return f"{self.name}（{self.since}）"


def days_field(name, text):
    return ArrayField(
        models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(365)]),
        verbose_name=name,
        default=list,
        blank=True,
        size=6,
        help_text=text,
    )


class OwnRule(Thing):
    """One rule of a profile of the office's own."""

    class Stage(models.TextChoices):
        DRAFT = "draft", _("being drawn up")
        FROZEN = "frozen", _("in use")
        DROPPED = "dropped", _("dropped with a reason")

    #: how a rule of the office's own is counted: no date that somebody chooses
    UNITS = [choice for choice in DeadlineRule.Unit.choices if choice[0] != DeadlineRule.Unit.CHOSEN]

    tones = {Stage.DRAFT: "idle", Stage.FROZEN: "ok", Stage.DROPPED: "idle"}
    final = (Stage.FROZEN, Stage.DROPPED)
    inner = True
    named_by = ("general",)

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.DRAFT)
    own_profile = models.ForeignKey(
        OwnProfile, models.PROTECT, related_name="rules", verbose_name=_("profile of the office"), editable=False
    )
    general = models.ForeignKey(
        DeadlineRule,
        models.PROTECT,
        related_name="+",
        verbose_name=_("rule"),
        help_text=_("What has to be done by then, as it holds for all profiles."),
    )
    amount = models.PositiveSmallIntegerField(_("amount"), validators=[MinValueValidator(1), MaxValueValidator(999)])
    unit = models.CharField(_("unit"), max_length=8, choices=UNITS)
    direction = models.CharField(
        _("direction"),
        max_length=8,
        choices=DeadlineRule.Direction.choices,
        default=DeadlineRule.Direction.AFTER,
    )
    basis = models.CharField(_("basis"), max_length=200)
    certainty = models.CharField(_("certainty"), max_length=8, choices=DeadlineRule.Certainty.choices)
    days_before = days_field(
        _("reminded so many days before"), _("Days with commas between, e.g. 20,10; nothing for the usual rungs.")
    )
    days_after = days_field(
        _("reminded so many days after"), _("Days with commas between, e.g. 1,10,30; each goes one step higher.")
    )

    objects = OfOfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule of an own profile")
        verbose_name_plural = _("rules of own profiles")
        constraints = [
            models.UniqueConstraint(
                fields=["own_profile", "general", "unit", "amount", "direction"],
                condition=~Q(stage="dropped"),
                name="no_own_rule_twice",
            )
        ]

    def __str__(self):
        return translated(self.general.name)
