"""The finding: a problem that the team stands behind."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.models import Thing, ThingQuerySet
from inspections.models import Category, Engagement, Priority

from ..likeness import Signs
from .extension import Extension
from .paper import Concerns, WorkingPaper

#: how a line says that somebody is a cadre managed by the district
MANAGED = "区管干部"


def lines_of_persons(persons: Iterable[dict[str, Any]]) -> list[str]:
    """Return a line for everybody concerned: the name, the post, and whether the district manages him."""
    return [" ".join(filter(None, (one["name"], one["post"], MANAGED if one["managed"] else ""))) for one in persons]


class FindingQuerySet(ThingQuerySet):
    #: whose cases are no more than these has few
    few_cases = 40

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

    def visible_at_once(self, user):
        """Return what is ``visible_to`` him, so that the database knows it at once when he has few cases.

        Not knowing how few they are it would look at every finding there is; it costs one small question more.
        """
        held = policy.seen_by(user, "lead", "inspect", "oversee", "direct", "observe")[: self.few_cases + 1]
        cases = {row["content_object"] for row in held}
        rows = self.visible_to(user)
        return rows.filter(case__in=cases) if len(held) <= self.few_cases else rows

    def summed(self) -> dict[str, Decimal]:
        """Return the sum of each kind of amount over these rows, by the database; nothing where there is none."""
        sums = self.order_by().aggregate(**{f"sum_of_{name}": Sum(name) for name in Finding.AMOUNTS})
        return {name: sums[f"sum_of_{name}"] for name in Finding.AMOUNTS if sums[f"sum_of_{name}"]}


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

    class Whose(models.TextChoices):
        TEAM = "team", _("of the leadership team")
        SECTION = "section", _("of sections")

    class Level(models.TextChoices):
        DISTRICT = "district", _("district body")
        TOWN = "town", _("town or subdistrict")
        VILLAGE = "village", _("village or community")

    class Duty(models.TextChoices):
        MAIN = "main", _("principal responsibility")
        SUPERVISION = "supervision", _("responsibility for supervision")
        LEADERSHIP = "leadership", _("responsibility of leadership")
        DIRECT = "direct", _("direct responsibility")

    class Cause(models.TextChoices):
        SYSTEM = "system", _("of the system")
        RESPONSIBILITY = "responsibility", _("of responsibility")
        OTHER = "other", _("other")

    #: confirmed by the leader, neither dropped nor moved under seal
    HOLDS = (Stage.CONFIRMED, Stage.ROUTED, Stage.SETTLED)
    #: kinds of amounts, each in 10,000 yuan
    AMOUNTS = ("amount", "irregular", "recoverable")
    #: words by which a text says who is responsible politically, and not only what went wrong in the business
    RESPONSIBLE = ("责任", "党委", "党组", "党支部", "党工委", "党总支", "书记", "班子", "一岗双责", "responsib")

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
    whose = models.CharField(_("whose problem"), max_length=16, choices=Whose.choices, blank=True)
    level = models.CharField(_("level at which it arose"), max_length=16, choices=Level.choices, blank=True)
    concerns = models.CharField(_("concerns"), max_length=16, choices=Concerns.choices, blank=True)
    #: everybody concerned: ``name``, ``post``, ``managed`` (a cadre managed by the district); the first is the subject
    persons = models.JSONField(_("persons concerned"), default=list, blank=True)
    subject_name = models.CharField(_("person concerned"), max_length=60, blank=True)
    subject_post = models.CharField(_("post of the person concerned"), max_length=80, blank=True)
    judgement = models.TextField(_("what is wrong with it"), blank=True)
    basis = models.TextField(_("basis for calling it so"), blank=True)
    responsibility = models.TextField(_("political responsibility"), blank=True)
    duties = ArrayField(
        models.CharField(max_length=16, choices=Duty.choices),
        verbose_name=_("responsibility pointed at"),
        default=list,
        blank=True,
    )
    cause = models.CharField(_("root cause"), max_length=16, choices=Cause.choices, blank=True)
    cause_text = models.TextField(_("about the cause"), blank=True)
    recommended_to = models.CharField(_("who is to do it"), max_length=120, blank=True)
    recommendation = models.TextField(_("recommendation"), blank=True)
    marks = ArrayField(
        models.CharField(max_length=16, choices=Mark.choices), verbose_name=_("marks"), default=list, blank=True
    )
    amount = models.DecimalField(_("amount in 10,000 yuan"), max_digits=12, decimal_places=2, null=True, blank=True)
    irregular = models.DecimalField(
        _("irregular amount in 10,000 yuan"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    recoverable = models.DecimalField(
        _("amount to be recovered in 10,000 yuan"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    external = models.ForeignKey(
        "findings.ExternalFinding",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="findings",
        verbose_name=_("problem fed back by an upper level"),
    )
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
    def statement(self) -> str:
        """The problem in its three parts: what was seen, what is wrong with it, who is responsible (三段式)."""
        return "\n".join(filter(None, (self.facts, self.judgement, self.responsibility)))

    @property
    def disciplines(self):
        """Which of the six disciplines its category answers to."""
        return self.category.answers_to if self.category else ""

    @property
    def marks_text(self) -> str:
        return "、".join(str(self.Mark(code).label) for code in self.marks)

    @property
    def duties_text(self) -> str:
        return "、".join(str(self.Duty(code).label) for code in self.duties)

    @property
    def persons_text(self) -> str:
        """Everybody concerned, one a line as they are entered."""
        return "\n".join(lines_of_persons(self.persons))

    @property
    def business_level(self) -> list[str]:
        """Why it stays at business level (就事论事), in words; nothing when it doesn't. It is flagged, not refused."""
        if self.stage in self.left:
            return []
        found = []
        if not self.basis.strip():
            found.append(str(_("It names no basis for calling it so.")))
        if not self.duties and not any(word in self.responsibility for word in self.RESPONSIBLE):
            found.append(str(_("What it says of the responsibility names nobody and no responsibility.")))
        return found

    @property
    def place(self):
        """Where it was found: the subordinate unit that the team was extended to, else the inspected unit."""
        return self.extension.place if self.extension else self.engagement.unit
