"""Another district, in which every secret can be told from every other, for testers from outside.

Whatever a person writes here is a token like ``CANARY-workingpaper-facts-00042`` that occurs nowhere else, and there is
somebody for every role. `expected` says who may read each token. It does not ask the house: it knows from
`readers.RULES`, written by hand, and from who was put where. So where the house and this page differ, one of the two is
wrong.

The rounds go as far as their turn says: the first is over for its teams (they are dissolved), the second is being put
right, the third is on site; in the third each team's last unit was only chosen and does not know of it. Every round
goes to the same units, each time with another team.
"""

from __future__ import annotations

import datetime
import inspect
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models, transaction

from accounts import actions as registry
from accounts.models import House, Organisation, Person, Tie, User
from casework.models import (
    Attachment,
    DeadlineRule,
    Draft,
    Event,
    Moving,
    Notice,
    PaperTemplate,
    RegulationProfile,
    Remark,
)
from casework.policy import Actor
from findings import actions as findings
from findings.models import (
    Aspect,
    Concern,
    DocumentRequest,
    Extension,
    FactSheet,
    FieldVisit,
    Finding,
    Handover,
    Landing,
    Lead,
    LeadStep,
    LetterAddition,
    LetterReply,
    Obstruction,
    ObstructionNotice,
    PersonalMatterCheck,
    Petition,
    Phrase,
    ReportDraft,
    ReporterIdentity,
    Sitting,
    Survey,
    Talk,
    Unsealing,
    VisitPlan,
    WeeklyReport,
    WorkingPaper,
)
from inspections import actions as inspections
from inspections import tasks
from inspections.models import (
    Addition,
    Admonition,
    AnnualPlan,
    CategorySet,
    ConductMatter,
    Decision,
    Engagement,
    InterferenceRecord,
    LeakIncident,
    Leave,
    LocalDays,
    Meeting,
    OwnCategory,
    OwnProfile,
    OwnRule,
    OwnSet,
    Pledge,
    Posting,
    Preparation,
    Priority,
    Recusal,
    Round,
    Seat,
    Secondment,
    Support,
    Team,
    TeamReview,
    Term,
    UpperInspection,
    UsualRungs,
)
from rectification import actions as rectification
from rectification import guard
from rectification.models import (
    Copy,
    EvidenceFlag,
    Feedback,
    Handling,
    ImmediateFix,
    Item,
    ItemMessage,
    ItemReview,
    Measure,
    Opinion,
    OpinionProblem,
    Postponement,
    Progress,
    Recovery,
    RoundArchive,
    UnitReport,
    VisitedItem,
    YearlyCheck,
    audiences_left,
)
from referrals import actions as referrals
from referrals.models import Clue, FunctionalRequest, SealedLetter, TransferLetter

from . import assessing, from_above, going_back, held_to_account, in_common, papers
from .readers import Readers

PASSWORD = "sings-only-for-its-own-1"  # noqa: S105
TOKEN = re.compile(r"CANARY-[a-z]+-[a-z_]+-\d{5}")


STANDING = {
    Organisation.Kind.OFFICE: {"head": True, "clerk": False},
    Organisation.Kind.LEADING_GROUP: {"observer": False},
    Organisation.Kind.DISCIPLINE: {"discipline": False},
    Organisation.Kind.PERSONNEL: {"personnel": False},
}
SAID_OF_A_MEETING = ("place", "chair", "attendees", "agenda", "heard", "minutes", "paper")
ADMINISTRATORS = {"sysadmin": "system", "secadmin": "security", "auditor": "auditor"}
ROLES_OF_A_TEAM = ("leader", "deputy", "member", "second")


@transaction.atomic
def build(today: datetime.date, *, rounds: int = 3, teams: int = 3, units: int = 6) -> Canaries:
    """Make the district in an empty database, whole or not at all; ``units`` is how many a team has in a round."""
    made = Canaries(today)
    made.settle(teams, teams * units)
    for turn in range(rounds):
        made.round(turn, teams, units)
    from_above.tell(made)
    return made


class Canaries:
    """The district as it is made, and where everybody in it stands."""

    def __init__(self, today: datetime.date):
        self.today = today
        self.count = 0
        #: user name → role, for everybody who can sign in
        self.roles: dict[str, str] = {}
        self.users: dict[str, User] = {}
        self.units: list[Organisation] = []
        #: who acts for a body, by its primary key: (user name, as its principal)
        self.acts_for: dict[int, list[tuple[str, bool]]] = defaultdict(list)
        #: who is in a team, by its primary key: (user name, as one of its leaders)
        self.serves_in: dict[int, list[tuple[str, bool]]] = {}
        self.bodies: dict[str, Organisation] = {}
        self.house: House

    # -- words -------------------------------------------------------------------------------------------------

    def word(self, model: str, field: str) -> str:
        """Return a token that was never returned before."""
        self.count += 1
        return f"CANARY-{model}-{field}-{self.count:05d}"

    def archive(self, round: Round) -> None:
        """Ask for the archive of the round, which goes on afterwards as if it had not been closed."""
        rows, was = Round._base_manager.filter(pk=round.pk), round.stage
        rows.update(stage=Round.Stage.ARCHIVED)
        said = self.words(RoundArchive, "case_keep", "office_keep")
        self.do(rectification.take_archive, round, self.users["head"], **said)
        rows.update(stage=was)

    def words(self, model: type[models.Model], *names: str) -> dict[str, str]:
        return {name: self.word(model.__name__.lower(), name) for name in names}

    def file(self) -> papers.Upload:
        """Return a file whose name and content are tokens."""
        name = self.word("attachment", "name")
        inside = self.word("attachment", "content")
        return papers.scan(name, [inside]) if self.count % 3 else papers.letter(name, inside, [inside])

    def template(self) -> papers.Upload:
        """Return a template for the record of a talk, whose name and text are tokens."""
        name, inside = self.word("attachment", "name"), self.word("attachment", "content")
        return papers.template(name, f"@title {inside}\n@form {{{{ number }}}}")

    def do(self, verb, thing, by: User | str, **args):
        """Do a move; whatever remark it takes is a token too."""
        thing.refresh_from_db()
        if "note" in inspect.signature(verb.fn).parameters:
            args.setdefault("note", self.word("remark", "text"))
        return verb(thing, by=by, today=self.today, **args)

    # -- people ------------------------------------------------------------------------------------------------

    def settle(self, teams: int, units: int) -> None:
        """The bodies, and somebody in every role of every one of them."""
        self.house = registry.stand(self.today)
        for name, kind in ADMINISTRATORS.items():
            values = {"name": self.word("user", "name"), "administrator": kind}
            self.enter(name, self.do(registry.admit, self.house, Actor.HOUSE, username=name, **values), name)
        for body in self.do(registry.found, self.house, self.users["sysadmin"], name="金雀区委"):
            self.bodies[body.kind_of] = body
        for kind, people in STANDING.items():
            for name, principal in people.items():
                self.join(name, self.bodies[kind], name, principal)
        self.bodies["department"] = self.register("区财政局", 1)
        self.join("department", self.bodies["department"], "department", False)
        for number in range(1, units + 1):
            unit = self.register(f"第{number:02d}单位", 10 + number)
            self.units.append(unit)
            self.join(f"principal-{number:02d}", unit, "principal", True)
            self.join(f"liaison-{number:02d}", unit, "liaison", False)
        self.below = self.register("第01单位下属单位", 99, parent=self.units[0])
        for number in range(1, teams + 1):
            for role in ROLES_OF_A_TEAM:
                leads = Person.Leads.LEADER if role == "leader" else ""
                home = "department" if role == "second" else Organisation.Kind.AUTHORITY
                person = self.person(self.bodies[home], in_pool=True, leads=leads)
                self.admit(f"{role}-{number}", person, "member" if role == "second" else role)
                tie = {"kind_of": Tie.Kind.KIN, "organisation": self.bodies["department"]}
                self.do(registry.declare_tie, person, self.users["clerk"], **tie, **self.words(Tie, "details"))

    def register(self, name: str, order: int, **values) -> Organisation:
        return self.do(
            registry.register,
            self.bodies[Organisation.Kind.AUTHORITY],
            self.users["clerk"],
            name=name,
            kind_of=Organisation.Kind.DEPARTMENT,
            party_kind=Organisation.PartyKind.GROUP,
            official_order=order,
            **values,
            **self.words(Organisation, "tags", "about", "inspected_before"),
        )

    def join(self, name: str, body: Organisation, role: str, principal: bool) -> None:
        user = self.admit(name, self.person(body), role)
        self.do(registry.entrust, user, self.users["secadmin"], organisation=body, as_principal=principal)
        self.acts_for[body.pk].append((name, principal))

    def person(self, body: Organisation, **values) -> Person:
        said = self.words(Person, "name", "native_place", "phone", "tags", "about", "rank")
        by = self.users.get("clerk", Actor.HOUSE)
        return self.do(registry.register_person, body, by, post="干部", **said, **values)

    def admit(self, name: str, person: Person, role: str) -> User:
        email = self.word("user", "email") + "@example.invalid"
        by = self.users["sysadmin"]
        return self.enter(
            name, self.do(registry.admit, self.house, by, username=name, person=person, email=email), role
        )

    def enter(self, name: str, user: User, role: str) -> User:
        self.do(registry.choose_password, user, Actor.HOUSE, password=PASSWORD)
        self.users[name] = user
        self.roles[name] = role
        return user

    # -- a round -----------------------------------------------------------------------------------------------

    def round(self, turn: int, teams: int, units: int) -> None:
        """One round, as far as its turn says."""
        clerk, day = self.users["clerk"], self.today
        apart = datetime.timedelta(days=60 * (turn % 3 - 2))  # nobody serves in two teams at the same time
        if not turn:
            term = self.do(
                inspections.open_term,
                self.bodies[Organisation.Kind.AUTHORITY],
                clerk,
                name="第一届",
                begins_on=datetime.date(day.year, 1, 1),
                ends_on=datetime.date(day.year + 4, 12, 31),
            )
            numbers = {"year": day.year, "units": units * teams, "rounds": 3}
            self.do(inspections.plan_year, term, clerk, **numbers, **self.words(AnnualPlan, "focus"))
            coded = {"level": "city", "kind_of": "regular", "begins_on": day, "unit": self.units[0]}
            authority = self.bodies[Organisation.Kind.AUTHORITY]
            self.do(inspections.record_upper, authority, clerk, **coded, **self.words(UpperInspection, "body", "about"))
            self.seats()
            said = self.words(Phrase, "topic", "text")
            self.do(findings.add_phrase, authority, clerk, kind_of="problem", **said)
            named = {"replaces": None, "since": str(day.year)}
            far = day + datetime.timedelta(days=300)
            coded = {"begins_on": far, "ends_on": far, "works": False}
            self.do(inspections.close_days, authority, clerk, **coded, **self.words(LocalDays, "reason"))
            told: dict[str, list[str]] = {step: [] for step in UsualRungs.STEPS}
            days: dict[str, list[int]] = {"days_before": [20], "days_after": [1]}
            self.do(inspections.set_rungs, authority, self.users["head"], **days, **told)
            said = self.words(PaperTemplate, "about")
            self.do(inspections.hand_in_template, authority, clerk, kind_of="talk", files=[self.template()], **said)
            made_from = {"since": str(day.year), "based_on": RegulationProfile.objects.get(code="county")}
            profile = self.do(
                inspections.draft_profile, authority, clerk, **made_from, **self.words(OwnProfile, "name", "note")
            )
            general = DeadlineRule.objects.get(profile=None, code="rectification_report")
            rule = {"general": general, "amount": 3, "unit": "month", "certainty": "practice"}
            rule |= {"days_before": [], "days_after": []}
            self.do(inspections.add_rule, profile, clerk, **rule, **self.words(OwnRule, "basis"))
            own = self.do(inspections.draft_set, authority, clerk, **named, **self.words(OwnSet, "name"))
            said = self.words(OwnCategory, "name", "questions")
            self.do(inspections.add_category, own, clerk, short="类别", disciplines=["work"], **said)
        else:
            term = Term.objects.get()
        round = self.do(
            inspections.open_round,
            term,
            clerk,
            name=f"第{turn + 1}轮",
            year=day.year,
            type=Round.Type.REGULAR,
            mode=Round.Mode.ORDINARY,
            profile=RegulationProfile.objects.get(code="county"),
            category_set=CategorySet.objects.get(code="six_disciplines"),
            stays_from=day + apart,
            stays_until=day + apart + datetime.timedelta(days=40),
            **self.words(Round, "priorities"),
        )
        said = self.words(Priority, "name", "description")
        coded = {"kind_of": "cars", "begins_on": day}
        self.do(inspections.record_support, round, clerk, **coded, **self.words(Support, "name", "provider", "remark"))
        self.priority = self.do(inspections.list_priority, round, clerk, **said)
        chosen = [self.do(inspections.choose_target, round, clerk, unit=unit) for unit in self.units]
        self.do(inspections.lg_review, round, clerk, held_on=day)
        self.do(inspections.approve, round, clerk, held_on=day)
        self.propose(round, chosen, teams)
        crews = [self.crew(round, number, turn, teams) for number in range(1, teams + 1)]
        for place, engagement in enumerate(chosen):
            self.do(inspections.assign, engagement, clerk, team=crews[place // units])
        self.do(inspections.staff, round, clerk)
        said = self.words(Meeting, *SAID_OF_A_MEETING)
        self.do(referrals.prepare, round, clerk, held_on=day, note="上轮通报仍然适用", **said)
        said = self.words(Meeting, *SAID_OF_A_MEETING)
        self.do(inspections.mobilise, round, clerk, held_on=day, **said)
        kinds = {"kind_of": Meeting.Kind.LEADING_GROUP, "held_on": day}
        said = self.words(Meeting, *SAID_OF_A_MEETING)
        self.do(inspections.record_meeting, round, clerk, files=[self.file()], **kinds, **said)
        self.decisions(round.meetings.last(), crews)
        self.archive(round)
        visits = [Visit(self, engagement) for engagement in chosen]
        if turn % 3 == 2:
            last = {visits[place] for place in range(units - 1, len(visits), units)} if units > 1 else set()
            for visit in visits:
                if visit not in last:
                    visit.stay(at_work=True)
            return
        for visit in visits:
            visit.stay(at_work=False)
        self.do(inspections.lg_hear, round, clerk, held_on=day)
        self.do(inspections.secretary_hear, round, clerk, held_on=day)
        for visit in visits:
            visit.after()
        if len(visits) > 1:
            in_common.tell(self, visits)
        going_back.canary(self, visits[0], dissolved=turn % 3 == 0)
        assessing.canary(self, visits, turn)
        held_to_account.canary(self, visits[0], dissolved=turn % 3 == 0)
        for crew in crews:
            self.come_home(crew, dissolved=turn % 3 == 0)

    def propose(self, round: Round, chosen: list[Engagement], teams: int) -> None:
        """Teams that the house thought of, and that the office did not take."""
        wish = {"teams": teams, "deputies": 0, "members": 1, "skills": [], "seconds": 10}
        proposal = self.do(inspections.propose_teams, round, self.users["clerk"], units=chosen, **wish)
        tasks.compute(proposal, self.today)
        self.do(inspections.drop_proposal, proposal, self.users["clerk"])

    def seats(self) -> None:
        """Somebody was in the leading group and left it, and belongs to it again."""
        group, clerk, day = self.bodies[Organisation.Kind.LEADING_GROUP], self.users["clerk"], self.today
        coded = {"person": self.users["observer"].person, "role": Seat.Role.MEMBER, "place": 1, "appointed_on": day}
        first = self.do(inspections.appoint, group, clerk, **coded, **self.words(Seat, "paper"))
        self.do(inspections.leave_seat, first, clerk, left_on=day, **self.words(Seat, "left_paper"))
        self.do(inspections.appoint, group, clerk, **coded, **self.words(Seat, "paper"))

    def decisions(self, meeting: Meeting, crews: list[Team]) -> None:
        """One for a department, one for each team; each is reported on, and one of the department's is returned."""
        clerk, head, department = self.users["clerk"], self.users["head"], self.users["department"]
        for back in (False, True):
            decision = self.decision(meeting, owner=self.bodies["department"])
            self.report(decision, department)
            if back:
                self.do(inspections.return_decision, decision, clerk)
            else:
                self.do(inspections.close_decision, decision, head)
        for crew in crews:
            leader = next(name for name, leads in self.serves_in[crew.pk] if leads)
            self.report(self.decision(meeting, team=crew), self.users[leader])

    def decision(self, meeting: Meeting, **owner) -> Decision:
        due = self.today + datetime.timedelta(days=30)
        said = self.words(Decision, "text")
        made: Decision = self.do(inspections.decide, meeting, self.users["clerk"], due_on=due, **owner, **said)
        return made

    def report(self, decision: Decision, by: User) -> None:
        said = self.words(Decision, "report")
        self.do(inspections.report_decision, decision, by, files=[self.file()], **said)

    def crew(self, round: Round, number: int, turn: int, teams: int) -> Team:
        """The people of a crew stay together; which team they are, and so their units, changes with the round."""
        crew = (number - 1 + turn) % teams + 1
        leader, deputy, *members = (f"{role}-{crew}" for role in ROLES_OF_A_TEAM)
        people = {name: self.users[name].person for name in (leader, deputy, *members)}
        team = self.do(
            inspections.form_team,
            round,
            self.users["clerk"],
            name=f"第{number}巡察组",
            leader=people[leader],
            deputies=[people[deputy]],
            members=[people[name] for name in members],
        )
        self.conflict(team.postings.get(person=people[members[0]]))
        self.lend(team.postings.get(person=people[members[1]]), consents=turn % 3 < 2)
        self.do(inspections.authorise, team, self.users["clerk"], paper=self.word("team", "paper"))
        for pledge in Pledge.objects.filter(posting__team=team).select_related("posting__person__user"):
            self.do(inspections.make_pledge, pledge, pledge.posting.person.user, accepted=True)
        self.serves_in[team.pk] = [(name, name in (leader, deputy)) for name in people]
        return team

    def lend(self, posting: Posting, *, consents: bool) -> None:
        """The department lends one of each team, or says why not."""
        clerk, department = self.users["clerk"], self.users["department"]
        asked = {"begins_on": posting.begins_on, "ends_on": posting.ends_on, "files": [self.file()]}
        secondment = self.do(inspections.ask_home_unit, posting, clerk, **asked)
        self.do(inspections.sign_for_secondment, secondment, department)
        if consents:
            self.do(inspections.consent_to_secondment, secondment, department, files=[self.file()])
        else:
            self.do(inspections.decline_secondment, secondment, department, **self.words(Secondment, "refusal"))

    def come_home(self, team: Team, *, dissolved: bool) -> None:
        """Of the first team the appraisal is confirmed, of the others it waits; after the end the office writes it."""
        if dissolved:
            self.do(inspections.dissolve, team, self.users["clerk"])
            self.serves_in[team.pk] = []
        secondment = Secondment.objects.get(posting__team=team)
        leads = [name for name, leader in self.serves_in[team.pk] if leader]
        by = self.users[leads[0] if leads else "clerk"]
        said = {"grade": "competent", "text": self.word("appraisal", "text")}
        written = self.do(inspections.appraise, secondment, by, **said)
        self.do(inspections.return_appraisal, written, self.users["head"])
        said = {"grade": "excellent", "text": self.word("appraisal", "text")}
        self.do(inspections.appraise_again, written, by, **said)
        if team.number == 1:
            self.do(inspections.confirm_appraisal, written, self.users["head"])

    def conflict(self, posting: Posting) -> None:
        """Somebody serves in spite of a conflict, and of another one it is found that there is none."""
        clerk, head, files = self.users["clerk"], self.users["head"], [self.file()]
        said = self.words(Recusal, "details")
        recusal = self.do(inspections.declare_recusal, posting, clerk, unit=None, kind_of="other", files=files, **said)
        self.do(inspections.ask_exception, recusal, clerk, **self.words(Recusal, "grounds"))
        self.do(inspections.allow_exception, recusal, head)
        said = self.words(Recusal, "details")
        recusal = self.do(inspections.declare_recusal, posting, clerk, unit=None, kind_of="kin", **said)
        self.do(inspections.find_no_conflict, recusal, head)


class Visit:
    """What happens in one unit in one round."""

    def __init__(self, canaries: Canaries, engagement: Engagement):
        self.all, self.engagement = canaries, Engagement.objects.select_related("team", "unit").get(pk=engagement.pk)
        self.do, self.words = canaries.do, canaries.words
        users, day = canaries.users, canaries.today
        self.clerk, self.head, self.day = users["clerk"], users["head"], day
        team: Any = self.engagement.team
        crew = [name for name, _leads in canaries.serves_in[team.pk]]
        self.leader, self.deputy, self.author, self.second = (users[name] for name in crew)
        here = {principal: name for name, principal in canaries.acts_for[self.engagement.unit_id]}
        self.principal, self.liaison = users[here[True]], users[here[False]]
        self.category = CategorySet.objects.get(code="six_disciplines").categories.first()

    def stay(self, *, at_work: bool) -> None:
        """Papers and findings, each kind of route once; at work some of them are left in every stage."""
        self.do(inspections.notify, self.engagement, self.clerk, files=[self.all.file()])
        self.do(inspections.enter, self.engagement, self.leader)
        self.registers(at_work=at_work)
        self.requests(at_work=at_work)
        said = self.words(Recusal, "details")
        self.do(inspections.apply_for_recusal, self.engagement, self.second, kind_of="kin", **said)
        self.pleading()
        self.discipline()
        self.obstructions(at_work=at_work)
        self.leave()
        concerns = ["unit", "member", "principal", "cadre", "unit", "unit"]
        self.found = [self.finding(one) for one in concerns]
        self.do(findings.drop_paper, self.paper(), self.leader)
        self.do(findings.drop, self.finding("unit", confirmed=False), self.leader)
        self.propose_fix()
        self.clue = self.put_under_seal(at_work=at_work)
        at_once = self.finding("unit")
        self.do(findings.put_right_at_once, at_once, self.leader)
        due = self.day + datetime.timedelta(days=9)
        said = self.words(ImmediateFix, "demand", "later_because")
        landing = at_once.landings.get()
        self.past_the_guard(landing)
        fix = self.do(rectification.issue_fix, landing, self.leader, due_on=due, **said)
        self.do(rectification.sign_for_fix, fix, self.principal)
        said = self.words(ImmediateFix, "result")
        self.do(rectification.report_fix, fix, self.liaison, files=[self.all.file()], **said)
        said = self.words(WeeklyReport, "plan", "remarks")
        self.do(findings.hand_in_week, self.engagement, self.leader, **said)
        draft = self.do(findings.draft_report, self.engagement, self.author)
        said = self.words(ReportDraft, *ReportDraft.SECTIONS)
        self.do(findings.write_draft, draft, self.leader, **said)
        if at_work:
            self.leave_lying()
            return
        self.do(inspections.withdraw, self.engagement, self.leader)
        marks = dict.fromkeys(TeamReview.MARKED, TeamReview.Mark.GOOD)
        said = self.words(TeamReview, "text")
        self.do(inspections.review_team, self.engagement.team_review, self.liaison, **marks, **said)
        text, files = self.all.word("teamreport", "text"), [self.all.file()]
        self.do(findings.hand_in_report, self.engagement, self.leader, report=text, files=files)

    def pleading(self) -> None:
        """One record on each step of its road, and one about the leader himself."""
        for steps in range(4):
            said: dict[str, Any] = self.words(InterferenceRecord, "name", "post", "said")
            coded = {"relation": "kin", "channel": "call", "on": self.day}
            ours = {"interferer": self.leader.person} if steps == 3 else {}
            record = self.do(
                inspections.register_interference,
                self.engagement,
                self.author,
                files=[self.all.file()],
                **coded,
                **said,
                **ours,
            )
            self.do(inspections.add_to_interference, record, self.author, **self.words(Addition, "text"))
            if steps in (1, 2):
                self.do(inspections.take_to_office, record, self.leader)
            if steps == 2:
                self.do(inspections.take_to_group, record, self.head)
                said = self.words(InterferenceRecord, "result")
                self.do(inspections.handle_interference, record, self.all.users["observer"], outcome="talk", **said)

    def discipline(self) -> None:
        """A first sign of a member and of his leader, a violation, and two leaks, one of somebody of the office."""
        team = self.engagement.team
        for user, kind in ((self.second, "tendency"), (self.leader, "tendency"), (self.second, "violation")):
            coded = {"posting": team.postings.get(person=user.person), "kind_of": kind, "on": self.day}
            said = self.words(ConductMatter, "facts")
            matter = self.do(
                inspections.note_conduct, self.engagement, self.author, files=[self.all.file()], **coded, **said
            )
            if kind == "tendency":
                by = self.leader if user == self.second else self.head
                self.do(inspections.remind, matter, by, **self.words(Admonition, "text"))
            else:
                said = self.words(ConductMatter, "result")
                self.do(inspections.handle_conduct, matter, self.head, outcome="educated", **said)
        for user, by in ((self.second, self.head), (self.clerk, self.all.users["observer"])):
            coded = {"channel": "word", "on": self.day, "suspect": user.person}
            said = self.words(LeakIncident, "leaked")
            leak = self.do(inspections.report_leak, self.engagement, self.author, **coded, **said)
            self.do(inspections.contain_leak, leak, by, **self.words(LeakIncident, "measures"))
            coded = {"suspect": user.person, "files": [self.all.file()]}
            self.do(inspections.investigate_leak, leak, by, **coded, **self.words(LeakIncident, "inquiry"))
            self.do(inspections.handle_leak, leak, by, outcome="educated", **self.words(LeakIncident, "result"))

    def leave(self) -> None:
        """A member asks for leave and gets it."""
        coded = {"kind_of": "sick", "begins_on": self.day, "ends_on": self.day}
        leave = self.do(inspections.ask_leave, self.engagement, self.second, **coded, **self.words(Leave, "reason"))
        self.do(inspections.give_leave, leave, self.leader)

    def obstructions(self, *, at_work: bool) -> None:
        """Noted, or dropped once the team is done; confirmed, before the leading group, and told to the unit."""
        for steps in range(4):
            coded = {"kind_of": "delay", "on": self.day, "documents": None, "files": [self.all.file()]}
            said = self.words(Obstruction, "facts")
            incident = self.do(findings.note_obstruction, self.engagement, self.author, **coded, **said)
            if steps:
                self.do(findings.confirm_obstruction, incident, self.leader)
            elif not at_work:
                self.do(findings.drop_obstruction, incident, self.leader)
            if steps == 2:
                self.do(findings.take_obstruction_to_group, incident, self.clerk)
            if steps == 3:
                said = self.words(Obstruction, "decision")
                self.do(findings.decide_obstruction, incident, self.clerk, outcome="talk", **said)
                self.do(findings.tell_unit, incident, self.clerk, **self.words(ObstructionNotice, "text"))

    def leave_lying(self) -> None:
        """A paper in every stage, and what somebody has typed and not yet filed."""
        draft = self.paper()
        for steps in range(1, 5):
            self.signed(self.paper(), steps)
        back = self.paper()
        self.signed(back, 1)
        self.do(findings.return_paper, back, self.leader)
        self.amended(back)
        self.do(findings.merge_paper, self.paper(), self.leader, into=draft)
        self.finding("unit", confirmed=False)
        Draft.objects.create(
            person=self.author,
            move=findings.file_paper.name,
            thing_id=self.engagement.pk,
            data=self.words(Draft, "data"),
        )

    def registers(self, *, at_work: bool) -> None:
        """What was heard and read, and leads in every stage; at work some are still open."""
        here, by, on = self.engagement, self.author, {"on": self.day}
        people, file = {"second": self.second}, [self.all.file()]
        said = self.words(Talk, "name", "post", "organisation_name", "place", "summary")
        talk = self.do(findings.record_talk, here, by, group="staff", files=file, **people, **on, **said)
        said = self.words(DocumentRequest, "title_text", "keeper")
        documents = self.do(findings.ask_for_documents, here, by, due_on=self.day, **said)
        self.do(findings.receive_documents, documents, by, received_on=self.day)
        self.do(findings.read_documents, documents, by, truthful=True, **self.words(DocumentRequest, "pages"))
        self.do(findings.record_visit, here, by, met=3, **on, **self.words(FieldVisit, "place", "seen"))
        said = self.words(PersonalMatterCheck, "name", "post", "report", "result")
        self.do(findings.record_check, here, by, agrees=False, **on, **said)
        said = self.words(Sitting, "title_text", "place", "chair", "speaker", "attendees", "agenda", "minutes")
        self.sitting = self.do(findings.record_sitting, here, by, kind_of="team", **on, **said)
        said = self.words(Survey, "title_text", "result")
        coded = {"kind_of": "appraisal", "group": "staff", "sent_out": 9, "returned": 8, "valid": 7, "good": 7}
        self.do(findings.record_survey, here, by, **coded, **on, **said)
        said = self.words(VisitPlan, "focus", "methods", "schedule")
        plan = self.do(findings.draft_visit_plan, here, by, **said)
        if not at_work:
            self.do(findings.adopt_visit_plan, plan, self.leader)
        said = self.words(Preparation, "name")
        asked = self.do(inspections.ask_preparation, here, self.leader, due_on=self.day, **said)
        self.do(inspections.mark_ready, asked, self.liaison, **self.words(Preparation, "answer"))
        if self.engagement.unit == self.all.units[0]:
            self.extend(at_work=at_work)
        self.aspects(at_work=at_work)
        self.handover()
        self.petitions(at_work=at_work)
        self.letter_box(at_work=at_work)
        self.do(findings.note_concern, talk, by, **self.words(Concern, "name", "post", "matter"))
        doubts = [
            self.do(findings.raise_lead, talk, by, category=self.category, **self.words(Lead, "title_text", "about"))
            for _turn in range(3)
        ]
        for doubt in doubts:
            self.do(findings.take_step, doubt, by, means="documents", **on, **self.words(LeadStep, "result"))
        self.do(findings.conclude, doubts[0], by, **self.words(Lead, "conclusion"))
        if not at_work:
            self.do(findings.conclude, doubts[1], by, **self.words(Lead, "conclusion"))
            self.do(findings.park, doubts[2], self.leader)
            for left in self.engagement.leads.unfinished():  # what came along from an earlier visit
                self.do(findings.conclude, left, by, **self.words(Lead, "conclusion"))
            self.do(findings.give_back_documents, documents, by)

    def extend(self, *, at_work: bool) -> None:
        """Asked for in every round; approved where the stay is over, and still waiting at work."""
        said = self.words(Extension, "aims_at", "reason")
        asked = self.do(findings.ask_extension, self.engagement, self.leader, place=self.all.below, **said)
        if not at_work:
            self.do(findings.approve_extension, asked, self.all.users["head"])

    def handover(self) -> None:
        """The second hands a lead over to the author; what the author has open nobody wants."""
        here, giver, taker = self.engagement, self.second, self.author
        said = self.words(Lead, "title_text", "about")
        doubt = self.do(findings.note_lead, here, giver, category=self.category, **said)
        values = {"giver": giver, "taker": taker, **self.words(Handover, "about")}
        self.do(findings.take_over_work, self.do(findings.hand_over_work, here, giver, **values), taker)
        values = {"giver": taker, "taker": giver, **self.words(Handover, "about")}
        self.do(findings.drop_handover, self.do(findings.hand_over_work, here, taker, **values), giver)
        self.do(findings.conclude, doubt, taker, **self.words(Lead, "conclusion"))

    def aspects(self, *, at_work: bool) -> None:
        """At work all but one are concluded."""
        left = list(findings.aspects_left(self.engagement))
        for category in left[1:] if at_work else left:
            coded = {"category": category, "result": "nothing", "means": ["talk"], "on": self.day}
            self.do(findings.conclude_aspect, self.engagement, self.author, **coded, **self.words(Aspect, "text"))

    def petitions(self, *, at_work: bool) -> None:
        """One of each way; who wrote it is read by nobody, for nobody has asked. At work one waits to be sorted."""
        texts = ("about_unit", "about_name", "about_post", "summary")
        here, by, said = self.engagement, self.author, ("reporter_name", "reporter_unit", "reporter_phone")
        rows = [
            self.do(
                findings.register_petition,
                here,
                by,
                channel="letter",
                on=self.day,
                important=True,
                files=[self.all.file()],
                **self.words(Petition, *texts),
                **self.words(ReporterIdentity, *said),
            )
            for _turn in range(3)
        ]
        self.do(findings.accept_important_petition, rows[0], by)
        self.do(findings.ask_who, rows[0], by, **self.words(Unsealing, "motive"))
        self.do(findings.see_reporter, rows[0], by, seen_on=self.day)
        self.do(findings.conclude_petition, rows[0], by, **self.words(Petition, "conclusion"))
        if not at_work:
            for row in rows[1:]:
                self.do(findings.pass_on, row, by, passed_to=self.all.word("petition", "passed_to"))
            self.do(findings.enter_receipt, rows[1], by, **self.words(Petition, "receipt"))

    def letter_box(self, *, at_work: bool) -> None:
        """A letter, a question to its writer, a word to him, and what he added; at work the box is open."""
        by, closes_on = self.author, self.day + datetime.timedelta(days=9)
        box = self.do(findings.open_letter_box, self.engagement, self.clerk, closes_on=closes_on)
        said = self.words(Petition, "about_name", "about_post")
        said |= self.words(ReporterIdentity, "reporter_name", "reporter_unit", "reporter_phone")
        said |= {"text": self.all.word("petition", "wording"), "on": self.day, "files": [self.all.file()]}
        key = f"{self.engagement.key:0>64}"
        letter = self.do(findings.receive_letter, box, Actor.WRITER, writer_key=key, **said)
        texts = ("channel", "on", "managed", "important", "about_unit", "about_name", "about_post")
        kept = {name: getattr(letter, name) for name in texts}
        self.do(findings.correct_petition, letter, by, **kept, **self.words(Petition, "summary"))
        reply = self.do(findings.ask_writer, letter, by, **self.words(LetterReply, "text"))
        self.do(findings.tell_writer, letter, by, **self.words(LetterReply, "text"))
        said = {"on": self.day, "files": [self.all.file()]}
        addition = self.do(findings.writer_adds, letter, Actor.WRITER, **said, **self.words(LetterAddition, "text"))
        if not at_work:
            self.do(findings.go_on_without_answer, reply, by)
            self.do(findings.read_addition, addition, by)
            self.do(findings.pass_on, letter, by, passed_to=self.all.word("petition", "passed_to"))
            self.do(findings.close_letter_box, box, self.clerk)

    def requests(self, *, at_work: bool) -> None:
        """What is asked of others: answered, declined and decided on, or on its way; of what names people, too."""
        department, discipline = self.all.users["department"], self.all.users["discipline"]
        answered = self.request("data", "department")
        self.taken_up(answered, department)
        self.do(referrals.answer_request, answered, department, files=[self.all.file()], **self.answer())
        self.do(referrals.judge_request, answered, self.leader, satisfaction="partly")
        secret = self.request("clue_info", Organisation.Kind.DISCIPLINE)
        self.taken_up(secret, discipline)
        self.do(referrals.answer_request, secret, discipline, **self.answer())
        declined = self.request("expertise", "department")
        self.do(referrals.send_request, declined, self.head)
        self.do(referrals.sign_for_request, declined, department)
        self.do(referrals.decline_request, declined, department, **self.words(FunctionalRequest, "refusal"))
        self.do(referrals.escalate_request, declined, self.leader)
        said = self.words(FunctionalRequest, "decision")
        self.do(referrals.excuse_request, declined, self.all.users["observer"], **said)
        if at_work:
            self.request("people", Organisation.Kind.PERSONNEL)
            waiting = self.request("personal_matters", Organisation.Kind.PERSONNEL)
            self.do(referrals.send_request, waiting, self.head)

    def request(self, kind: str, receiver: str) -> FunctionalRequest:
        said = self.words(FunctionalRequest, "title_text", "wanted")
        values = {"receiver": self.all.bodies[receiver], "kind_of": kind, "files": [self.all.file()]}
        return self.do(referrals.ask_functional_unit, self.engagement, self.leader, **values, **said)

    def taken_up(self, request: FunctionalRequest, handler: User) -> None:
        self.do(referrals.send_request, request, self.head)
        self.do(referrals.sign_for_request, request, handler)
        self.do(referrals.accept_request, request, handler, promised_on=self.day)

    def answer(self) -> dict[str, str]:
        return self.words(FunctionalRequest, "answer")

    def written(self, concerns: str = "unit") -> dict[str, Any]:
        coded = {"second": self.second, "source": WorkingPaper.Source.DOCUMENTS, "found_on": self.day}
        texts = ("title_text", "facts", "basis", "evidence", "responsibility", "source_other", "area", "led_by")
        said = self.words(WorkingPaper, *texts)
        return {"concerns": concerns, **coded, **said}

    def paper(self, concerns: str = "unit") -> WorkingPaper:
        values = self.written(concerns)
        return self.do(findings.file_paper, self.engagement, self.author, files=[self.all.file()], **values)

    def amended(self, paper: WorkingPaper) -> None:
        self.do(findings.amend_paper, paper, self.author, **self.written(paper.concerns))

    def propose_fix(self) -> None:
        """A member proposes a notice from a signed paper; the leader does not issue it, and drops the paper."""
        paper = self.paper()
        self.signed(paper)
        said = self.words(WorkingPaper, "fix_demand", "fix_later_because")
        due = self.day + datetime.timedelta(days=9)
        proposed = {"demand": said["fix_demand"], "later_because": said["fix_later_because"], "due_on": due}
        self.do(rectification.propose_fix, paper, self.author, **proposed)
        self.do(rectification.decline_fix, paper, self.leader)
        self.do(findings.drop_paper, paper, self.leader)

    def signed(self, paper: WorkingPaper, steps: int = 4) -> None:
        """Let a paper go its way, or only some steps of it."""
        opinion = self.words(WorkingPaper, "opinion")
        for verb, by, values in (
            (findings.submit_paper, self.author, {}),
            (findings.review_paper, self.deputy, {}),
            (findings.agree_paper, self.leader, {"sitting": self.sitting, **opinion}),
            (findings.sign_paper, self.leader, {}),
        )[:steps]:
            self.do(verb, paper, by, **values)

    def sheet(self, paper: WorkingPaper) -> None:
        """The unit says of the facts what is not so."""
        self.do(findings.send_sheet, paper, self.leader, **self.words(FactSheet, "title_text", "facts"))
        said, files = self.words(FactSheet, "disputed", "grounds"), [self.all.file()]
        self.do(findings.dispute_facts, paper.sheet, self.liaison, files=files, **said)

    def finding(self, concerns: str, *, confirmed: bool = True) -> Finding:
        paper = self.paper(concerns)
        if concerns == "principal":  # with what it said before, and another paper on the same matter
            self.amended(paper)
            self.do(findings.merge_paper, self.paper(concerns), self.leader, into=paper)
        self.signed(paper)
        if not confirmed:
            self.sheet(paper)
        texts = ("title_text", "facts", "judgement", "basis", "responsibility", "cause_text", "recommended_to")
        person = {"name": self.all.word("finding", "subject_name"), "post": self.all.word("finding", "subject_post")}
        values = {
            "category": self.category,
            "concerns": concerns,
            "persons": [person | {"managed": True}],
            "cause": Finding.Cause.SYSTEM,
            "priority": self.all.priority,
        }
        said = self.words(Finding, *texts, "recommendation")
        finding = self.do(findings.raise_finding, paper, self.author, files=[self.all.file()], **values, **said)
        if confirmed:
            self.do(findings.confirm, finding, self.leader)
        return finding

    def put_under_seal(self, *, at_work: bool) -> Clue:
        """A clue from the beginning; at work somebody of the office is named for it."""
        coded = {"discipline": "integrity", "managed": True, "proposed_form": "form2"}
        named = {"talks": [], "petitions": [], "overseers": [self.clerk] if at_work else []}
        said = self.words(Clue, "subject_name", "subject_post", "subject_level", "subcategory")
        finding = self.finding("principal")
        verb = referrals.put_under_seal.siblings[Finding]
        clue: Clue = self.do(verb, finding, self.leader, **coded, **named, **said)
        self.do(referrals.study_clue, clue, self.leader, sitting=self.sitting)
        said = self.words(Clue, "proposal")
        self.do(referrals.propose_clue, clue, self.leader, proposed_form="form2", **said)
        return clue

    def send_under_seal(self) -> None:
        """What the leader put under seal is decided and goes out in a letter."""
        clue, discipline = self.clue, self.all.bodies["discipline"]
        self.do(referrals.examine_clue, clue, self.head)
        decided = {"receiver": discipline, "decided_on": self.day, "meeting": None}
        self.do(referrals.decide_clue, clue, self.head, **decided, **self.words(Clue, "decision"))
        said = self.words(SealedLetter, "decision", "demand", "contact", "phone")
        coded = {"clues": [clue], "way": "single", "meeting": None, "files": [self.all.file()]}
        letter = self.do(referrals.send_sealed_letter, self.engagement.round, self.head, **coded, **said)
        self.do(referrals.sign_for_letter.siblings[SealedLetter], letter, self.all.users["discipline"])

    def after(self) -> None:
        """Everything goes where it belongs, and what was fed back is put right, or is on its way."""
        kinds = Landing.Kind
        round = self.engagement.round
        round.refresh_from_db()
        routes = (kinds.ORGANISATION, kinds.PRINCIPAL, kinds.DISCIPLINE, kinds.PERSONNEL, kinds.DEPARTMENT)
        for finding, kind in zip(self.found, (*routes, kinds.ORGANISATION), strict=True):
            receiver = self.all.bodies["department"] if kind == kinds.DEPARTMENT else None
            where = {"kind_of": kind, "receiver": receiver}
            self.do(findings.propose_route, finding, self.leader, **where, reason=self.reason())
            self.do(findings.review_route, finding, self.clerk, **where, reason=self.reason())
            held = {"meeting": round.group_meeting, "reason": self.reason()}
            self.do(findings.group_decides_route, finding, self.clerk, **where, **held)
            held = {"meeting": round.secretary_meeting, "reason": self.reason()}
            self.do(findings.route, finding, self.clerk, **where, **held)
            self.handed_over(finding.landings.get())
        self.send_under_seal()
        self.drafted()
        said = self.words(Feedback, "place", "chair", "attendees", "absent")
        files = [self.all.file()]
        self.do(rectification.feed_back, self.engagement, self.clerk, held_on=self.day, files=files, **said)
        for feedback in self.engagement.feedbacks.order_by("pk"):
            self.put_right(feedback)

    def reason(self) -> str:
        """What is said with a step of the routing lies in its history."""
        return self.all.word("remark", "text")

    def drafted(self) -> None:
        """What is to be fed back: reworded, held up by the guard in one place, overruled by the head, checked."""
        for audience in audiences_left(self.engagement):
            said = self.words(Opinion, "overview", "demands")
            talk = self.engagement.talks.exclude(summary="").first()
            said |= {"limits": f"{self.all.word('opinion', 'limits')} {talk.summary}"}
            draft = self.do(rectification.draft_opinion, self.engagement, self.leader, audience=audience, **said)
            said = self.words(OpinionProblem, "problem", "manifestation", "recommendation")
            self.do(rectification.reword, draft.listed().last(), self.clerk, **said)
            self.past_the_guard(draft)
            self.do(rectification.check_opinion, draft, self.head)

    def past_the_guard(self, thing) -> None:
        """Whatever it holds up the head overrules: every token begins like the others of its kind."""
        if places := [place.code for place in guard.open_places(thing, guard.texts_of(thing))]:
            note = self.all.word("overruling", "reason")
            self.do(rectification.overrule, thing, self.head, places=places, note=note)

    def copied(self, feedback: Feedback) -> None:
        """Copies to those who have to know, one of them signed for on paper; and one that the principal prints."""
        bodies = [self.all.bodies["department"]]
        said = {"leader": self.all.word("copy", "holder")}
        on_paper, _sent = self.do(rectification.send_copies, feedback, self.clerk, bodies=bodies, **said)
        said = {"signed_by": self.all.word("copy", "signed_by"), "signed_on": self.day}
        self.do(rectification.note_receipt, on_paper, self.clerk, **said)
        self.do(rectification.print_copy, feedback, self.principal)

    def handed_over(self, landing: Landing) -> None:
        handlers = {"discipline": "discipline", "personnel": "personnel", "department": "department"}
        if landing.kind_of not in handlers:
            return
        handler = self.all.users[handlers[landing.kind_of]]
        sealed = landing.kind_of == Landing.Kind.DISCIPLINE
        by, verb = (self.head, referrals.send_clue) if sealed else (self.clerk, referrals.send)
        if landing.kind_of == Landing.Kind.DEPARTMENT:
            said = self.words(TransferLetter, "decision", "demand", "contact", "phone")
            coded = {"landings": [landing], "way": "single", "meeting": None, "files": [self.all.file()]}
            thing = self.do(referrals.send_letter, self.engagement.round, self.clerk, **coded, **said).matters.get()
        else:
            thing = self.do(verb, landing, by, files=[self.all.file()])
        self.do(referrals.receive, thing, handler)
        self.do(referrals.dispose, thing, handler, disposition="inquiry" if sealed else "self")
        self.do(referrals.note_progress, thing, handler, **self.words(type(thing), "progress"))
        said = self.words(type(thing), "result") | ({"four_forms": "form1"} if sealed else {})
        self.do(referrals.reply, thing, handler, files=[self.all.file()], **said)

    def put_right(self, feedback: Feedback) -> None:
        alone = feedback.audience == Feedback.Audience.PRINCIPAL
        writer = self.principal if alone else self.liaison
        self.do(rectification.sign_for, feedback, self.principal)
        if not alone:
            self.do(rectification.state_position, feedback, self.principal, **self.words(Feedback, "statement"))
            self.copied(feedback)
        due = self.day + datetime.timedelta(days=60)
        for item in feedback.items.order_by("place"):
            said = self.words(Measure, "text", "leader", "department", "person") | self.words(Item, "goal")
            self.do(rectification.fill, item, writer, due_kind="long", due_on=due, **said)
            said = self.words(Measure, "text", "aim", "leader", "department", "person")
            self.do(rectification.add_measure, item, writer, due_kind="date", due_on=due, **said)
        plan = feedback.plan
        self.do(rectification.propose, plan, writer, files=[self.all.file()])
        self.do(rectification.endorse_plan, plan, self.principal, truth=True)
        if not alone:
            item = feedback.items.order_by("place").first()
            said = self.words(ItemReview, "missing") | {"verdict": "agrees"}
            self.do(rectification.review_item, item, self.all.users["discipline"], **said)
            if feedback.items.count() > 1:
                self.do(rectification.agree_to_rest, plan, self.all.users["discipline"])
            self.do(rectification.agree_to_rest, plan, self.all.users["personnel"])
        self.do(rectification.approve_plan, plan, self.clerk)
        for item in feedback.items.order_by("place"):
            self.item(item, writer)
        if not alone:
            self.do(rectification.ask_to_take_over, self.engagement, Actor.CLOCK, principal=self.principal)
            self.to_the_end(feedback.items.order_by("place").first())
        self.report_on(feedback)

    def report_on(self, feedback: Feedback) -> None:
        """In one paper what is meant for the principal alone, else in two."""
        if feedback.audience == Feedback.Audience.PRINCIPAL:
            said = self.words(Feedback, "report")
            self.do(rectification.file_report, feedback, self.principal, truth=True, files=[self.all.file()], **said)
            return
        for kind in UnitReport.Kind:
            report = self.do(rectification.draft_report, feedback, self.liaison, kind_of=kind.value)
            said = self.words(UnitReport, *UnitReport.SECTIONS[kind])
            self.do(rectification.write_report, report, self.liaison, **said)
            self.do(rectification.sign_report, report, self.principal, truth=True, files=[self.all.file()])

    def item(self, item: Item, writer: User) -> None:
        """Everything that lies with one item, until it is to be closed."""
        said = self.words(Progress, "done")
        files = [self.all.file()]
        progress = self.do(rectification.report_progress, item, writer, percent=100, files=files, **said)
        self.noticed(progress, writer)
        said = {"kind_of": "recovered", "amount": 1, "on": self.day} | self.words(Recovery, "paper")
        self.do(rectification.enter_recovery, item, writer, files=[self.all.file()], **said)
        said = {"form": "talk", "on": self.day} | self.words(Handling, "name", "post", "paper")
        self.do(rectification.enter_handling, item, writer, **said)
        self.do(rectification.say_to_office, item, writer, **self.words(ItemMessage, "text"))
        self.do(rectification.say_to_unit, item, self.clerk, files=[self.all.file()], **self.words(ItemMessage, "text"))
        later = {"due_on": self.day + datetime.timedelta(days=90)}
        self.do(rectification.ask_for_time, item, writer, **later, **self.words(Postponement, "reason"))
        self.do(rectification.request_close, item, writer, outcome="done", **self.words(Item, "institutions"))

    def to_the_end(self, item: Item) -> None:
        """One item is struck off by two people, and looked at a year later."""
        self.do(rectification.endorse_item, item, self.principal, truth=True)
        self.do(rectification.verify_first, item, self.clerk)
        self.do(rectification.confirm_close, item, self.head)
        said = self.words(YearlyCheck, "report")
        self.do(rectification.report_check, item.checks.get(), self.liaison, files=[self.all.file()], **said)

    def noticed(self, progress: Progress, writer: User) -> None:
        """Something about the file is noticed; about every second one the unit is asked, and explains."""
        file = Attachment.objects.get(thing_kind=progress.kind, thing_id=progress.pk)
        facts = {"start": self.day.isoformat(), "made": self.day.isoformat()}
        said = {"attachment": file, "kind_of": EvidenceFlag.Kind.MADE, "facts": facts}
        flag = self.do(rectification.raise_flag, progress, Actor.HOUSE, **said)
        decided = {"outcome": "explained", **self.words(EvidenceFlag, "ruling")}
        if progress.item.place % 2:
            self.do(rectification.decide_flag, flag, self.clerk, **decided)
            return
        self.do(rectification.ask_unit, flag, self.clerk, **self.words(EvidenceFlag, "question"))
        said = self.words(EvidenceFlag, "answer")
        self.do(rectification.explain_evidence, flag, writer, files=[self.all.file()], **said)
        self.do(rectification.decide_answered, flag, self.clerk, **decided)


# -- what is written where -----------------------------------------------------------------------------------------


def readable_models() -> list[type[Moving]]:
    """Return every model whose rows have pages of their own."""
    return [model for model in apps.get_models() if issubclass(model, Moving)]


def expected(made: Canaries) -> list[dict[str, Any]]:
    """Return every token with the places where it stands and the people who may read it in at least one of them."""
    readers = Readers(made)
    found: dict[str, dict[str, Any]] = {}
    for places, seen_by in _everything_written(readers):
        for token, model, field, key in places:
            entry = found.setdefault(token, {"token": token, "model": model, "field": field, "key": key, "places": []})
            entry["places"].append({"model": model, "field": field, "key": key})
            entry["seen_by"] = sorted(seen_by.union(entry.get("seen_by", ())))
    return [found[token] for token in sorted(found, key=lambda token: token[-5:])]


def _everything_written(readers: Readers) -> Iterator[tuple[list[tuple[str, str, str, str]], set[str]]]:
    """Yield the tokens of each row, with its readers."""
    seen: dict[tuple[str, int], set[str]] = {}
    rows: dict[tuple[str, int], Moving] = {}
    for model in readable_models():
        for row in model._base_manager.order_by("pk"):
            seen[row.kind, row.pk], rows[row.kind, row.pk] = readers.of(row), row
            yield _tokens_of(row, row.key), seen[row.kind, row.pk]
    copies = Copy._base_manager.select_related("feedback__engagement").order_by("pk")
    for copy in copies:  # whoever has one reads the paper
        for row in (copy.feedback, *copy.feedback.items.order_by("pk"), *copy.feedback.fixes):
            yield _tokens_of(row, row.key), readers.of(copy)
    for visited in VisitedItem._base_manager.select_related("item", "lead").order_by("pk"):
        for row in going_back.shown_by(visited):
            yield _tokens_of(row, row.key), readers.of(visited)
    for remark in Remark.objects.select_related("event").order_by("pk"):
        about = (remark.event.thing_kind, remark.event.thing_id)
        # What was said of a matter that has left under seal is read by nobody any more.
        sealed = rows[about].stage == "sealed"
        yield _tokens_of(remark, rows[about].key), set() if sealed else seen[about]
    contents = _contents()
    for file in Attachment.objects.order_by("pk"):
        places = _tokens_of(file, file.key)
        places += [(token, "casework.attachment", "content", file.key) for token in contents[file.pk]]
        yield places, seen[file.thing_kind, file.thing_id]
    for draft in Draft.objects.select_related("person").order_by("pk"):
        yield _tokens_of(draft, str(draft.pk)), {draft.person.username}
    yield from _names(seen)


def _tokens_of(row: models.Model, key: str) -> list[tuple[str, str, str, str]]:
    label = row._meta.label_lower
    return [
        (token, label, field.name, key)
        for field in row._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField)
        for token in TOKEN.findall(str(getattr(row, field.attname)))
    ]


def _contents() -> dict[int, set[str]]:
    """Return the tokens inside each file; the scans and letters made here say them in a way that can be read back."""
    found = {}
    for file in Attachment.objects.all():
        data = (settings.FILES_ROOT / file.place).read_bytes()
        found[file.pk] = set(TOKEN.findall(papers.text_of(data)))
    return found


def _names(seen: dict[tuple[str, int], set[str]]) -> Iterator[tuple[list[tuple[str, str, str, str]], set[str]]]:
    """Yield people's names: whoever may read a thing may read who wrote it, moved it, or belongs to it."""
    for event in Event.objects.exclude(actor=None).select_related("actor"):
        yield _name_of(event.actor), seen.get((event.thing_kind, event.thing_id), set())
    for notice in Notice.objects.exclude(event__actor=None).select_related("event__actor", "person"):
        yield _name_of(getattr(notice.event, "actor", None)), {notice.person.username}
    for file in Attachment.objects.exclude(by=None).select_related("by"):
        yield _name_of(file.by), seen[file.thing_kind, file.thing_id]
    for model in readable_models():
        named = [field.name for field in model._meta.concrete_fields if field.related_model in (User, Person)]
        for row in model._base_manager.select_related(*named) if named else ():
            for person in filter(None, (getattr(row, name) for name in named)):
                yield _name_of(person), seen[row.kind, row.pk]


def _name_of(person: User | Person | None) -> list[tuple[str, str, str, str]]:
    return [place for place in _tokens_of(person, person.key) if place[2] == "name"] if person else []
