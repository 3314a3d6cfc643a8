"""Having teams proposed, changing the draft, taking it or dropping it. A person decides; the house only proposes."""

import datetime
from collections.abc import Iterable

from django.db.models import Max
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Person, in_words
from casework.moves import Refused, held, move, ring
from casework.policy import Actor

from .. import builder, forms, pool
from ..models import Candidate, Engagement, Posting, ProposedUnit, Recusal, Round, TeamProposal
from .engagement import assign
from .round import PLANNING
from .team import form_team, time_of

State = TeamProposal.Stage
Cause = Candidate.Cause


def _no_proposal_is_open(round: Round, by, today):
    open_one = round.proposals.open().first()
    if open_one:
        return _("“%(proposal)s” is still open: take it or drop it first.") % {"proposal": open_one}
    return None


@move(
    _("Have teams proposed"),
    PLANNING,
    by="oversee",
    asks=forms.ProposeTeams,
    needs=_no_proposal_is_open,
    alone=True,
)
def propose_teams(round: Round, *, by, units: Iterable[Engagement], **values) -> TeamProposal:
    """The house looks for teams that fill every role and skill, keep away from what they must, and share the load."""
    place = (round.proposals.aggregate(last=Max("place"))["last"] or 0) + 1
    proposal = TeamProposal.objects.create(case=round.case, round=round, place=place, **values)
    ProposedUnit.objects.bulk_create(ProposedUnit(proposal=proposal, engagement=engagement) for engagement in units)
    ring()
    return proposal


# -- what the house does -------------------------------------------------------------------------------------------


def wanted_of(proposal: TeamProposal) -> builder.Wanted:
    """Return what a proposal asks for, as the builder takes it."""
    units = proposal.units.order_by("pk").values_list("engagement__unit", flat=True)
    return builder.Wanted(
        teams=proposal.teams,
        deputies=proposal.deputies,
        members=proposal.members,
        units=tuple(units),
        skills=frozenset(proposal.skills),
        seconds=float(proposal.seconds),
    )


def known_of(proposal: TeamProposal, today: datetime.date, people: Iterable[Person] | None = None) -> pool.Pool:
    """Return what is known of the pool, or of these people, for the units of a proposal."""
    units = Organisation.objects.filter(engagements__in=proposal.units.values("engagement"))
    return pool.look(proposal.round, units, time_of(proposal.round, today), today, people)


@move(_("Teams proposed"), State.COMPUTING, State.READY, by=Actor.HOUSE, tells="oversee", starts="take_proposal")
def deliver(proposal: TeamProposal, *, by, known: pool.Pool, answer: builder.Answer):
    """The search has ended: this is who would go where, and why everybody else is left out."""
    proposal.load, proposal.load_bound = answer.load.value, answer.load.bound
    proposal.kept, proposal.kept_bound = answer.kept.value, answer.kept.bound
    proposal.led_again = builder.lead_again(answer.crews, known.candidates.values())
    goes = {unit: number for number, crew in enumerate(answer.crews, start=1) for unit in crew.units}
    for unit in proposal.units.select_related("engagement"):
        ProposedUnit.objects.filter(pk=unit.pk).update(team=goes[unit.engagement.unit_id])
    Candidate.objects.bulk_create(_candidates(proposal, known, answer))


def _candidates(proposal: TeamProposal, known: pool.Pool, answer: builder.Answer) -> list[Candidate]:
    """Return a row for everybody: his seat, or why he has none."""
    free, wanted = known.free, wanted_of(proposal)
    order = {builder.LEADER: 0, builder.DEPUTY: 1, builder.MEMBER: 2}
    rows = [
        Candidate(proposal=proposal, person_id=key, load=free[key].load, team=number, role=role)
        for number, crew in enumerate(answer.crews, start=1)
        for key, role in sorted(crew.seats.items(), key=lambda seat: (order[seat[1]], seat[0]))
    ]
    most = dict.fromkeys(order, 0)
    for row in rows:
        most[row.role] = max(most[row.role], row.load)
    for key, cause, unit in builder.left_out(answer.crews, free, wanted):
        row = Candidate(proposal=proposal, person_id=key, load=free[key].load, cause=cause)
        if unit is not None:
            row.unit_id, row.kind_of = unit, known.conflicts[key, unit]
        row.most = max(most[role] for role in free[key].roles)
        rows.append(row)
    for key, team in known.busy.items():
        load = known.candidates[key].load
        rows.append(Candidate(proposal=proposal, person_id=key, load=load, cause=Cause.BUSY, elsewhere=team))
    for key in known.often - set(known.busy):
        load = known.candidates[key].load
        rows.append(Candidate(proposal=proposal, person_id=key, load=load, cause=Cause.OFTEN))
    return rows


@move(_("No teams found"), State.COMPUTING, State.IMPOSSIBLE, by=Actor.HOUSE, tells="oversee")
def find_none(proposal: TeamProposal, *, by, lacking: list):
    """What was asked for can't be done with the people that there are, or not in this time; the page says what is
    lacking."""
    proposal.lacking = lacking


# -- what people do ------------------------------------------------------------------------------------------------


class Change:
    """What it would bring if two people changed places in a draft: nothing is changed by looking."""

    def __init__(self, proposal: TeamProposal, first: Person, second: Person, today: datetime.date):
        rows = {row.person_id: row for row in proposal.candidates.select_related("person")}
        self.people = {key: row.person for key, row in rows.items()}
        looked_at = [row.person for row in rows.values() if row.team or row.person in (first, second)]
        known = known_of(proposal, today, looked_at)
        self.known, self.wanted = known, wanted_of(proposal)
        self.units = {one.engagement.unit_id: one.engagement.unit for one in _units_of(proposal)}
        self.before = crews_of(proposal)
        self.after = builder.exchanged(self.before, first.pk, second.pk)
        self.teams = [at for at, crew in enumerate(self.after) if {first.pk, second.pk} & set(crew.seats)]
        seated = {key for crew in self.after for key in crew.seats}
        self.comes = [person for person in (first, second) if person.pk in seated]

    @property
    def refusals(self) -> list[str]:
        """What must hold and would be broken by the exchange, in words."""
        known = self.known
        found = [
            now("%(person)s serves in the team “%(team)s” at that time.")
            % {"person": person, "team": known.busy[person.pk]}
            for person in self.comes
            if person.pk in known.busy
        ]
        found += [
            now("%(person)s was lent too often.") % {"person": person}
            for person in self.comes
            if person.pk in known.often
        ]
        before = set(builder.faults(self.before, known.candidates, self.wanted))
        return found + [
            self._say(fault)
            for fault in builder.faults(self.after, known.candidates, self.wanted)
            if fault not in before
        ]

    def _say(self, fault: builder.Fault) -> str:
        person = self.people[fault.person] if fault.person else None
        if fault.kind == "role":
            return now("%(person)s may not serve as %(role)s.") % {
                "person": person,
                "role": Posting.Role(str(fault.about)).label,
            }
        if fault.kind == "away":
            kind = self.known.conflicts[fault.person, fault.about]  # type: ignore[index]
            return now("%(person)s keeps away from %(unit)s of team %(team)d: %(kind)s.") % {
                "person": person,
                "unit": self.units[fault.about],
                "team": fault.team + 1,
                "kind": Recusal.Kind(kind).label,
            }
        return now("In team %(team)d nobody would be good at: %(skill)s.") % {
            "team": fault.team + 1,
            "skill": in_words([str(fault.about)]),
        }

    @property
    def loads(self) -> tuple[int, int]:
        """The sum of the squares of the rounds served, of those who were looked at, before and after."""
        people = self.known.candidates
        return builder.load_of(self.before, people), builder.load_of(self.after, people)

    @property
    def kept(self) -> tuple[int, int]:
        """How much stays as it was in the last teams, before and after."""
        people = self.known.candidates.values()
        return builder.stay_together(self.before, people), builder.stay_together(self.after, people)

    @property
    def led_again(self) -> int:
        """How many leaders led their last team too, after the exchange."""
        return builder.lead_again(self.after, self.known.candidates.values())

    def skills(self, team: int) -> tuple[str, str]:
        """What the people of a team are good at, before and after."""
        people = self.known.candidates
        return (
            in_words(builder.skills_of(self.before[team], people)),
            in_words(builder.skills_of(self.after[team], people)),
        )


def crews_of(proposal: TeamProposal) -> list[builder.Crew]:
    """Return the draft as the builder takes it."""
    seats: dict[int, dict[int, str]] = {number: {} for number in range(1, proposal.teams + 1)}
    for row in proposal.candidates.seated():
        seats[row.team][row.person_id] = row.role
    units: dict[int, list[int]] = {number: [] for number in seats}
    for unit in _units_of(proposal):
        units[unit.team].append(unit.engagement.unit_id)
    return [builder.Crew(seats[number], tuple(units[number])) for number in seats]


def _units_of(proposal: TeamProposal):
    return proposal.units.select_related("engagement__unit").order_by("pk")


@move(_("Exchange two people"), State.READY, by="oversee", asks=forms.SwapPeople)
def swap(proposal: TeamProposal, *, by, today: datetime.date, first: Person, second: Person):
    """Two people change places, one of them perhaps with nobody's place. What must hold is not broken by it."""
    change = Change(proposal, first, second, today)
    if reasons := change.refusals:
        raise Refused(" ".join(reasons))
    one, other = (proposal.candidates.get(person=person) for person in (first, second))
    cause = "" if other.team else Cause.SWAPPED
    Candidate.objects.filter(pk=one.pk).update(team=other.team, role=other.role, cause=cause)
    plain = {"cause": "", "unit": None, "kind_of": "", "most": None}
    Candidate.objects.filter(pk=other.pk).update(team=one.team, role=one.role, **plain)
    before, after = change.loads
    proposal.load = (proposal.load or 0) + after - before
    proposal.kept, proposal.led_again = change.kept[1], change.led_again
    proposal.exchanged = f"{proposal.exchanged}\n{today} {first} ↔ {second}".strip()


def _still_holds(proposal: TeamProposal, by, today):
    """The units have no team yet, and everybody is still to be had."""
    if proposal.round.stage not in PLANNING:
        return _("The round is no longer being planned.")
    gone = proposal.units.exclude(engagement__team=None, engagement__stage=Engagement.Stage.SELECTED)
    if names := "、".join(str(one.engagement.unit) for one in gone.select_related("engagement__unit")):
        return _("Already with a team: %(names)s.") % {"names": names}
    seated = [row.person for row in proposal.candidates.seated().select_related("person")]
    busy = Posting.objects.at_the_same_time(*time_of(proposal.round, today)).filter(person__in=seated)
    taken = set(busy.values_list("person", flat=True))
    lost = [
        str(person)
        for person in seated
        if person.pk in taken or not person.in_pool or person.stage != Person.Stage.SERVING
    ]
    return _("No longer to be had: %(names)s. Exchange them first.") % {"names": "、".join(lost)} if lost else None


@move(
    _("Take the proposal"),
    State.READY,
    State.TAKEN,
    by="oversee",
    asks=forms.TakeProposal,
    needs=_still_holds,
    meets="take_proposal",
    first=True,
)
def take(proposal: TeamProposal, *, by, today: datetime.date, names: list[str]):
    """The teams are formed as they are drawn up here and get their units; then each of them is authorised."""
    round = held(proposal.round)
    if reason := _still_holds(proposal, by, today):
        raise Refused(reason)
    seats = list(proposal.candidates.seated().select_related("person"))
    units = list(proposal.units.select_related("engagement__round", "engagement__case", "engagement__unit"))
    for number, name in enumerate(names, start=1):
        here = [seat for seat in seats if seat.team == number]
        of = {role: [seat.person for seat in here if seat.role == role] for role in Posting.Role}
        team = form_team(
            round,
            by=by,
            today=today,
            name=name,
            leader=of[Posting.Role.LEADER][0],
            deputies=of[Posting.Role.DEPUTY],
            members=of[Posting.Role.MEMBER],
        )
        for unit in units:
            if unit.team == number:
                assign(unit.engagement, by=by, today=today, team=team)


@move(
    _("Drop the proposal"),
    (State.COMPUTING, State.READY),
    State.DROPPED,
    by="oversee",
    asks=forms.Reason,
    meets="take_proposal",
    grave=True,
)
def drop_proposal(proposal: TeamProposal, *, by, note: str):
    """The teams are not built like this; what was proposed stays to be read."""
