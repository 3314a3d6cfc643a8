"""How a round goes, told by the moves of the people in it.

`Round` tells what the office does, `Visit` what a team does in one unit and what comes of it there. All days are
working days before today (see `diary`); a day that is None has not come.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from accounts.models import Organisation, User
from casework.models import RegulationProfile
from findings import actions as findings
from findings.models import Finding, Landing, RoutingStep, WorkingPaper
from inspections import actions as inspections
from inspections import models as round_models
from inspections.models import CategorySet, Engagement
from rectification import actions as rectification
from rectification.models import Feedback, ImmediateFix, Item
from referrals import actions as referrals
from referrals.models import Clue

from . import (
    assessing,
    at_once,
    content,
    discipline,
    drafting,
    feedbacks,
    handovers,
    letters,
    meetings,
    papers,
    pleading,
    proposals,
    publishing,
    putting_right,
    recusals,
    registers,
    repeats,
    reporting,
    reports,
    requests,
    routes,
    secondments,
    transfers,
    weeks,
    words,
)
from .diary import Diary, Story
from .district import District
from .words import Matter

Kind = Landing.Kind


@dataclass(frozen=True)
class Course:
    """How a unit goes about putting things right, and how far it has come."""

    fed_back: int
    signed_for: int | None = None
    #: the plan is handed in, signed, and sent back; each as often as it happened
    proposed: tuple[int, ...] = ()
    endorsed: tuple[int, ...] = ()
    returned: tuple[int, ...] = ()
    approved: int | None = None
    #: between which days the items come to their ends, and how they end, in turn
    ends: tuple[int, int] = (1, 1)
    manners: tuple[str, ...] = ("closed",)
    reported: int | None = None
    report_returned: bool = False
    accepted: int | None = None
    closed: int | None = None

    def shifted(self, days: int) -> Course:
        """Return the same course so many working days earlier."""

        def moved(value):
            match value:
                case bool() | None | str():
                    return value
                case tuple():
                    return tuple(map(moved, value))
            return value + days

        return replace(self, **{name: moved(value) for name, value in self.__dict__.items()})


@dataclass(frozen=True)
class Target:
    """A unit in a round: who goes there, how much is found, where it lands."""

    unit: str
    team: int
    matters: int
    entered: int | None
    withdrawn: int | None = None
    reported: int | None = None
    notified: int | None = None
    clues: int = 0
    alone: int = 0
    personnel: int = 0
    departments: int = 0
    at_once: int = 1
    dropped: int = 1
    not_established: int = 0
    doubled: int = 0
    #: where papers and fixes stay lying, in turn
    stuck: tuple[str, ...] = ()
    fixes: tuple[str, ...] = ("closed",)
    handovers: tuple[str, ...] = ("settled",)
    clue_ends: tuple[str, ...] = ("settled",)
    course: Course | None = None


@dataclass(frozen=True)
class Plan:
    """A round as the office planned it and as it went."""

    name: str
    opened: int
    mobilised: int
    stays: tuple[int, int]
    teams: tuple[tuple[str, ...], ...]
    targets: tuple[Target, ...]
    heard: int | None = None
    decided: int | None = None
    dissolved: int | None = None
    archived: int | None = None
    type: str = "regular"
    mode: str = "ordinary"
    profile: str = "county"
    priorities: str = ""


@dataclass
class Team:
    """Who acts for a team: its leader, his deputy, and those who write in turn."""

    team: round_models.Team
    leader: User
    deputy: User
    writers: list[User] = field(default_factory=list)


#: where a paper stays that takes some days to come so far
COMES_FAR = ("reviewed", "agreed", "finalized", "identified", "merged")
#: where an item is of which the unit has said that it is put right
HANDED_IN = ("close_requested", "unit_signed", "verifying", "closed")


class Round:
    """What the office does with a round."""

    def __init__(self, diary: Diary, district: District, term: list, plan: Plan):
        self.diary, self.district, self.term, self.plan = diary, district, term, plan
        self.teams: list[Team] = []
        self.visits: list[Visit] = []
        #: what waits to go out: to departments by route and receiver, and under seal
        self.to_send: dict[tuple, list[Landing]] = {}
        self.ready: list[Clue] = []
        self.round: round_models.Round

    @property
    def clerk(self) -> User:
        return self.district.users["陆子衿"]

    def tell(self) -> Story:
        """From the plan of the round to its archive."""
        diary, plan = self.diary, self.plan
        self.open()
        diary.begin(proposals.tell(self), 3)
        yield diary.until(plan.mobilised + 12)
        meetings.hold(self, "lg_review")
        yield 2
        meetings.hold(self, "approve")
        yield 1
        self.build_teams()
        yield 2
        self.by_the_office(inspections.staff, note=secondments.why(self))
        content.provide(self)
        for briefing in requests.BRIEFINGS:
            diary.begin(requests.before_entry(self, briefing), diary.ago)
        yield diary.until(plan.mobilised + 1)
        self.by_the_office(referrals.prepare, **meetings.said(self, "prepare"))
        yield diary.until(plan.mobilised)
        meetings.hold(self, "mobilise")
        for visit in self.visits:
            diary.begin(visit.tell(), visit.target.notified or plan.mobilised - 1)
        yield from self.end()

    def open(self) -> None:
        diary, plan = self.diary, self.plan
        since, until = plan.stays
        self.round = diary.do(
            inspections.open_round,
            self.term[0],
            by=self.clerk,
            name=plan.name,
            year=diary.today.year,
            type=plan.type,
            mode=plan.mode,
            profile=RegulationProfile.objects.get(code=plan.profile),
            category_set=CategorySet.objects.get(code="four_focuses_2022"),
            stays_from=diary.on(since),
            stays_until=diary.on(until),
            priorities=plan.priorities,
        )
        content.list_priorities(self)
        for target in plan.targets:
            unit = self.district.bodies[target.unit]
            engagement = diary.do(inspections.choose_target, self.round, by=self.clerk, unit=unit)
            if plan.mobilised > 0:  # else nobody goes anywhere yet
                self.visits.append(self.visit(target, engagement))

    def visit(self, target: Target, engagement: Engagement) -> Visit:
        return Visit(self, target, engagement)

    def build_teams(self) -> None:
        diary, users = self.diary, self.district.users
        for number, (leader, deputy, *members) in enumerate(self.plan.teams, start=1):
            team = diary.do(
                inspections.form_team,
                self.round,
                by=self.clerk,
                name=f"区委第{'一二三四'[number - 1]}巡察组",
                leader=users[leader].person,
                deputies=[users[deputy].person],
                members=[users[name].person for name in members],
            )
            self.teams.append(Team(team, users[leader], users[deputy], [users[name] for name in members]))
            for visit in self.visits:
                if visit.target.team == number:
                    visit.team = self.teams[-1]
                    diary.do(inspections.assign, visit.engagement, by=self.clerk, team=team)
            recusals.settle(self, team)
            secondments.ask(self, self.teams[-1])
            year = diary.today.year
            paper = f"云巡授〔{year}〕{self.round.number}-{number}号"
            diary.do(inspections.authorise, team, by=self.clerk, paper=paper, note="")
            diary.begin(self.pledge(team), diary.ago)

    def pledge(self, team: round_models.Team) -> Story:
        """Each member makes his pledge when he signs in for the first time, well before the mobilisation."""
        for pledge in round_models.Pledge.objects.filter(posting__team=team).select_related("posting__person__user"):
            self.diary.do(inspections.make_pledge, pledge, by=pledge.posting.person.user, accepted=True)
            yield 0

    def end(self) -> Story:
        diary, plan = self.diary, self.plan
        if plan.heard and plan.decided:
            yield diary.until(plan.heard)
            meetings.hold(self, "lg_hear")
            yield diary.until(plan.decided)
            meetings.hold(self, "secretary_hear")
            diary.begin(self.hand_over(), plan.decided - 1)
        if plan.dissolved:
            yield diary.until(plan.dissolved)
            for team in self.teams:
                diary.do(inspections.dissolve, team.team, by=self.clerk, note="本轮巡察任务完成，巡察组撤销。")
        if plan.dissolved and not plan.archived:
            diary.begin(assessing.under_way(self), diary.ago)
        if plan.archived:
            diary.begin(assessing.tell(self), diary.ago)
            yield diary.until(plan.archived + 2)
            self.by_the_office(
                rectification.assess_round,
                held_on=diary.today,
                note=words.ASSESSED,
                files=[papers.letter("评估报告", f"关于{plan.name}整改成效评估情况的报告", [words.ASSESSED])],
            )
            yield diary.until(plan.archived)
            self.by_the_office(rectification.archive, note="本轮巡察文书档案、业务档案整理完毕，移交归档。")
            head = self.district.users["周明远"]
            diary.do(rectification.take_archive, self.round, by=head, note="移交区档案馆。")

    def hand_over(self) -> Story:
        """The office says that everything is handed over on the first day on which it is."""
        diary = self.diary
        while True:
            self.round.refresh_from_db()
            if findings.begin_rectification.why_not(self.clerk, self.round, diary.today) is None:
                break
            yield 2
        self.by_the_office(findings.begin_rectification, note="")

    def by_the_office(self, verb, **values) -> None:
        self.diary.do(verb, self.round, by=self.clerk, **values)


class Visit:
    """One unit in one round: the stay, the papers, the routes, the feedback, the items."""

    team: Team

    def __init__(self, round: Round, target: Target, engagement: Engagement):
        self.round, self.target, self.engagement = round, target, engagement
        self.diary, self.district, self.clerk = round.diary, round.district, round.clerk
        self.unit: Organisation = engagement.unit
        self.principal = self.district.principal(target.unit)
        self.liaison = self.district.liaison(target.unit)
        self.head = self.district.users["周明远"]
        self.matters = words.choose(self.diary, self.unit, self.principal.name, target)
        repeats.put_in(round.plan.name, target.unit, self.matters)
        self.by_finding: dict[int, Matter] = {}
        #: manners of items whose first has had something beside its plain way
        self.told_beside: set[str] = set()

    def tell(self) -> Story:
        diary, target, plan = self.diary, self.target, self.round.plan
        self.move(inspections.notify, by=self.clerk, note="")
        diary.begin(content.before_entry(self), diary.ago)
        diary.begin(content.prepare(self), diary.ago)
        if target.entered is None:
            return
        yield diary.until(target.entered)
        self.move(inspections.enter, by=self.team.leader)
        self.begin_work(target.entered)
        if target.withdrawn is None:
            return
        yield diary.until(target.withdrawn)
        diary.begin(content.review(self), diary.ago)
        yield from self.report()
        if plan.decided is None or target.reported is None:
            return
        yield diary.until(plan.decided - 1)
        for matter in self.matters:
            if matter.finding and matter.route != Kind.AT_ONCE:
                self.route(matter)
        yield from self.feed_back()

    def begin_work(self, entered: int) -> None:
        """Everything that a team hears, asks, reads and files; each begins its own story."""
        diary, target = self.diary, self.target
        diary.begin(registers.tell(self), entered)
        diary.begin(recusals.apply(self), 1)
        diary.begin(letters.tell(self), entered)
        diary.begin(letters.through_the_box(self), entered - 1)
        diary.begin(requests.tell(self), entered)
        diary.begin(pleading.tell(self), entered)
        diary.begin(content.tell(self), entered)
        diary.begin(content.extend(self), entered)
        diary.begin(handovers.tell(self), entered)
        diary.begin(weeks.tell(self), entered)
        diary.begin(discipline.tell(self), entered)
        last = target.withdrawn + 13 if target.withdrawn else 1
        for matter in self.matters:
            latest = entered - 2 if matter.route == Kind.AT_ONCE else min(last, entered)
            if matter.stuck in COMES_FAR:
                latest = min(max(latest, 11), entered)
            diary.begin(self.matter(matter), diary.random.randint(latest, entered))

    def report(self) -> Story:
        """The team comes home; in the six steps its list of problems comes with it."""
        target = self.target
        if not self.engagement.in_six_steps:
            self.move(inspections.withdraw, by=self.team.leader)
            reports.write(self)
        if target.reported is None:
            return
        if not self.engagement.in_six_steps:
            yield self.diary.until(target.reported)
            reports.finish(self)
        registers.finish(self)
        letters.finish(self)
        content.conclude(self)
        self.move(
            findings.hand_in_list if self.engagement.in_six_steps else findings.hand_in_report,
            by=self.team.leader,
            report=words.report(self.unit, self.matters) if self.engagement.in_six_steps else reports.text_of(self),
            files=[papers.letter("巡察报告", f"关于巡察{self.unit}的情况报告", words.OPENING)],
        )

    def move(self, verb, **values) -> None:
        self.diary.do(verb, self.engagement, **values)

    # -- papers and findings -------------------------------------------------------------------------------------

    def matter(self, matter: Matter) -> Story:
        """One matter from the paper to the finding that the leader confirms."""
        diary, chance = self.diary, self.diary.random
        author, second = chance.sample(self.team.writers, 2)
        paper = diary.do(
            findings.file_paper,
            self.engagement,
            by=author,
            second=second,
            found_on=diary.today,
            files=words.evidence(matter, chance),
            **matter.paper(),
        )
        if matter.stuck == "draft":
            return
        yield from drafting.go(self, matter, paper, author, second)
        if paper.stage != WorkingPaper.Stage.FINALIZED:
            return
        if matter.stuck == "finalized":
            return
        notice = at_once.tell(self, matter, paper)
        next(notice, None)
        yield chance.randint(0, 2)
        next(notice, None)
        yield from self.raise_finding(matter, paper, author, notice)

    def raise_finding(self, matter: Matter, paper: WorkingPaper, author: User, notice: Story) -> Story:
        diary, chance = self.diary, self.diary.random
        finding: Finding = diary.do(findings.raise_finding, paper, by=author, **self.said(matter))
        if matter.stuck == "identified":
            return
        yield chance.randint(1, 2)
        if matter.route == "not_established":
            diary.do(findings.drop, finding, by=self.team.leader, note=chance.choice(words.NOT_ESTABLISHED))
            return
        diary.do(findings.confirm, finding, by=self.team.leader, note="")
        next(notice, None)
        matter.finding = finding
        self.by_finding[finding.pk] = matter
        if matter.route == Kind.DISCIPLINE and transfers.is_early(self, matter):
            yield 1
            yield from transfers.under_seal(self, matter, finding)
            return
        if matter.route == Kind.AT_ONCE and self.engagement.stage == Engagement.Stage.ENTERED:
            yield 0
            diary.do(findings.put_right_at_once, finding, by=self.team.leader, note="事实清楚，应当立即整改。")
            yield from self.fix(matter, finding.landings.get())
        elif matter.route != Kind.AT_ONCE and matter.stuck != "confirmed":
            where = self.where(matter.route, matter)
            self.propose(matter)
            yield chance.randint(1, 3)
            next(notice, None)
            if RoutingStep.last_of(finding).act == RoutingStep.Act.PROPOSED:
                diary.do(findings.review_route, finding, by=self.clerk, reason="", **where)

    def propose(self, matter: Matter) -> None:
        """The leader says where it should go."""
        where = self.where(matter.route, matter) | {"reason": routes.WHY[matter.route]}
        self.diary.do(findings.propose_route, matter.finding, by=self.team.leader, **where)

    def where(self, kind: str, matter: Matter) -> dict[str, Any]:
        """A route, with the department where it needs one."""
        receiver = self.district.bodies[matter.receiver] if kind == Kind.DEPARTMENT else None
        return {"kind_of": kind, "receiver": receiver}

    def said(self, matter: Matter) -> dict:
        category = self.round.round.category_set.categories.get(order=matter.text.category)
        kinds = {Organisation.Kind.TOWN: Finding.Level.TOWN, Organisation.Kind.VILLAGE: Finding.Level.VILLAGE}
        level = kinds.get(self.unit.kind_of, Finding.Level.DISTRICT)
        return matter.said() | {"category": category, "level": level}

    def fix(self, matter: Matter, landing: Landing) -> Story:
        """A matter that is put right while the team is there."""
        diary, chance = self.diary, self.diary.random
        steps = words.FIX_STEPS.index(matter.end)
        if steps == 0:
            return
        yield chance.randint(0, 1)
        due = diary.on(max(diary.ago - chance.randint(5, 8), -4))
        fix: ImmediateFix = diary.do(
            rectification.issue_fix, landing, by=self.team.leader, demand=matter.say(matter.text.advice), due_on=due
        )
        if steps >= 2:
            yield 1
            diary.do(rectification.sign_for_fix, fix, by=self.principal, note="")
        if steps >= 3:
            yield chance.randint(2, 4)
            self.report_fix(matter, fix)
        if matter.end in ("returned", "closed_at_last"):
            yield 1
            diary.do(rectification.return_fix, fix, by=self.team.leader, note="没有落实情况，请补充后再报。")
        if matter.end == "closed_at_last":
            yield chance.randint(1, 3)
            self.report_fix(matter, fix)
        if matter.end in ("closed", "closed_at_last"):
            yield chance.randint(1, 2)
            diary.do(rectification.close_fix, fix, by=self.team.leader, note="经现场核查，整改属实。")

    def report_fix(self, matter: Matter, fix: ImmediateFix) -> None:
        self.diary.do(
            rectification.report_fix,
            fix,
            by=self.liaison,
            result=matter.say(" ".join(matter.text.done[:2])),
            files=[papers.photograph("整改现场照片", fix.number)],
        )

    # -- where it goes -------------------------------------------------------------------------------------------

    def route(self, matter: Matter) -> None:
        """As the meetings decided; what leaves the office leaves in the days after."""
        diary, finding, round = self.diary, matter.finding, self.round.round
        assert finding is not None  # noqa: S101 - only what was confirmed is routed
        if matter.clue:
            meeting = round.secretary_meeting or round.review_meeting
            diary.begin(transfers.decided(self, matter, meeting), diary.ago)
            return
        where = self.where(matter.route, matter)
        last = RoutingStep.last_of(finding)
        if last is None and self.engagement.team:
            self.propose(matter)
        if last is None or last.act != RoutingStep.Act.REVIEWED:
            diary.do(findings.review_route, finding, by=self.clerk, reason="", **where)
        meeting = round.secretary_meeting or round.review_meeting
        if round.secretary_meeting:
            diary.do(findings.group_decides_route, finding, by=self.clerk, meeting=round.group_meeting, **where)
        diary.do(findings.route, finding, by=self.clerk, meeting=meeting, **where)
        if matter.also:
            also = self.where(matter.also, matter)
            diary.do(findings.route_further, finding, by=self.clerk, meeting=meeting, **also)
        for landing in finding.landings.all():
            if landing.kind_of in (Kind.DISCIPLINE, Kind.PERSONNEL, Kind.DEPARTMENT):
                if matter.end != "decided":
                    self.round.to_send.setdefault((landing.kind_of, landing.receiver_id), []).append(landing)
                diary.begin(self.handover(matter, landing), diary.ago - diary.random.randint(1, 3))

    def handover(self, matter: Matter, landing: Landing) -> Story:
        """What leaves the office: sent, received, disposed of, answered, settled; as far as it has come."""
        sealed = landing.kind_of == Kind.DISCIPLINE
        end = matter.end
        if end == "decided":
            return
        handler = self.handler(matter, landing)
        office = self.head if sealed else self.clerk
        if sealed:
            thing = self.diary.do(referrals.send_clue, landing, by=office, note="")
        else:
            thing = transfers.sent(self, landing)
        yield from self.on_its_way(matter, thing, handler, office)

    def on_its_way(self, matter: Matter, thing, handler: User, office: User) -> Story:
        """From the day on which it was sent, as far as it has come."""
        sealed, end = isinstance(thing, Clue), matter.end
        if end == "sent":
            return
        if end == "rerouted":
            yield 2
            yield from transfers.rerouted(self, thing, handler, office)
            handler, end = self.district.users["方敏"], "settled"
        yield from self.received(thing, handler, office, end)
        if end in ("received", "returned"):
            return
        yield self.diary.random.randint(4, 12)
        if end == "kept":
            transfers.kept(self, thing, handler)
            return
        chosen = words.disposition(sealed, self.diary.random)
        self.diary.do(referrals.dispose, thing, by=handler, disposition=chosen, note="")
        if end == "handling":
            return
        yield self.diary.random.randint(14, 24)
        yield from self.answered(thing, handler, office, end)

    def handler(self, matter: Matter, landing: Landing) -> User:
        names: dict[str, str] = {Kind.DISCIPLINE: "严立新", Kind.PERSONNEL: "方敏"}
        if landing.kind_of in names:
            return self.district.users[names[landing.kind_of]]
        return self.district.liaison(matter.receiver)

    def received(self, thing, handler: User, office: User, end: str) -> Story:
        diary = self.diary
        yield diary.random.randint(1, 3)
        if end in ("returned", "sent_again"):
            diary.do(referrals.return_, thing, by=handler, note=words.NOT_OURS)
            if end == "returned":
                return
            yield 3
            diary.do(referrals.send_again, thing, by=office, note="已补充材料并更正。")
            yield 2
        diary.do(referrals.receive, thing, by=handler, note="")
        transfers.taken(thing, handler)

    def answered(self, thing, handler: User, office: User, end: str) -> Story:
        diary, chance = self.diary, self.diary.random
        if isinstance(thing, Clue):
            form = chance.choice(words.FORMS)
            values = {"four_forms": form, "party_sanctions": 0 if form in ("form1", "none") else 1}
        else:
            values = {}
        self.diary.do(referrals.note_progress, thing, by=handler, progress="已调取有关资料，正在逐项核实。")
        yield 1
        reply = papers.scan("办理情况复函", ["办理情况反馈", thing.number, "现将有关事项办理情况函复如下。"])
        diary.do(referrals.reply, thing, by=handler, result=chance.choice(words.ANSWERS), files=[reply], **values)
        if end == "replied":
            return
        yield chance.randint(2, 5)
        if end == "asked_for_more":
            diary.do(referrals.ask_for_more, thing, by=office, note="处理依据和责任人员处理情况未说明，请补充。")
            return
        diary.do(referrals.settle, thing, by=office, note="")

    # -- what the unit does ---------------------------------------------------------------------------------------

    def feed_back(self) -> Story:
        course = self.target.course
        if course is None:
            return
        year = self.diary.today.year
        yield from feedbacks.give(self, course.fed_back)
        for feedback in self.engagement.feedbacks.order_by("pk"):
            letter = papers.letter(f"巡察反馈意见〔{year}〕", f"关于巡察{self.unit}的反馈意见", words.OPENING)
            self.diary.do(rectification.attach_letter, feedback, by=self.clerk, note="", files=[letter])
            self.diary.begin(self.answer(feedback, course), course.signed_for or 0)
        if course.closed:
            yield self.diary.until(course.closed)
            for item in self.engagement.items.filter(stage=Item.Stage.REOPENED).order_by("place"):
                yield from self.put_right_again(item)
            self.engagement.refresh_from_db()
            while rectification.close_engagement.why_not(self.clerk, self.engagement, self.diary.today):
                yield 1  # its report is accepted a little later
            self.move(rectification.close_engagement, by=self.clerk, note="反馈问题全部销号，整改报告通过审核。")

    def answer(self, feedback: Feedback, course: Course) -> Story:
        """One feedback from the signature to the report that is accepted."""
        diary = self.diary
        writer = self.principal if feedback.audience == Feedback.Audience.PRINCIPAL else self.liaison
        diary.do(rectification.sign_for, feedback, by=self.principal, note="")
        feedbacks.state(self, feedback)
        yield from self.plan(feedback, course, writer)
        if course.reported is None:
            return
        yield diary.until(course.reported)
        while feedback.items.exclude(stage__in=HANDED_IN).exists():  # the last of them is handed in a little later
            for item in feedback.items.filter(stage=Item.Stage.REOPENED).order_by("place"):
                yield from self.put_right_again(item)
            yield 1
        if not rectification.in_one_paper(feedback):
            yield from reporting.in_two_papers(self, feedback, course)
            yield from self.publish(feedback)
            return
        for time in range(1 + course.report_returned):
            report = papers.letter("整改情况报告", f"{self.unit}关于巡察整改情况的报告", words.OPENING)
            said = {"report": words.rectified(self.unit), "truth": True, "note": "", "files": [report]}
            diary.do(rectification.file_report, feedback, by=self.principal, **said)
            if course.report_returned and not time:
                yield 2
                diary.do(rectification.return_report, feedback, by=self.clerk, note=words.REPORT_RETURNED)
                yield 3
        if course.accepted is None:
            return
        yield diary.until(course.accepted)
        diary.do(rectification.accept_report, feedback, by=self.clerk, note="报告内容与台账一致。")
        yield from self.publish(feedback)

    def publish(self, feedback: Feedback) -> Story:
        """What is published of it, once the report is accepted."""
        if feedback.disclosures.exists():
            yield from publishing.tell(self, feedback)

    def plan(self, feedback: Feedback, course: Course, writer: User) -> Story:
        """The three lists are filled in, handed in, signed and approved; then every item goes its way."""
        diary = self.diary
        items = list(feedback.items.order_by("place"))
        if not items:
            return
        plan, fates = feedback.plan, self.fates(items, course)
        yield 1
        for item in items:
            self.fill(item, writer, *fates[item.pk], course)
            if item.place % 6 == 0:
                yield 0
        if self.engagement.in_six_steps:
            if course.approved is None:
                return
            yield diary.until(course.approved)
            diary.do(rectification.sign_plan, plan, by=self.principal, truth=True, note="已逐条审核，立即整改。")
            yield from self.put_right(feedback, fates, writer)
            return
        yield from self.handed_in(plan, items, course, writer)
        if course.approved is None:
            return
        yield diary.until(course.approved)
        diary.do(rectification.approve_plan, plan, by=self.clerk, note="")
        yield from self.put_right(feedback, fates, writer)

    def handed_in(self, plan: Plan, items: list[Item], course: Course, writer: User) -> Story:
        """The plan is handed in, signed and reviewed, and sent back, as often as the course says."""
        diary = self.diary
        for time, day in enumerate(course.proposed):
            yield diary.until(day)
            diary.do(rectification.propose, plan, by=writer, note="", files=[self.lists(items)])
            if time >= len(course.endorsed):
                return
            yield diary.until(course.endorsed[time])
            diary.do(rectification.endorse_plan, plan, by=self.principal, truth=True, note="已逐条审核，对方案负责。")
            yield from putting_right.review(self, plan, returned=time < len(course.returned))
            if time < len(course.returned):
                yield diary.until(course.returned[time])
                putting_right.send_back(self, plan)
                if time + 1 < len(course.proposed):
                    yield 1
                    putting_right.write_again(self, plan, writer)

    def put_right(self, feedback: Feedback, fates, writer: User) -> Story:
        """Every item of an approved plan goes its way."""
        diary = self.diary
        yield 0
        for item in feedback.items.order_by("place"):
            diary.begin(self.item(item, *fates[item.pk], writer), diary.ago - 1)

    def fates(self, items: list[Item], course: Course) -> dict[int, tuple[Matter, str, int]]:
        """Return for each item its matter, how it ends, and on which day."""
        chance, manners = self.diary.random, list(course.manners)
        found = {}
        for index, item in enumerate(items):
            manner = manners[index % len(manners)]
            last, first = sorted(course.ends)
            matter = self.by_finding[item.landing.finding_id]
            found[item.pk] = (matter, manner, chance.randint(last, first))
        return found

    def fill(self, item: Item, writer: User, matter: Matter, manner: str, end: int, course: Course) -> None:
        kind, due = words.due(manner, end, self.diary)
        putting_right.fill(self, item, writer, matter, kind, max(due, item.feedback.held_on))

    def lists(self, items: list[Item]) -> papers.Upload:
        headings = ["序号", "反馈问题", "整改目标", "整改措施", "责任领导", "责任部门", "完成时限"]
        rows = [
            [one.place, one.problem, one.goal, measure.text, measure.leader, measure.department, f"{measure.due_on}"]
            for one in items
            for measure in one.standing()
        ]
        return papers.ledger("巡察整改三个清单", headings, rows)

    def item(self, item: Item, matter: Matter, manner: str, end: int, writer: User) -> Story:
        """One item from the approved plan to wherever it has come."""
        diary, chance = self.diary, self.diary.random
        if manner == "untouched":
            return
        for number, percent in enumerate(words.progress(manner, chance)):
            yield chance.randint(1, 4) if not number else max(1, diary.until(end + 6) // 2)
            self.report_progress(item, matter, writer, number, percent)
        if manner in ("going", "late", "long"):
            yield from putting_right.beside(self, item, manner, writer)
            return
        yield max(1, diary.until(end + chance.randint(3, 5)))
        yield from self.closing(item, matter, manner, end, writer)

    def report_progress(self, item: Item, matter: Matter, writer: User, number: int, percent: int) -> None:
        said = matter.say(matter.text.done[min(number, len(matter.text.done) - 1)])
        files = words.proof(item, number, self.diary.random)
        self.diary.do(rectification.report_progress, item, by=writer, percent=percent, done=said, files=files)

    def closing(self, item: Item, matter: Matter, manner: str, end: int, writer: User) -> Story:
        diary, chance = self.diary, self.diary.random
        if manner == "verifying":
            putting_right.recover(self, item, writer, "0.86")
        self.request(item, matter, writer)
        if manner == "requested":
            return
        yield chance.randint(1, 2)
        diary.do(rectification.endorse_item, item, by=self.principal, truth=True, note="情况属实。")
        if manner == "signed":
            return
        if manner == "verifying":
            yield 0
            diary.do(rectification.verify_first, item, by=self.clerk, note="凭证齐全，请复核。")
            return
        if manner in ("returned", "closed_at_last"):
            yield 1
            diary.do(rectification.return_item, item, by=self.clerk, note=chance.choice(words.ITEM_RETURNED))
            if manner == "returned":
                return
            yield chance.randint(2, 4)
            self.report_progress(item, matter, writer, 9, 100)
            self.request(item, matter, writer)
            yield 1
            diary.do(rectification.endorse_item, item, by=self.principal, truth=True, note="已补充完善，情况属实。")
        yield max(1, diary.until(end))
        putting_right.verify(self, item, "佐证材料齐全，同意销号。")
        yield from putting_right.beside(self, item, manner, writer)

    def put_right_again(self, item: Item) -> Story:
        """What a return visit has reopened, before the unit reports or is closed."""
        matter = self.by_finding[item.landing.finding_id]
        writer = self.principal if item.feedback.audience == Feedback.Audience.PRINCIPAL else self.liaison
        self.report_progress(item, matter, writer, 9, 100)
        self.request(item, matter, writer)
        yield 1
        self.diary.do(rectification.endorse_item, item, by=self.principal, truth=True, note="已重新整改，情况属实。")
        yield 1
        putting_right.verify(self, item, "经复查，已重新整改到位，同意销号。")

    def request(self, item: Item, matter: Matter, writer: User) -> None:
        putting_right.bring_in(self, item, matter, writer)
        outcome = self.diary.random.choice(("done", "done", "done", "basically"))
        made = matter.say(matter.text.rule)
        self.diary.do(rectification.request_close, item, by=writer, outcome=outcome, institutions=made, note="")
