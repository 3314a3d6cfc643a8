"""The talent pool as the builder of teams takes it: what the registry and earlier rounds say of everybody in it."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from dateutil.relativedelta import relativedelta
from django.db.models import F

from accounts.models import Organisation, Person

from . import builder, conflicts
from .models import Posting, Round, Team

#: what somebody may be in a team, by what the registry says that he may serve as
ROLES = {
    Person.Leads.LEADER: frozenset({builder.LEADER, builder.DEPUTY}),
    Person.Leads.DEPUTY: frozenset({builder.DEPUTY, builder.MEMBER}),
    "": frozenset({builder.MEMBER}),
}


@dataclass
class Pool:
    """Everybody who was looked at, and what keeps him from where."""

    candidates: dict[int, builder.Candidate] = field(default_factory=dict)
    #: who serves elsewhere at that time, and in which team
    busy: dict[int, Team] = field(default_factory=dict)
    #: who is lent too often
    often: set[int] = field(default_factory=set)
    #: (person, unit) → the kind of conflict
    conflicts: dict[tuple[int, int], str] = field(default_factory=dict)

    @property
    def free(self) -> dict[int, builder.Candidate]:
        """Those who can be sent at all."""
        return {key: one for key, one in self.candidates.items() if key not in self.busy and key not in self.often}


def look(
    round: Round,
    units: Iterable[Organisation],
    time: tuple[datetime.date, datetime.date],
    today: datetime.date,
    people: Iterable[Person] | None = None,
) -> Pool:
    """Return what is known of these people, or of everybody in the pool, for these units at that time: nine queries."""
    if people is None:
        people = Person.objects.in_pool().filter(case=round.term.authority.case).select_related("organisation")
    people = list(people)
    pool = Pool()
    for posting in Posting.objects.at_the_same_time(*time).filter(person__in=people).select_related("team"):
        pool.busy[posting.person_id] = posting.team
    for one in conflicts.between(people, units, round=round, today=today):
        if one.unit is None:
            pool.often.add(one.person)
        else:
            pool.conflicts.setdefault((one.person, one.unit), one.kind)
    away: dict[int, set[int]] = defaultdict(set)
    for key, unit in pool.conflicts:
        away[key].add(unit)
    served, last = conflicts.rounds_served(today, round), _last_teams(people, round, today)
    for person in people:
        pool.candidates[person.pk] = builder.Candidate(
            key=person.pk,
            roles=ROLES[person.leads],
            skills=frozenset(person.skills),
            load=served[person.pk],
            away=frozenset(away[person.pk]),
            last_team=last[person.pk][0] if person.pk in last else None,
            led=person.pk in last and last[person.pk][1],
        )
    return pool


def _last_teams(people: list[Person], round: Round, today: datetime.date) -> dict[int, tuple[int, bool]]:
    """Return for everybody who served in the years that count his last team, and whether he led it."""
    since = today - relativedelta(years=conflicts.YEARS)
    rows = Posting.objects.filter(person__in=people, begins_on__gte=since).exclude(team__round=round)
    rows = rows.exclude(ended_on__lt=F("begins_on")).order_by("begins_on", "pk")
    return {
        person: (team, role == Posting.Role.LEADER) for person, team, role in rows.values_list("person", "team", "role")
    }
