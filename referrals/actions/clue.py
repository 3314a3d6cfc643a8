"""A clue from the beginning: put under seal, studied, proposed, examined, decided; or given back, with the reason."""

import datetime
import secrets
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from casework import files, policy
from casework.models import Moving
from casework.moves import move
from casework.policy import Actor
from findings import actions as findings
from findings.models import Finding, Landing, Lead, Petition, Sitting, Talk, WorkingPaper
from inspections.models import Meeting, Round

from .. import forms, package
from ..models import Clue, SealedLetter
from .letter import ON_THE_WAY, hand_to, new_case, new_letter
from .sending import new_clue

Sealed, Found = Clue.Stage, Finding.Stage
OFFICE = ("oversee", "direct")


@move(
    _("Put under seal"),
    (Found.IDENTIFIED, Found.CONFIRMED, WorkingPaper.Stage.FINALIZED),
    by="lead",
    asks=forms.PutUnderSeal,
    starts="study_clue",
    alone=True,
    grave=True,
)
def put_under_seal(
    source: Finding | WorkingPaper,
    *,
    by,
    today: datetime.date,
    talks: list[Talk] | None = None,
    petitions: list[Petition] | None = None,
    overseers: list[User] | None = None,
    note: str = "",
    **said,
) -> Clue:
    """A sign of a breach becomes a clue of its own, and takes along what was written of it; its number stays."""
    finding = source if isinstance(source, Finding) else findings.stub_of(source, by=Actor.HOUSE, today=today)
    clue = new_clue(finding, source, today, author=by, registered_on=today)
    clue.case = new_case(clue.kind, clue.round, sealed=True)
    clue.set(**said)
    _let_hold(clue, finding, overseers or [])
    along = [source, *_behind(finding, source), *(talks or []), *(petitions or [])]
    along += [concern for talk in talks or [] for concern in talk.concerns.filter(stage="noted")]
    along = list(dict.fromkeys(along))
    clue.taken = [_written(one) for one in along]
    clue.save(force_insert=True)
    for one in (finding, *along):
        if one.kind != "findings.concern":
            files.move(one, clue)
    findings.seal(finding, by=Actor.HOUSE, today=today)
    for talk in talks or []:
        findings.seal_talk(talk, by=Actor.HOUSE, today=today)
    for petition in petitions or []:
        findings.seal_petition(petition, by=Actor.HOUSE, today=today)
    return clue


def _let_hold(clue: Clue, finding: Finding, people: list[User]) -> None:
    """The leader, the head of the office, and those named for this clue alone."""
    team: Any = finding.engagement.team
    if team:
        policy.grant(clue.case, "lead", team.leaders)
    clue.overseers = Group.objects.create(name=f"overseers {secrets.token_hex(8)}")
    policy.grant(clue.case, "oversee", clue.overseers)
    for person in people:
        policy.join(person, clue.overseers)


def _behind(finding: Finding, words: Any) -> Iterator[Moving]:
    """Yield what lies behind a finding and leaves with it: its paper, the leads it came from, and their steps."""
    if finding.paper is None:
        return
    papers = findings.whole_paper(finding.paper)
    yield from (paper for paper in papers if paper != words)
    for lead in Lead.objects.filter(paper__in=papers):
        one: Lead | None = lead
        while one is not None:
            yield one
            yield from one.steps.all()
            one = one.came_from


def _written(thing: Moving) -> dict[str, Any]:
    """Return all that a thing says, as it can be given back."""
    values = {
        field.attname: field.value_to_string(thing) if getattr(thing, field.attname) is not None else None
        for field in thing._meta.concrete_fields
        if field.name not in ("id", "key", "version", "stage", "case") and not field.generated
    }
    return {"kind": thing.kind, "id": thing.pk, "values": values}


@move(_("Amend"), (Sealed.REGISTERED, Sealed.STUDIED), by="lead", asks=forms.AmendClue)
def amend_clue(clue: Clue, *, by, **said):
    """Changes what the clue says; every version stays in the history."""
    clue.set(**said)


@move(_("Name those who see it"), Clue.BEFORE, by="direct", asks=forms.NameOverseers)
def name_overseers(clue: Clue, *, by, overseers: list[User]):
    """The head of the office says who of the office sees this clue beside him."""
    group: Any = clue.overseers
    if group is None:
        group = clue.overseers = Group.objects.create(name=f"overseers {secrets.token_hex(8)}")
        policy.grant(clue.case, "oversee", group)
    kept = {person.pk for person in overseers}
    for person in User.objects.filter(groups=group).exclude(pk__in=kept):
        policy.leave(person, group)
    for person in overseers:
        policy.join(person, group)


@move(
    _("Studied by the team meeting"),
    Sealed.REGISTERED,
    Sealed.STUDIED,
    by="lead",
    asks=forms.StudyClue,
    meets="study_clue",
    starts="propose_clue",
    first=True,
)
def study_clue(clue: Clue, *, by, sitting: Sitting, note: str):
    """The team meeting finds that there is a clue; which meeting it was is named."""
    clue.sitting = sitting


@move(
    _("Propose how it is handled"),
    Sealed.STUDIED,
    Sealed.PROPOSED,
    by="lead",
    asks=forms.ProposeClue,
    tells=OFFICE,
    meets="propose_clue",
    starts="examine_clue",
    first=True,
)
def propose_clue(clue: Clue, *, by, proposal: str, proposed_form: str, note: str):
    """The leader says what is to be done with it, and lays it before the office."""
    clue.proposal, clue.proposed_form = proposal, proposed_form


@move(
    _("Return"),
    Sealed.PROPOSED,
    Sealed.STUDIED,
    by=OFFICE,
    asks=forms.Reason,
    tells="lead",
    meets="examine_clue",
    starts="propose_clue",
)
def return_proposal(clue: Clue, *, by, note: str):
    """Not yet: the reason says what is missing."""


@move(
    _("Examined by the office"),
    Sealed.PROPOSED,
    Sealed.REVIEWED,
    by=OFFICE,
    asks=forms.Note,
    tells=("lead", "direct"),
    meets="examine_clue",
    starts="decide_clue",
    first=True,
)
def examine_clue(clue: Clue, *, by, note: str):
    """The proposal can be laid before the meeting that decides."""


@move(
    _("Decided by the meeting"),
    Sealed.REVIEWED,
    Sealed.READY,
    by="direct",
    asks=forms.DecideClue,
    tells="lead",
    meets="decide_clue",
    starts="send_clue",
    first=True,
)
def decide_clue(
    clue: Clue,
    *,
    by,
    today: datetime.date,
    receiver: Organisation,
    decided_on: datetime.date,
    meeting: Meeting | None = None,
    decision: str = "",
    note: str = "",
):
    """The leading group or the secretary has decided where it goes; from now on the balance counts it as referred."""
    finding: Any = clue.finding
    clue.set(receiver=receiver, meeting=meeting, decision=decision)
    values = {"kind_of": Landing.Kind.DISCIPLINE, "decided_on": decided_on, "meeting": meeting, "decision": decision}
    clue.landing = findings.land(finding, by=Actor.HOUSE, today=today, **values)
    findings.take_up(clue.landing, by=Actor.HOUSE, today=today)


def _with_whom_it_lies(clue: Clue, by, today):
    with_team = clue.stage in (Sealed.REGISTERED, Sealed.STUDIED)
    words = policy.words_on(by, clue.case)
    if with_team and "lead" not in words:
        return _("It still lies with the team.")
    if not with_team and not words & set(OFFICE):
        return _("It lies with the office by now.")
    return None


@move(
    _("No clue: give it back"),
    (Sealed.REGISTERED, Sealed.STUDIED, Sealed.PROPOSED, Sealed.REVIEWED),
    Sealed.GIVEN_BACK,
    by=("lead", *OFFICE),
    asks=forms.Reason,
    needs=_with_whom_it_lies,
    tells=("lead", *OFFICE),
    grave=True,
)
def give_back(clue: Clue, *, by, today: datetime.date, note: str):
    """There is no clue in it: all that it took along says again what it said, and the finding can go elsewhere."""
    finding: Any = clue.finding
    words: dict[str, Any] = {}
    for one in clue.taken:
        model: type[Any] = apps.get_model(one["kind"])
        thing = model._base_manager.get(pk=one["id"])
        values = {
            field.name: _value(field, one["values"][field.attname])
            for field in model._meta.concrete_fields
            if field.attname in one["values"] and not field.unique
        }
        if model is Finding:
            words = values
        else:
            findings.unseal(thing, by=Actor.HOUSE, today=today, values=values)
    finding.refresh_from_db()
    words = words or {"title_text": clue.title_text, "facts": clue.facts, "basis": clue.basis}
    findings.unseal(finding, by=Actor.HOUSE, today=today, values=words)
    files.move(clue, finding)
    clue.taken = []


def _value(field: Any, text: str | None) -> Any:
    if text is None or not field.is_relation:
        return field.to_python(text)
    return field.related_model._base_manager.get(pk=text)


# -- it goes out ---------------------------------------------------------------------------------------------------


def _a_clue_waits(round: Round, by, today):
    waits = Clue.objects.visible_to(by).filter(round=round, stage=Sealed.READY).exists()
    return None if waits else _("No clue waits to be sent.")


@move(
    _("Send a letter under seal"),
    ON_THE_WAY,
    by="direct",
    asks=forms.SendSealedLetter,
    needs=_a_clue_waits,
)
def send_sealed_letter(
    round: Round,
    *,
    by,
    today: datetime.date,
    clues: list[Clue],
    way: str,
    meeting: Meeting | None = None,
    note: str = "",
    uploads: Any = (),
    **said,
) -> SealedLetter:
    """Several clues for the same receiver go out in one letter; each has to be answered."""
    receiver: Any = clues[0].receiver
    matters = [package.of_matter(clue) | {"files": package.files_of(clue)} for clue in clues]
    letter: SealedLetter = new_letter(
        *(SealedLetter, round, receiver, by, today, matters, package.of_uploads(uploads)),
        way=way,
        meeting=meeting,
        **said,
    )
    for clue in clues:
        leave(clue, by=Actor.HOUSE, today=today, letter=letter)
    overseers = clues[0].overseers
    if overseers and len(clues) == 1:  # who was named for one clue learns of no other in the same letter
        policy.grant(letter.case, "oversee", overseers)
    return letter


@move(
    _("Goes with a letter"),
    Sealed.READY,
    Sealed.SENT,
    by=Actor.HOUSE,
    tells="handle",
    meets="send_clue",
    starts=("receive", "reply"),
    stamps="sent_on",
)
def leave(clue: Clue, *, by, letter: SealedLetter):
    """One clue of a letter: the team does not see it any more, the receiver does."""
    clue.letter = letter
    receiver: Any = clue.receiver
    hand_to(clue.case, clue.round, receiver)
    team: Any = clue.engagement.team
    if team:
        policy.withdraw(clue.case, "lead", team.leaders)


@move(_("Many clues were opened at once"), tuple(Sealed), by=Actor.HOUSE, tells="direct")
def warn_of_readings(clue: Clue, *, by, note: str):
    """Somebody opens one clue after another; the head of the office is told who."""
