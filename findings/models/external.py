"""What an upper level fed back to the district: kept in its own words, broken down into items, reported up."""

import re
from collections.abc import Iterable
from itertools import pairwise

from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.models import Thing, ThingQuerySet
from inspections.models import Engagement, Round

from .finding import Finding

READERS = ("oversee", "direct", "observe")


class UpReportQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The office and the leading group."""
        return self.filter(case__in=policy.seen_by(user, *READERS))


class UpReport(Thing):
    """A report to the upper level on how what it fed back is put right (整改情况报告): interim or final."""

    class Stage(models.TextChoices):
        FILED = "filed", _("filed")

    final = (Stage.FILED,)
    sealed = True
    inner = True

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.FILED)
    round = models.ForeignKey(Round, models.PROTECT, related_name="up_reports", verbose_name=_("round"))
    number = models.CharField(_("number of the report"), max_length=60)
    receiver = models.CharField(_("reported to"), max_length=120)
    on = models.DateField(_("reported on"))
    about = models.TextField(_("what was reported"))
    #: how it stood on that day
    items = models.PositiveIntegerField(_("items"), editable=False)
    finished = models.PositiveIntegerField(_("items put right"), editable=False)

    objects = UpReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report to the upper level")
        verbose_name_plural = _("reports to the upper level")

    def __str__(self):
        return f"{self.number} · {self.receiver}"


class ExternalFindingQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The office and the leading group; a unit sees its own items, as it sees those of its own inspection."""
        return self.filter(case__in=policy.seen_by(user, *READERS))

    def with_items(self):
        """Say of each how many items it was broken down into, as ``items``, and how many are ``finished``."""
        done = Q(findings__stage__in=Finding.final)
        return self.annotate(items=Count("findings"), finished=Count("findings", filter=done))


class ExternalFinding(Thing):
    """One problem that an upper level fed back (上级反馈问题). Its words are those of the upper level, for good."""

    class Stage(models.TextChoices):
        RECEIVED = "received", _("to be broken down")
        DECOMPOSED = "decomposed", _("broken down into items")
        ASSIGNED = "assigned", _("with those who put it right")
        REPORTED = "reported", _("reported up as put right")
        CLOSED = "closed", _("struck off by the upper level")
        DROPPED = "dropped", _("entered by mistake")

    tones = {
        Stage.RECEIVED: "warn",
        Stage.DECOMPOSED: "info",
        Stage.ASSIGNED: "info",
        Stage.REPORTED: "move",
        Stage.CLOSED: "ok",
        Stage.DROPPED: "idle",
    }
    final = (Stage.CLOSED, Stage.DROPPED)
    #: stages of a unit's part in which it can still get a further item: it has not had its feedback yet
    ADDED_TO = (Engagement.Stage.SELECTED, Engagement.Stage.NOTIFIED)
    sealed = True
    inner = True

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.RECEIVED)
    round = models.ForeignKey(Round, models.PROTECT, related_name="external_findings", verbose_name=_("round"))
    number = models.CharField(_("number"), max_length=40, unique=True)
    place = models.PositiveSmallIntegerField(_("no. in the letter"), null=True, blank=True)
    source = models.CharField(_("fed back by"), max_length=120)
    source_paper = models.CharField(_("number of the letter"), max_length=80, blank=True)
    received_on = models.DateField(_("letter received on"))
    title_text = models.CharField(_("problem as fed back"), max_length=200)
    text = models.TextField(_("words of the upper level"))
    aspect = models.CharField(_("aspect"), max_length=120, blank=True)
    due_on = models.DateField(_("to be reported by"))
    returned_times = models.PositiveSmallIntegerField(_("times returned"), default=0, editable=False)
    report = models.ForeignKey(
        UpReport,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="problems",
        verbose_name=_("reported up with"),
    )
    closed_on = models.DateField(_("struck off on"), null=True, editable=False)
    closing_paper = models.CharField(_("paper that strikes it off"), max_length=80, blank=True, editable=False)

    objects = ExternalFindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("problem fed back by an upper level")
        verbose_name_plural = _("problems fed back by upper levels")
        indexes = [models.Index(fields=["round", "stage"], name="external_of_round")]

    def __str__(self):
        return self.title_text

    def passages(self, words: str) -> list[tuple[int, int]]:
        """Return where each line of ``words`` stands in the original, from and to.

        Raises ``ValueError`` with the first line that does not stand there.
        """
        found, after = [], 0
        for line in filter(None, map(str.strip, words.splitlines())):
            at = self.text.find(line, after)
            at = at if at >= 0 else self.text.find(line)
            if at < 0:
                raise ValueError(line)
            after = at + len(line)
            found.append((at, after))
        return found

    def marked(self, quoted: Iterable[tuple[str, str]]) -> list[tuple[str, list[str]]]:
        """Return the original in pieces, each with the numbers of the items that quote it.

        ``quoted`` are the number and the words of each item; words that are not there (any more) quote nothing.
        """
        spans = []
        for number, words in quoted:
            try:
                spans += [(*span, number) for span in self.passages(words)]
            except ValueError:
                continue
        edges = sorted({0, len(self.text), *(edge for begin, end, _number in spans for edge in (begin, end))})
        pieces = []
        for begin, end in pairwise(edges):
            numbers = [number for first, last, number in spans if first <= begin and end <= last]
            pieces.append((self.text[begin:end], list(dict.fromkeys(numbers))))
        return pieces

    def unquoted(self, quoted: Iterable[tuple[str, str]]) -> list[str]:
        """Return the passages that no item quotes; blanks and punctuation between two quotations are none."""
        left = [text for text, numbers in self.marked(quoted) if not numbers]
        return [text.strip() for text in left if re.search(r"\w", text)]
