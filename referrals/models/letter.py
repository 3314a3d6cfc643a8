"""The letter (移交函) by which matters leave the office: one letter, one receiver, many matters, one frozen package."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework import policy
from casework.models import Thing, ThingQuerySet
from inspections.models import Meeting, Round


class Outgoing(Thing):
    """What both kinds of letter share. What was sent is frozen: `package` says it, `sha256` proves it."""

    class Stage(models.TextChoices):
        SENT = "sent", _("sent")
        SIGNED = "signed", _("signed for")
        RETURNED = "returned", _("returned")

    class Way(models.TextChoices):
        SINGLE = "single", _("to one receiver")
        DOUBLE = "double", _("to two receivers at once")

    tones = {Stage.SENT: "info", Stage.SIGNED: "ok", Stage.RETURNED: "late"}
    final = (Stage.SIGNED, Stage.RETURNED)
    numbered = True

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.SENT)
    round = models.ForeignKey(Round, models.PROTECT, related_name="%(class)ss", verbose_name=_("round"))
    receiver = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("receiver"))
    number = models.CharField(_("number of the letter"), max_length=40, unique=True)
    way = models.CharField(_("way of transfer"), max_length=8, choices=Way.choices, default=Way.SINGLE)
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("meeting that it rests on")
    )
    decision = models.CharField(_("what it rests on"), max_length=120, blank=True)
    demand = models.TextField(_("what is asked of the receiver"), blank=True)
    contact = models.CharField(_("contact at the office"), max_length=60, blank=True)
    phone = models.CharField(_("phone of the contact"), max_length=40, blank=True)
    sent_on = models.DateField(_("sent on"))
    reply_by = models.DateField(_("to be answered by"))
    signer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("signed for by")
    )
    signed_on = models.DateField(_("signed for on"), null=True)
    package = models.TextField(_("frozen package"), editable=False)
    sha256 = models.CharField(_("digest of the package"), max_length=64, editable=False)

    class Meta:
        abstract = True

    def __str__(self):
        return self.number

    @property
    def title(self) -> str:
        return f"{self._meta.verbose_name} · {self.receiver}"

    @property
    def rests_on(self) -> str:
        """What the letter rests on: the meeting, or in words what else."""
        return self.decision or str(self.meeting or "")


def _constraints(name: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(
            condition=Q(signed_on__isnull=True, signer__isnull=True) | Q(signed_on__isnull=False, stage="signed"),
            name=f"{name}_says_who_signed",
        ),
    ]


class TransferLetterQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The office, and the department that it went to."""
        return self.filter(case__in=policy.seen_by(user, "oversee", "direct", "handle"))


class TransferLetter(Outgoing):
    """A letter of suggestions to the organisation department or to another department."""

    named_by = ("receiver",)

    objects = TransferLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter of transfer")
        verbose_name_plural = _("letters of transfer")
        constraints = _constraints("letter")

    def _of_matters(self, path) -> str:
        """Join what its matters say, each once; the caller has fetched them with their engagements."""
        return "、".join(dict.fromkeys(filter(None, (str(path(matter) or "") for matter in self.matters.all()))))

    @property
    def teams(self) -> str:
        return self._of_matters(lambda matter: matter.team_name)

    @property
    def units(self) -> str:
        return self._of_matters(lambda matter: matter.inspected)

    @property
    def suggestions(self) -> int:
        """How many suggestions it brought."""
        return len(self.matters.all())

    @property
    def progress(self) -> str:
        return "\n".join(f"{matter.number} {matter.progress}" for matter in self.matters.all() if matter.progress)

    @property
    def results(self) -> str:
        return "\n".join(f"{matter.number} {matter.result}" for matter in self.matters.all() if matter.result)


class SealedLetterQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """Whoever holds the clues in it: the head of the office, those named for them, and the receiver."""
        return self.filter(case__in=policy.seen_by(user, "oversee", "direct", "handle"))


class SealedLetter(Outgoing):
    """A letter of clues; it lies under seal as they do."""

    sealed = True
    named_by = ("receiver",)

    objects = SealedLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter under seal")
        verbose_name_plural = _("letters under seal")
        constraints = _constraints("sealed_letter")
