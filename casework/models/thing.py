"""What can be moved: a row with a stage and a version, changed only by the verbs in an ``actions.py``."""

import secrets
from typing import TYPE_CHECKING, Any

from django.db import models
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"


def new_key():
    """Return twelve random characters for an address: neighbours can't be guessed and gaps tell nothing."""
    return "".join(secrets.choice(ALPHABET) for _n in range(12))


class ThingQuerySet(models.QuerySet):
    """Rows that somebody may or may not see. Every subclass says who, in ``visible_to``."""

    def visible_to(self, user):
        """Return the rows that this person may see; what isn't in it does not exist for him."""
        raise NotImplementedError(f"{self.model.__name__} does not say who may see it")


class Moving(models.Model):
    """A row whose every change is a move. Answers ``.case``, on which the powers to move it are held."""

    class Stage(models.TextChoices):
        """The stages of this kind of thing; each model has its own."""

    key = models.CharField(_("key"), max_length=16, unique=True, default=new_key, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    #: stage → tone of its tag (idle, info, warn, late, ok, move)
    tones: dict[str, str] = {}
    #: stages in which nothing more is expected of anybody
    final: tuple[str, ...] = ()
    #: stages of a stub: what was here has left under seal, with all that was written about it
    left: tuple[str, ...] = ()
    #: sealed rows are in tables that the portal's database role has no grant on
    sealed: bool = False
    #: pages of this kind exist behind the inner door only
    inner: bool = False
    #: whoever takes a file of it, or its paper to print, takes a copy with a number of its own
    numbered: bool = False
    #: words whose holders a rung tells that something is late, though they may not see what it is
    hushed: tuple[str, ...] = ()
    #: fields that only count or cache what other rows say; not part of the row's digest
    derived: tuple[str, ...] = ()
    #: the code of a rule → the path of the day that was set and from which such a rule may be counted back
    set_days: dict[str, str] = {}
    #: the other rows that its title names, as ``select_related`` takes them
    named_by: tuple[str, ...] = ()

    if TYPE_CHECKING:  # every kind has these, each in its own way
        case: Any
        stage: Any
        due_on: Any

        def get_stage_display(self) -> str: ...

    objects = ThingQuerySet.as_manager()

    class Meta:
        abstract = True

    def get_absolute_url(self):
        """The page of this thing: every kind's page is ``app:kind``. Empty at a door where this kind has no page."""
        try:
            return reverse(f"{self._meta.app_label}:{self._meta.model_name}", args=[self.key])
        except NoReverseMatch:
            return ""

    @property
    def kind(self):
        """The label of the model, as histories and deadlines keep it."""
        return self._meta.label_lower

    @property
    def title(self):
        """One line that names this thing to a reader who may see it."""
        return str(self)

    @property
    def stage_tone(self):
        return self.tones.get(self.stage, "info")

    def word_for(self, rule):
        """Return the word whose holders must act when ``rule`` starts for this thing."""
        return rule.word

    def set_day(self, code: str) -> Any:
        """Return the day from which a rule ``code`` is counted back; None where none was set, or none can be."""
        day: Any = self if code in self.set_days else None
        for step in self.set_days.get(code, "").split("."):
            day = getattr(day, step, None)
        return day

    @classmethod
    def set_day_named(cls, code: str) -> str:
        """Return what the day is called from which a rule ``code`` is counted back."""
        model: Any = cls
        *steps, last = cls.set_days[code].split(".")
        for step in steps:
            model = model._meta.get_field(step).related_model
        return str(model._meta.get_field(last).verbose_name)

    def set(self, **values):
        """Give fields their new values, ignoring none: an unknown name is a mistake in the caller."""
        for name, value in values.items():
            self._meta.get_field(name)
            setattr(self, name, value)


class Thing(Moving):
    """A moving row that lies in a case."""

    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="+", verbose_name=_("case"), editable=False)

    class Meta:
        abstract = True
