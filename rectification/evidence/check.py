"""The way of a file through the check: claimed, read, compared. May be interrupted anywhere, and go on elsewhere."""

import datetime
import logging
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import Organisation
from casework.models import Attachment
from casework.policy import Actor

from .. import actions
from ..models import (
    EvidenceFlag,
    Feedback,
    Handling,
    ImmediateFix,
    Institution,
    Item,
    Progress,
    Reading,
    Recovery,
)
from . import compare, marks, papers, reading

log = logging.getLogger("xuncha.evidence")

#: what a file may lie with when it is evidence, and the way from there to the problem that it is to show
KINDS = (Progress, Item, ImmediateFix, Recovery, Handling, Institution)
LIES_WITH: dict[str, type[Any]] = {model._meta.label_lower: model for model in KINDS}
#: whoever claimed a file so long ago has died over it; after so many tries it is given up
LEASE = datetime.timedelta(minutes=10)
MOST_TRIES = 3
#: a shorter name would be found inside other words
SHORTEST_NAME = 3
#: what reading a file writes down
KEPT = [
    *("outcome", "stated_on", "number_year", "made_on", "changed_on", "for_comparison", "foreign", "misnamed"),
    *("title_mark", "text_mark", "bare_mark", "shingles", "bands", "pictures"),
]


def evidence() -> QuerySet[Attachment]:
    """Return the files that are to show that a problem was put right; of the register of rules, the units' own."""
    others = Institution.objects.filter(pk=OuterRef("thing_id"), item=None)
    of_others = Q(Exists(others), thing_kind=Institution._meta.label_lower)
    return Attachment.objects.filter(~of_others, thing_kind__in=LIES_WITH)


def unclaimed() -> QuerySet[Attachment]:
    """Return the evidence that nobody has looked at."""
    known = Reading.objects.filter(attachment=OuterRef("pk"))
    return evidence().filter(~Exists(known)).order_by("pk")


def abandoned() -> QuerySet[Reading]:
    """Return what somebody claimed, and died over."""
    return Reading.objects.filter(outcome="", claimed_at__lt=timezone.now() - LEASE).order_by("pk")


def uncompared() -> QuerySet[Reading]:
    """Return what has been read and can be compared: all that came with the same report has been read too."""
    read = Reading.objects.filter(attachment=OuterRef("pk")).exclude(outcome="")
    unread = evidence().filter(~Exists(read), event=OuterRef("attachment__event"))
    return Reading.objects.filter(~Exists(unread), compared_at=None).exclude(outcome="").order_by("pk")


def is_waiting() -> bool:
    """Whether there is anything to do."""
    return unclaimed().exists() or uncompared().exists() or abandoned().exists()


class Check:
    """A worker's turn. It knows the names of the bodies of the district as they are when it begins."""

    def __init__(self, today: datetime.date):
        self.today = today
        #: what could not be compared now; the next turn tries again
        self.left: set[int] = set()
        self.bodies = list(Organisation.objects.exclude(kind_of=Organisation.Kind.AUTHORITY))
        authority = Organisation.objects.authority()
        district = authority.name.removesuffix("委") if authority else ""
        self.before = tuple(filter(None, (district, district[-1:])))
        self.names: dict[int, papers.Names] = {}

    def step(self) -> bool:
        """Read what came with one report, or compare one file; return whether there was anything to do."""
        claimed = self._claim()
        for row in claimed:
            self._read(row)
        return bool(claimed) or self._compare()

    # -- read ------------------------------------------------------------------------------------------------------

    def _claim(self) -> list[Reading]:
        """Return what is ours to read until its lease ends: what a dead worker left, or all that came together."""
        for row in abandoned()[:1]:
            ours = abandoned().filter(pk=row.pk, tries=row.tries)
            if ours.update(claimed_at=timezone.now(), tries=F("tries") + 1):
                row.refresh_from_db()
                return [row]
        for _again in range(MOST_TRIES):
            with suppress(IntegrityError), transaction.atomic():  # another worker was first
                waiting = unclaimed().select_for_update(skip_locked=True, no_key=True, of=("self",))
                first = waiting.first()
                return [_begun(file) for file in unclaimed().filter(event=first.event_id)] if first else []
        return []

    def _read(self, row: Reading) -> None:
        """Read the file, outside any transaction, and keep what it says of itself."""
        file = row.attachment
        said = reading.Content(fault=Reading.Outcome.DAMAGED)
        if row.tries <= MOST_TRIES:  # else whoever reads it dies
            said = reading.read(settings.FILES_ROOT / file.place, Path(file.name).suffix.lower().removeprefix("."))
        try:
            self._keep(row, said)
        except Exception as error:  # a file that can't be understood must not keep the others waiting
            log.error("evidence %s was not understood: %s", file.pk, type(error).__name__)
            row.outcome = Reading.Outcome.DAMAGED
        if Reading.objects.filter(pk=row.pk, tries=row.tries, outcome="").exists():
            row.save(update_fields=KEPT)

    def _keep(self, row: Reading, said: reading.Content) -> None:
        file, names = row.attachment, self._names_for(row.engagement.unit)
        row.outcome = said.fault or Reading.Outcome.READ
        row.made_on, row.changed_on, row.pictures = said.made_on, said.changed_on, said.pictures
        row.for_comparison = bool(papers.FOR_COMPARISON.search(file.name))
        if not said.text.strip():
            return
        paper = papers.what_it_says(said, names, file.on)
        row.stated_on, row.number_year = paper.stated_on, paper.number_year
        row.foreign, row.misnamed = paper.foreign, paper.misnamed
        bare = marks.bare(said.text, names)
        row.title_mark = marks.of_title(papers.title_of(said.lines), names)
        row.text_mark = marks.of_text(said.text)
        if not paper.is_form:
            row.bare_mark = marks.of_bare(bare)
            # Of two filled-in tables most is the table: they are the same, or they are not.
            row.shingles = b"" if said.table else marks.packed(marks.shingles(bare))
            row.bands = marks.bands(row.shingles)

    def _names_for(self, unit: Organisation) -> papers.Names:
        """Return what this unit, its kin and all the others are called."""
        if unit.pk not in self.names:
            kin = [one for one in self.bodies if unit.pk == one.parent_id or one.pk == unit.parent_id]
            known = {unit.pk, *(one.pk for one in kin)}
            others = [one for one in self.bodies if one.kind_of in Organisation.INSPECTABLE and one.pk not in known]
            self.names[unit.pk] = papers.Names(*(self._called(bodies) for bodies in ([unit], kin, others)))
        return self.names[unit.pk]

    def _called(self, bodies: Iterable[Organisation]) -> set[str]:
        """Return what bodies are called: in full, in short, and without the name of the district before it."""
        found = set()
        for body in bodies:
            found |= {body.name, body.short_name}
            found |= {body.name.removeprefix(before) for before in self.before}
        return {name for name in found if len(name) >= SHORTEST_NAME}

    # -- compare ---------------------------------------------------------------------------------------------------

    def _compare(self) -> bool:
        with transaction.atomic():
            waiting = uncompared().exclude(pk__in=self.left)
            row = (
                waiting.select_for_update(skip_locked=True, no_key=True, of=("self",))
                .select_related("attachment", "engagement__unit", "item__feedback", "item__landing", "fix__landing")
                .first()
            )
            if row is None:
                return False
            try:
                with transaction.atomic():
                    for hint in compare.hints(row):
                        self._raise(hint)
                    Reading.objects.filter(pk=row.pk).update(compared_at=timezone.now())
            except Exception as error:  # whatever it is, the next file must not wait for this one
                log.error("evidence %s was not compared: %s", row.attachment_id, type(error).__name__)
                self.left.add(row.pk)
        return True

    def _raise(self, hint: compare.Hint) -> None:
        """Write a hint down, once: a file has one note of a kind."""
        file = hint.reading.attachment
        if EvidenceFlag.objects.filter(attachment=file, kind_of=hint.kind).exists():
            return
        thing = LIES_WITH[file.thing_kind]._base_manager.get(pk=file.thing_id)
        said = {"attachment": file, "kind_of": hint.kind, "facts": hint.facts, "other": hint.other}
        with suppress(IntegrityError), transaction.atomic():  # another worker has just written it
            actions.raise_flag(thing, by=Actor.HOUSE, today=self.today, **said)


def _begun(file: Attachment) -> Reading:
    """Make the row that says who is reading the file."""
    thing = LIES_WITH[file.thing_kind]._base_manager.get(pk=file.thing_id)
    problem = actions.problem_of(thing)
    item, fix = (problem, None) if isinstance(problem, Item) else (None, problem)
    return Reading.objects.create(
        attachment=file,
        engagement=problem.engagement,
        item=item,
        fix=fix,
        alone=bool(item and item.feedback.audience == Feedback.Audience.PRINCIPAL),
        claimed_at=timezone.now(),
        file_mark=marks.of_file(file.sha256),
    )
