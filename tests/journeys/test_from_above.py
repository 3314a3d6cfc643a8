"""The city's letter from the workbook in which it came to the first item that is put right, and back to the city."""

import datetime
import io

import pytest
import xlsxwriter
from django.utils import timezone

from findings.models import ExternalFinding, Finding, UpReport
from inspections.models import Engagement, Round
from rectification.models import Feedback, Item
from tests import cases
from tests.people import cast

from .test_in_the_browser import PDF, Person

pytestmark = pytest.mark.browser
WORDS = "区住建局公务用车台账登记不完整。\n区教育局食堂账目公开不及时。"


def letter(category, unit) -> dict:
    """Two problems: one names the unit that answers for it, of the other the office has to say."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("反馈问题清单")
        sheet.write_row(0, 0, ["序号", "反馈问题", "具体表现", "问题类别", "责任单位"])
        sheet.write_row(1, 0, [1, "公务接待无公函", "抽查发现公务接待无公函。", category, unit])
        sheet.write_row(2, 0, [2, "日常管理存在漏洞", WORDS, "", ""])
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": "市委巡察反馈问题.xlsx", "mimeType": kind, "buffer": target.getvalue()}


def test_the_citys_letter_is_broken_down_put_right_and_reported_up(window):
    today = timezone.localdate()
    due, soon = (today + datetime.timedelta(days=days) for days in (90, 30))
    people = cast()
    round = cases.open_round(people, today, type="upper", name="市委巡察反馈意见整改", stays_until=None)
    clerk, head, secretary = (Person(window(getattr(people, name))) for name in ("clerk", "head", "secretary"))
    liaison, principal = Person(window(people.liaison)), Person(window(people.principal, width=390))

    # The letter comes as a workbook: first what it would do, then it is there.
    clerk.at(round).page.locator("#from-above").get_by_role("link", name="从表格导入").click()
    for name, value in (
        ("source", "市委第二巡察组"),
        ("source_paper", "市巡馈〔2026〕7号"),
        ("received_on", today.isoformat()),
        ("due_on", due.isoformat()),
    ):
        clerk.page.locator(f'main [name="{name}"]').fill(value)
    category = round.category_set.categories.first().short
    clerk.page.locator('main input[type="file"]').set_input_files(letter(category, people.unit.name))
    clerk.page.locator("main form .form__foot button").click()
    assert "日常管理存在漏洞" in clerk.reads()
    assert not ExternalFinding.objects.exists()
    clerk.page.locator('main button[name="confirm"]').click()
    clerk.page.wait_for_load_state()
    first, second = ExternalFinding.objects.order_by("place")
    assert (first.stage, second.stage) == ("decomposed", "received")

    # The second problem concerns two units: each quotes its part, and what is in no item shows.
    for unit, line in zip((people.unit, people.other_unit), WORDS.split("\n"), strict=True):
        clerk.at(second).does(
            "decompose",
            units=[unit.key],
            title_text=line.removesuffix("。"),
            facts=line,
            category=str(round.category_set.categories.first().pk),
            concerns="unit",
        )
        if unit == people.unit:
            assert clerk.at(second).page.locator("#original mark").all_inner_texts() == [line]
            assert "未标注的文字尚无责任单位" in clerk.reads()
    clerk.at(second).does("finish-decomposing")
    assert second.findings.count() == 2

    # The leading group takes it over; ours are routed in one go, fed back, planned and put right.
    clerk.at(round).does("take-over", held_on=today.isoformat(), minutes="全部认领，逐条落实。")
    engagement = Engagement.objects.get(unit=people.unit)
    clerk.at(engagement).does("notify")
    for found in Finding.objects.filter(engagement=engagement):
        cases.routed(people, found, "organisation", today)
    assert liaison.page.goto(first.get_absolute_url()).status == 404
    cases.checked(people, engagement, today)
    clerk.at(engagement).does(
        "feed-back", held_on=today.isoformat(), place="区住建局", chair="巡察办主任", attendees="班子成员"
    )
    assert cases.fresh(first).stage == "assigned"
    feedback = Feedback.objects.get()
    principal.at(feedback).does("sign-for")
    assert [item.manifestation for item in feedback.items.order_by("place")] == [
        "抽查发现公务接待无公函。",
        "区住建局公务用车台账登记不完整。",
    ]
    for item in feedback.items.order_by("place"):
        liaison.at(item).does(
            "fill",
            goal="管理规范",
            text="清理整改",
            leader="张副局长",
            department="办公室",
            person="李主任",
            due_on=soon.isoformat(),
        )
    liaison.at(feedback.plan).does("propose")
    principal.at(feedback.plan).does("endorse-plan", truth=True)
    cases.agreed_by_bodies(people, feedback.plan, timezone.localdate())
    clerk.at(feedback.plan).does("approve-plan")
    item = Item.objects.get(place=1)
    liaison.at(item).does("report-progress", percent=100, done="已补办手续并完善制度。", files=PDF)
    liaison.at(item).does("request-close", outcome="done", institutions="公务接待管理办法")
    principal.at(item).does("endorse-item", truth=True)
    clerk.at(item).does("close", note="佐证材料齐全。")
    assert cases.fresh(item.landing.finding).stage == Finding.Stage.SETTLED

    # What is put right is reported up; the leading group sees how it stands, and the city strikes it off.
    clerk.at(cases.fresh(round)).page.locator('main a.button[href$="/report-up/"]').first.click()
    offered = clerk.page.locator('form#move [name="problems"]')
    assert offered.count() == 1, "only what is put right in every item can be reported as put right"
    offered.first.check()
    for name, value in (("number", "云巡组〔2026〕5号"), ("about", "一个问题已整改完成。")):
        clerk.fill(name, value)
    clerk.page.locator("form#move .form__foot button").click()
    clerk.page.wait_for_load_state()
    report = UpReport.objects.get()
    assert (report.items, report.finished) == (3, 1)
    assert "已上报完成整改" in secretary.at(first).reads()
    head.at(first).does("strike-off", closed_on=today.isoformat(), closing_paper="市巡销〔2026〕3号")
    secretary.page.goto("/findings/from-above/")
    assert "上级已销号" in secretary.reads()
    assert Round.objects.get().stage == Round.Stage.SECRETARY_HEARD
