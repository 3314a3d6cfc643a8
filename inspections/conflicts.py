"""Who may not inspect what, as the registry and the record of earlier rounds show it.

A person keeps away from a unit in which he works or worked, in which he has kin, from which he comes, or to which he
was sent the last time that it was inspected; what is said of a body holds for all that belongs to it. Apart from that
nobody is lent again who served in ``OFTEN`` rounds of the last ``YEARS`` years. That nobody is in two teams at the same
time is kept by the database itself.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from dateutil.relativedelta import relativedelta
from django.db.models import F

from accounts.models import Organisation, Person, Tie

from .models import Engagement, Posting, Recusal, Round, Team

YEARS, OFTEN = 3, 4
Kind = Recusal.Kind
OF_TIE: dict[str, Kind] = {Tie.Kind.WORKED: Kind.WORKED, Tie.Kind.KIN: Kind.KIN, Tie.Kind.PLACE: Kind.PLACE}


class Conflict(NamedTuple):
    """One reason for one person; without a unit it holds whatever is inspected."""

    person: int
    unit: int | None
    kind: str
    details: str


def of_team(team: Team, today: datetime.date) -> list[Conflict]:
    """Return the conflicts between the people of a team and its units."""
    people = Person.objects.filter(postings__in=team.postings.serving()).select_related("organisation")
    return between(people, Organisation.objects.filter(engagements__team=team), round=team.round, today=today)


def between(people: Iterable[Person], units: Iterable[Organisation], *, round: Round, today) -> list[Conflict]:
    """Return the conflicts of these people with these units, were they sent there in ``round``: five queries."""
    people, units = list(people), list(units)
    found = [
        Conflict(person.pk, unit.pk, kind, details)
        for unit, lineage in _lineages(units).items()
        for person in people
        for kind, details in _at_sight(person, unit, lineage)
    ]
    found += _ties(people, units)
    found += _last_time(people, units, round)
    served = rounds_served(today, round)
    found += [
        Conflict(person.pk, None, Kind.OFTEN, str(served[person.pk])) for person in people if served[person.pk] >= OFTEN
    ]
    return list(dict.fromkeys(found))


def rounds_served(today: datetime.date, but: Round | None = None) -> dict[int, int]:
    """Return in how many rounds each person served in the last ``YEARS`` years, by his primary key."""
    since = today - relativedelta(years=YEARS)
    rows = Posting.objects.filter(begins_on__gte=since).exclude(ended_on__lt=F("begins_on"))
    if but is not None:
        rows = rows.exclude(team__round=but)
    counts: dict[int, int] = defaultdict(int)
    for person, _round in set(rows.values_list("person", "team__round")):
        counts[person] += 1
    return counts


def _lineages(units: list[Organisation]) -> dict[Organisation, list[Organisation]]:
    """Return each unit with the bodies that it belongs to, below the district committee itself."""
    bodies = Organisation.objects.exclude(kind_of=Organisation.Kind.AUTHORITY).in_bulk()
    found = {}
    for unit in units:
        above, at = [], bodies.get(unit.parent_id)
        while at is not None:
            above.append(at)
            at = bodies.get(at.parent_id)
        found[unit] = above
    return found


def _at_sight(person: Person, unit: Organisation, above: list[Organisation]):
    """Yield what the person's own row says."""
    home = person.organisation
    if home.tree_key.startswith(unit.tree_key) or home.pk in {body.pk for body in above}:
        yield Kind.WORKS, f"{home.name} {person.post}".strip()
    names = [name for body in (unit, *above) for name in (body.name, body.short_name) if len(name) > 1]
    if any(name in person.native_place for name in names):
        yield Kind.PLACE, person.native_place


def _ties(people: list[Person], units: list[Organisation]):
    """Yield what was declared; a tie to a body holds for all that belongs to it, and for what it belongs to."""
    ties = Tie.objects.filter(person__in=people, stage=Tie.Stage.STANDING).select_related("organisation")
    for tie in ties:
        for unit in units:
            if _related(tie.organisation, unit):
                details = f"{tie.organisation.name} {tie.details}".strip()
                yield Conflict(tie.person_id, unit.pk, OF_TIE.get(tie.kind_of, Kind.OTHER), details)


def _related(body: Organisation, unit: Organisation) -> bool:
    if body.kind_of == Organisation.Kind.AUTHORITY:
        return False
    return body.tree_key.startswith(unit.tree_key) or unit.tree_key.startswith(body.tree_key)


def _last_time(people: list[Person], units: list[Organisation], round: Round):
    """Yield who was in the team that came here the last time."""
    last: dict[int, Engagement] = {}
    earlier = Engagement.objects.filter(unit__in=units, round__pk__lt=round.pk, entered_on__isnull=False)
    for engagement in earlier.exclude(team=None).select_related("round").order_by("entered_on", "pk"):
        last[engagement.unit_id] = engagement
    unit_of = defaultdict(list)
    for engagement in last.values():
        unit_of[engagement.team_id].append(engagement)
    served = Posting.objects.filter(team__in=list(unit_of), person__in=people).exclude(ended_on__lt=F("begins_on"))
    for team, person in served.values_list("team", "person"):
        for engagement in unit_of[team]:
            yield Conflict(person, engagement.unit_id, Kind.LAST, engagement.round.name)
