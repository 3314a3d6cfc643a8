"""What was read of a file that came as evidence, and what about it a person should look at.

Nothing of the text is kept: only keyed marks of it, which say whether two papers are alike and never what they say.
"""

import datetime
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.models import Attachment, Thing, ThingQuerySet
from inspections.models import Engagement

from .fix import ImmediateFix
from .item import Item

#: who looks at the evidence
VERIFIERS = ("oversee", "direct", "lead")
ABOUT_ONE = Q(item__isnull=False, fix__isnull=True) | Q(item__isnull=True, fix__isnull=False)


class Reading(models.Model):
    """A file as the worker has read it: what it says of itself, and keyed marks by which it is compared."""

    class Outcome(models.TextChoices):
        READ = "read", _("has been read")
        SILENT = "silent", _("could not be read: there is no text in it")
        DAMAGED = "damaged", _("could not be read: the file is damaged")
        PROTECTED = "protected", _("could not be read: it is protected by a password")
        TOO_LARGE = "too_large", _("could not be read: it is too large")
        TOO_LONG = "too_long", _("could not be read: it took too long")

    #: the portal knows nothing of it
    sealed = True

    attachment = models.OneToOneField(Attachment, models.PROTECT, related_name="reading")
    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="readings")
    fix = models.ForeignKey(ImmediateFix, models.PROTECT, null=True, related_name="readings")
    #: of a matter that was fed back to the principal alone
    alone = models.BooleanField(default=False)
    claimed_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=1)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    compared_at = models.DateTimeField(null=True)

    stated_on = models.DateField(null=True)
    number_year = models.PositiveSmallIntegerField(null=True)
    made_on = models.DateField(null=True)
    changed_on = models.DateField(null=True)
    #: it stands for something else: a basis, an old edition, how it was before
    for_comparison = models.BooleanField(default=False)
    #: somebody else than the unit issued it
    foreign = models.BooleanField(default=False)
    #: another unit's name stands where this unit's name should
    misnamed = models.BooleanField(default=False)

    file_mark = models.CharField(max_length=64, db_index=True)
    #: of what the paper is called, the same for every edition of it
    title_mark = models.CharField(max_length=64, blank=True)
    text_mark = models.CharField(max_length=64, blank=True, db_index=True)
    #: of the text without names of units, dates and numbers of papers
    bare_mark = models.CharField(max_length=64, blank=True, db_index=True)
    shingles = models.BinaryField(default=bytes)
    bands = ArrayField(models.BigIntegerField(), default=list)
    pictures = ArrayField(models.CharField(max_length=64), default=list)

    class Meta:
        verbose_name = _("reading of a file")
        verbose_name_plural = _("readings of files")
        constraints = [models.CheckConstraint(condition=ABOUT_ONE, name="reading_of_an_item_or_a_fix")]
        indexes = [
            GinIndex(fields=["bands"], name="reading_bands"),
            models.Index(fields=["claimed_at"], name="reading_open", condition=Q(compared_at=None)),
            models.Index(fields=["engagement"], name="reading_pictures", condition=~Q(pictures=[])),
        ]

    def __str__(self):
        return f"{self.attachment_id} {self.outcome}"

    @property
    def problem(self) -> Any:
        """What it is to show: an item or an immediate fix."""
        return self.item or self.fix

    def same_problem(self, other: "Reading") -> bool:
        return (self.item_id, self.fix_id) == (other.item_id, other.fix_id)

    @property
    def is_picture(self) -> bool:
        return self.attachment.content_type.startswith("image/")


class EvidenceFlagQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """Those who verify: the office and the team's leaders; the unit, once it has been asked about it."""
        return self.filter(
            Q(case__in=policy.seen_by(user, *VERIFIERS))
            | Q(case__in=policy.seen_by(user, "respond", "sign"), asked_on__isnull=False)
        )

    def undecided(self):
        return self.exclude(stage=EvidenceFlag.Stage.DECIDED)


class EvidenceFlag(Thing):
    """A hint about one file, with its reason; it accuses nobody. It stays for good, with what was decided about it."""

    class Stage(models.TextChoices):
        OPEN = "open", _("to be looked at")
        ASKED = "asked", _("the unit is asked")
        ANSWERED = "answered", _("explained by the unit")
        DECIDED = "decided", _("looked at and decided")

    class Kind(models.TextChoices):
        DATED = "dated", _("dated before the feedback")
        MADE = "made", _("made before the feedback")
        LATER = "later", _("made after the day that it bears")
        FILE = "file", _("the same file elsewhere")
        TEXT = "text", _("the same text elsewhere")
        ALIKE = "alike", _("the text of another unit")
        UNCHANGED = "unchanged", _("unchanged but for its date")
        PICTURE = "picture", _("the same picture elsewhere")
        NAME = "name", _("the name of another unit")

    class Outcome(models.TextChoices):
        EXPLAINED = "explained", _("explained")
        UNACCEPTABLE = "unacceptable", _("not acceptable as evidence")
        IRRELEVANT = "irrelevant", _("of no importance")

    tones = {Stage.OPEN: "warn", Stage.ASKED: "info", Stage.ANSWERED: "move", Stage.DECIDED: "ok"}
    final = (Stage.DECIDED,)
    named_by = ("attachment",)

    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices, default=Stage.OPEN)
    attachment = models.ForeignKey(Attachment, models.PROTECT, related_name="flags", verbose_name=_("file"))
    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="+", verbose_name=_("engagement"))
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="flags", verbose_name=_("item"))
    fix = models.ForeignKey(ImmediateFix, models.PROTECT, null=True, related_name="flags", verbose_name=_("fix"))
    kind_of = models.CharField(_("what is to be looked at"), max_length=12, choices=Kind.choices)
    facts = models.JSONField(_("facts"), default=dict, editable=False)
    other = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+", editable=False)
    raised_on = models.DateField(_("note made on"))
    question = models.TextField(_("question to the unit"), blank=True)
    asked_on = models.DateField(_("unit asked on"), null=True)
    answer = models.TextField(_("explanation of the unit"), blank=True)
    answered_on = models.DateField(_("explained on"), null=True)
    outcome = models.CharField(_("what was concluded"), max_length=12, choices=Outcome.choices, blank=True)
    ruling = models.TextField(_("reason for the conclusion"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("who concluded")
    )
    decided_on = models.DateField(_("day of the conclusion"), null=True)

    objects = EvidenceFlagQuerySet.as_manager()

    class Meta:
        verbose_name = _("note of the evidence check")
        verbose_name_plural = _("notes of the evidence check")
        constraints = [
            models.UniqueConstraint(fields=["attachment", "kind_of"], name="one_flag_of_a_kind_a_file"),
            models.CheckConstraint(condition=ABOUT_ONE, name="flag_of_an_item_or_a_fix"),
            models.CheckConstraint(
                condition=Q(stage="decided", decided_on__isnull=False)
                | ~Q(stage="decided") & Q(decided_on=None, decided_by=None, outcome=""),
                name="decided_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["item", "stage"], name="flag_of_item"),
            models.Index(fields=["engagement", "stage"], name="flag_of_engagement"),
        ]

    def __str__(self):
        return f"{self.attachment.name} · {self.get_kind_of_display()}"

    @property
    def problem(self) -> Any:
        """What the file is to show: an item or an immediate fix."""
        return self.item or self.fix

    @property
    def unit(self):
        return self.engagement.unit

    @property
    def file_name(self) -> str:
        return self.attachment.name

    def word_for(self, rule):
        """What is put right at once is verified by the team; a small unit has nobody but its principal to answer."""
        if rule.code == "decide_evidence" and self.fix_id and policy.holders(self.case, "lead").exists():
            return "lead"
        if rule.word == "respond" and not policy.holders(self.case, "respond").exists():
            return "sign"
        return rule.word

    @property
    def reason(self) -> str:
        """Why it was noticed, in a sentence that names no other unit."""
        facts, kinds = self.facts, self.Kind
        match self.kind_of:
            case kinds.DATED:
                return self._dated()
            case kinds.MADE:
                text = now("The file itself says that it was finished on %(made)s, before the %(start)s.")
                text %= {"made": facts["made"], "start": self._start()}
            case kinds.LATER:
                text = now("The paper bears the date %(stated)s; the file itself says that it was made on %(made)s.")
                text %= {"stated": facts["stated"], "made": facts["made"]}
            case kinds.FILE:
                text = now("The same file lies with %(where)s.") % {"where": self._where()}
            case kinds.TEXT:
                text = now("A paper with the same text lies with %(where)s.") % {"where": self._where()}
            case kinds.ALIKE:
                text = now("Apart from names and dates it reads like a paper of another unit (%(likeness)s%%).") % facts
            case kinds.UNCHANGED:
                text = now("Apart from its date it reads like an earlier paper of this unit (%(likeness)s%%).") % facts
            case kinds.PICTURE:
                text = now("The same picture lies with %(where)s (%(distance)s of 256 points differ).")
                text %= {"where": self._where(), "distance": facts["distance"]}
            case _:
                text = now("The name of another unit stands where the name of this unit should stand.")
        return text

    def _dated(self) -> str:
        facts = self.facts
        if "stated" in facts:
            text = now("The paper bears the date %(stated)s, before the %(start)s.")
            text %= {"stated": facts["stated"], "start": self._start()}
        else:
            text = now("The number of the paper is of the year %(year)s, before the %(start)s.")
            text %= {"year": facts["year"], "start": self._start()}
        if facts.get("found") and facts.get("stated", "9") < facts["found"]:
            text += now("It is older than the finding of %(found)s too.") % facts
        if facts.get("changed"):
            text += now("The file itself says that it was last changed on %(changed)s.") % facts
        return text

    def _start(self) -> str:
        words = now("notice of %(day)s") if self.fix_id else now("feedback of %(day)s")
        return words % {"day": self.facts["start"]}

    def _where(self) -> str:
        if self.facts.get("other_unit"):
            return now("another unit")
        if (problems := self.facts.get("problems", 2)) > 2:
            return now("%(n)s problems of this unit") % {"n": problems}
        return now("another problem of this unit")


def day_of_start(problem: Item | ImmediateFix, issued_on: datetime.date) -> datetime.date:
    """Return the day from which something is put right: of the feedback, or of the notice that was issued."""
    return problem.feedback.held_on if isinstance(problem, Item) else issued_on
