"""People who are lent for a round: the home unit is asked by a letter, and gets an appraisal at the end (抽调、鉴定).

A secondment is a case of its own, held by the home unit and the office; nothing in it names the team or what it
inspects. The leader holds it from the consent on, and the person himself from the day on which his appraisal is
confirmed. What the leader writes before that lies in a case of its own beside it (``Appraisal``), which neither the
home unit nor the person holds.
"""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Person
from casework import policy
from casework.models import Thing, ThingQuerySet

from .round import Round
from .team import Posting, Team


class Grade(models.TextChoices):
    """How somebody did, in four words."""

    EXCELLENT = "excellent", _("excellent")
    COMPETENT = "competent", _("competent")
    BARELY = "barely", _("basically competent")
    NOT = "not", _("not competent")


class SecondmentQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The office and the home unit; the leader from the consent on; the person once he has been appraised."""
        return self.filter(case__in=policy.seen_by(user, "oversee", "direct", "handle", "lead", "own"))


class Secondment(Thing):
    """One person lent by his home unit for one round (抽调函)."""

    class Stage(models.TextChoices):
        SENT = "sent", _("letter sent")
        SIGNED_FOR = "signed_for", _("signed for")
        CONSENTED = "consented", _("lent")
        DECLINED = "declined", _("not lent, with a reason")
        ENDED = "ended", _("ended, to be appraised")
        APPRAISED = "appraised", _("appraisal sent home")
        CLOSED = "closed", _("appraisal on file")
        WITHDRAWN = "withdrawn", _("no longer asked for")

    #: stages in which the home unit has agreed
    AGREED = (Stage.CONSENTED, Stage.ENDED, Stage.APPRAISED, Stage.CLOSED)
    #: whoever works there is lent by nobody
    AT_HOME = (Organisation.Kind.AUTHORITY, Organisation.Kind.OFFICE, Organisation.Kind.LEADING_GROUP)
    tones = {
        Stage.SIGNED_FOR: "warn",
        Stage.CONSENTED: "ok",
        Stage.DECLINED: "late",
        Stage.ENDED: "warn",
        Stage.APPRAISED: "move",
        Stage.CLOSED: "ok",
        Stage.WITHDRAWN: "idle",
    }
    final = (Stage.CLOSED, Stage.WITHDRAWN)
    named_by = ("person",)

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.SENT)
    number = models.CharField(_("number of the letter"), max_length=40, unique=True)
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="secondments", verbose_name=_("posting"))
    round = models.ForeignKey(Round, models.PROTECT, related_name="secondments", verbose_name=_("round"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="secondments", verbose_name=_("seconded person"))
    home_unit = models.ForeignKey(
        Organisation, models.PROTECT, related_name="secondments", verbose_name=_("lending unit")
    )
    begins_on = models.DateField(_("lent from"))
    ends_on = models.DateField(_("lent until"))
    sent_on = models.DateField(_("letter sent on"))
    signed_on = models.DateField(_("signed for on"), null=True)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("signed for by")
    )
    answered_on = models.DateField(_("date of the answer"), null=True)
    refusal = models.TextField(_("reason for not lending"), blank=True)
    proposed_from = models.DateField(_("proposed from"), null=True)
    proposed_until = models.DateField(_("proposed until"), null=True)
    grade = models.CharField(_("grade"), max_length=12, choices=Grade.choices, blank=True)
    appraisal = models.TextField(_("appraisal"), blank=True)
    appraised_on = models.DateField(_("appraised on"), null=True)

    objects = SecondmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("secondment")
        verbose_name_plural = _("secondments")
        constraints = [
            models.UniqueConstraint(
                fields=["posting"], condition=~Q(stage="withdrawn"), name="one_secondment_a_posting"
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("begins_on")), name="lent_for_some_days"),
            models.CheckConstraint(
                condition=Q(grade="", appraisal="") | Q(appraised_on__isnull=False) & ~Q(grade="") & ~Q(appraisal=""),
                name="appraised_in_full",
            ),
        ]
        indexes = [models.Index(fields=["round", "stage"], name="secondment_of_round")]

    def __str__(self):
        return f"{self.person} · {self._meta.verbose_name}"

    @property
    def due_on(self):
        """The last day for which he was lent."""
        return self.ends_on

    @property
    def writer(self) -> str:
        """The word of whoever appraises him: his leader; the office, if he leads himself or the team is dissolved."""
        led = self.posting.role == Posting.Role.MEMBER and self.posting.team.stage != Team.Stage.DISSOLVED
        return "lead" if led else "oversee"

    def word_for(self, rule):
        return self.writer if rule.word == "lead" else rule.word


def without_consent(postings):
    """Return those of ``postings`` whose home unit has not agreed; the people of the office itself need no consent."""
    agreed = Secondment.objects.filter(posting=OuterRef("pk"), stage__in=Secondment.AGREED)
    return postings.exclude(person__organisation__kind_of__in=Secondment.AT_HOME).exclude(Exists(agreed))


class AppraisalQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The leader who writes it, and the office. The home unit and the person get what was confirmed."""
        return self.filter(case__in=policy.seen_by(user, "lead", "oversee", "direct"))


class Appraisal(Thing):
    """What the leader writes of somebody who was lent, until the office confirms it (工作鉴定)."""

    class Stage(models.TextChoices):
        HANDED_IN = "handed_in", _("to be confirmed")
        RETURNED = "returned", _("returned")
        CONFIRMED = "confirmed", _("confirmed")

    tones = {Stage.HANDED_IN: "warn", Stage.RETURNED: "late", Stage.CONFIRMED: "ok"}
    final = (Stage.CONFIRMED,)
    sealed = True
    inner = True
    named_by = ("secondment__person",)

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.HANDED_IN)
    secondment = models.OneToOneField(Secondment, models.PROTECT, related_name="written", verbose_name=_("secondment"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by"))
    grade = models.CharField(_("grade"), max_length=12, choices=Grade.choices)
    text = models.TextField(_("appraisal"))
    on = models.DateField(_("written on"))

    objects = AppraisalQuerySet.as_manager()

    class Meta:
        verbose_name = _("appraisal")
        verbose_name_plural = _("appraisals")

    def __str__(self):
        return f"{self.secondment.person} · {self._meta.verbose_name}"

    def word_for(self, rule):
        return self.secondment.writer if rule.word == "lead" else rule.word
