"""Joint review (联审): what the office, the discipline commission and the organisation department say of each item."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework.models import Thing

from .item import Item
from .unit import OfUnitQuerySet


def speaks_for(user) -> Organisation | None:
    """Return the body for which somebody speaks: the office, or one of those that are asked beside it."""
    kinds = (Organisation.Kind.OFFICE, *ItemReview.BODIES)
    mine = Organisation.objects.filter(Q(members__user=user) | Q(principals__user=user), kind_of__in=kinds)
    return mine.distinct().order_by("pk").first()


class ItemReview(Thing):
    """What one body says of the measures of one item; said again, the later opinion counts."""

    class Stage(models.TextChoices):
        GIVEN = "given", _("opinion given")

    class Verdict(models.TextChoices):
        AGREES = "agrees", _("agrees")
        RETURNS = "returns", _("to be returned")

    final = (Stage.GIVEN,)
    #: the bodies that are asked beside the office
    BODIES = (Organisation.Kind.DISCIPLINE, Organisation.Kind.PERSONNEL)
    named_by = ("item", "body")

    stage = models.CharField(_("stage"), max_length=8, choices=Stage.choices, default=Stage.GIVEN)
    item = models.ForeignKey(Item, models.PROTECT, related_name="reviews", verbose_name=_("item"))
    body = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("body"))
    verdict = models.CharField(_("joint review opinion"), max_length=8, choices=Verdict.choices)
    missing = models.TextField(_("what is missing"), blank=True)
    turn = models.PositiveSmallIntegerField(_("times returned before"), editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("put forward by")
    )
    on = models.DateField(_("opinion given on"))

    objects = OfUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("joint review opinion")
        verbose_name_plural = _("joint review opinions")
        constraints = [
            models.CheckConstraint(condition=~Q(verdict="returns", missing=""), name="a_return_says_what_is_missing")
        ]

    def __str__(self):
        return f"{self.item.number} · {self.body} · {self.get_verdict_display()}"

    @property
    def unit(self):
        return self.item.unit
