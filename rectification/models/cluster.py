"""Suggestions: findings that read alike in several units, for a person to judge whether they are one problem."""

from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.models import Thing, ThingQuerySet
from findings.models import Finding
from inspections.models import Category, Term

from .common import CommonProblem


class ClusterQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The office: what is only suggested goes no further."""
        return self.filter(case__in=policy.seen_by(user, "oversee", "direct"))

    def with_sample(self):
        """Say of each how one of its findings reads, as ``sample``: its number alone tells nobody what it is about."""
        pairs = Pair.objects.filter(cluster=OuterRef("pk")).order_by("-likeness", "pk")
        return self.annotate(sample=Subquery(pairs.values("one__title_text")[:1]))


class Cluster(Thing):
    """Findings of one category that are linked by how alike they read; made by the house, judged by a person."""

    class Stage(models.TextChoices):
        OFFERED = "offered", _("to be judged")
        TAKEN = "taken", _("became a common problem")
        DROPPED = "dropped", _("found not to be common")
        STALE = "stale", _("overtaken by a newer suggestion")

    tones = {Stage.OFFERED: "warn", Stage.TAKEN: "ok", Stage.DROPPED: "idle", Stage.STALE: "idle"}
    final = (Stage.TAKEN, Stage.DROPPED, Stage.STALE)
    sealed = True
    inner = True
    named_by = ("category",)

    stage = models.CharField(_("stage"), max_length=8, choices=Stage.choices, default=Stage.OFFERED)
    term = models.ForeignKey(Term, models.PROTECT, related_name="+", verbose_name=_("term"), editable=False)
    number = models.CharField(_("number"), max_length=40, unique=True)
    category = models.ForeignKey(Category, models.PROTECT, verbose_name=_("category"), editable=False)
    units = models.PositiveSmallIntegerField(_("units"), editable=False)
    findings = models.PositiveSmallIntegerField(_("findings"), editable=False)
    made_on = models.DateField(_("suggested on"), editable=False)
    problem = models.ForeignKey(
        CommonProblem, models.PROTECT, null=True, related_name="+", verbose_name=_("common problem"), editable=False
    )

    objects = ClusterQuerySet.as_manager()

    class Meta:
        verbose_name = _("suggested common problem")
        verbose_name_plural = _("suggested common problems")

    def __str__(self):
        return str(_("%(category)s in %(units)s units")) % {"category": self.category.short, "units": self.units}


class Pair(models.Model):
    """How alike two findings of a cluster read, from 0 to 1."""

    sealed = True

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="pairs")
    one = models.ForeignKey(Finding, models.PROTECT, related_name="+")
    other = models.ForeignKey(Finding, models.PROTECT, related_name="+")
    likeness = models.FloatField(_("likeness"))

    class Meta:
        verbose_name = _("pair of findings")
        constraints = [models.UniqueConstraint(fields=["cluster", "one", "other"], name="one_likeness_a_pair")]
