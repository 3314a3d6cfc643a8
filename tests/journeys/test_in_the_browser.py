"""One round from its opening to the archive, each step in the browser by the person whose step it is."""

import datetime
import io

import pytest
import xlsxwriter
from django.core.management import call_command
from django.utils import timezone

from accounts.models import Organisation
from casework import history
from casework.models import Deadline, Notice, RegulationProfile
from findings.models import Finding, Landing, WorkingPaper
from inspections.models import CategorySet, Engagement, Round, Team, TeamReview, Term
from rectification.models import Disclosure, Feedback, ImmediateFix, Item
from referrals.models import Clue, Referral
from tests import cases
from tests.people import cast

pytestmark = pytest.mark.browser
PDF = {"name": "佐证材料.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"}


class Person:
    """Somebody at a screen. He finds a thing by its page and moves it by its buttons."""

    def __init__(self, page):
        self.page = page

    def at(self, thing):
        self.page.goto(thing.get_absolute_url())
        return self

    def does(self, slug, **fields):
        """Press the button of a move, fill in what it asks for, send it, and be told that it is done."""
        self.page.locator(f'main a.button[href$="/{slug}/"]').first.click()
        for name, value in fields.items():
            self.fill(name, value)
        self.page.locator("form#move .form__foot button").click()
        self.page.wait_for_load_state()
        assert "已办理：" in self.reads(), self.page.locator("main").inner_text()
        return self

    def fill(self, name, value):
        field = self.page.locator(f'form#move [name="{name}"]')
        kind = field.first.evaluate("field => field.type || field.tagName.toLowerCase()")
        match kind:
            case "select-one" | "select-multiple":
                field.select_option(value)
            case "checkbox" if isinstance(value, list):
                for one in value:
                    self.page.locator(f'form#move [name="{name}"][value="{one}"]').check()
            case "checkbox":
                field.set_checked(value)
            case "radio":
                self.page.locator(f'form#move [name="{name}"][value="{value}"]').check()
            case "file":
                field.set_input_files(value)
            case _:
                field.fill(str(value))

    def opens(self, panel):
        """Open a part of a long page that stays folded until somebody asks for it; return it."""
        part = self.page.locator(f"details#{panel}")
        part.locator("summary").first.click()
        return part

    def may_not(self, slug):
        """The button is not there; the page says why."""
        assert self.page.locator(f'main a.button[href$="/{slug}/"]').count() == 0
        self.page.locator(".moves__shut summary").click()
        return self.page.locator(".moves__shut").inner_text()

    def reads(self):
        return self.page.locator("main").inner_text()


def roster() -> dict:
    """The office's own register, as it is sent about: one unit and one person more."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        for name, rows in (
            ("单位档案", [["单位名称", "单位类型"], ["区水务局", "区直部门"]]),
            ("人才库", [["姓名", "所属单位", "职务"], ["沈清", "区水务局", "科长"]]),
        ):
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": "单位档案.xlsx", "mimeType": kind, "buffer": target.getvalue()}


@pytest.fixture
def people(committed):
    return cast()


def does_for_each(person, things, move, note):
    """Somebody does one move to several things, each for the same reason."""
    for thing in things:
        person.at(thing).does(move, note=note)


def test_seven_people_walk_one_round_from_its_opening_to_the_archive(window, people):
    today = timezone.localdate()
    soon = (today + datetime.timedelta(days=30)).isoformat()
    clerk, head = Person(window(people.clerk)), Person(window(people.head))
    leader, member = Person(window(people.leader)), Person(window(people.member, width=390, height=844))
    liaison, principal = Person(window(people.liaison)), Person(window(people.principal, width=390, height=844))
    personnel, discipline = Person(window(people.personnel_handler)), Person(window(people.discipline_handler))

    # The office reads in its register: it sees what would be new, and then it is there.
    clerk.page.goto("/accounts/import/")
    clerk.page.locator('main input[type="file"]').set_input_files(roster())
    clerk.page.locator("main form .form__foot button").click()
    assert "区水务局" in clerk.reads()
    assert not Organisation.objects.filter(name="区水务局").exists()
    clerk.page.locator('main button[name="confirm"]').click()
    clerk.page.wait_for_load_state()
    assert Organisation.objects.get(name="区水务局").people.get().name == "沈清"

    # The office opens a term and a round, chooses a unit, forms a team and authorises it.
    clerk.at(people.authority).does("open-term", name="第五届", begins_on="2026-01-01", ends_on="2030-12-31")
    profile = RegulationProfile.objects.get(code="2017")
    categories = CategorySet.objects.get(code="six_disciplines")
    clerk.at(Term.objects.get()).does(
        "open-round",
        name="五届区委第一轮巡察",
        year=today.year,
        type="regular",
        mode="ordinary",
        profile=str(profile.pk),
        category_set=str(categories.pk),
        stays_from=today.isoformat(),
        stays_until=soon,
    )
    round = Round.objects.get()
    assert "尚未确定被巡察单位" in clerk.at(round).may_not("lg-review")
    clerk.at(round).does("choose-target", unit=people.unit.key)
    clerk.at(round).does(
        "form-team",
        name="区委第一巡察组",
        leader=people.leader.person.key,
        members=[people.member.person.key, people.second_member.person.key],
    )
    engagement, team = Engagement.objects.get(), Team.objects.get()
    clerk.at(engagement).does("assign", team=team.key)
    clerk.at(team).does("authorise", paper="云委巡授〔2026〕1号")
    clerk.at(round).does("lg-review", held_on=today.isoformat(), note="同意")
    clerk.at(round).does("approve", held_on=today.isoformat(), note="同意")
    clerk.at(round).does("staff")
    assert "尚未签订保密承诺书" in clerk.at(round).may_not("prepare")
    for somebody in (leader, member, Person(window(people.second_member))):
        assert somebody.page.goto(engagement.get_absolute_url()).status == 404
        somebody.page.goto("/")
        somebody.page.locator("main a", has_text="保密承诺书").first.click()
        assert "不跑风漏气" in somebody.reads()
        somebody.does("make-pledge", accepted=True)
    clerk.at(round).does("prepare", held_on=today.isoformat(), place="区委党校", note="上轮通报仍然适用")
    clerk.at(round).does("mobilise", held_on=today.isoformat(), place="区委礼堂", attendees="全体成员")
    assert liaison.page.goto(engagement.get_absolute_url()).status == 404
    clerk.at(engagement).does("notify", files=PDF)

    # The team enters; a member files papers on a phone, the leader signs, a finding is raised and confirmed.
    leader.at(engagement).does("enter")
    matters = {
        "台账登记不完整": ("unit", ""),
        "班子成员收受土特产": ("member", "钱某"),
        "主要负责人违规报销": ("principal", "孙某"),
        "干部选任程序不规范": ("unit", ""),
        "公示栏长期未更新": ("unit", ""),
    }
    for title, (concerns, subject) in matters.items():
        member.at(engagement).does(
            "file-paper",
            title_text=title,
            facts=f"经抽查，{title}。",
            concerns=concerns,
            basis="有关制度规定",
            evidence="凭证第1-3页",
            responsibility="党组主体责任落实不到位",
            source="documents",
            found_on=today.isoformat(),
            second=people.second_member.key,
            files=PDF,
        )
        paper = WorkingPaper.objects.get(title_text=title)
        member.at(paper).does("submit-paper")
        if not engagement.sittings.exists():
            said = {"kind_of": "team", "title_text": "第一次组务会", "minutes": "逐条审议底稿。"}
            member.at(engagement).does("record-sitting", **said)
        meeting = engagement.sittings.get()
        leader.at(paper).does("agree-paper", sitting=meeting.key, opinion="事实清楚，同意。")
        leader.at(paper).does("sign-paper")
        member.at(paper).does(
            "raise-finding",
            category=str(categories.categories.first().pk),
            concerns=concerns,
            persons=subject,
            cause="system",
            recommended_to="局党组，办公室牵头",
            recommendation="一个月内整改到位",
        )
        leader.at(Finding.objects.get(title_text=title)).does("confirm", note="属实")
    assert clerk.page.goto(paper.get_absolute_url()).status == 200
    assert liaison.page.goto(paper.get_absolute_url()).status == 404

    # One thing is put right while the team is there.
    at_once = Finding.objects.get(title_text="公示栏长期未更新")
    leader.at(at_once).does("put-right-at-once")
    leader.at(at_once.landings.get()).does("issue-fix", demand="三日内更新", due_on=soon)
    fix = ImmediateFix.objects.get()
    principal.at(fix).does("sign-for-fix")
    liaison.at(fix).does("report-fix", result="已更新", files=PDF)
    leader.at(fix).does("close-fix", note="属实")

    # The reports are heard, and every finding is routed; what can't go somewhere says why and where it can.
    leader.at(engagement).does("withdraw")
    marks = dict.fromkeys(TeamReview.MARKED, "good")
    liaison.at(engagement.team_review).does("review-team", text="作风扎实", **marks)
    assert leader.page.goto(engagement.team_review.get_absolute_url()).status == 404
    assert "尚无检查结论" in leader.at(engagement).may_not("hand-in-report")
    for category in categories.categories.all():
        said = {"category": str(category.pk), "result": "nothing", "means": ["talk", "documents"]}
        member.at(engagement).does("conclude-aspect", text="经查阅资料和个别谈话，未发现突出问题。", **said)
    leader.at(engagement).does("hand-in-report", report="总体情况较好")
    routes = {
        "台账登记不完整": "organisation",
        "班子成员收受土特产": "principal",
        "主要负责人违规报销": "discipline",
        "干部选任程序不规范": "personnel",
    }
    about_him = Finding.objects.get(title_text="主要负责人违规报销")
    leader.at(about_him).page.locator('main a.button[href$="/propose-route/"]').first.click()
    leader.fill("kind_of", "principal")
    leader.fill("reason", "由主要负责人督促整改")
    leader.page.locator("form#move .form__foot button").click()
    assert "不能反馈给本人" in leader.reads()
    assert "纪委" in leader.reads()
    assert leader.page.locator('[name="reason"]').input_value() == "由主要负责人督促整改"
    for title, kind in routes.items():
        found = Finding.objects.get(title_text=title)
        leader.at(found).does("propose-route", kind_of=kind, reason="按问题性质和管理权限提出")
        clerk.at(found).does("review-route")
    assert "书记专题会" in clerk.may_not("route")
    clerk.at(round).does("lg-hear", held_on=today.isoformat(), note="同意")
    clerk.at(engagement).does("group-decides-routes")
    clerk.at(round).does("secretary-hear", held_on=today.isoformat(), note="同意")
    clerk.at(engagement).does("secretary-decides-routes")
    assert [landing.kind_of for landing in about_him.landings.all()] == ["discipline"]
    log = clerk.at(about_him).reads()
    assert log.index("巡察组建议") < log.index("巡察办审核") < log.index("领导小组研究") < log.index("书记专题会议决定")
    assert "巡察办审核" not in leader.at(about_him).reads()
    assert "账不平" in clerk.page.goto(f"/rectification/balance/{round.key}/").text()

    # What goes to departments reaches their inbox, and only theirs.
    landing = Landing.objects.get(kind_of="personnel")
    clerk.at(landing).does("send", files=PDF)
    head.at(Landing.objects.get(kind_of="discipline")).does("send-clue")
    referral, clue = Referral.objects.get(), Clue.objects.get()
    personnel.page.goto("/")
    assert "签收移交函" in personnel.reads()
    personnel.at(referral).does("receive").at(referral).does("dispose", disposition="self")
    personnel.at(referral).does("reply", result="已约谈并完善程序", files=PDF)
    clerk.at(referral).does("settle")
    assert personnel.page.goto(clue.get_absolute_url()).status == 404
    assert clerk.page.goto(clue.get_absolute_url()).status == 404
    discipline.at(clue).does("receive").at(clue).does("dispose", disposition="inquiry")
    discipline.at(clue).does("reply", result="谈话提醒", four_forms="form1", files=PDF)
    head.at(clue).does("settle")
    about_him.refresh_from_db()
    assert about_him.stage == "sealed"
    assert "孙某" not in leader.at(about_him).reads()

    # The feedback opens rectification: three lists of the same items, filled in by the unit, signed by its principal.
    for audience in ("principal", "organisation"):
        said = {"audience": audience, "overview": "总体较好，问题不少", "demands": "两个月内报送整改情况"}
        clerk.at(engagement).does("draft-opinion", **said)
        head.at(engagement.opinions.get(audience=audience)).does("check-opinion", note="同意")
    clerk.at(engagement).does("feed-back", place="区住建局会议室", chair="副组长", attendees="领导班子成员")
    feedback = Feedback.objects.get(audience="organisation")
    alone = Feedback.objects.get(audience="principal")
    assert liaison.page.goto(alone.get_absolute_url()).status == 404
    for given, writer in ((feedback, liaison), (alone, principal)):
        principal.at(given).does("sign-for")
        item = Item.objects.get(feedback=given)
        reason = writer.at(given.plan).may_not("propose")
        assert "整改措施" in reason
        writer.at(item).does(
            "fill",
            goal="整改到位",
            text="逐项核对补登",
            leader="张局长",
            department="办公室",
            person="李某",
            due_on=soon,
        )
        writer.at(given.plan).does("propose")
        principal.at(given.plan).does("endorse-plan", truth=True)
        if given.audience != "principal":
            cases.agreed_by_bodies(people, given.plan, timezone.localdate())
        clerk.at(given.plan).does("approve-plan")
        writer.at(item).does("report-progress", percent=100, done="已补登", files=PDF)
        writer.at(item).does("request-close", outcome="done", institutions="《台账管理办法》")
        principal.at(item).does("endorse-item", truth=True)
        clerk.at(item).does("return-item", note="缺少复核记录")
        assert "缺少复核记录" in writer.at(item).reads()
        writer.does("request-close", outcome="done")
        principal.at(item).does("endorse-item", truth=True)
        clerk.at(item).does("close", note="属实")
    for name, heading in (("problems", "问题清单"), ("tasks", "任务清单"), ("responsibilities", "责任清单")):
        liaison.page.goto(f"{feedback.plan.get_absolute_url()}lists/{name}/")
        assert heading in liaison.reads()
        assert "台账登记不完整" in liaison.reads()

    # The doorbell tells the principal that his report is due; he reports, and the round goes into the archive.
    due = Deadline.objects.open().filter(rule__code="rectification_report").order_by("pk").first().due_on
    call_command("remind", "--today", due.isoformat())
    assert Notice.objects.filter(person=people.principal, reminder__isnull=False).exists()
    principal.page.goto("/notices/")
    assert "报送整改情况报告" in principal.reads()
    clerk.at(round).does("begin-rectification")
    assert "整改情况报告尚未认可" in clerk.at(round).may_not("assess-round")
    principal.at(alone).does("file-report", report="全部整改到位", truth=True)
    clerk.at(alone).does("accept-report")
    report_in_two_papers(principal, liaison, clerk, feedback)
    assert "等次" in clerk.at(round).may_not("assess-round")
    does_for_each(Person(window(people.head)), round.engagements.all(), "go-without-assessment", "首轮试点")
    clerk.at(round).does("assess-round", held_on=today.isoformat(), note="各项问题均已整改到位")
    assert "尚未办结" in clerk.at(round).may_not("archive")
    clerk.at(engagement).does("close-engagement")
    clerk.page.goto(f"/rectification/balance/{round.key}/")
    assert "账平" in clerk.reads()
    does_for_each(Person(window(people.head)), Disclosure.objects.all(), "withhold-disclosure", "涉密单位")
    clerk.at(round).does("archive", note="归档")
    assert not Deadline.objects.open().exists()
    assert list(history.verify()) == []
    assert "归档" in clerk.at(round).page.locator("#history").inner_text()


def report_in_two_papers(principal, liaison, clerk, feedback):
    """The principal signs both reports himself; his own comes back once, and he signs it again."""
    assert "两份报告" in principal.at(feedback).may_not("file-report")
    for kind in ("unit", "principal"):
        liaison.at(feedback).does("draft-report", kind_of=kind)
        report = feedback.reports.get(kind_of=kind)
        assert "组织落实情况" in principal.at(report).may_not("sign-report")
        liaison.at(report).does("write-report", organising="成立整改工作领导小组。", further="巩固整改成效。")
        principal.at(report).does("sign-report", truth=True)
    own = feedback.reports.get(kind_of="principal")
    clerk.at(own).does("return-unit-report", note="请写明主要负责人做了哪些具体工作")
    liaison.at(own).does("write-report", organising="主要负责人主持召开整改专题会议，逐条审定整改措施。")
    principal.at(own).does("sign-report", truth=True)
    principal.page.goto(f"{own.get_absolute_url()}paper/")
    assert "组织落实巡察整改工作情况" in principal.reads()
    for report in feedback.reports.all():
        clerk.at(report).does("accept-unit-report")
