"""The meetings of the leading group, the secretary and the committee: the authority behind what is decided."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.models import Thing, ThingQuerySet

from .round import Round
from .term import Term


class MeetingQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The office and the leading group. What a team says among itself lies in its own register."""
        return self.filter(case__in=policy.seen_by(user, "oversee", "direct", "observe"))

    def open_to(self, round: Round, *kinds: str):
        """Those on which a step of this round can rest: held for it, or for its term as a whole; the newest first."""
        held = Q(round=round) | Q(round=None, term=round.term_id)
        return self.filter(held, kind_of__in=kinds).order_by("-held_on", "-pk")

    def of_the_term(self, term: Term, *kinds: str):
        """Those held for the term or for any of its rounds; the newest first."""
        held = Q(term=term) | Q(round__term=term)
        return self.filter(held, kind_of__in=kinds).select_related("round").order_by("-held_on", "-pk")


class Meeting(Thing):
    """A meeting of record: the real authority behind a move is its minutes."""

    class Stage(models.TextChoices):
        RECORDED = "recorded", _("recorded")

    class Kind(models.TextChoices):
        MOBILISATION = "mobilisation", _("mobilisation meeting")
        LEADING_GROUP = "leading_group", _("leading group meeting")
        SECRETARY = "secretary", _("secretary's meeting")
        COMMITTEE = "committee", _("meeting of the standing committee")
        TRAINING = "training", _("training before the inspection")

    #: kinds that each round has of its own
    OF_A_ROUND = (Kind.MOBILISATION, Kind.TRAINING)
    tones = {Stage.RECORDED: "ok"}
    final = (Stage.RECORDED,)

    inner = True

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.RECORDED)
    round = models.ForeignKey(
        Round, models.PROTECT, null=True, blank=True, related_name="meetings", verbose_name=_("round")
    )
    term = models.ForeignKey(
        Term, models.PROTECT, null=True, blank=True, related_name="meetings", verbose_name=_("term")
    )
    kind_of = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    held_on = models.DateField(_("held on"))
    place = models.CharField(_("place"), max_length=120, blank=True)
    chair = models.CharField(_("chair of the meeting"), max_length=60, blank=True)
    attendees = models.TextField(_("attendees"), blank=True)
    agenda = models.TextField(_("agenda"), blank=True, help_text=_("One item a line."))
    heard = models.TextField(_("what the meeting heard"), blank=True)
    minutes = models.TextField(_("minutes"), blank=True)
    paper = models.CharField(_("number of the minutes"), max_length=80, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [
            models.CheckConstraint(
                condition=Q(round__isnull=False, term__isnull=True) | Q(round__isnull=True, term__isnull=False),
                name="meeting_of_a_round_or_of_a_term",
            )
        ]
        indexes = [models.Index(fields=["case", "held_on"], name="meeting_by_day")]

    def __str__(self):
        return f"{self.get_kind_of_display()} {self.held_on}"

    @property
    def held_for(self):
        """What it was held for: one round, or the term as a whole."""
        return self.round or self.term

    @property
    def authority(self):
        """The committee under which it was held."""
        return (self.term or self.round.term).authority

    def steps_of(self, round: Round) -> list[str]:
        """Return which steps of a round rest on it, in words."""
        fields: list[Any] = [Round._meta.get_field(name) for name in Round.RESTS]
        return [str(field.verbose_name) for field in fields if getattr(round, field.attname) == self.pk]
