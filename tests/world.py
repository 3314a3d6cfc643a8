"""Everything of the first team's unit, one of each kind, with a window for everybody of the cast."""

import datetime

from django.test import Client

from accounts.models import House, Organisation, Person, Tie, User
from casework.models import PaperTemplate
from casework.policy import Actor
from findings import actions as findings
from findings.models import (
    Extension,
    ExternalFinding,
    FactSheet,
    Finding,
    Handover,
    Landing,
    Obstruction,
    ObstructionNotice,
    Petition,
    Phrase,
    ReportDraft,
    RoutingStep,
    Unsealing,
    UpReport,
    WeeklyReport,
    WorkingPaper,
)
from inspections import actions as inspections
from inspections.models import (
    Addition,
    Admonition,
    AnnualPlan,
    Appraisal,
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
    TeamProposal,
    TeamReport,
    TeamReview,
    Term,
    UpperInspection,
    UsualRungs,
)
from rectification import actions as rectification
from rectification import guard
from rectification.models import (
    Accountability,
    AccountabilityNotice,
    Copy,
    EvidenceFlag,
    Feedback,
    ImmediateFix,
    Item,
    LadderPaper,
    Opinion,
    OpinionProblem,
    Overruling,
    Plan,
    Progress,
    ResultUse,
    ReturnVisit,
    RoundArchive,
    VisitedItem,
    VisitNotice,
)
from referrals import actions as referrals
from referrals.models import Clue, FunctionalRequest, Referral, SealedLetter, TransferLetter

from . import cases
from .people import cast


class World:
    """Everything of the first team's unit, one of each kind, and something meant for its principal alone."""

    def __init__(self):
        people = self.people = cast()
        engagement = cases.on_site(people)
        recusal = cases.recusal(people, engagement)
        handed = self.handed_over(engagement)
        registers = cases.registers(engagement)
        unsealing = cases.unsealed(people, engagement)
        obstruction = cases.told_of_obstruction(people, engagement)
        week = cases.week(engagement)
        exchange = cases.exchange(people, engagement)
        request = cases.answered(people, cases.request(people, engagement))
        referrals.judge_request(request, by=people.leader, today=cases.DAY, satisfaction="satisfied")
        extension = cases.extension(people, engagement)
        preparation = cases.preparation(people, engagement)
        support = cases.support(people, engagement.round)
        pleading = cases.interference(engagement)
        addition = inspections.add_to_interference(pleading, by=people.member, today=cases.DAY, text="再次来电。")
        inspections.take_to_office(pleading, by=people.leader, today=cases.DAY, note="")
        matter = cases.conduct(engagement, people.second_member.person)
        inspections.remind(matter, by=people.leader, today=cases.DAY, text="请遵守请假制度。")
        leak = cases.leak(engagement)
        leave = cases.leave(engagement)
        priority = cases.priority(people, engagement.round)
        own = cases.own_set(people)
        profile = cases.own_profile(people)
        ordinary = cases.finding(engagement, priority=priority)
        sheet = cases.sheet(cases.fresh(ordinary.paper))
        member = cases.finding(engagement, "班子成员作风问题", concerns="member")
        staffing = cases.finding(engagement, "选人用人程序不规范")
        clue = cases.finding(engagement, "违规收受礼金", concerns="principal")
        at_once = cases.finding(engagement, "公示栏未更新")
        findings.put_right_at_once(cases.fresh(at_once), by=people.leader, today=cases.DAY, note="")
        fix = rectification.issue_fix(
            at_once.landings.get(), by=people.leader, today=cases.DAY, demand="更新", due_on=cases.DAY
        )
        cases.parked(engagement)
        written = findings.draft_report(cases.fresh(engagement), by=people.member, today=cases.DAY)
        round = cases.heard(people, engagement.round)
        landing = cases.routed(people, ordinary, "organisation")
        cases.routed(people, member, "principal")
        referral = referrals.send(cases.routed(people, staffing, "personnel"), by=people.clerk, note="")
        sealed = referrals.send_clue(cases.routed(people, clue, "discipline"), by=people.head, note="")
        overruling = self.overruled(engagement)
        feedback = cases.fed_back(people, engagement)
        (copy,) = rectification.send_copies(feedback, by=people.clerk, today=cases.DAY, bodies=[people.department])
        secondment, appraisal = self.lent(engagement)
        item = Item.objects.get(feedback=feedback)
        cases.filled(item, people.liaison)
        rectification.propose(feedback.plan, by=people.liaison, note="")
        rectification.endorse_plan(feedback.plan, by=people.principal, truth=True, note="")
        plan = cases.agreed_by_bodies(people, feedback.plan)
        rectification.approve_plan(plan, by=people.clerk, note="")
        progress = rectification.report_progress(cases.fresh(item), by=people.liaison, percent=50, done="一半")
        put_right = self.put_right(item)
        flag = cases.flag(cases.fresh(item), by=people.liaison)
        cases.may_lead(people, "other_leader")
        common = self.in_common(engagement, cases.fresh(ordinary))
        above = ExternalFinding.objects.first()
        inspections.take_over(above.round, by=people.clerk, today=cases.DAY, held_on=cases.DAY, note="")
        said = {"number": "云巡组〔2026〕5号", "receiver": "市委巡察组", "on": cases.DAY, "about": "正在整改。"}
        reported = findings.report_up(cases.fresh(above.round), by=people.clerk, today=cases.DAY, **said)
        proposal = cases.proposal(people, cases.planned(people, people.department, term=round.term))
        visit = cases.ready(
            people, cases.visit(people, engagement, leader=people.leader, visitors=[people.second_member])
        )
        assessed = self.assessed(engagement)
        paper = cases.ladder_paper(people, feedback, cases.DAY + datetime.timedelta(days=30))
        account = cases.accountability(people, engagement, upto=4)
        self.things = {
            House: people.house,
            User: people.liaison,
            Organisation: people.unit,
            Person: people.liaison.person,
            Tie: cases.tie(people, people.liaison.person),
            Term: round.term,
            AnnualPlan: cases.year(people, round.term),
            UpperInspection: cases.upper(people, people.other_unit),
            Round: round,
            OwnProfile: profile,
            OwnRule: profile.rules.first(),
            OwnSet: own,
            LocalDays: cases.local_days(people),
            UsualRungs: cases.usual_rungs(people),
            PaperTemplate: cases.paper_template(people),
            OwnCategory: own.categories.first(),
            Priority: priority,
            Meeting: round.meetings.first(),
            Seat: cases.seat(people, people.leading_group, people.secretary, "head"),
            Decision: cases.decision(people, round.meetings.first(), owner=people.department),
            Team: engagement.team,
            TeamProposal: proposal,
            Posting: engagement.team.postings.first(),
            Pledge: engagement.team.postings.get(person=people.member.person).pledge,
            Secondment: secondment,
            Appraisal: appraisal,
            Recusal: recusal,
            InterferenceRecord: pleading,
            Addition: addition,
            ConductMatter: matter,
            Admonition: matter.admonitions.get(),
            LeakIncident: leak,
            Leave: leave,
            Engagement: engagement,
            TeamReport: engagement.team_report,
            ReportDraft: written,
            Phrase: cases.phrase(people),
            TeamReview: cases.reviewed(people, engagement),
            **registers,
            Extension: extension,
            Preparation: preparation,
            Support: support,
            **exchange,
            Handover: handed,
            Petition: unsealing.petition,
            Unsealing: unsealing,
            Obstruction: obstruction,
            ObstructionNotice: obstruction.notice,
            WeeklyReport: week,
            WorkingPaper: cases.fresh(ordinary.paper),
            FactSheet: sheet,
            Finding: ordinary,
            ExternalFinding: cases.fresh(above),
            UpReport: reported,
            Landing: landing,
            RoutingStep: RoutingStep.last_of(ordinary),
            Referral: referral,
            Clue: sealed,
            TransferLetter: referral.letter,
            SealedLetter: sealed.letter,
            FunctionalRequest: request,
            Opinion: feedback.opinion,
            OpinionProblem: feedback.opinion.problems.get(),
            Overruling: overruling,
            Copy: copy,
            Feedback: feedback,
            Plan: feedback.plan,
            Item: item,
            Progress: progress,
            **put_right,
            EvidenceFlag: flag,
            ImmediateFix: fix,
            ReturnVisit: visit,
            VisitedItem: visit.visited.get(),
            VisitNotice: visit.notice,
            **assessed,
            LadderPaper: paper,
            Accountability: account,
            RoundArchive: self.archived(round),
            AccountabilityNotice: account.notice,
            **common,
        }
        alone = engagement.feedbacks.get(audience="principal")
        self.for_the_principal = {Feedback: alone, Plan: alone.plan, Item: Item.objects.get(feedback=alone)}
        self.for_the_principal |= {Opinion: alone.opinion, OpinionProblem: alone.opinion.problems.get()}
        self.clients = {}
        for name in sorted(people.users):
            self.clients[name] = Client()
            self.clients[name].force_login(people.users[name], backend="accounts.backends.ByPassword")

    def archived(self, round):
        """The archive of the round was asked for; the round goes on afterwards as if it had not been closed."""
        rows, was = Round._base_manager.filter(pk=round.pk), cases.fresh(round).stage
        rows.update(stage=Round.Stage.ARCHIVED)
        made = rectification.take_archive(cases.fresh(round), by=self.people.head, today=cases.DAY)
        rows.update(stage=was)
        return made

    def in_common(self, engagement, finding):
        """One of each of what comes of a common problem; the list of what to look at went to the finance department."""
        people, handler, later = self.people, self.people.department_handler, cases.DAY + datetime.timedelta(days=1)
        problem = cases.common(people, engagement, upto="assigned", first=finding)
        entry = cases.followed(people, problem)
        task = problem.tasks.get(owner=people.department)
        rectification.sign_for_task(task, by=handler, today=cases.DAY)
        report = rectification.report_task(task, by=handler, today=cases.DAY, done="已成立专班。")
        rule = cases.institution(people, task, later)
        rectification.confirm_institution(rule, by=people.clerk, today=later, note="")
        letter = cases.suggestion(people, problem)
        check, *_others = cases.self_checks(people, cases.fresh(problem))
        cluster = cases.cluster(people, engagement, title="会议记录没有签字", ours=False)
        things = [cluster, problem, problem.members.get(finding=finding), entry, task, report, rule, letter, check]
        return {type(one): cases.fresh(one) for one in things} | {ResultUse: ResultUse.objects.get()}

    def assessed(self, engagement):
        """The assessment is open; the unit goes on afterwards as if it had not reported yet."""
        sheet = cases.score_sheet(self.people)
        rows = Feedback._base_manager.filter(engagement=engagement)
        was = dict(rows.values_list("pk", "stage"))
        rows.update(stage=Feedback.Stage.ACCEPTED)
        given = cases.fresh(engagement.feedbacks.get(audience="organisation"))
        shown = rectification.draft_inside(given, by=self.people.liaison, today=cases.DAY)
        made = cases.assessment(self.people, engagement, sheet=sheet)
        for pk, stage in was.items():
            rows.filter(pk=pk).update(stage=stage)
        things = [sheet, sheet.criteria.filter(stage="frozen").first(), made, made.scores.first()]
        survey = cases.satisfaction(self.people, engagement)
        return {type(one): cases.fresh(one) for one in (*things, survey, shown)}

    def put_right(self, item):
        """One of each of what belongs to an item, on its way."""
        people, day = self.people, cases.DAY
        said = {"kind_of": "recovered", "amount": "1.50", "on": day, "paper": "缴款书"}
        amount = rectification.enter_recovery(cases.fresh(item), by=people.liaison, today=day, **said)
        said = {"name": "孙某", "form": "talk", "on": day, "paper": "第1号"}
        handling = rectification.enter_handling(cases.fresh(item), by=people.liaison, today=day, **said)
        message = rectification.say_to_office(cases.fresh(item), by=people.liaison, today=day, text="请问如何佐证？")
        later = day + datetime.timedelta(days=30)
        said = {"due_on": later, "reason": "等待审计报告"}
        asked = rectification.ask_for_time(cases.fresh(item), by=people.liaison, today=day, **said)
        check = self.yearly_check(item)
        taking = rectification.ask_to_take_over(
            cases.fresh(item.engagement), by=Actor.CLOCK, today=day, principal=people.principal
        )
        rows = [amount, handling, message, asked, check, taking, item.measures.get()]
        rows.append(item.reviews.order_by("pk").first())
        rectification.sign_for(cases.fresh(item.feedback), by=people.principal, today=day, note="")
        said = {"by": people.liaison, "today": day, "kind_of": "unit"}
        rows.append(rectification.draft_report(cases.fresh(item.feedback), **said))
        return {type(row): cases.fresh(row) for row in rows}

    def yearly_check(self, item):
        """What is planned when a long-term item is closed; this one goes on afterwards as if it never had been."""
        rows, was = Item._base_manager.filter(pk=item.pk), cases.fresh(item).stage
        rows.update(stage=Item.Stage.CLOSED, closed_on=cases.DAY)
        check = rectification.plan_check(cases.fresh(item), by=Actor.HOUSE, today=cases.DAY)
        rows.update(stage=was, closed_on=None)
        return check

    def overruled(self, engagement):
        """The draft for the unit names a service number, which the head lets leave."""
        said = {"demands": "按期整改，咨询电话0000-0000。"}
        draft = cases.opinion(self.people, engagement, **said)
        places = [place.code for place in guard.open_places(draft, guard.texts_of(draft))]
        note = "公开的咨询电话。"
        (made,) = rectification.overrule(draft, by=self.people.head, today=cases.DAY, places=places, note=note)
        rectification.check_opinion(cases.fresh(draft), by=self.people.head, today=cases.DAY, note="")
        return made

    def handed_over(self, engagement):
        """A lead of the first member goes to the second, who finds nothing in it."""
        lead = cases.lead(engagement)
        handed = cases.handover(engagement)
        findings.conclude(cases.fresh(lead), by=self.people.second_member, today=cases.DAY, conclusion="经核对无误。")
        return handed

    def lent(self, engagement):
        """The second member is lent by the finance department, which has his appraisal by now."""
        people = self.people
        cases.lent(people, people.second_member.person)
        posting = engagement.team.postings.get(person=people.second_member.person)
        secondment = cases.consented(people, cases.secondment(people, posting))
        appraisal = cases.appraisal(people, secondment)
        inspections.confirm_appraisal(appraisal, by=people.clerk, today=cases.DAY, note="")
        return cases.fresh(secondment), cases.fresh(appraisal)
