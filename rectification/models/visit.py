"""The return visit (整改回访): whether what was closed is really put right, and what was left to be looked into.

A visit is the house's own: the unit never sees it, only the notice that it is handed. So of a visit that nobody
announced there is nothing at all that a unit could find before somebody stands at its door.
"""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.models import Event, Thing, ThingQuerySet
from findings.models import Lead
from inspections.models import Engagement, Meeting

from .item import Item
from .unit import OfUnitQuerySet


class VisitNotice(Thing):
    """What a unit is told of a return visit, and all that it is told: who comes, when, and what is to be ready."""

    class Stage(models.TextChoices):
        SENT = "sent", _("sent, not signed for yet")
        SIGNED_FOR = "signed_for", _("signed for")
        TAKEN_BACK = "taken_back", _("taken back")

    tones = {Stage.SENT: "warn", Stage.SIGNED_FOR: "ok", Stage.TAKEN_BACK: "idle"}
    final = (Stage.SIGNED_FOR, Stage.TAKEN_BACK)
    named_by = ("engagement__unit",)

    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices, default=Stage.SENT)
    engagement = models.ForeignKey(
        Engagement, models.PROTECT, related_name="visit_notices", verbose_name=_("engagement")
    )
    number = models.CharField(_("number"), max_length=40, unique=True)
    begins_on = models.DateField(_("first day of the visit"))
    ends_on = models.DateField(_("last day of the visit"))
    people = models.TextField(_("who comes"))
    text = models.TextField(_("what is to be ready"))
    on = models.DateField(_("sent on"))
    signed_on = models.DateField(_("signed for on"), null=True)

    objects = OfUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice of a return visit")
        verbose_name_plural = _("notices of return visits")

    def __str__(self):
        return self.number

    @property
    def unit(self):
        return self.engagement.unit


class ReturnVisitQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The office, the leading group, and those who go. Never the unit."""
        return self.filter(case__in=policy.seen_by(user, "oversee", "direct", "observe", "lead", "inspect"))

    def unfinished(self):
        return self.exclude(stage__in=ReturnVisit.final)


class ReturnVisit(Thing):
    """Somebody goes back to a unit and looks at a sample of what was closed. A case of its own."""

    class Stage(models.TextChoices):
        PLANNED = "planned", _("planned")
        APPROVED = "approved", _("approved")
        NOTIFIED = "notified", _("announced to the unit")
        UNANNOUNCED = "unannounced", _("ready to go, not announced")
        ON_SITE = "on_site", _("on site")
        REPORTED = "reported", _("report handed in")
        HEARD = "heard", _("heard by the leading group")
        CLOSED = "closed", _("finished")
        CALLED_OFF = "called_off", _("called off")

    BEFORE = (Stage.PLANNED, Stage.APPROVED, Stage.NOTIFIED, Stage.UNANNOUNCED)
    tones = {
        Stage.PLANNED: "idle",
        Stage.APPROVED: "info",
        Stage.NOTIFIED: "info",
        Stage.UNANNOUNCED: "warn",
        Stage.ON_SITE: "move",
        Stage.REPORTED: "warn",
        Stage.HEARD: "info",
        Stage.CLOSED: "ok",
        Stage.CALLED_OFF: "idle",
    }
    final = (Stage.CLOSED, Stage.CALLED_OFF)
    sealed = True
    inner = True
    named_by = ("engagement__unit",)
    set_days = {"approve_visit": "due_on", "prepare_visit": "due_on"}

    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices, default=Stage.PLANNED)
    engagement = models.ForeignKey(
        Engagement, models.PROTECT, related_name="return_visits", verbose_name=_("engagement")
    )
    number = models.CharField(_("number"), max_length=40, unique=True)
    announced = models.BooleanField(_("announced to the unit beforehand"), default=True)
    purpose = models.TextField(_("what it looks at above all"))
    due_on = models.DateField(_("first day of the visit"))
    until = models.DateField(_("last day of the visit"))
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who leads the visit")
    )
    leaders = models.OneToOneField(Group, models.PROTECT, related_name="+", editable=False)
    goers = models.OneToOneField(Group, models.PROTECT, related_name="+", editable=False)
    people = models.TextField(_("who goes"), editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("planned by"))
    notice = models.OneToOneField(
        VisitNotice, models.PROTECT, null=True, related_name="+", editable=False, verbose_name=_("notice to the unit")
    )
    arrived_on = models.DateField(_("on site since"), null=True, editable=False)
    report = models.TextField(_("report of the visit"), blank=True)
    reported_on = models.DateField(_("report handed in on"), null=True, editable=False)
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, related_name="+", editable=False, verbose_name=_("meeting that heard it")
    )
    heard_on = models.DateField(_("heard on"), null=True, editable=False)
    closed_on = models.DateField(_("finished on"), null=True, editable=False)

    objects = ReturnVisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("return visit")
        verbose_name_plural = _("return visits")
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("due_on")), name="a_visit_ends_after_it_begins"),
            models.UniqueConstraint(
                fields=["engagement"],
                condition=~Q(stage__in=("closed", "called_off")),
                name="one_return_visit_at_a_time",
            ),
        ]

    def __str__(self):
        return f"{self.engagement.unit} · {self.number}"

    @property
    def unit(self):
        return self.engagement.unit


class VisitedItemQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """Whoever may see the visit; what was left over from the stay, without the leading group."""
        return self.filter(
            Q(case__in=policy.seen_by(user, "oversee", "direct", "lead", "inspect"))
            | Q(case__in=policy.seen_by(user, "observe"), lead=None)
        )


class VisitedItem(Thing):
    """One problem that is looked at again: why it is in the sample, and what was found."""

    class Stage(models.TextChoices):
        CHOSEN = "chosen", _("to be looked at")
        LEFT_OUT = "left_out", _("left out of the sample")
        CHECKED = "checked", _("looked at")

    class Result(models.TextChoices):
        TRUE = "true", _("really put right")
        PARTLY = "partly", _("not put right fully")
        RELAPSED = "relapsed", _("relapsed")
        SHAM = "sham", _("sham rectification")
        NEW = "new", _("newly found")
        DEEPENED = "deepened", _("understood more deeply")

    class Fact(models.TextChoices):
        """Why it is likely that something has not held."""

        NO_FILE = "no_file", _("no file shows it")
        ONE_FILE = "one_file", _("a single file shows it")
        LATE = "late", _("closed after the date in the plan")
        AT_ONCE = "at_once", _("closed within a day of being begun")
        SAME = "same", _("the unit had the same problem before")
        PETITION = "petition", _("petitions about the unit since it was closed")
        AMOUNT = "amount", _("less came back than had to (10,000 yuan)")
        AGAIN = "again", _("was opened again before")
        EVIDENCE = "evidence", _("notes on its evidence, as they were decided")

    #: what the item is opened again for
    REOPENS = (Result.PARTLY, Result.RELAPSED, Result.SHAM)
    tones = {Stage.CHOSEN: "warn", Stage.LEFT_OUT: "idle", Stage.CHECKED: "ok"}
    final = (Stage.LEFT_OUT, Stage.CHECKED)
    sealed = True
    inner = True
    named_by = ("item", "lead")

    stage = models.CharField(_("stage"), max_length=8, choices=Stage.choices, default=Stage.CHOSEN)
    visit = models.ForeignKey(ReturnVisit, models.PROTECT, related_name="visited", verbose_name=_("return visit"))
    item = models.ForeignKey(
        Item, models.PROTECT, null=True, related_name="visited", editable=False, verbose_name=_("item")
    )
    lead = models.ForeignKey(
        Lead, models.PROTECT, null=True, related_name="visited", editable=False, verbose_name=_("lead left over")
    )
    score = models.PositiveSmallIntegerField(_("points for a likely relapse"), default=0)
    facts = models.JSONField(_("facts that were counted"), default=list)
    proposed = models.BooleanField(_("proposed by the system"), default=False)
    why = models.TextField(_("reason for the change of the sample"), blank=True)
    result = models.CharField(_("result"), max_length=8, choices=Result.choices, blank=True)
    seen = models.TextField(_("what was seen"), blank=True)
    on = models.DateField(_("looked at on"), null=True)
    demand = models.TextField(_("what the unit is told"), blank=True)
    due_on = models.DateField(_("new date"), null=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("looked at by")
    )
    second = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("together with")
    )
    found = models.ForeignKey(
        Lead, models.PROTECT, null=True, related_name="+", editable=False, verbose_name=_("newly found")
    )

    objects = VisitedItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("problem looked at again")
        verbose_name_plural = _("problems looked at again")
        constraints = [
            models.UniqueConstraint(fields=["visit", "item"], name="one_look_an_item"),
            models.UniqueConstraint(fields=["visit", "lead"], name="one_look_a_lead"),
            models.CheckConstraint(
                condition=Q(item__isnull=True, lead__isnull=False) | Q(item__isnull=False, lead__isnull=True),
                name="an_item_or_a_lead_is_visited",
            ),
        ]

    def __str__(self):
        return str(self.item or self.lead)

    @property
    def unit(self):
        return self.visit.engagement.unit

    @property
    def number(self) -> str:
        return getattr(self.item or self.lead, "number", "")

    @property
    def facts_text(self) -> str:
        """What the points are the sum of, one fact a line."""
        return "\n".join(
            f"{self.Fact(fact['code']).label}{'：' if fact['said'] else ''}{fact['said']}（+{fact['points']}）"
            for fact in self.facts
        )


def verifiers_of(item: Item) -> set[int]:
    """Return the keys of those who have ever verified or closed an item."""
    verbs = ("close", "verify-first", "confirm-close")
    lines = Event.objects.filter(thing_kind=item.kind, thing_id=item.pk, actor__isnull=False)
    return set(lines.filter(move__in=[f"rectification.item.{verb}" for verb in verbs]).values_list("actor", flat=True))
