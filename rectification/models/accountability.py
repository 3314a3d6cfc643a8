"""Accountability (问责): from the proposal to what was decided, enforced and published.

A matter is a case of its own that the office and the leading group hold, and the department that it is sent to, from
then on. Whoever is concerned never sees it. What the unit is told of the decision is another thing, the notice, which
its principal signs for.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Person
from casework import policy
from casework.models import Thing, ThingQuerySet
from inspections.models import Engagement, Meeting

from .item import Item


class AccountabilityNoticeQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The office, the leading group, and the principal of the unit that is told."""
        return self.filter(case__in=policy.seen_by(user, "oversee", "direct", "observe", "sign"))


class AccountabilityNotice(Thing):
    """What a unit is told of a decision, and all that it is told; its principal signs for it. A case of its own."""

    class Stage(models.TextChoices):
        SENT = "sent", _("sent, not signed for yet")
        SIGNED_FOR = "signed_for", _("signed for")

    tones = {Stage.SENT: "warn", Stage.SIGNED_FOR: "ok"}
    final = (Stage.SIGNED_FOR,)
    named_by = ("engagement__unit",)

    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices, default=Stage.SENT)
    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="+", verbose_name=_("engagement"))
    text = models.TextField(_("what the unit is told"))
    on = models.DateField(_("paper sent on"))
    signed_on = models.DateField(_("signed for on"), null=True)

    objects = AccountabilityNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice of a decision on accountability")
        verbose_name_plural = _("notices of decisions on accountability")

    def __str__(self):
        return f"{self.engagement.unit} · {self._meta.verbose_name} {self.on}"

    @property
    def unit(self):
        return self.engagement.unit


class AccountabilityQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The office, the leading group, and the department that it was sent to; never whoever is concerned.

        Neither he himself, whatever he has become, nor anybody who acts for the organisation that is concerned.
        """
        rows = self.filter(case__in=policy.seen_by(user, "oversee", "direct", "observe", "handle"))
        acts_for = Organisation.objects.filter(
            Q(members__in=user.groups.values("pk")) | Q(principals__in=user.groups.values("pk"))
        )
        concerned = Q(person__in=Person.objects.filter(user=user)) | Q(organisation__in=acts_for)
        return rows.exclude(pk__in=Accountability._base_manager.filter(concerned).values("pk"))


class Accountability(Thing):
    """Somebody or some body is held to account: why, who decided what, and what came of it."""

    class Stage(models.TextChoices):
        PROPOSED = "proposed", _("proposed, before the leading group")
        AGREED = "agreed", _("agreed by the leading group")
        REFERRED = "referred", _("sent for decision")
        DECIDED = "decided", _("decision made")
        ENFORCED = "enforced", _("enforced")
        PUBLISHED = "published", _("published in a circular")
        KEPT = "kept", _("not published, with reason")
        CLOSED = "closed", _("accountability finished")
        REFUSED = "refused", _("not agreed to, with reason")

    class Why(models.TextChoices):
        POOR = "poor", _("rectification without effect")
        REFUSING = "refusing", _("refusal to put right")
        SHAM = "sham", _("sham rectification")
        INTERFERENCE = "interference", _("interference with the inspection")
        LEAK = "leak", _("leak of the inspection")

    class Measure(models.TextChoices):
        TALK = "talk", _("reminding talk")
        CRITICISM = "criticism", _("criticism and education")
        CALLED_IN = "called_in", _("talk by appointment")
        REVIEW = "review", _("self-examination ordered")
        CIRCULAR = "circular", _("criticised in a circular")
        ADMONITION = "admonition", _("formal admonition")
        CADRE = "cadre", _("organisational measure")
        PARTY = "party", _("Party sanction")
        ADMINISTRATIVE = "administrative", _("administrative sanction")

    tones = {
        Stage.PROPOSED: "warn",
        Stage.AGREED: "info",
        Stage.REFERRED: "move",
        Stage.DECIDED: "move",
        Stage.ENFORCED: "info",
        Stage.PUBLISHED: "info",
        Stage.KEPT: "info",
        Stage.CLOSED: "ok",
        Stage.REFUSED: "idle",
    }
    final = (Stage.CLOSED, Stage.REFUSED)
    named_by = ("engagement__unit",)
    sealed = True
    inner = True

    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices, default=Stage.PROPOSED)
    engagement = models.ForeignKey(
        Engagement, models.PROTECT, related_name="accountabilities", verbose_name=_("engagement")
    )
    number = models.CharField(_("number"), max_length=40, unique=True)
    kind_of = models.CharField(_("reason for accountability"), max_length=12, choices=Why.choices)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation that is concerned"),
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person who is concerned")
    )
    facts = models.TextField(_("facts and grounds"))
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="+", editable=False, verbose_name=_("item"))
    #: the row that it came from, which not everybody who reads this may read
    source_kind = models.CharField(max_length=64, blank=True, editable=False)
    source_id = models.BigIntegerField(null=True, editable=False)
    proposer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("proposed by"),
    )
    proposed_on = models.DateField(_("proposed on"), editable=False)
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, related_name="+", editable=False, verbose_name=_("meeting that decided it")
    )
    agreed_on = models.DateField(_("agreed on"), null=True, editable=False)
    receiver = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name=_("sent for decision to")
    )
    demand = models.TextField(_("suggestion to the receiver"), blank=True)
    referred_on = models.DateField(_("sent for decision on"), null=True, editable=False)
    measure = models.CharField(_("measure taken"), max_length=16, choices=Measure.choices, blank=True)
    decision = models.TextField(_("about the decision"), blank=True)
    paper = models.CharField(_("number of the decision"), max_length=80, blank=True)
    decided_on = models.DateField(_("decided on the day"), null=True)
    notice = models.OneToOneField(
        AccountabilityNotice,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("notice of the decision to the unit"),
    )
    enforcement = models.TextField(_("how it was enforced"), blank=True)
    enforced_on = models.DateField(_("enforced on"), null=True)
    published_where = models.CharField(_("published where"), max_length=120, blank=True)
    published_text = models.TextField(_("published text"), blank=True)
    published_on = models.DateField(_("published on"), null=True)
    why_not = models.TextField(_("why not"), blank=True)
    closed_on = models.DateField(_("finished on"), null=True, editable=False)

    objects = AccountabilityQuerySet.as_manager()

    class Meta:
        verbose_name = _("accountability")
        verbose_name_plural = _("accountability matters")
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=True, person__isnull=False)
                | Q(organisation__isnull=False, person__isnull=True),
                name="an_organisation_or_a_person_is_concerned",
            ),
            models.UniqueConstraint(
                fields=["source_kind", "source_id"],
                condition=Q(source_id__isnull=False) & ~Q(stage="refused"),
                name="one_accountability_a_source",
            ),
        ]
        indexes = [models.Index(fields=["engagement", "stage"], name="account_of_engagement")]

    def __str__(self):
        return f"{self.unit} · {self.get_kind_of_display()}"

    @property
    def unit(self):
        return self.engagement.unit

    @property
    def concerned(self) -> str:
        """Whom it concerns, in words."""
        return str(self.organisation or self.person)
