"""The letter box of one stay (码上巡): a code on the wall, a page without sign-in, and what people write there.

A letter comes in as a row of ``Letter``, a table into which the portal may write and from which it can't read. The
worker makes a petition of it and empties the row in the same transaction. Whoever wrote it goes back to it by a number
and a secret that nobody keeps: what is kept is a keyed hash of both together.
"""

import datetime
import secrets
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.models import Thing, ThingQuerySet
from casework.models.thing import ALPHABET
from inspections.models import Engagement

from .petition import Petition
from .source import Source


def new_token():
    """Return what stands in the address of a box: twenty random characters, so that no box is found by trying."""
    return "".join(secrets.choice(ALPHABET) for _n in range(20))


class LetterBoxQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The office that opens it, and the team that reads what comes. Not the unit."""
        return self.filter(case__in=policy.seen_by(user, "oversee", "direct", "lead", "inspect"))


class LetterBox(Thing):
    """Where people may write about one unit, from the entry of the team to the cut-off day."""

    class Stage(models.TextChoices):
        OPEN = "open", _("open for letters")
        CLOSED = "closed", _("closed for letters")

    tones = {Stage.OPEN: "move", Stage.CLOSED: "idle"}
    final = (Stage.CLOSED,)
    sealed = True
    inner = True
    named_by = ("engagement__unit",)

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.OPEN)
    engagement = models.OneToOneField(
        Engagement, models.PROTECT, related_name="letter_box", verbose_name=_("engagement")
    )
    token = models.CharField(_("code in the address"), max_length=24, unique=True, default=new_token, editable=False)
    closes_on = models.DateField(_("last day for letters"))

    objects = LetterBoxQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter box")
        verbose_name_plural = _("letter boxes")

    def __str__(self):
        return f"{self.engagement.unit} · {self._meta.verbose_name}"

    @property
    def unit(self):
        return self.engagement.unit

    @property
    def address(self) -> str:
        """What the code on the wall leads to: at the portal, whatever door this process is."""
        return f"{settings.LETTERS_URL}/findings/write/{self.token}/"

    @property
    def due_on(self):
        """The day after the last day for letters: in its first hour the box closes by itself."""
        return self.closes_on + datetime.timedelta(days=1)


class Letter(models.Model):
    """What somebody wrote, until the worker takes it; after that an empty row by which its receipt is known.

    The key and the receipt are made by whoever writes the row, so that a role that may only INSERT can write it.
    """

    #: all that the portal's role may do with this table, and the functions by which it learns what it must know
    portal = "INSERT"
    functions = ("findings_letter_box(text, date)", "findings_letter_thread(text)")

    key = models.CharField(max_length=64, primary_key=True)
    #: key of the box, which stays when its code changes; empty for what is added to a letter
    box = models.CharField(max_length=16, blank=True)
    receipt = models.CharField(max_length=64, db_index=True)
    on = models.DateField()
    at = models.DateTimeField(default=timezone.now)
    text = models.TextField(blank=True)
    about_name = models.CharField(max_length=60, blank=True)
    about_post = models.CharField(max_length=80, blank=True)
    reporter_name = models.CharField(max_length=60, blank=True)
    reporter_unit = models.CharField(max_length=120, blank=True)
    reporter_phone = models.CharField(max_length=120, blank=True)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        constraints = [
            models.UniqueConstraint(fields=["receipt"], condition=~Q(box=""), name="one_letter_a_receipt"),
        ]
        indexes = [models.Index(fields=["at"], name="letter_not_taken", condition=Q(taken_at__isnull=True))]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.on}"


class LetterFile(models.Model):
    """A file that came with a letter, under a name that says nothing; emptied together with it."""

    portal = "INSERT"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    letter = models.ForeignKey(Letter, models.CASCADE, related_name="files")
    name = models.CharField(max_length=40)
    content = models.BinaryField()

    class Meta:
        verbose_name = _("file of a letter")
        verbose_name_plural = _("files of letters")

    def __str__(self):
        return self.name


class OfPetitionQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """Whoever sees the petition."""
        return self.filter(petition__in=Petition.objects.visible_to(user).values("pk"))


class OfPetition(Thing):
    """What goes to and fro between the team and whoever wrote: it lies with the petition."""

    sealed = True
    inner = True

    objects = OfPetitionQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self._meta.verbose_name} · {self.petition.number}"

    @property
    def engagement(self):
        return self.petition.engagement

    @property
    def unit(self):
        return self.petition.engagement.unit


class LetterReply(OfPetition):
    """What the team writes back: a question to the writer, or a word to him. He reads it with his receipt."""

    class Stage(models.TextChoices):
        ASKED = "asked", _("asked, no answer yet")
        ANSWERED = "answered", _("answered by the writer")
        LAPSED = "lapsed", _("no answer came")
        TOLD = "told", _("told to the writer")

    tones = {Stage.ASKED: "warn", Stage.ANSWERED: "ok", Stage.LAPSED: "idle", Stage.TOLD: "ok"}
    final = (Stage.ANSWERED, Stage.LAPSED, Stage.TOLD)
    named_by = ("petition",)

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.ASKED)
    petition = models.ForeignKey(
        Petition, models.PROTECT, related_name="replies", verbose_name=_("entry of the petition register")
    )
    text = models.TextField(_("written to the writer"))
    on = models.DateField(_("written on"), editable=False)

    class Meta:
        verbose_name = _("word to a letter writer")
        verbose_name_plural = _("words to letter writers")
        indexes = [models.Index(fields=["petition", "stage"], name="reply_of_petition")]


class LetterAddition(OfPetition):
    """What the writer added to his letter later, asked or of his own accord."""

    class Stage(models.TextChoices):
        CAME = "came", _("to be read")
        READ = "read", _("read by the team")

    tones = {Stage.CAME: "warn", Stage.READ: "ok"}
    final = (Stage.READ,)
    named_by = ("petition",)

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.CAME)
    petition = models.ForeignKey(
        Petition, models.PROTECT, related_name="additions", verbose_name=_("entry of the petition register")
    )
    text = models.TextField(_("added by the writer"))
    on = models.DateField(_("added on"), editable=False)

    class Meta:
        verbose_name = _("addition of a letter writer")
        verbose_name_plural = _("additions of letter writers")
        indexes = [models.Index(fields=["petition", "stage"], name="addition_of_petition")]

    def word_for(self, rule):
        """Once the report is in the team may be gone: then it is the office that reads it."""
        return "oversee" if self.engagement.stage in Source.HANDED_OVER else super().word_for(rule)
