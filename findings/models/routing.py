"""The routing log: who proposed, reviewed and decided where a finding goes, at which meeting."""

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework import policy
from casework.models import Event, Thing, ThingQuerySet
from inspections.models import Engagement, Meeting

from .finding import Finding
from .landing import Landing


class RoutingStepQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The office; the leading group once the finding is routed; the team what it proposed and where it went.

        What has left under seal left with its log: nobody reads it any more.
        """
        team = Q(case__in=policy.seen_by(user, "lead", "inspect"), act__in=RoutingStep.OF_THE_TEAM)
        routed = Q(finding__stage__in=(Finding.Stage.ROUTED, Finding.Stage.SETTLED))
        group = Q(case__in=policy.seen_by(user, "observe")) & routed
        office = Q(case__in=policy.seen_by(user, "oversee", "direct"))
        return self.filter(office | group | team).exclude(stage=RoutingStep.Stage.SEALED)

    def with_reasons(self):
        """Say of each step why it was taken, as ``reason``: what was written with it lies in the history."""
        events = Event.objects.filter(thing_kind=RoutingStep._meta.label_lower, thing_id=OuterRef("pk"))
        return self.annotate(reason=Subquery(events.order_by("id").values("remark__text")[:1]))


class RoutingStep(Thing):
    """One step on the way to a landing. Steps are added by moves and never changed; the database refuses it."""

    class Stage(models.TextChoices):
        FILED = "filed", _("filed")
        SEALED = "sealed", _("moved under seal")

    class Act(models.TextChoices):
        PROPOSED = "proposed", _("proposed by the team")
        REVIEWED = "reviewed", _("reviewed by the office")
        GROUP = "group", _("decided by the leading group")
        DECIDED = "decided", _("decided by the secretary's meeting")
        FURTHER = "further", _("routed further")
        AT_ONCE = "at_once", _("put right at once")
        TAKEN_BACK = "taken_back", _("taken back")

    #: where a finding can go, and that it goes nowhere because it does not hold
    NOT_ESTABLISHED = "not_established"
    ROUTES = (*Landing.Kind.choices, (NOT_ESTABLISHED, _("not established")))
    OF_THE_TEAM = (Act.PROPOSED, Act.AT_ONCE, Act.DECIDED, Act.FURTHER, Act.TAKEN_BACK)
    final = (Stage.FILED, Stage.SEALED)
    left = (Stage.SEALED,)
    sealed = True
    named_by = ("finding",)

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.FILED)
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="routing", verbose_name=_("finding"))
    act = models.CharField(_("step of the routing"), max_length=16, choices=Act.choices)
    kind_of = models.CharField(_("route"), max_length=16, choices=ROUTES)
    receiver = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("receiver")
    )
    changed = models.BooleanField(_("changed the route"), default=False)
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("meeting that decided it")
    )
    on = models.DateField(_("day"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("entered by")
    )

    objects = RoutingStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of the routing")
        verbose_name_plural = _("routing log")
        indexes = [models.Index(fields=["finding", "id"], name="routing_of_finding")]

    def __str__(self):
        return f"{self.finding.number} · {self.get_act_display()}"

    @staticmethod
    def last_of(finding: Finding) -> "RoutingStep | None":
        """Return how far it has come; None before the team has proposed anything."""
        step: RoutingStep | None = finding.routing.order_by("-id").first()
        return step

    @staticmethod
    def waiting(engagement: Engagement, *acts: str) -> "list[tuple[Finding, RoutingStep]]":
        """Return the findings of a unit that have come as far as one of these steps, each with that step."""
        undecided = {"finding__engagement": engagement, "finding__stage": Finding.Stage.CONFIRMED}
        steps = RoutingStep.objects.filter(**undecided).select_related("finding__engagement__round", "receiver")
        last = {step.finding_id: step for step in steps.order_by("id")}
        found = sorted(last.values(), key=lambda step: step.finding.number)
        return [(step.finding, step) for step in found if step.act in acts]

    @property
    def number(self):
        return self.finding.number

    @property
    def decided_at(self) -> str:
        """The meeting, in words that do not lead to its minutes."""
        return str(self.meeting or "")

    @property
    def unit(self):
        return self.finding.engagement.unit
