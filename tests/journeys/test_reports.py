"""A team writes its report: drafted from its papers, with a phrase of the office, by two at once, and handed in."""

import datetime

import pytest
from django.utils import timezone

from findings.models import ReportDraft
from tests import cases
from tests.people import cast

from .test_in_the_browser import Person

pytestmark = pytest.mark.browser
AREA = 'textarea[name="{}"]'


def saved(page):
    """Wait until the page says that everything typed has reached the house."""
    page.wait_for_function("() => !document.querySelector('[data-dirty]')")
    assert "已保存" in page.locator("[data-report-state]").inner_text()


def test_a_report_is_drafted_written_by_two_compared_and_handed_in(window):
    people = cast()
    day = timezone.localdate() - datetime.timedelta(days=3)
    engagement = cases.on_site(people, day)
    said = {"facts": "采购台账缺3个月记录。", "recommendation": "建议逐月核对台账。"}
    found = cases.finding(engagement, "台账登记不完整", day, **said)
    number = found.paper.number
    clerk, member = Person(window(people.clerk)), Person(window(people.member))

    # The office keeps a phrase; the member has the report drafted and opens the editor.
    clerk.at(people.authority).does("add-phrase", kind_of="suggestion", topic="台账", text="建议开展一次全面自查。")
    member.at(engagement).does("draft-report")
    draft = ReportDraft.objects.get()
    address = f"{draft.get_absolute_url()}edit/"
    member.page.goto(address)
    page = member.page
    assert page.locator('[data-preview="problems"] u').count() == 0
    assert number in page.locator('[data-preview="problems"]').inner_text()

    # A sentence without a paper is underlined; with the number put in where the cursor stands it is not.
    page.locator(AREA.format("problems")).press("Control+End")
    page.locator(AREA.format("problems")).press_sequentially("\n制度执行不严")
    page.locator("[data-number]").first.click()
    page.locator(AREA.format("problems")).press_sequentially("。检查流于形式。")
    saved(page)
    assert page.locator('[data-preview="problems"] u').all_inner_texts() == ["检查流于形式。"]
    assert f"制度执行不严【{number}】。检查流于形式。" in cases.fresh(draft).problems

    # A phrase goes in at a press, without leaving the page.
    page.locator("#suggestions summary").click()
    page.locator("#suggestions [data-insert]").click()
    saved(page)
    assert "建议开展一次全面自查。" in cases.fresh(draft).suggestions

    # Without a script the same press keeps what is typed and adds the phrase.
    plain = window(people.second_member, javascript=False, width=390)
    plain.goto(address)
    plain.locator(AREA.format("overview")).fill("总体较好。")
    plain.locator("#suggestions summary").click()
    plain.locator("#suggestions [data-insert]").click()
    plain.wait_for_load_state()
    assert cases.fresh(draft).overview == "总体较好。"
    assert cases.fresh(draft).suggestions.count("建议开展一次全面自查。") == 2

    # The member is second now: both texts are shown, and he keeps his.
    page.locator(AREA.format("overview")).fill("总体尚可。")
    page.get_by_role("button", name="保留我的").click()
    page.context.faults.clear()  # the browser notes the 409
    saved(page)
    assert cases.fresh(draft).overview == "总体尚可。"

    # Two versions side by side, and the network goes: what is typed comes back.
    page.goto(f"{draft.get_absolute_url()}versions/")
    assert "较好" in page.locator("del").all_inner_texts()
    page.goto(address)
    page.route(f"**{address}", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.locator(AREA.format("overview")).fill("总体向好。")
    page.wait_for_function("() => document.querySelector('[data-report-state]').innerText.includes('尚未保存')")
    page.reload()
    assert page.locator(AREA.format("overview")).input_value() == "总体向好。"
    page.unroute(f"**{address}")
    page.evaluate("() => dispatchEvent(new Event('online'))")
    saved(page)
    page.context.faults.clear()
    assert cases.fresh(draft).overview == "总体向好。"

    # What is handed in is what was written, without the numbers.
    cases.every_aspect(engagement)
    leader = Person(window(people.leader))
    leader.at(engagement).does("withdraw")
    leader.at(engagement).does("hand-in-report")
    text = cases.fresh(engagement).team_report.text
    assert "总体向好。" in text
    assert number not in text
    assert clerk.at(draft).page.locator("main").inner_text().count(number) > 2
