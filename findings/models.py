"""How we know and what we found, and where each thing found is to land.

One matter, one paper (一事一稿). A paper that the leader signs may become a finding; a confirmed finding is routed,
and every routing is written down as a ``Landing``. Where a finding was sealed away, a stub stays: its number, and the
day on which it left.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework import policy
from casework.models import Thing, ThingQuerySet
from inspections.models import Category, Engagement


class WorkingPaperQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The team's own until its leader has signed; then the office sees it too. Never the unit."""
        return self.filter(
            Q(case__in=policy.seen_by(user, "lead", "inspect"))
            | Q(case__in=policy.seen_by(user, "oversee", "direct"), stage__in=WorkingPaper.LEFT_THE_TEAM)
        )


class WorkingPaper(Thing):
    """One matter as the team wrote it down, with what proves it."""

    class Stage(models.TextChoices):
        DRAFT = "draft", _("being written")
        SUBMITTED = "submitted", _("with the leader")
        RETURNED = "returned", _("returned to the author")
        FINALIZED = "finalized", _("signed by the leader")
        USED = "used", _("became a finding")
        DROPPED = "dropped", _("dropped with a reason")
        SEALED = "sealed", _("moved under seal")

    class Source(models.TextChoices):
        TALK = "talk", _("individual talk")
        DOCUMENTS = "documents", _("documents")
        PETITION = "petition", _("petition")
        VISIT = "visit", _("field visit")
        BRIEFING = "briefing", _("pre-briefing")
        CHECK = "check", _("special check")

    LEFT_THE_TEAM = (Stage.FINALIZED, Stage.USED, Stage.DROPPED, Stage.SEALED)
    tones = {
        Stage.DRAFT: "idle",
        Stage.RETURNED: "warn",
        Stage.FINALIZED: "ok",
        Stage.USED: "ok",
        Stage.DROPPED: "idle",
        Stage.SEALED: "move",
    }
    final = (Stage.USED, Stage.DROPPED, Stage.SEALED)
    left = (Stage.SEALED,)
    sealed = True

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.DRAFT)
    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="papers", verbose_name=_("engagement"))
    number = models.CharField(_("number of the paper"), max_length=40, unique=True)
    title_text = models.CharField(_("title of the problem"), max_length=200)
    facts = models.TextField(_("manifestation"))
    basis = models.TextField(_("basis for calling it so"), blank=True)
    evidence = models.TextField(_("list of evidence"), blank=True)
    responsibility = models.TextField(_("first view on who is responsible"), blank=True)
    source = models.CharField(_("source"), max_length=16, choices=Source.choices)
    found_on = models.DateField(_("found on"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("author"))
    second = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("second undertaker"),
    )

    objects = WorkingPaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("working paper")
        verbose_name_plural = _("working papers")
        constraints = [models.CheckConstraint(condition=~Q(author=models.F("second")), name="two_undertakers_are_two")]
        indexes = [models.Index(fields=["engagement", "stage"], name="paper_of_engagement")]

    def __str__(self):
        return self.title_text or self.number

    @property
    def unit(self):
        return self.engagement.unit


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

    class Concerns(models.TextChoices):
        UNIT = "unit", _("the unit's Party organisation")
        MEMBER = "member", _("a member of the leadership team")
        PRINCIPAL = "principal", _("the principal himself")
        CADRE = "cadre", _("another cadre")

    class Mark(models.TextChoices):
        ELEMENTARY = "elementary", _("elementary")
        TYPICAL = "typical", _("typical")
        COMMON = "common", _("common")
        FLAGRANT = "flagrant", _("flagrant")

    class Cause(models.TextChoices):
        SYSTEM = "system", _("of the system")
        RESPONSIBILITY = "responsibility", _("of responsibility")
        OTHER = "other", _("other")

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

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.IDENTIFIED)
    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="findings", verbose_name=_("engagement"))
    paper = models.OneToOneField(
        WorkingPaper, models.PROTECT, null=True, related_name="finding", verbose_name=_("working paper")
    )
    number = models.CharField(_("number of the problem"), max_length=40, unique=True)
    title_text = models.CharField(_("problem"), max_length=200)
    facts = models.TextField(_("manifestation"))
    category = models.ForeignKey(Category, models.PROTECT, null=True, verbose_name=_("category"))
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
        indexes = [models.Index(fields=["engagement", "stage"], name="finding_of_engagement")]

    def __str__(self):
        return self.title_text or self.number

    @property
    def unit(self):
        return self.engagement.unit


class LandingQuerySet(ThingQuerySet):
    def visible_to(self, user):
        return self.filter(case__in=policy.seen_by(user, "oversee", "direct", "lead"))


class Landing(Thing):
    """Where a finding goes, decided by whom; taken up by exactly one verb of the place it goes to."""

    class Stage(models.TextChoices):
        DECIDED = "decided", _("waiting to be taken up")
        TAKEN_UP = "taken_up", _("taken up")
        WITHDRAWN = "withdrawn", _("taken back")

    class Kind(models.TextChoices):
        ORGANISATION = "organisation", _("fed back to the unit's Party organisation")
        PRINCIPAL = "principal", _("fed back to the principal alone")
        DISCIPLINE = "discipline", _("referred to the discipline commission")
        PERSONNEL = "personnel", _("referred to the organisation department")
        DEPARTMENT = "department", _("referred to another department")
        AT_ONCE = "at_once", _("put right at once")

    tones = {Stage.DECIDED: "warn", Stage.TAKEN_UP: "ok", Stage.WITHDRAWN: "idle"}
    final = (Stage.TAKEN_UP, Stage.WITHDRAWN)

    inner = True

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.DECIDED)
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="landings", verbose_name=_("finding"))
    kind_of = models.CharField(_("route"), max_length=16, choices=Kind.choices)
    first = models.BooleanField(_("first landing"), default=True)
    receiver = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("receiver")
    )
    decided_on = models.DateField(_("decided on"))
    decision = models.CharField(_("decided by"), max_length=120, blank=True)

    objects = LandingQuerySet.as_manager()

    class Meta:
        verbose_name = _("landing")
        verbose_name_plural = _("landings")
        constraints = [
            models.UniqueConstraint(
                fields=["finding"], condition=Q(first=True) & ~Q(stage="withdrawn"), name="one_first_landing"
            ),
            models.UniqueConstraint(
                fields=["finding", "kind_of"], condition=~Q(stage="withdrawn"), name="one_landing_a_route"
            ),
        ]

    def __str__(self):
        return f"{self.finding.number} · {self.get_kind_of_display()}"

    @property
    def number(self):
        return self.finding.number

    @property
    def unit(self):
        return self.finding.engagement.unit

    def word_for(self, rule):
        """The leader issues a notice, the head of the office transfers a clue, the office does the rest."""
        return {self.Kind.AT_ONCE: "lead", self.Kind.DISCIPLINE: "direct"}.get(self.kind_of, rule.word)
