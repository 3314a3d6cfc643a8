"""What about a file a person should look at: by the day of the feedback, by itself, and by what else was handed in.

Each rule says what is so. Measured on the labelled files of ``tests/rectification/labelled.py``; see
docs/decisions/0037 for what each rule leaves alone, and why.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Q

from casework.models import Attachment, Event

from ..models import EvidenceFlag, ImmediateFix, Reading
from ..models.evidence import day_of_start
from . import marks

Kind = EvidenceFlag.Kind
#: a paper that was made so many days after the day that it bears was not made on that day
MUCH_LATER = datetime.timedelta(days=30)
#: a paper of this unit that lies with so many problems stands for none of them; a picture counts from two
MANY, TWICE = 3, 2
#: so many readings with a like mark are looked at, the newest first
LOOKED_AT = 200
LOOKS_ALIKE = """
    SELECT other.id FROM rectification_reading AS other, unnest(other.pictures) AS theirs, unnest(%s::text[]) AS mine
    WHERE other.id <> %s AND other.pictures <> '{}'
    AND bit_count(('x' || theirs)::bit(256) # ('x' || mine)::bit(256)) <= %s
    GROUP BY other.id ORDER BY other.id DESC LIMIT %s
"""


@dataclass
class Hint:
    """One thing to look at about one file, with the other file that shows it."""

    kind: str
    reading: Reading
    facts: dict[str, Any] = field(default_factory=dict)
    other: Attachment | None = None


def hints(mine: Reading) -> Iterator[Hint]:
    """Yield what is to be looked at now that ``mine`` has been read; of two alike files it is the later one."""
    near = _like(mine)
    yield from _by_dates(mine, near)
    if mine.misnamed:
        yield Hint(Kind.NAME, mine)
    for other in near:
        yield from _by_other(mine, other)


def _like(mine: Reading) -> list[Reading]:
    """Return every other reading that has some mark in common with this one, those of the same problem too."""
    same = Q(file_mark=mine.file_mark)
    for name in ("text_mark", "bare_mark"):
        if mark := getattr(mine, name):
            same |= Q(**{name: mark})
    if mine.bands:
        same |= Q(bands__overlap=mine.bands)
    if mine.pictures:
        with connection.cursor() as cursor:
            cursor.execute(LOOKS_ALIKE, [mine.pictures, mine.pk, marks.NEAR, LOOKED_AT])
            same |= Q(pk__in=[pk for (pk,) in cursor.fetchall()])
    rows = Reading.objects.filter(same).exclude(pk=mine.pk).order_by("-pk")
    return list(rows.select_related("attachment", "engagement", "item", "fix")[:LOOKED_AT])


# -- by the day of the feedback, and by itself ---------------------------------------------------------------------


def _by_dates(mine: Reading, near: list[Reading]) -> Iterator[Hint]:
    start = day_of_start(mine.problem, issued_on(mine))
    if mine.for_comparison or mine.foreign or _is_the_old_edition(mine, near, start):
        return
    finished = mine.changed_on or mine.made_on
    facts: dict[str, Any] = {"start": start.isoformat()}
    if mine.stated_on and mine.stated_on < start:
        if finished and finished >= start:
            facts["changed"] = finished.isoformat()
        found = found_on(mine)
        yield Hint(Kind.DATED, mine, facts | {"stated": mine.stated_on.isoformat(), "found": found})
    elif mine.number_year and mine.number_year < start.year:
        yield Hint(Kind.DATED, mine, facts | {"year": mine.number_year})
    elif finished and finished < start:
        yield Hint(Kind.MADE, mine, facts | {"made": finished.isoformat()})
    elif _is_written_later(mine):
        stated, made = mine.stated_on, mine.made_on
        assert stated is not None and made is not None  # noqa: PT018, S101 - for the checker of types
        yield Hint(Kind.LATER, mine, {"stated": stated.isoformat(), "made": made.isoformat()})


def _is_written_later(mine: Reading) -> bool:
    """Only a paper that was written and not scanned: what is scanned is made later than the day that it bears."""
    written = mine.attachment.name.lower().endswith(".docx")
    return bool(written and mine.stated_on and mine.made_on and mine.made_on > mine.stated_on + MUCH_LATER)


def _is_the_old_edition(mine: Reading, near: list[Reading], start: datetime.date) -> bool:
    """Beside an old rule lies the new one, which says something else and is dated after the feedback."""
    return any(
        other.same_problem(mine)
        and other.stated_on
        and other.stated_on >= start
        and other.title_mark == mine.title_mark != ""
        and marks.EDITION <= marks.likeness(mine.shingles, other.shingles) < marks.UNCHANGED
        for other in (*near, *_beside(mine))
    )


def _beside(mine: Reading) -> list[Reading]:
    """Return what else lies with the same problem."""
    return list(Reading.objects.filter(item=mine.item_id, fix=mine.fix_id).exclude(pk=mine.pk)[:LOOKED_AT])


def issued_on(mine: Reading) -> datetime.date:
    """Return the day on which the notice of an immediate fix was issued; of an item it is asked for nothing."""
    if not mine.fix_id:
        return datetime.date.min
    first = Event.objects.filter(thing_kind=ImmediateFix._meta.label_lower, thing_id=mine.fix_id).order_by("pk").first()
    return first.on if first else mine.attachment.on


def found_on(mine: Reading) -> str:
    """Return the day on which the team found the problem; nothing where no paper says it."""
    problem = mine.problem
    paper = problem.landing.finding.paper if problem.landing else problem.paper
    return paper.found_on.isoformat() if paper else ""


# -- by what else was handed in ------------------------------------------------------------------------------------


def _by_other(mine: Reading, other: Reading) -> Iterator[Hint]:
    later, earlier = (mine, other) if mine.attachment_id > other.attachment_id else (other, mine)
    if mine.engagement.unit_id != other.engagement.unit_id:
        yield from _of_another_unit(later, earlier)
    elif mine.alone == other.alone:
        yield from _of_this_unit(later, earlier)


def _of_another_unit(later: Reading, earlier: Reading) -> Iterator[Hint]:
    facts = {"other_unit": True}
    if later.foreign and earlier.foreign:
        return  # both attach what a third body has issued
    if later.file_mark == earlier.file_mark:
        yield Hint(Kind.FILE, later, facts, earlier.attachment)
    elif later.text_mark and later.text_mark == earlier.text_mark:
        yield Hint(Kind.TEXT, later, facts, earlier.attachment)
    elif (share := _share(later, earlier)) >= marks.BORROWED:
        yield Hint(Kind.ALIKE, later, facts | {"likeness": _percent(share)}, earlier.attachment)
    elif (points := _points(later, earlier)) <= marks.NEAR:
        yield Hint(Kind.PICTURE, later, facts | {"distance": points}, earlier.attachment)


def _of_this_unit(later: Reading, earlier: Reading) -> Iterator[Hint]:
    if later.foreign or earlier.foreign:
        return
    new, old = _by_their_days(later, earlier)
    if (share := _share(later, earlier)) >= marks.UNCHANGED and new.stated_on != old.stated_on:
        yield Hint(Kind.UNCHANGED, new, {"likeness": _percent(share)}, old.attachment)
    if later.for_comparison or earlier.for_comparison:
        return
    if (points := _points(later, earlier)) <= marks.NEAR and not later.same_problem(earlier):
        yield Hint(Kind.PICTURE, later, {"distance": points, "problems": TWICE}, earlier.attachment)
    elif later.is_picture:
        return
    elif later.file_mark == earlier.file_mark:
        yield from _in_many(Kind.FILE, later, earlier, Q(file_mark=later.file_mark))
    elif later.text_mark and later.text_mark == earlier.text_mark:
        yield from _in_many(Kind.TEXT, later, earlier, Q(text_mark=later.text_mark))


def _by_their_days(later: Reading, earlier: Reading) -> tuple[Reading, Reading]:
    """Return the newer and the older edition: by the days that they bear, else as they came."""
    if later.stated_on and earlier.stated_on and later.stated_on < earlier.stated_on:
        return earlier, later
    return later, earlier


def _in_many(kind: str, later: Reading, earlier: Reading, same: Q) -> Iterator[Hint]:
    """One meeting may answer two problems; what lies with many is looked at."""
    rows = Reading.objects.filter(same, engagement__unit=later.engagement.unit_id, alone=later.alone)
    rows = rows.filter(attachment__lte=later.attachment_id)  # those before it were honest when they came
    problems = len(set(rows.order_by().values_list("item", "fix")))
    if problems >= MANY:
        yield Hint(kind, later, {"problems": problems}, earlier.attachment)


def _share(later: Reading, earlier: Reading) -> float:
    """Return how much of two papers is the same, from 0 to 1."""
    if later.bare_mark and later.bare_mark == earlier.bare_mark:
        return 1.0
    return marks.likeness(later.shingles, earlier.shingles)


def _points(later: Reading, earlier: Reading) -> int:
    """Return how many points differ between the two pictures of two files that are most alike."""
    pairs = [marks.distance(one, two) for one in later.pictures for two in earlier.pictures]
    return min(pairs, default=marks.NEAR + 1)


def _percent(share: float) -> int:
    return round(share * 100)
