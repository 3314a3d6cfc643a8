"""What is inspected: the editions of the content of inspection, of which a round picks one.

The reference sets (``reference.py``) can't be altered. An office can draw up sets of its own: an ``OwnSet`` with its
categories, which has a history; once it is put in use it yields a ``CategorySet`` that stays as it is for good.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.models import Thing, ThingQuerySet


class Discipline(models.TextChoices):
    """The six disciplines, to which every category of every set is mapped."""

    POLITICAL = "political", _("political discipline")
    ORGANISATION = "organisation", _("organisational discipline")
    INTEGRITY = "integrity", _("discipline of integrity")
    MASSES = "masses", _("discipline towards the masses")
    WORK = "work", _("discipline of work")
    LIFE = "life", _("discipline of life")


def disciplines_field() -> ArrayField:
    """Return the field of a category that says which of the six disciplines it answers to."""
    return ArrayField(
        models.CharField(max_length=16, choices=Discipline.choices),
        verbose_name=_("of the six disciplines"),
        default=list,
        blank=True,
    )


class CategoryText(models.Model):
    """What every category says, in a reference set and in one of the office's own."""

    order = models.PositiveSmallIntegerField(_("order"))
    name = models.CharField(_("name"), max_length=120)
    short = models.CharField(_("short name"), max_length=20)
    disciplines = disciplines_field()
    questions = models.TextField(_("guide questions"), blank=True, help_text=_("One question a line."))

    class Meta:
        abstract = True

    @property
    def answers_to(self) -> str:
        """The disciplines, as a reader of a list sees them."""
        return "、".join(str(Discipline(code).label) for code in self.disciplines)


class CategorySetQuerySet(models.QuerySet):
    def open_to_new_rounds(self):
        """The reference sets, and the office's own that are in use."""
        return self.filter(Q(own=None) | Q(own__stage=OwnSet.Stage.IN_USE))


class CategorySet(models.Model):
    """One edition of the content of inspection (四个着力, 六项纪律 …); a round picks one and keeps it."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=60)
    since = models.CharField(_("in use since"), max_length=20, blank=True)

    objects = CategorySetQuerySet.as_manager()

    class Meta:
        verbose_name = _("category set")
        verbose_name_plural = _("category sets")
        ordering = ["id"]

    def __str__(self):
        return f"{self.name}（{self.since}）" if self.since else self.name


class Category(CategoryText):
    """One entry of a category set."""

    category_set = models.ForeignKey(CategorySet, models.PROTECT, related_name="categories")

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["category_set", "order"]
        constraints = [models.UniqueConstraint(fields=["category_set", "order"], name="one_category_a_place")]

    def __str__(self):
        return self.short


class OwnSetQuerySet(ThingQuerySet):
    def visible_to(self, user):
        return self.filter(case__in=policy.seen_by(user, "oversee", "direct", "observe"))


class OwnSet(Thing):
    """A category set that the office has drawn up itself."""

    class Stage(models.TextChoices):
        DRAFT = "draft", _("being drawn up")
        IN_USE = "in_use", _("in use")
        RETIRED = "retired", _("no longer for new rounds")
        DROPPED = "dropped", _("dropped with a reason")

    tones = {Stage.DRAFT: "idle", Stage.IN_USE: "ok", Stage.RETIRED: "idle", Stage.DROPPED: "idle"}
    final = (Stage.RETIRED, Stage.DROPPED)
    sealed = True
    inner = True

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.DRAFT)
    name = models.CharField(_("name"), max_length=60)
    since = models.CharField(_("in use since"), max_length=20, help_text=_("the year, e.g. 2026"))
    replaces = models.ForeignKey(
        CategorySet,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("replaces"),
        help_text=_("Which set this is a new edition of; one of the office's own is retired by it."),
    )
    category_set = models.OneToOneField(
        CategorySet, models.PROTECT, null=True, editable=False, related_name="own", verbose_name=_("category set")
    )

    objects = OwnSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("category set of the office")
        verbose_name_plural = _("category sets of the office")
        constraints = [
            models.CheckConstraint(
                condition=Q(category_set__isnull=True) | Q(stage__in=("in_use", "retired")),
                name="own_set_in_draft_has_no_rows",
            )
        ]

    def __str__(self):
        return f"{self.name}（{self.since}）"


class OwnCategoryQuerySet(ThingQuerySet):
    def visible_to(self, user):
        return self.filter(case__in=policy.seen_by(user, "oversee", "direct", "observe"))


class OwnCategory(CategoryText, Thing):
    """One category of a set of the office's own."""

    class Stage(models.TextChoices):
        DRAFT = "draft", _("being drawn up")
        FROZEN = "frozen", _("in use")
        DROPPED = "dropped", _("dropped with a reason")

    tones = {Stage.DRAFT: "idle", Stage.FROZEN: "ok", Stage.DROPPED: "idle"}
    final = (Stage.FROZEN, Stage.DROPPED)
    sealed = True
    inner = True

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.DRAFT)
    own_set = models.ForeignKey(
        OwnSet, models.PROTECT, related_name="categories", verbose_name=_("category set"), editable=False
    )

    objects = OwnCategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("category of an own set")
        verbose_name_plural = _("categories of own sets")
        constraints = [models.UniqueConstraint(fields=["own_set", "order"], name="one_own_category_a_place")]

    def __str__(self):
        return self.short
