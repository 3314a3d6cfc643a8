"""The finding: a problem that the team stands behind."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.models import Thing, ThingQuerySet
from inspections.models import Category, Engagement, Priority

from ..likeness import Signs
from .extension import Extension
from .paper import Concerns, WorkingPaper


class FindingQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """Its team always; the office once the leader has confirmed it; the leading group once it is routed."""
        return self.filter(
            Q(case__in=policy.seen_by(user, "lead", "inspect"))
            | Q(case__in=policy.seen_by(user, "oversee", "direct"), stage__in=Finding.CONFIRMED_ONCE)
            | Q(
                case__in=policy.seen_by(user, "observe"),
                stage__in=(Finding.Stage.ROUTED, Finding.Stage.SETTLED),
            )
        )


class Finding(Thing):
    """A problem that the team stands behind."""

    class Stage(models.TextChoices):
        IDENTIFIED = "identified", _("identified")
        CONFIRMED = "confirmed", _("confirmed by the leader")
        ROUTED = "routed", _("routed")
        SETTLED = "settled", _("settled")
        NOT_ESTABLISHED = "not_established", _("not established")
        SEALED = "sealed", _("moved under seal")

    Concerns = Concerns

    class Mark(models.TextChoices):
        ELEMENTARY = "elementary", _("elementary")
        TYPICAL = "typical", _("typical")
        COMMON = "common", _("common")
        FLAGRANT = "flagrant", _("flagrant")

    class Cause(models.TextChoices):
        SYSTEM = "system", _("of the system")
        RESPONSIBILITY = "responsibility", _("of responsibility")
        OTHER = "other", _("other")

    #: confirmed by the leader, neither dropped nor moved under seal
    HOLDS = (Stage.CONFIRMED, Stage.ROUTED, Stage.SETTLED)
    CONFIRMED_ONCE = (Stage.CONFIRMED, Stage.ROUTED, Stage.SETTLED, Stage.NOT_ESTABLISHED, Stage.SEALED)
    tones = {
        Stage.IDENTIFIED: "idle",
        Stage.CONFIRMED: "info",
        Stage.ROUTED: "warn",
        Stage.SETTLED: "ok",
        Stage.NOT_ESTABLISHED: "idle",
        Stage.SEALED: "move",
    }
    final = (Stage.SETTLED, Stage.NOT_ESTABLISHED, Stage.SEALED)
    left = (Stage.SEALED,)
    sealed = True
    derived = ("signs",)

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.IDENTIFIED)
    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="findings", verbose_name=_("engagement"))
    paper = models.OneToOneField(
        WorkingPaper, models.PROTECT, null=True, related_name="finding", verbose_name=_("working paper")
    )
    number = models.CharField(_("number of the problem"), max_length=40, unique=True)
    title_text = models.CharField(_("problem"), max_length=200)
    facts = models.TextField(_("manifestation"))
    category = models.ForeignKey(Category, models.PROTECT, null=True, verbose_name=_("category"))
    extension = models.ForeignKey(
        Extension, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("subordinate unit")
    )
    priority = models.ForeignKey(
        Priority, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("local priority")
    )
    concerns = models.CharField(_("concerns"), max_length=16, choices=Concerns.choices, blank=True)
    subject_name = models.CharField(_("person concerned"), max_length=60, blank=True)
    subject_post = models.CharField(_("post of the person concerned"), max_length=80, blank=True)
    basis = models.TextField(_("basis for calling it so"), blank=True)
    responsibility = models.TextField(_("political responsibility"), blank=True)
    cause = models.CharField(_("root cause"), max_length=16, choices=Cause.choices, blank=True)
    cause_text = models.TextField(_("about the cause"), blank=True)
    recommendation = models.TextField(_("recommendation"), blank=True)
    mark = models.CharField(_("mark"), max_length=16, choices=Mark.choices, blank=True)
    amount = models.DecimalField(_("amount in 10,000 yuan"), max_digits=12, decimal_places=2, null=True, blank=True)
    upper_source = models.CharField(_("upper-level source"), max_length=120, blank=True)
    left_on = models.DateField(_("left on"), null=True, editable=False)
    #: what ``likeness.near`` looks through
    signs = models.GeneratedField(
        verbose_name=_("signs of the problem"),
        expression=Signs("title_text"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        constraints = [
            models.CheckConstraint(
                condition=Q(paper__isnull=False) | ~Q(upper_source=""), name="finding_rests_on_a_paper"
            ),
            models.CheckConstraint(
                condition=Q(stage="sealed", left_on__isnull=False) | ~Q(stage="sealed"),
                name="sealed_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["engagement", "stage"], name="finding_of_engagement"),
            GinIndex(fields=["signs"], name="findings_alike"),
        ]

    def __str__(self):
        return self.title_text or self.number

    @property
    def unit(self):
        return self.engagement.unit

    @property
    def place(self):
        """Where it was found: the subordinate unit that the team was extended to, else the inspected unit."""
        return self.extension.place if self.extension else self.engagement.unit
