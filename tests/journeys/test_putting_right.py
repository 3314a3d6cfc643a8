"""A unit puts right what was fed back: a plan from Excel, three returned, a bad network, a close by two."""

import datetime
import io

import openpyxl
import pytest
from django.utils import timezone

from rectification.models import Item, Measure, Plan, Recovery
from tests import cases
from tests.people import cast

from .test_in_the_browser import PDF, Person

pytestmark = pytest.mark.browser
MANY = 25
#: what the browser does when somebody pastes where the focus is
PASTE = """text => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    const said = { clipboardData: data, bubbles: true, cancelable: true };
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", said));
}"""


def fed_back(people, today, many):
    engagement = cases.on_site(people, today - datetime.timedelta(days=3))
    found = [cases.finding(engagement, f"第{n:02d}类台账登记不完整", today) for n in range(1, many + 1)]
    cases.heard(people, engagement.round, today)
    for one in found:
        cases.routed(people, one, "organisation", today)
    return cases.fed_back(people, engagement, today)


def filled_in(path, due) -> dict:
    """The sheet as it came down, filled in at a desk without a network."""
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    sheet = book.worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[2]}
    for row in range(3, 3 + MANY):
        said = {
            "整改目标": "台账完整、账实相符",
            "整改措施": f"逐项核对第{row - 2}类台账并补登",
            "责任领导": "张副局长",
            "责任部门": "办公室",
            "责任人": "李某",
            "完成时限": due,
        }
        for heading, text in said.items():
            sheet.cell(row, columns[heading], text)
    file = io.BytesIO()
    book.save(file)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": "整改方案填报表.xlsx", "mimeType": kind, "buffer": file.getvalue()}


def saved(page):
    """Wait until the page says that everything typed has reached the house."""
    page.wait_for_function("() => !document.querySelector('[data-dirty]')")
    assert "已保存" in page.locator("[data-grid-state]").inner_text()


def test_a_liaison_files_the_whole_plan_from_excel_is_returned_three_and_is_approved(window):
    today = timezone.localdate()
    people = cast()
    feedback = fed_back(people, today, MANY)
    plan, due = feedback.plan, (today + datetime.timedelta(days=60)).isoformat()
    liaison, principal = Person(window(people.liaison)), Person(window(people.principal))
    clerk, discipline = Person(window(people.clerk)), Person(window(people.discipline_handler))

    # The list goes out as a workbook, is filled in, and comes back with every difference shown.
    principal.at(feedback).does("sign-for")
    address = f"{plan.get_absolute_url()}fill/"
    liaison.page.goto(address)
    with liaison.page.expect_download() as download:
        liaison.page.get_by_role("link", name="下载填报表").click()
    liaison.page.get_by_role("link", name="读入填报表").click()
    liaison.page.locator('main input[type="file"]').set_input_files(filled_in(download.value.path(), due))
    liaison.page.locator("main form .form__foot button").click()
    assert "逐项核对第25类台账并补登" in liaison.reads()
    assert not Measure.objects.exists()
    liaison.page.locator('main button[name="confirm"]').click()
    liaison.page.wait_for_load_state()
    assert Measure.objects.count() == MANY
    assert "已填写完整" in liaison.reads()
    liaison.at(plan).does("propose")
    principal.at(plan).does("endorse-plan", truth=True)

    # One body wants three back; the office returns these three, and the others begin.
    failing = list(feedback.items.order_by("place")[4:7])
    for item in failing:
        discipline.at(item).does("review-item", verdict="returns", missing="没有可检验的标准")
    discipline.at(plan).does("agree-to-rest")
    assert "5（" in clerk.at(plan).may_not("approve-plan")
    assert "区委组织部" in clerk.at(plan).may_not("return-items")
    Person(window(people.personnel_handler)).at(plan).does("agree-to-rest")
    clerk.at(plan).does("return-items", items=[item.key for item in failing], note="第5至7项没有标准")
    assert Item.objects.filter(stage=Item.Stage.IN_PROGRESS).count() == MANY - 3

    # They are put right on the page: typed, and pasted from Excel over two rows at once.
    liaison.page.goto(address)
    cells = liaison.page.locator('textarea[data-cell="text"]')
    assert cells.count() == 3, "only what was returned can be written"
    cells.nth(0).fill("逐笔核对2026年台账，形成核对表由分管领导签字")
    cells.nth(1).focus()
    liaison.page.evaluate(PASTE, '"核对并补登，\n附核对表"\t王局长\r\n每月复核一次\t赵局长\r\n')
    saved(liaison.page)
    said = [cases.fresh(item).standing()[0] for item in failing]
    assert [one.leader for one in said] == ["张副局长", "王局长", "赵局长"]
    assert said[1].text == "核对并补登，\n附核对表"
    liaison.at(plan).does("propose")
    principal.at(plan).does("endorse-plan", truth=True)
    assert "区委组织部" in clerk.at(plan).may_not("approve-plan")
    cases.agreed_by_bodies(people, plan, timezone.localdate())
    clerk.at(plan).does("approve-plan")
    assert cases.fresh(plan).stage == Plan.Stage.APPROVED
    assert set(Item.objects.values_list("stage", flat=True)) == {Item.Stage.IN_PROGRESS}

    # Many files at once: two say their item in their name, the third is given one.
    liaison.page.goto(f"{plan.get_absolute_url()}files/")
    names = ("01 核对表.pdf", "第2项-照片.pdf", "会议纪要.pdf")
    liaison.page.locator('main input[type="file"]').set_input_files([PDF | {"name": name} for name in names])
    selects = liaison.page.locator('[data-dropped-list] select[name="items"]')
    first, second, third = feedback.items.order_by("place")[:3]
    assert [selects.nth(n).input_value() for n in range(3)] == [first.key, second.key, ""]
    selects.nth(2).select_option(third.key)
    liaison.page.locator("main form .form__foot button").click()
    liaison.page.wait_for_load_state()
    assert [item.progress.count() for item in (first, second, third)] == [1, 1, 1]


def test_what_is_typed_in_a_bad_network_comes_back_and_nobodys_words_are_lost(window):
    today = timezone.localdate()
    people = cast()
    feedback = fed_back(people, today, 2)
    address = f"{feedback.plan.get_absolute_url()}fill/"
    liaison, principal = window(people.liaison), window(people.principal)
    text = 'tr[data-row] textarea[data-cell="text"]'

    # The network is gone: what is typed stays, also over a reload, and goes out when the network is back.
    liaison.goto(address)
    liaison.route(f"**{address}", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    liaison.locator(text).first.fill("专人登记台账")
    liaison.wait_for_function("() => document.querySelector('[data-grid-state]').innerText.includes('尚未保存')")
    assert not Measure.objects.exists()
    liaison.reload()
    assert liaison.locator(text).first.input_value() == "专人登记台账"
    liaison.unroute(f"**{address}")
    liaison.evaluate("() => dispatchEvent(new Event('online'))")
    saved(liaison)
    assert Measure.objects.get().text == "专人登记台账"

    # Enter goes down, Tab goes on; a date that can't be understood says so beside its cell.
    liaison.locator(text).first.focus()
    liaison.keyboard.press("Enter")
    assert liaison.evaluate("() => document.activeElement.closest('tbody').id") == "item-2"
    liaison.locator('[data-cell="due_on"]').first.fill("月底")
    liaison.locator('[data-cell="person"]').first.focus()
    liaison.wait_for_selector("td.is-wrong .why")
    liaison.locator('[data-cell="due_on"]').first.fill("2031.1.31")
    liaison.locator('[data-cell="person"]').first.focus()
    saved(liaison)

    # Two write the same row: the second sees both texts, and chooses.
    principal.goto(address)
    liaison.locator(text).first.fill("联络员写的")
    liaison.locator('[data-cell="leader"]').first.focus()
    saved(liaison)
    principal.locator(text).first.fill("局长写的")
    principal.locator('[data-cell="leader"]').first.focus()
    principal.wait_for_selector("td.is-wrong .why button")
    assert "联络员写的" in principal.locator("td.is-wrong").inner_text()
    assert Measure.objects.order_by("pk").first().text == "联络员写的"
    principal.get_by_role("button", name="保留我的").click()
    saved(principal)
    assert Measure.objects.order_by("pk").first().text == "局长写的"


def test_a_close_is_returned_and_then_accepted_by_two(window):
    today = timezone.localdate()
    people = cast()
    feedback = fed_back(people, today, 1)
    cases.approved_plan(people, feedback, today, due_on=today + datetime.timedelta(days=30))
    item = feedback.items.get()
    liaison, principal = Person(window(people.liaison)), Person(window(people.principal))
    clerk, head = Person(window(people.clerk)), Person(window(people.head))

    liaison.at(item).does("report-progress", percent=100, outcome="done", done="已补登并收缴", files=PDF)
    said = {"kind_of": "recovered", "amount": "1.20", "on": today.isoformat(), "paper": "缴款书第3号"}
    liaison.at(item).does("enter-recovery", **said, files=PDF)
    liaison.at(item).does("request-close", outcome="done")
    principal.at(item).does("endorse-item", truth=True)
    clerk.at(item).does("return-item", note="缴款书看不清")
    assert "缴款书看不清" in liaison.at(item).reads()
    liaison.does("report-progress", percent=100, outcome="done", done="重新扫描缴款书", files=PDF)
    liaison.at(item).does("request-close", outcome="done")
    principal.at(item).does("endorse-item", truth=True)

    # Money is concerned: one press for all that wait, by two people one after the other.
    for verifier in (clerk, head):
        verifier.page.goto("/rectification/verify/")
        verifier.page.locator("[data-pick]").first.check()
        verifier.page.fill('[name="note"]', "凭证齐全")
        verifier.page.locator('button[value="accept"]').click()
        verifier.page.wait_for_load_state()
        if verifier is clerk:
            assert cases.fresh(item).stage == Item.Stage.VERIFYING
    assert cases.fresh(item).stage == Item.Stage.CLOSED
    assert Recovery.objects.get().amount
    assert "1.20" in head.at(item).reads()
