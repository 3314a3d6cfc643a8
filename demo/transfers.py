"""What leaves the office in the demo: letters with several matters, and clues under seal from the beginning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from accounts.models import User
from casework import taking
from casework.models import Attachment
from findings.models import Finding, Landing, Sitting
from inspections import models as round_models
from referrals import actions as referrals
from referrals.models import Clue, Referral

from . import meetings, papers, words
from .diary import Story

if TYPE_CHECKING:
    from .story import Matter, Round, Visit

Kind = Landing.Kind
DEMAND = "请自签收之日起一个月内确定处置方式，按期书面反馈办理情况，并附有关证明材料。"
PROPOSAL = "反映具体，有初步佐证材料，建议移交区纪委监委按程序处置。"
NOT_OURS = "经研究，该事项不属本单位职责范围，建议转有管辖权的单位办理。"


def contact(visit: Visit) -> dict[str, str]:
    return {"demand": DEMAND, "contact": visit.clerk.name, "phone": "000-0000"}


def letter(visit: Visit, receiver: object) -> list:
    """The letter as it was signed."""
    text = [f"根据会议决定，现将有关事项移交{receiver}办理。", DEMAND]
    return [papers.letter("移交函", f"关于移交{visit.round.plan.name}有关事项的函", text)]


def sent(visit: Visit, landing: Landing) -> Referral:
    """Let all that waits for the same department go out together; another story may have sent this one already."""
    landing.refresh_from_db()
    if landing.stage == Landing.Stage.DECIDED:
        waiting = visit.round.to_send.get((landing.kind_of, landing.receiver_id), [])
        together = [one for one in waiting if Landing.objects.get(pk=one.pk).stage == Landing.Stage.DECIDED]
        said = {"way": "single", "meeting": landing.meeting, "decision": "", "note": "", **contact(visit)}
        files = letter(visit, landing.receiver or landing.get_kind_of_display())
        round = visit.round.round
        round.refresh_from_db()
        visit.diary.do(referrals.send_letter, round, by=visit.clerk, landings=together, files=files, **said)
    return Referral.objects.get(landing=landing)


def taken(thing: Clue | Referral, handler: User) -> None:
    """The department takes the letter that brought it: the register says whose copy that is."""
    letter = thing.letter
    file = letter and Attachment.objects.filter(thing_kind=letter.kind, thing_id=letter.pk).first()
    if letter and file:
        with (settings.FILES_ROOT / file.place).open("rb") as content:
            taking.take_file(letter, file, content, handler)


def is_early(visit: Visit, matter: Matter) -> bool:
    """Every other clue of a team is put under seal as soon as it is found."""
    clues = [one for one in visit.matters if one.route == Kind.DISCIPLINE]
    return matter in clues[::2]


def under_seal(visit: Visit, matter: Matter, finding: Finding) -> Story:
    """Put under seal, studied by the team, proposed, examined by the office."""
    diary, leader = visit.diary, visit.team.leader
    verb = referrals.put_under_seal.siblings[Finding]
    said = {
        "subject_name": finding.subject_name or "有关责任人",
        "subject_post": finding.subject_post,
        "subject_level": "正科级" if finding.concerns == Finding.Concerns.PRINCIPAL else "副科级",
        "managed": finding.concerns == Finding.Concerns.PRINCIPAL,
        "discipline": "integrity",
        "subcategory": "廉洁自律",
        "proposed_form": "form2",
    }
    matter.clue = diary.do(verb, finding, by=leader, note="反映问题具体，涉嫌违纪，单独立件。", **said)
    clue = matter.clue
    held = visit.engagement.sittings.filter(kind_of=Sitting.Kind.TEAM).order_by("pk")
    sitting = meetings.of_the_team(visit) or held.last()
    yield 1
    diary.do(referrals.study_clue, clue, by=leader, sitting=sitting, note="")
    yield 1
    diary.do(referrals.propose_clue, clue, by=leader, proposal=PROPOSAL, proposed_form="form2", note="")
    yield 2
    diary.do(referrals.examine_clue, clue, by=visit.head, note="要素齐全，同意提交会议研究。")


def decided(visit: Visit, matter: Matter, meeting: round_models.Meeting) -> Story:
    """The meeting decides; what is ready goes out together, and each clue goes its own way from there."""
    diary, clue = visit.diary, matter.clue
    assert clue is not None  # noqa: S101 - called for what is under seal
    clue.refresh_from_db()
    while clue.stage != Clue.Stage.REVIEWED:
        yield 1
        clue.refresh_from_db()
    receiver = visit.district.users["严立新"].person.organisation
    values = {"receiver": receiver, "meeting": meeting, "decided_on": meeting.held_on, "note": ""}
    diary.do(referrals.decide_clue, clue, by=visit.head, **values)
    if matter.end == "decided":
        return
    visit.round.ready.append(clue)
    yield 2
    if clue in visit.round.ready:
        together, visit.round.ready = visit.round.ready, []
        said = {"way": "single", "meeting": meeting, "decision": "", "note": "", **contact(visit)}
        round: Round = visit.round
        round.round.refresh_from_db()
        files = letter(visit, receiver)
        diary.do(referrals.send_sealed_letter, round.round, by=visit.head, clues=together, files=files, **said)
    clue.refresh_from_db()
    yield from visit.on_its_way(matter, clue, visit.district.users["严立新"], visit.head)


def rerouted(visit: Visit, thing: Clue, handler: User, office: User) -> Story:
    """The discipline commission returns it; it goes to the organisation department by a letter of its own."""
    diary, other = visit.diary, visit.district.users["方敏"]
    diary.do(referrals.return_, thing, by=handler, note=NOT_OURS)
    yield 2
    values = {"receiver": other.person.organisation, "note": "经研究，改送区委组织部办理。"}
    diary.do(referrals.send_again, thing, by=office, files=letter(visit, other.person.organisation), **values)
    yield 2


def kept(visit: Visit, thing: Clue, handler: User) -> None:
    """Nothing can be done for now; the department chooses a day on which it is looked at again."""
    review = visit.diary.on(min(visit.diary.ago - 60, -10))
    visit.diary.do(referrals.keep_for_later, thing, by=handler, review_on=review, note=words.KEPT)
