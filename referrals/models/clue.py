"""What goes to the discipline commission, under seal."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework import policy
from findings.models import Finding, Landing, Sitting, WorkingPaper
from inspections.models import Category, Discipline, Meeting

from .handover import Handover, HandoverQuerySet
from .letter import SealedLetter


class ClueQuerySet(HandoverQuerySet):
    def visible_to(self, user):
        """The head of the office and those named for it; the leader until it leaves, and the receiver from then on."""
        return self.filter(case__in=policy.seen_by(user, "direct", "oversee", "handle", "lead"))


class Clue(Handover):
    """A concrete sign of a breach by a named person; under seal."""

    class Stage(models.TextChoices):
        REGISTERED = "registered", _("registered")
        STUDIED = "studied", _("studied by the team meeting")
        PROPOSED = "proposed", _("with its proposal at the office")
        REVIEWED = "reviewed", _("reviewed by the office")
        READY = "ready", _("decided, to be sent")
        GIVEN_BACK = "given_back", _("no clue, given back")
        SENT = "sent", _("sent")
        RECEIVED = "received", _("received")
        RETURNED = "returned", _("returned")
        HANDLING = "handling", _("being handled")
        PENDING = "pending", _("kept for later review")
        REPLIED = "replied", _("answered")
        SETTLED = "settled", _("settled")

    class Disposition(models.TextChoices):
        INQUIRY = "inquiry", _("talk and written inquiry")
        PRELIMINARY = "preliminary_verification", _("preliminary verification")
        PENDING = "pending", _("kept for later review")
        CONCLUDED = "concluded", _("concluded")

    class Form(models.TextChoices):
        FORM1 = "form1", _("first form")
        FORM2 = "form2", _("second form")
        FORM3 = "form3", _("third form")
        FORM4 = "form4", _("fourth form")
        NONE = "none", _("nobody was dealt with")

    #: how many people were dealt with, by how
    DEALT_WITH = ("party_sanctions", "administrative_sanctions", "organisational_measures", "sent_to_justice")

    #: stages before it has left the office
    BEFORE = (Stage.REGISTERED, Stage.STUDIED, Stage.PROPOSED, Stage.REVIEWED, Stage.READY)
    tones = Handover.tones | {Stage.PENDING: "idle", Stage.READY: "warn", Stage.GIVEN_BACK: "idle"}
    final = (Stage.SETTLED, Stage.GIVEN_BACK)  # type: ignore[assignment]
    sealed = True

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.REGISTERED)
    landing = models.OneToOneField(  # type: ignore[assignment]
        Landing, models.PROTECT, null=True, related_name="clue", verbose_name=_("landing")
    )
    finding = models.ForeignKey(
        Finding, models.PROTECT, null=True, related_name="clues", verbose_name=_("finding"), editable=False
    )
    receiver = models.ForeignKey(  # type: ignore[assignment]
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name=_("receiver")
    )
    sent_on = models.DateField(_("sent on"), null=True)  # type: ignore[assignment]
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("put under seal by")
    )
    registered_on = models.DateField(_("put under seal on"), null=True)
    #: those whom the leader has named for it, beside the head of the office
    overseers = models.OneToOneField(Group, models.PROTECT, null=True, related_name="+", editable=False)
    sitting = models.ForeignKey(
        Sitting, models.PROTECT, null=True, related_name="+", verbose_name=_("team meeting that studied it")
    )
    proposal = models.TextField(_("proposed way of handling"), blank=True)
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, related_name="+", verbose_name=_("meeting that decided it")
    )
    decision = models.CharField(_("decided by"), max_length=120, blank=True)
    #: what was taken out of the finding and of all that lay behind it, so that it can be given back
    taken = models.JSONField(default=list, editable=False)
    letter = models.ForeignKey(
        SealedLetter, models.PROTECT, null=True, related_name="matters", verbose_name=_("letter under seal")
    )
    disposition = models.CharField(_("disposition"), max_length=32, choices=Disposition.choices, blank=True)
    review_on = models.DateField(_("to be reviewed on"), null=True)
    proposed_form = models.CharField(_("four forms, as suggested"), max_length=8, choices=Form.choices, blank=True)
    four_forms = models.CharField(_("four forms"), max_length=8, choices=Form.choices, blank=True)
    party_sanctions = models.PositiveSmallIntegerField(_("Party sanctions (people)"), default=0)
    administrative_sanctions = models.PositiveSmallIntegerField(_("administrative sanctions (people)"), default=0)
    organisational_measures = models.PositiveSmallIntegerField(_("organisational measures (people)"), default=0)
    sent_to_justice = models.PositiveSmallIntegerField(_("sent to the judiciary (people)"), default=0)
    subject_level = models.CharField(_("level of the person concerned"), max_length=40, blank=True)
    managed = models.BooleanField(_("cadre managed by the district"), default=False)
    discipline = models.CharField(_("of the six disciplines"), max_length=16, choices=Discipline.choices, blank=True)
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("category")
    )
    subcategory = models.CharField(_("second category"), max_length=60, blank=True)
    source = models.CharField(_("source"), max_length=16, choices=WorkingPaper.Source.choices, blank=True)
    evidence = models.TextField(_("list of evidence"), blank=True)
    finding_number = models.CharField(_("number of the problem"), max_length=40)

    objects = ClueQuerySet.as_manager()

    class Meta:
        verbose_name = _("clue")
        verbose_name_plural = _("clues")
        indexes = [models.Index(fields=["round", "stage"], name="clue_of_round")]

    @property
    def due_on(self):
        """The day that the department chose for looking at it again."""
        return self.review_on

    @property
    def seen_in_the_office_by(self) -> str:
        """Those of the office who were named for it."""
        people = self.overseers.user_set.order_by("name") if self.overseers else ()
        return "、".join(map(str, people))

    @property
    def engagement(self):
        found = self.finding or (self.landing and self.landing.finding)
        return found and found.engagement

    @property
    def dealt_with(self) -> int:
        """How many people were dealt with in all."""
        return sum(getattr(self, name) for name in self.DEALT_WITH)


class ClueReadingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever holds the clue sees who has opened it."""
        return self.filter(clue__in=Clue.objects.visible_to(user))


class ClueReading(models.Model):
    """One opening of a clue: by whom, when, in which way. Added, never changed."""

    class Way(models.TextChoices):
        PAGE = "page", _("its page")
        API = "api", _("the interface for programs")
        FILE = "file", _("a file")
        LEDGER = "ledger", _("a list as a workbook")

    sealed = True
    #: whoever answers requests may add a row, and change none
    added_only = True

    clue = models.ForeignKey(Clue, models.PROTECT, related_name="readings", verbose_name=_("clue"))
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("read by"))
    way = models.CharField(_("way of reading"), max_length=8, choices=Way.choices)
    at = models.DateTimeField(_("read at"), auto_now_add=True)
    #: the head of the office was told at this opening that there are too many
    warned = models.BooleanField(default=False, editable=False)

    objects = ClueReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading of a clue")
        verbose_name_plural = _("readings of clues")
        indexes = [models.Index(fields=["person", "at"], name="readings_of_person")]
