"""The usual rungs of the office: on which days before and after a date who is told, where a rule says nothing else.

A ``UsualRungs`` is what the office has decided, with its history; the clock reads casework's ``Rung`` rows.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.models import Thing, ThingQuerySet

from .profile import days_field

#: who can be told beside the one who must act
TOLD = [(word, policy.WORDS[word]) for word in ("lead", "sign", "oversee", "direct", "observe")]


def told_field(name):
    return ArrayField(
        models.CharField(max_length=8, choices=TOLD), verbose_name=name, default=list, blank=True, size=len(TOLD)
    )


class UsualRungsQuerySet(ThingQuerySet):
    def visible_to(self, user):
        return self.filter(case__in=policy.seen_by(user, "oversee", "direct", "observe"))


class UsualRungs(Thing):
    """One edition of the usual rungs, in force from a day on until the next takes its place."""

    class Stage(models.TextChoices):
        IN_FORCE = "in_force", _("in force")
        REPLACED = "replaced", _("replaced by a new edition")

    #: the steps of a ladder, each with those who are told at it
    STEPS = ("early", "last_before", "on_the_day", "first_after", "second_after", "later_after")

    tones = {Stage.IN_FORCE: "ok", Stage.REPLACED: "idle"}
    final = (Stage.REPLACED,)
    inner = True

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.IN_FORCE)
    since = models.DateField(_("in force since"), editable=False)
    days_before = days_field(
        _("reminded so many days before"), _("Days with commas between, e.g. 20,10; nothing for no reminder before.")
    )
    days_after = days_field(
        _("reminded so many days after"), _("Days with commas between, e.g. 1,10,30; each goes one step higher.")
    )
    early = told_field(_("told as well at the first reminders"))
    last_before = told_field(_("told as well at the last reminder before the day"))
    on_the_day = told_field(_("told as well on the day"))
    first_after = told_field(_("told as well at the first reminder after the day"))
    second_after = told_field(_("told as well at the second reminder after the day"))
    later_after = told_field(_("told as well at all later ones"))

    objects = UsualRungsQuerySet.as_manager()

    class Meta:
        verbose_name = _("usual rungs")
        verbose_name_plural = _("usual rungs")
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(stage="in_force"), name="one_edition_of_usual_rungs")
        ]

    def __str__(self):
        days = [str(n) for n in sorted([*(-n for n in self.days_before), 0, *self.days_after])]
        return f"{'、'.join(days)}（{self.since}）"

    def told_by_step(self) -> list[tuple[str, str]]:
        """Return each step of the ladder, and who is told as well at it, in words."""
        names = {field.name: field.verbose_name for field in self._meta.fields}
        said = [(names[step], getattr(self, step)) for step in self.STEPS]
        return [(str(name), "、".join(str(policy.WORDS[word]) for word in words)) for name, words in said]
