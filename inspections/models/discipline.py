"""The conduct of those who inspect: what was noticed of somebody in a team, and what leaked out of it.

Each matter is a case of its own, held by whoever wrote it down and by those who handle it, never by whoever is
concerned. What he is told is another thing, the admonition, which he holds himself.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from casework import policy
from casework.models import Thing, ThingQuerySet

from .conduct import plain_number
from .engagement import Engagement
from .team import Posting


class Handler(models.TextChoices):
    """Who handles a matter of conduct."""

    LEADER = "leader", _("the team leader")
    OFFICE = "office", _("the head of the inspection office")
    GROUP = "group", _("the leading group")


#: who handles it → the word that he holds
HOLDS: dict[str, str] = {Handler.LEADER: "lead", Handler.OFFICE: "direct", Handler.GROUP: "observe"}


class Outcome(models.TextChoices):
    UNFOUNDED = "unfounded", _("not established")
    EDUCATED = "educated", _("criticised and educated")
    OFF_TEAM = "off_team", _("taken out of the team")
    HAND_OVER = "hand_over", _("handed over for discipline")


class ConductMatterQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """Whoever wrote it down and those who handle it; never whoever is concerned, whatever he has become."""
        rows = self.filter(case__in=policy.seen_by(user, "own", "lead", "direct", "observe"))
        return rows.exclude(posting__person__user=user)


class ConductMatter(Thing):
    """What was noticed of somebody in a team: a tendency that is put right in time, or a violation that is reported."""

    class Stage(models.TextChoices):
        NOTICED = "noticed", _("noticed")
        REMINDED = "reminded", _("reminded")
        CRITICIZED = "criticized", _("criticised")
        REPORTED = "reported", _("reported")
        CLOSED = "closed", _("dealt with for good")

    class Kind(models.TextChoices):
        TENDENCY = "tendency", _("first sign or tendency")
        VIOLATION = "violation", _("violation of discipline or law")

    tones = {
        Stage.NOTICED: "warn",
        Stage.REMINDED: "move",
        Stage.CRITICIZED: "move",
        Stage.REPORTED: "late",
        Stage.CLOSED: "ok",
    }
    final = (Stage.CLOSED,)
    sealed = True
    inner = True
    named_by = ("posting__person",)

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.NOTICED)
    number = models.CharField(_("number"), max_length=16, unique=True, default=plain_number)
    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="+", verbose_name=_("engagement"))
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="+", verbose_name=_("who is concerned"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("noticed by"))
    kind_of = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    on = models.DateField(_("day"))
    facts = models.TextField(_("what was noticed"))
    goes_to = models.CharField(_("who handles it"), max_length=8, choices=Handler.choices)
    outcome = models.CharField(_("how it was handled"), max_length=12, choices=Outcome.choices, blank=True)
    result = models.TextField(_("result"), blank=True)
    closed_on = models.DateField(_("dealt with on"), null=True)

    objects = ConductMatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("matter of conduct")
        verbose_name_plural = _("matters of conduct")
        constraints = [
            models.CheckConstraint(
                condition=Q(stage="closed", closed_on__isnull=False) | Q(closed_on__isnull=True) & ~Q(stage="closed"),
                name="conduct_closed_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(kind_of="tendency") | Q(stage__in=("reported", "closed")) & ~Q(goes_to="leader"),
                name="a_violation_is_reported",
            ),
        ]

    def __str__(self):
        return f"{self.posting.person} · {self.get_kind_of_display()} {self.on}"

    @property
    def unit(self):
        return self.engagement.unit

    def word_for(self, rule):
        """Whoever handles it must act."""
        return HOLDS[self.goes_to]


class AdmonitionQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """Whoever is admonished himself, and those who handle the matter."""
        return self.filter(case__in=policy.seen_by(user, "own", "lead", "direct", "observe"))


class Admonition(Thing):
    """What somebody is told of his conduct: a reminder or a criticism. He reads it and acknowledges it."""

    class Stage(models.TextChoices):
        GIVEN = "given", _("told to him")
        ACKNOWLEDGED = "acknowledged", _("acknowledged")

    class Manner(models.TextChoices):
        REMINDER = "reminder", _("reminder")
        CRITICISM = "criticism", _("criticism")

    tones = {Stage.GIVEN: "warn", Stage.ACKNOWLEDGED: "ok"}
    final = (Stage.ACKNOWLEDGED,)
    sealed = True
    inner = True
    named_by = ("posting__person",)

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.GIVEN)
    matter = models.ForeignKey(
        ConductMatter, models.PROTECT, related_name="admonitions", verbose_name=_("matter of conduct")
    )
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="+", verbose_name=_("who is admonished"))
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("given by"))
    manner = models.CharField(_("manner"), max_length=12, choices=Manner.choices)
    text = models.TextField(_("what was said to him"))
    on = models.DateField(_("given on"))
    acknowledged_on = models.DateField(_("acknowledged on"), null=True)

    objects = AdmonitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("admonition")
        verbose_name_plural = _("admonitions")

    def __str__(self):
        return f"{self.posting.person} · {self.get_manner_display()} {self.on}"

    @property
    def person(self):
        return self.posting.person


class LeakIncidentQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """Whoever reported it and those who handle it; never whoever is concerned, whatever he has become."""
        return self.filter(case__in=policy.seen_by(user, "own", "direct", "observe")).exclude(suspect__user=user)


class LeakIncident(Thing):
    """Something of the inspection has come out, or may have (跑风漏气、失泄密)."""

    class Stage(models.TextChoices):
        REPORTED = "reported", _("reported")
        CONTAINED = "contained", _("contained")
        INVESTIGATED = "investigated", _("looked into")
        HANDLED = "handled", _("handled")

    class Channel(models.TextChoices):
        WORD = "word", _("by word of mouth")
        PAPER = "paper", _("papers lost or shown")
        DEVICE = "device", _("telephone, computer or data carrier")
        NETWORK = "network", _("network or messages")
        UNKNOWN = "unknown", _("not known yet")

    tones = {Stage.REPORTED: "late", Stage.CONTAINED: "warn", Stage.INVESTIGATED: "move", Stage.HANDLED: "ok"}
    final = (Stage.HANDLED,)
    sealed = True
    inner = True

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.REPORTED)
    number = models.CharField(_("number"), max_length=16, unique=True, default=plain_number)
    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="+", verbose_name=_("engagement"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("reported by")
    )
    suspect = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("somebody of the inspection who is concerned"),
    )
    on = models.DateField(_("noticed on"))
    channel = models.CharField(_("by which way"), max_length=12, choices=Channel.choices)
    leaked = models.TextField(_("what came out, to whom"))
    goes_to = models.CharField(_("who handles it"), max_length=8, choices=Handler.choices)
    measures = models.TextField(_("what was done at once"), blank=True)
    inquiry = models.TextField(_("what the inquiry showed"), blank=True)
    outcome = models.CharField(_("how it was handled"), max_length=12, choices=Outcome.choices, blank=True)
    result = models.TextField(_("result"), blank=True)
    handled_on = models.DateField(_("handled on"), null=True)

    objects = LeakIncidentQuerySet.as_manager()

    class Meta:
        verbose_name = _("leak incident")
        verbose_name_plural = _("leak incidents")
        constraints = [
            models.CheckConstraint(
                condition=Q(stage="handled", handled_on__isnull=False)
                | Q(handled_on__isnull=True) & ~Q(stage="handled"),
                name="leak_handled_on_a_day",
            )
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} · {self.get_channel_display()} {self.on}"

    @property
    def unit(self):
        return self.engagement.unit

    def word_for(self, rule):
        """Whoever handles it must act."""
        return HOLDS[self.goes_to]
