"""The landing: where a finding goes, and by whose decision."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework import policy
from casework.models import Thing, ThingQuerySet
from inspections.models import Meeting

from .finding import Finding


class LandingQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The office and the leader; of what has left under seal the head alone: a stub does not say where it went."""
        seen = self.filter(case__in=policy.seen_by(user, "oversee", "direct", "lead"))
        left = Q(kind_of=Landing.Kind.DISCIPLINE, finding__stage__in=Finding.left)
        return seen.filter(~left | Q(case__in=policy.seen_by(user, "direct")))


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

    #: what leaves the office for another body
    LEAVES = (Kind.DISCIPLINE, Kind.PERSONNEL, Kind.DEPARTMENT)
    tones = {Stage.DECIDED: "warn", Stage.TAKEN_UP: "ok", Stage.WITHDRAWN: "idle"}
    final = (Stage.TAKEN_UP, Stage.WITHDRAWN)

    inner = True
    named_by = ("finding",)

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.DECIDED)
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="landings", verbose_name=_("finding"))
    kind_of = models.CharField(_("route"), max_length=16, choices=Kind.choices)
    first = models.BooleanField(_("first landing"), default=True)
    receiver = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("receiver")
    )
    decided_on = models.DateField(_("decided on"))
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("meeting that decided it")
    )
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

    @property
    def transfer_mode(self) -> str:
        """Whether what leaves the office goes to one body or to two (单移交、双移交); nothing for what stays here."""
        if self.kind_of not in Landing.LEAVES:
            return ""
        standing = Landing.objects.filter(finding=self.finding_id, kind_of__in=Landing.LEAVES)
        twice = standing.exclude(stage=Landing.Stage.WITHDRAWN).count() > 1
        return str(_("double transfer") if twice else _("single transfer"))

    @property
    def decided_by(self):
        """Who decided it: in words, or the meeting whose record it names."""
        return self.decision or str(self.meeting or "")

    def word_for(self, rule):
        """The leader issues a notice, the head of the office transfers a clue, the office does the rest."""
        return {self.Kind.AT_ONCE: "lead", self.Kind.DISCIPLINE: "direct"}.get(self.kind_of, rule.word)
