"""An afternoon of progress with thirty files: one is backdated and one borrowed, and a person decides about both."""

import datetime

import pytest
from django.utils import timezone

from inspections.models import Engagement
from rectification import tasks
from rectification.models import EvidenceFlag, Reading
from tests import cases
from tests.people import cast
from tests.rectification import labelled

from .test_in_the_browser import PDF, Person

pytestmark = pytest.mark.browser
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
}


def for_the_browser(upload):
    upload.seek(0)
    return {"name": upload.name, "mimeType": TYPES[upload.name.rpartition(".")[2]], "buffer": upload.read()}


def honest(made, number, day):
    unit, name = labelled.OURS, f"佐证材料{number:02d}"
    match number % 4:
        case 0:
            return labelled.photo(name, labelled.scene(3000 + number), taken=day)
        case 1:
            rows = [["填报单位：区住建局"], ["项目", "金额"], *([line, number] for line in made.prose(unit, 8))]
            return labelled.sheet(name, rows, made=day)
        case 2:
            return labelled.pdf(name, [f"{unit}会议记录", *made.prose(unit, 8), f"{day:%Y年%m月%d日}"], made=day)
    return labelled.word(name, f"{unit}整改情况", made.prose(unit, 9), signed=unit, day=day)


def test_thirty_files_two_notes_a_question_an_answer_and_a_decision(window):
    today = timezone.localdate()
    start = today - datetime.timedelta(days=40)
    day = today - datetime.timedelta(days=3)
    people, made = cast(), labelled.Set(21)
    cases.on_site(people, start - datetime.timedelta(days=60))
    visits = {visit.unit.name: visit for visit in Engagement.objects.select_related("unit", "round", "team")}
    ours, theirs = visits[labelled.OURS], visits[labelled.THEIRS]
    titles = {ours: ["台账登记不完整", "公务接待超标准", "公示栏未更新"], theirs: ["校舍管理不规范"]}
    items = cases.being_put_right(people, titles, start)
    lines = made.prose(labelled.THEIRS, 12)
    said = {"percent": 50, "done": "已整改。"}
    paper = labelled.word("工作总结", f"{labelled.THEIRS}工作总结", lines, signed=labelled.THEIRS, day=day)
    other = Person(window(people.other_liaison))
    other.at(items[theirs][0]).does("report-progress", **said, files=[for_the_browser(paper)])

    files = [honest(made, number, day) for number in range(28)]
    rule = made.rule(labelled.OURS, "公务接待", 9)
    before = start - datetime.timedelta(days=75)
    backdated = labelled.word("接待制度", "区住建局接待制度", rule, signed=labelled.OURS, day=before, made=day)
    mine = [line.replace(labelled.THEIRS, labelled.OURS) for line in lines]
    borrowed = labelled.word("整改总结", "区住建局工作总结", mine, signed=labelled.OURS, day=day)
    files[7:7], files[15:15] = [backdated], [borrowed]
    liaison, clerk = Person(window(people.liaison)), Person(window(people.clerk))
    for place, item in enumerate(items[ours]):
        handed = [for_the_browser(one) for one in files[place * 10 : place * 10 + 10]]
        liaison.at(item).does("report-progress", **said, files=handed)
    assert not Reading.objects.exists(), "nothing is read while the unit waits"
    tasks.check_evidence()
    assert Reading.objects.filter(outcome="read").count() == 31
    flags = {flag.file_name: flag for flag in EvidenceFlag.objects.all()}
    assert {name: flag.kind_of for name, flag in flags.items()} == {"接待制度.docx": "dated", "整改总结.docx": "alike"}
    dated, alike = flags["接待制度.docx"], flags["整改总结.docx"]

    clerk.page.goto("/")
    assert "核对佐证材料" in clerk.reads()
    panel = clerk.at(items[ours][0]).page.locator("#evidence")
    panel.get_by_role("link", name="接待制度.docx").wait_for()
    assert f"文件落款日期{before}早于反馈日期{start}" in panel.inner_text()
    assert "已核对10份文件" in panel.inner_text()
    assert labelled.THEIRS in clerk.at(alike).reads(), "the office may see both"
    assert liaison.page.goto(alike.get_absolute_url()).status == 404
    liaison.page.goto("/rectification/evidence-flags/")
    assert "整改总结" not in liaison.reads()

    clerk.at(alike).page.locator('main a.button[href$="/ask-unit/"]').first.click()
    clerk.fill("question", "与区教育局总结雷同，请说明。")
    clerk.page.locator("form#move .form__foot button").click()
    clerk.page.wait_for_load_state()
    assert "此处不得出现其他单位名称" in clerk.reads()
    assert clerk.page.locator('[name="question"]').input_value() == "与区教育局总结雷同，请说明。"
    clerk.fill("question", "请说明这份总结由谁起草，附过程稿。")
    clerk.page.locator("form#move .form__foot button").click()
    clerk.page.wait_for_load_state()
    liaison.page.goto("/")
    assert "说明佐证材料" in liaison.reads()
    shown = liaison.at(alike).reads()
    assert "请说明这份总结由谁起草" in shown
    assert "其他单位" in shown
    assert labelled.THEIRS not in shown
    liaison.does("explain-evidence", answer="经办人参考了网上材料，现重新撰写。", files=PDF)
    assert "经办人参考了网上材料" in clerk.at(alike).reads()
    clerk.does("decide-answered", outcome="unacceptable", ruling="不能作为整改佐证，请重新报送。")
    assert "不能作为佐证" in liaison.at(alike).reads()

    liaison.at(items[ours][0]).does("request-close", outcome="done")
    principal = Person(window(people.principal, width=390))
    principal.at(items[ours][0]).does("endorse-item", truth=True)
    assert "尚有1条佐证材料核对提示" in clerk.at(items[ours][0]).may_not("close")
    clerk.at(dated).does("decide-flag", outcome="explained", ruling="原制度作为修订依据一并提交。")
    clerk.at(items[ours][0]).does("close", note="属实")
    clerk.page.goto("/rectification/evidence-flags/?stage=decided")
    assert "接待制度.docx" in clerk.reads()
    assert "整改总结.docx" in clerk.reads()
