"""What a team says of each aspect that it has to look at: also of those in which it found nothing."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inspections.models import Category

from .source import Source


class Aspect(Source):
    """One category of the round's set in one unit: looked at by what means, and with what result."""

    class Stage(models.TextChoices):
        NOTED = "noted", _("noted")

    class Result(models.TextChoices):
        FOUND = "found", _("problems found")
        NOTHING = "nothing", _("looked at, nothing found")
        NOT_CHECKED = "not_checked", _("not looked at, with a reason")

    class Means(models.TextChoices):
        TALK = "talk", _("individual talk")
        DOCUMENTS = "documents", _("documents")
        VISIT = "visit", _("field visit")
        PETITION = "petition", _("petition")
        SITTING = "sitting", _("hearing or forum")
        REQUEST = "request", _("inquiry with a functional unit")
        CHECK = "check", _("special check")

    #: tone of the tag of each result
    RESULT_TONES = {Result.FOUND: "warn", Result.NOTHING: "ok", Result.NOT_CHECKED: "late"}
    tones = {Stage.NOTED: "ok"}
    final = (Stage.NOTED,)
    letter = "面"
    named_by = ("category",)

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.NOTED)
    category = models.ForeignKey(Category, models.PROTECT, related_name="+", verbose_name=_("aspect"))
    result = models.CharField(_("result"), max_length=16, choices=Result.choices)
    means = ArrayField(
        models.CharField(max_length=16, choices=Means.choices),
        verbose_name=_("by what means"),
        default=list,
        blank=True,
    )
    on = models.DateField(_("concluded on"))
    text = models.TextField(_("what was looked at, or why it was not"))

    class Meta:
        verbose_name = _("conclusion on an aspect")
        verbose_name_plural = _("conclusions on aspects")
        constraints = [
            models.UniqueConstraint(fields=["engagement", "category"], name="one_conclusion_an_aspect"),
            models.CheckConstraint(
                condition=Q(result="not_checked", means=[]) | (~Q(result="not_checked") & ~Q(means=[])),
                name="what_was_looked_at_says_how",
            ),
        ]

    def __str__(self):
        return f"{self.category.short}：{self.get_result_display()}"

    @property
    def means_text(self) -> str:
        """The means, as a reader of a list sees them."""
        return "、".join(str(Aspect.Means(code).label) for code in self.means)
