"""What happens to the people of a round instead of to its units: somebody asks around or pleads (打探说情).

Each record is a case of its own, held by the one who wrote it and by those whom it goes up to; whoever is concerned is
gone past. So it has no number that could leave a gap, and is in no list, count or notice of anybody else.
"""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from casework import policy
from casework.models import Thing, ThingQuerySet

from .engagement import Engagement


def plain_number() -> str:
    """Return a number that tells nothing of how many there are."""
    return f"登-{secrets.randbelow(10**8):08d}"


class InterferenceQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """Whoever wrote it, and those whom it has gone up to; never whoever is concerned, whatever he has become."""
        rows = self.filter(case__in=policy.seen_by(user, "own", "lead", "direct", "observe"))
        return rows.exclude(**{f"{self.model.of_record}interferer__user": user})


class InterferenceRecord(Thing):
    """Somebody asked around or pleaded: who, to whom, when, how (打探说情登记). Never changed; only added to."""

    class Stage(models.TextChoices):
        LOGGED = "logged", _("registered")
        WITH_OFFICE = "with_office", _("with the head of the office")
        WITH_GROUP = "with_group", _("before the leading group")
        HANDLED = "handled", _("handled")
        SEALED = "sealed", _("closed for good")

    class Road(models.TextChoices):
        LEADER = "leader", _("the team leader")
        OFFICE = "office", _("the head of the inspection office")
        GROUP = "group", _("the leading group")

    class Channel(models.TextChoices):
        CALL = "call", _("by telephone")
        FACE = "face", _("face to face")
        MESSAGE = "message", _("by message")
        OTHERS = "others", _("through others")
        OTHER = "other", _("in another way")

    class Relation(models.TextChoices):
        UNIT = "unit", _("of the inspected unit")
        SUPERIOR = "superior", _("a superior")
        COLLEAGUE = "colleague", _("a colleague")
        KIN = "kin", _("kin, friend or fellow student")
        INSPECTOR = "inspector", _("somebody of the inspection")
        OTHER = "other", _("somebody else")

    class Outcome(models.TextChoices):
        RECORD = "record", _("kept on record")
        TALK = "talk", _("talked to")
        HAND_OVER = "hand_over", _("handed over for discipline")

    #: who takes it up first → the word that he holds
    FIRST = {Road.LEADER: "lead", Road.OFFICE: "direct", Road.GROUP: "observe"}
    tones = {
        Stage.LOGGED: "warn",
        Stage.WITH_OFFICE: "warn",
        Stage.WITH_GROUP: "late",
        Stage.HANDLED: "move",
        Stage.SEALED: "ok",
    }
    final = (Stage.SEALED,)
    sealed = True
    inner = True
    of_record = ""

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.LOGGED)
    number = models.CharField(_("number"), max_length=16, unique=True, default=plain_number)
    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="+", verbose_name=_("engagement"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("registered by")
    )
    interferer = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("somebody of the inspection")
    )
    name = models.CharField(_("who asked or pleaded"), max_length=60)
    post = models.CharField(_("his unit and post"), max_length=120, blank=True)
    relation = models.CharField(_("who that is"), max_length=12, choices=Relation.choices)
    channel = models.CharField(_("how"), max_length=12, choices=Channel.choices)
    on = models.DateField(_("day"))
    said = models.TextField(_("what was asked or said"))
    goes_to = models.CharField(_("goes first to"), max_length=8, choices=Road.choices)
    outcome = models.CharField(_("how it was handled"), max_length=12, choices=Outcome.choices, blank=True)
    result = models.TextField(_("result"), blank=True)
    handled_on = models.DateField(_("handled on"), null=True)

    objects = InterferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("record of asking around or pleading")
        verbose_name_plural = _("records of asking around or pleading")
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=("handled", "sealed"), handled_on__isnull=False)
                | Q(handled_on__isnull=True) & ~Q(stage__in=("handled", "sealed")),
                name="interference_handled_on_a_day",
            )
        ]

    def __str__(self):
        return f"{self.name} · {self.get_channel_display()} {self.on}"

    @property
    def unit(self):
        return self.engagement.unit

    def word_for(self, rule):
        """Who takes it up first is said by the road that it goes."""
        return self.FIRST[self.goes_to] if rule.code == "take_up_interference" else rule.word


class Addition(Thing):
    """What the one who registered it has added since."""

    class Stage(models.TextChoices):
        ADDED = "added", _("added")

    tones = {Stage.ADDED: "ok"}
    final = (Stage.ADDED,)
    sealed = True
    inner = True
    #: the path to the record that says who is concerned
    of_record = "record__"

    stage = models.CharField(_("stage"), max_length=8, choices=Stage.choices, default=Stage.ADDED)
    record = models.ForeignKey(
        InterferenceRecord, models.PROTECT, related_name="additions", verbose_name=_("what it adds to")
    )
    text = models.TextField(_("addition"))
    on = models.DateField(_("added on"))

    objects = InterferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("addition")
        verbose_name_plural = _("additions")

    def __str__(self):
        return self.text[:40]
