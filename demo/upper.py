"""What the city fed back to the district: entered word by word, broken down, put right in the units, reported up."""

from __future__ import annotations

from findings import actions as findings
from findings.models import ExternalFinding, Finding
from inspections import actions as inspections

from . import meetings, papers
from .diary import Story
from .rounds import Target
from .story import Round, Visit
from .words import Matter

CITY, LETTER = "市委第二巡察组", "市巡二组馈〔2026〕4号"
#: so many days before today: the letter is broken down into items, and the district reports for the first time
BROKEN_DOWN, REPORTED = 41, 1
#: the day by which the city wants its report, in days that are still to come
DUE = -32
ASPECTS = ("贯彻落实上级决策部署", "全面从严治党", "基层组织建设和干部队伍", "巡察整改和成果运用")
ABOUT = (
    "区委召开专题会议全部认领反馈问题，逐条分解到责任单位并纳入台账管理。"
    "截至目前，部分问题已完成整改，其余问题正按方案推进，整改情况附后。"
)
REPORT = [
    ABOUT,
    "下一步，区委巡察办将对未完成的问题逐项督办，确保在规定时限内整改到位。",
]


class UpperVisit(Visit):
    """What the city found in a unit: routed and fed back without a stay."""

    def tell(self) -> Story:
        self.move(inspections.notify, by=self.clerk, note="")
        yield 4
        for matter in self.matters:
            if matter.stuck != "confirmed":
                self.route(matter)
        yield from self.feed_back()


class UpperRound(Round):
    """Feedback from an upper level: no teams and no stay."""

    def tell(self) -> Story:
        """The letter is entered and broken down; the leading group studies it, then the units get their parts."""
        diary, plan = self.diary, self.plan
        self.open()
        entered = self.enter()
        yield diary.until(BROKEN_DOWN)
        for external, parts in entered:
            self.break_down(external, parts)
        yield diary.until(plan.mobilised)
        meetings.take_over(self)
        for visit in self.visits:
            diary.begin(visit.tell(), plan.mobilised - 1)
        diary.begin(self.hand_over(), plan.mobilised - 2)
        yield diary.until(REPORTED)
        self.report()

    def enter(self) -> list[tuple[ExternalFinding, list[tuple[Visit, Matter]]]]:
        """Every problem of the letter, with the units that have a part of it; the last one concerns all of them."""
        parts = [(matter.title, [(visit, matter)]) for visit in self.visits for matter in visit.matters[:-1]]
        shared = [(visit, visit.matters[-1]) for visit in self.visits]
        parts.append(("；".join(matter.title for _visit, matter in shared), shared))
        return [(self.receive(place, *part), part[1]) for place, part in enumerate(parts, start=1)]

    def receive(self, place: int, title: str, parts: list[tuple[Visit, Matter]]) -> ExternalFinding:
        made: ExternalFinding = self.diary.do(
            findings.receive_external,
            self.round,
            by=self.clerk,
            place=place,
            title_text=title,
            text="\n".join(matter.paper()["facts"] for _visit, matter in parts),
            aspect=ASPECTS[(place - 1) * len(ASPECTS) // 8],
            source=CITY,
            source_paper=LETTER,
            received_on=self.diary.today,
            due_on=self.diary.on(DUE),
        )
        return made

    def break_down(self, external: ExternalFinding, parts: list[tuple[Visit, Matter]]) -> None:
        for visit, matter in parts:
            said = visit.said(matter)
            asked = ("title_text", "facts", "category", "concerns", "persons", "recommendation")
            values = {name: said[name] for name in asked}
            found: list[Finding] = self.diary.do(
                findings.decompose, external, by=self.clerk, units=[visit.unit], **values
            )
            matter.finding = found[0]
            visit.by_finding[found[0].pk] = matter
        self.diary.do(findings.finish_decomposing, external, by=self.clerk, note="")

    def report(self) -> None:
        """An interim report; what is finished by now is reported as put right."""
        above = self.round.external_findings
        done = [one for one in above.filter(stage="assigned") if not one.findings.exclude(stage__in=Finding.final)]
        self.by_the_office(
            findings.report_up,
            number=f"云巡组〔{self.diary.today.year}〕9号",
            receiver=CITY,
            on=self.diary.today,
            about=ABOUT,
            problems=done,
            files=[papers.letter("整改情况报告", f"关于{CITY}反馈意见整改进展情况的报告", REPORT)],
        )

    def visit(self, target: Target, engagement) -> Visit:
        return UpperVisit(self, target, engagement)
