"""Petitions (信访): what people write, call or come to say; and who they are, under a seal of its own.

The register never says who the reporter is. His name lies in a row that no page, list, export or notice shows: a case
of its own on which nobody holds a word. It is read by an `Unsealing` alone: asked for with a motive, granted by the
head of the office for some days, and every reading is a line in the history.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.models import Thing, ThingQuerySet

from .source import Source, SourceQuerySet


class PetitionQuerySet(SourceQuerySet):
    def visible_to(self, user):
        """The team's own; the office's too once the report is in; its head sees what he is asked to unseal."""
        return self.filter(
            Q(case__in=policy.seen_by(user, "lead", "inspect", "direct"))
            | Q(case__in=policy.seen_by(user, "oversee"), engagement__stage__in=Source.HANDED_OVER)
        )


class Petition(Source):
    """A letter, a call, a visit, a message: entered, sorted, and brought to an end of its own."""

    class Stage(models.TextChoices):
        ENTERED = "entered", _("to be sorted")
        ACCEPTED = "accepted", _("accepted for handling")
        PASSED_ON = "passed_on", _("passed on, no receipt yet")
        HANDED_OVER = "handed_over", _("passed on, receipt is here")
        CONCLUDED = "concluded", _("dealt with")
        SEALED = "sealed", _("moved under seal")

    class Channel(models.TextChoices):
        LETTER = "letter", _("letter")
        CALL = "call", _("call")
        VISIT = "visit", _("visit in person")
        QR = "qr", _("letter box by QR code")
        BOX = "box", _("box on the wall")
        EMAIL = "email", _("e-mail")
        SMS = "sms", _("text message")

    tones = {
        Stage.ENTERED: "warn",
        Stage.PASSED_ON: "move",
        Stage.HANDED_OVER: "idle",
        Stage.CONCLUDED: "ok",
        Stage.SEALED: "move",
    }
    final = (Stage.HANDED_OVER, Stage.CONCLUDED, Stage.SEALED)
    left = (Stage.SEALED,)
    letter = "信"

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.ENTERED)
    channel = models.CharField(_("way it came"), max_length=8, choices=Channel.choices)
    on = models.DateField(_("petition received on"))
    named = models.BooleanField(_("real name given"), default=False, editable=False)
    important = models.BooleanField(_("important"), default=False)
    about_unit = models.CharField(_("unit complained of"), max_length=120, blank=True)
    about_name = models.CharField(_("person complained of"), max_length=60, blank=True)
    about_post = models.CharField(_("post of the person complained of"), max_length=80, blank=True)
    managed = models.BooleanField(_("cadre managed by the district"), default=False)
    summary = models.TextField(_("what it says, in short"))
    wording = models.TextField(_("the letter's own words"), blank=True, editable=False)
    #: nobody of the house entered what came through the letter box
    author = models.ForeignKey(  # type: ignore[assignment]
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("entered by")
    )
    #: keyed hash of the number and the secret by which the writer finds it again
    writer_key = models.CharField(_("receipt of the writer"), max_length=64, blank=True, editable=False)
    seen_on = models.DateField(_("reporter seen on"), null=True, editable=False)
    passed_to = models.CharField(_("passed on to"), max_length=120, blank=True, editable=False)
    receipt = models.CharField(_("number of the receipt"), max_length=60, blank=True, editable=False)
    conclusion = models.TextField(_("how it was dealt with"), blank=True, editable=False)

    objects = PetitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the petition register")
        verbose_name_plural = _("petitions")
        constraints = [
            models.UniqueConstraint(fields=["engagement", "number"], name="one_petition_a_number"),
            models.CheckConstraint(
                condition=Q(seen_on__isnull=True) | Q(named=True), name="only_who_says_his_name_is_seen"
            ),
            models.UniqueConstraint(fields=["writer_key"], condition=~Q(writer_key=""), name="one_petition_a_receipt"),
            models.CheckConstraint(
                condition=Q(author__isnull=False) ^ ~Q(writer_key=""), name="entered_by_somebody_or_a_letter"
            ),
        ]
        indexes = [models.Index(fields=["engagement", "stage"], name="petition_of_engagement")]

    def __str__(self):
        return f"{self.get_channel_display()} {self.number}"


class ReporterIdentityQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """Nobody: it is read by an unsealing, never looked up."""
        return self.none()


class ReporterIdentity(Thing):
    """Who the reporter is. In a case of its own, on which nobody holds a word."""

    class Stage(models.TextChoices):
        SEALED = "sealed", _("under seal")

    tones = {Stage.SEALED: "move"}
    final = (Stage.SEALED,)
    sealed = True
    inner = True

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.SEALED)
    petition = models.OneToOneField(
        Petition,
        models.PROTECT,
        related_name="reporter",
        verbose_name=_("entry of the petition register"),
        editable=False,
    )
    reporter_name = models.CharField(_("name of the reporter"), max_length=60)
    reporter_unit = models.CharField(_("unit or address of the reporter"), max_length=120, blank=True)
    reporter_phone = models.CharField(_("how to reach the reporter"), max_length=120, blank=True)

    objects = ReporterIdentityQuerySet.as_manager()

    class Meta:
        verbose_name = _("identity of a reporter")
        verbose_name_plural = _("identities of reporters")

    def __str__(self):
        return str(self._meta.verbose_name)


class UnsealingQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The team that asks, and the head of the office who decides."""
        return self.filter(case__in=policy.seen_by(user, "lead", "inspect", "direct"))


class Unsealing(Thing):
    """Somebody asks to know who the reporter is: why, by whose leave, until when."""

    class Stage(models.TextChoices):
        ASKED = "asked", _("leave asked for")
        GRANTED = "granted", _("open to the one who asked")
        REFUSED = "refused", _("leave refused")
        ENDED = "ended", _("closed again")

    tones = {Stage.ASKED: "warn", Stage.GRANTED: "late", Stage.REFUSED: "idle", Stage.ENDED: "ok"}
    final = (Stage.REFUSED, Stage.ENDED)
    sealed = True
    inner = True

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.ASKED)
    petition = models.ForeignKey(
        Petition, models.PROTECT, related_name="unsealings", verbose_name=_("entry of the petition register")
    )
    number = models.CharField(_("number"), max_length=24)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    motive = models.TextField(_("motive"))
    until = models.DateField(_("open until"), null=True, editable=False)

    objects = UnsealingQuerySet.as_manager()

    class Meta:
        verbose_name = _("unsealing of a reporter's identity")
        verbose_name_plural = _("unsealings of reporters' identities")
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "asked_by"],
                condition=Q(stage__in=("asked", "granted")),
                name="one_open_unsealing_each",
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.number}"

    @property
    def engagement(self):
        return self.petition.engagement

    @property
    def unit(self):
        return self.petition.engagement.unit

    @property
    def due_on(self):
        """The day on which the leave ends."""
        return self.until
