"""The register of institutions: rules that were made or revised because of what was found (建章立制)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework import policy
from casework.models import Thing, ThingQuerySet
from findings.models import Finding

from .common import CommonProblem
from .item import Item
from .task import PARTIES, TrinityTask
from .unit import READERS


class InstitutionQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The office, the leading group and the department it belongs to; one of an item, whoever reads the item."""
        ours = Q(case__in=policy.seen_by(user, *PARTIES))
        return self.filter(ours | Q(item__isnull=False, case__in=policy.seen_by(user, *READERS)))


class Institution(Thing):
    """One rule with its number, its date and its paper; it answers a common problem, or one finding."""

    class Stage(models.TextChoices):
        REGISTERED = "registered", _("registered, to be checked")
        RETURNED = "returned", _("returned for correction")
        CONFIRMED = "confirmed", _("confirmed")

    class Kind(models.TextChoices):
        NEW = "new", _("newly made")
        REVISED = "revised", _("revised")

    tones = {Stage.REGISTERED: "warn", Stage.RETURNED: "late", Stage.CONFIRMED: "ok"}
    final = (Stage.CONFIRMED,)

    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices, default=Stage.REGISTERED)
    number = models.CharField(_("register number"), max_length=40, unique=True)
    kind_of = models.CharField(_("new or revised"), max_length=8, choices=Kind.choices)
    name = models.CharField(_("name of the rule"), max_length=200)
    paper = models.CharField(_("number of the document"), max_length=80)
    issued_on = models.DateField(_("date of the document"))
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("issued by"))
    problem = models.ForeignKey(CommonProblem, models.PROTECT, null=True, related_name="institutions", editable=False)
    task = models.ForeignKey(TrinityTask, models.PROTECT, null=True, related_name="institutions", editable=False)
    finding = models.ForeignKey(Finding, models.PROTECT, null=True, related_name="+", editable=False)
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="rules", editable=False)
    found_on = models.DateField(_("problem found by"), editable=False)

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        constraints = [
            models.CheckConstraint(
                condition=Q(problem__isnull=False, finding=None) | Q(problem=None, finding__isnull=False),
                name="institution_answers_one_thing",
            ),
            models.CheckConstraint(condition=Q(issued_on__gt=F("found_on")), name="institution_after_the_finding"),
        ]

    def __str__(self):
        return self.name

    def word_for(self, rule):
        """What a department or a unit has registered it corrects itself; the rest is the office's own."""
        if rule.code == "institution_again" and self.item_id:
            return "respond"
        return rule.word if self.task_id else "oversee"
