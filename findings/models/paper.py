"""The working paper: one matter, one paper (一事一稿)."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.models import Thing, ThingQuerySet
from inspections.models import Engagement, Priority

from .extension import Extension
from .sheet import FactSheet


class Concerns(models.TextChoices):
    """Whom a matter is about."""

    UNIT = "unit", _("the unit's Party organisation")
    MEMBER = "member", _("a member of the leadership team")
    PRINCIPAL = "principal", _("the principal himself")
    CADRE = "cadre", _("another cadre")


@dataclass(frozen=True)
class Evidence:
    """One line of the list of evidence: what it is, on which pages, and which file of the paper it is, if it is one."""

    what: str
    first: int | None = None
    last: int | None = None
    file: int | None = None

    @property
    def pages(self) -> str:
        if self.first is None:
            return ""
        return f"{self.first}–{self.last}" if self.last is not None and self.last != self.first else f"{self.first}"


#: a line as offices write it: 会议记录复印件 第3-5页 附件1; what doesn't read so is one piece without pages
EVIDENCE = re.compile(
    r"(?P<what>.+?)"
    r"(?:[\s，,]*(?:第\s*(?P<first>\d{1,6})(?:\s*[-–—~至]\s*(?P<last>\d{1,6}))?\s*页"
    r"|\bp\.\s*(?P<from>\d{1,6})(?:\s*[-–—]\s*(?P<to>\d{1,6}))?))?"
    r"(?:[\s，,（(]*(?:附件|\bfile )\s*(?P<file>\d{1,3})[）)]?)?[。；;]?"
)


def evidence_of(text: str) -> list[Evidence]:
    """Return the lines of a list of evidence, each in its parts."""
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        parts = EVIDENCE.fullmatch(line)
        if parts is None:
            found.append(Evidence(line))
            continue
        numbers = [parts["first"] or parts["from"], parts["last"] or parts["to"], parts["file"]]
        found.append(Evidence(parts["what"], *(int(one) if one else None for one in numbers)))
    return found


class WorkingPaperQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The team's own until its leader has signed; then the office sees it too. Never the unit."""
        return self.filter(
            Q(case__in=policy.seen_by(user, "lead", "inspect"))
            | Q(case__in=policy.seen_by(user, "oversee", "direct"), stage__in=WorkingPaper.LEFT_THE_TEAM)
        )


class WorkingPaper(Thing):
    """One matter as the team wrote it down, with what proves it."""

    class Stage(models.TextChoices):
        DRAFT = "draft", _("being written")
        SUBMITTED = "submitted", _("to be reviewed")
        REVIEWED = "reviewed", _("reviewed by the deputy")
        AGREED = "agreed", _("agreed by the team meeting")
        RETURNED = "returned", _("returned to the author")
        FINALIZED = "finalized", _("signed by the leader")
        USED = "used", _("became a finding")
        DROPPED = "dropped", _("dropped with a reason")
        MERGED = "merged", _("merged into another paper")
        SEALED = "sealed", _("moved under seal")

    class Source(models.TextChoices):
        TALK = "talk", _("individual talk")
        DOCUMENTS = "documents", _("documents")
        PETITION = "petition", _("petition")
        VISIT = "visit", _("field visit")
        BRIEFING = "briefing", _("pre-briefing")
        CHECK = "check", _("special check")

    LEFT_THE_TEAM = (Stage.FINALIZED, Stage.USED, Stage.DROPPED, Stage.MERGED, Stage.SEALED)
    #: stages in which it waits for somebody above its undertakers
    UNDER_REVIEW = (Stage.SUBMITTED, Stage.REVIEWED, Stage.AGREED)
    tones = {
        Stage.DRAFT: "idle",
        Stage.RETURNED: "warn",
        Stage.FINALIZED: "ok",
        Stage.USED: "ok",
        Stage.DROPPED: "idle",
        Stage.MERGED: "idle",
        Stage.SEALED: "move",
    }
    final = (Stage.USED, Stage.DROPPED, Stage.MERGED, Stage.SEALED)
    left = (Stage.SEALED,)
    sealed = True

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.DRAFT)
    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="papers", verbose_name=_("engagement"))
    pre_number = models.CharField(_("provisional number"), max_length=40, blank=True, editable=False)
    number = models.CharField(
        _("number of the paper"), max_length=40, unique=True, help_text=_("The provisional one until the leader signs.")
    )
    title_text = models.CharField(_("title of the problem"), max_length=200)
    facts = models.TextField(_("manifestation"))
    concerns = models.CharField(_("concerns"), max_length=16, choices=Concerns.choices, blank=True)
    basis = models.TextField(_("basis for calling it so"), blank=True)
    evidence = models.TextField(
        _("list of evidence"),
        blank=True,
        help_text=_("One piece a line: what it is, its pages, the file: “Minutes p. 3-5 file 1”."),
    )
    responsibility = models.TextField(_("first view on who is responsible"), blank=True)
    source = models.CharField(_("source"), max_length=16, choices=Source.choices)
    source_other = models.CharField(
        _("other source"), max_length=120, blank=True, help_text=_("Only where none of those above says it.")
    )
    area = models.CharField(
        _("area of the problem"),
        max_length=60,
        blank=True,
        help_text=_("The area of work in which it lies, as the unit calls it."),
    )
    led_by = models.CharField(
        _("unit leader in charge"),
        max_length=60,
        blank=True,
        help_text=_("Who of the unit's leadership has this area in charge; name and post."),
    )
    extension = models.ForeignKey(
        Extension, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("subordinate unit")
    )
    priority = models.ForeignKey(
        Priority, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("local priority")
    )
    found_on = models.DateField(_("found on"))
    written_on = models.DateField(_("paper written on"), null=True, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("author"))
    second = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("second undertaker"),
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("deputy who reviewed it"),
    )
    sitting = models.ForeignKey(
        "findings.Sitting",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="papers",
        verbose_name=_("team meeting that agreed to it"),
    )
    opinion = models.TextField(_("opinion of the team meeting"), blank=True, editable=False)
    signer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("signed for the team by"),
    )
    signed_on = models.DateField(_("signed by the leader on"), null=True, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="merged", verbose_name=_("merged into")
    )
    sheet = models.OneToOneField(
        FactSheet, models.PROTECT, null=True, editable=False, related_name="paper", verbose_name=_("fact sheet")
    )
    fix_demand = models.TextField(_("what the proposed notice demands"), blank=True, editable=False)
    fix_due_on = models.DateField(_("proposed to be done by"), null=True, editable=False)
    fix_later_because = models.TextField(_("proposed reason for a later day"), blank=True, editable=False)
    #: as long as the leader has not decided about it
    fix_proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("notice proposed by"),
    )
    #: what it said before each amendment, the oldest first: words by field, as they were shown
    earlier = models.JSONField(_("earlier versions"), default=list, editable=False)

    objects = WorkingPaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("working paper")
        verbose_name_plural = _("working papers")
        constraints = [
            models.CheckConstraint(condition=~Q(author=models.F("second")), name="two_undertakers_are_two"),
            models.UniqueConstraint(
                fields=["pre_number"], condition=~Q(pre_number=""), name="one_paper_a_provisional_number"
            ),
        ]
        indexes = [models.Index(fields=["engagement", "stage"], name="paper_of_engagement")]

    def __str__(self):
        return self.title_text or self.number

    @property
    def unit(self):
        return self.engagement.unit

    @property
    def is_numbered(self) -> bool:
        """Whether it has the number that only a signed paper gets; papers of an earlier edition had it at once."""
        return self.number != self.pre_number

    @property
    def final_number(self) -> str:
        return self.number if self.is_numbered else ""

    @property
    def undertakers(self):
        """Those who wrote it, by name."""
        return "、".join(str(one) for one in (self.author, self.second) if one)

    @property
    def raised(self):
        """The finding that it became; None while there is none."""
        return getattr(self, "finding", None)

    @property
    def evidence_rows(self) -> list[Evidence]:
        return evidence_of(self.evidence)
