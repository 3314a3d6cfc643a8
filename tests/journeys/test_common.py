"""Three units have the same problem: from the first finding to the rule that answers it, each at his own screen."""

import datetime

import pytest
from django.utils import timezone

from accounts import actions as registry
from rectification.models import CommonProblem, Institution, SelfCheck, TrinityTask
from tests import cases
from tests.people import cast, join

from .test_in_the_browser import PDF, Person

pytestmark = pytest.mark.browser


def test_three_findings_become_a_common_problem_and_an_institution(window):
    today = timezone.localdate()
    begun, soon = today - datetime.timedelta(days=5), (today + datetime.timedelta(days=20)).isoformat()
    people = cast()
    values = {"name": "霁溪镇", "kind_of": "town", "party_kind": "committee"}
    town = registry.register(people.authority, by=people.clerk, today=begun, **values)
    join(people, "town_liaison", "镇联络员", town)
    engagement = cases.on_site(people, begun)
    ours = cases.finding(engagement, "公务用车台账登记不完整", begun)
    titles = {people.other_unit: "公务用车使用台账登记不完整", people.department: "公务用车派车台账登记不完整"}
    theirs = cases.found_by_the_city(people, engagement.round.term, titles, begun)
    clerk, head = Person(window(people.clerk)), Person(window(people.head))
    department, liaison = Person(window(people.department_handler)), Person(window(people.town_liaison, width=390))

    # The clerk begins on the page of one finding; the two others are offered to him.
    clerk.at(ours).does(
        "begin-common",
        title_text="公务用车管理不规范",
        manifestation="台账登记不完整，派车单缺失。",
        cause="system",
        cause_text="制度不健全。",
        findings=[finding.key for finding in theirs],
    )
    problem = CommonProblem.objects.get()
    assert problem.members.count() == 3
    panel = clerk.at(ours).page.locator("#common")
    panel.get_by_role("link", name=problem.number).wait_for()

    head.page.goto("/")
    assert "公务用车管理不规范" in head.reads(), "what is to be verified stands on the desk of the head"
    head.at(problem).does("verify-common", note="三个单位均有发现，属实。")
    assert head.page.locator("svg.chart title").text_content() == "各轮次涉及单位数"
    clerk.at(problem).does(
        "report-common", report="三个单位发现同类问题。", held_on=today.isoformat(), minutes="同意专题报告。", files=PDF
    )

    # A text that names a finding stays in the house; without it the task goes out.
    clerk.at(problem)
    clerk.page.locator('main a.button[href$="/assign-common/"]').first.click()
    said = {
        "title_text": "公务用车管理不规范",
        "about": f"见{ours.number}。",
        "lead": people.department.key,
        "task": "修订公务用车管理办法。",
        "due_on": soon,
    }
    for name, value in said.items():
        clerk.fill(name, value)
    clerk.page.locator("form#move .form__foot button").click()
    assert "不得外发" in clerk.reads()
    assert clerk.page.locator('form#move [name="task"]').input_value() == said["task"], "what was typed stays"
    clerk.fill("about", "部分单位台账登记不完整。")
    clerk.page.locator("form#move .form__foot button").click()
    clerk.page.wait_for_load_state()
    task = TrinityTask.objects.get()

    department.page.goto("/")
    assert "公务用车管理不规范" in department.reads()
    department.at(task).does("sign-for-task")
    assert "区住建局" not in department.reads()
    assert department.page.goto(problem.get_absolute_url()).status == 404
    department.at(task).does("report-task", done="已成立起草专班。", files=PDF)
    clerk.at(problem).does("log-follow-up", means="call", seen="正在起草办法。", demand="按期印发。")

    # The list goes to whoever has not been visited; the liaison of the town answers on his phone.
    clerk.at(problem).does(
        "send-self-checks", title_text="公务用车自查", text="检查台账和派车单。", kinds=["town"], due_on=soon
    )
    check = SelfCheck.objects.get()
    liaison.page.goto("/")
    assert "公务用车自查" in liaison.reads()
    liaison.at(check).does("sign-for-self-check")
    liaison.at(check).does("answer-self-check", outcome="put_right", result="补登台账12本。", files=PDF)
    assert "公务用车管理不规范" not in liaison.reads()

    # A rule from before is refused with the reason; the right one enters the register.
    department.at(task)
    department.page.locator('main a.button[href$="/register-institution/"]').first.click()
    rule = {
        "kind_of": "revised",
        "name": "区级机关公务用车管理办法",
        "paper": "云财〔2026〕12号",
        "issued_on": begun.isoformat(),
        "files": PDF,
    }
    for name, value in rule.items():
        department.fill(name, value)
    department.page.locator("form#move .form__foot button").click()
    assert "不能作为整改成果" in department.reads()
    department.at(task).does("register-institution", **rule | {"issued_on": today.isoformat()})
    institution = Institution.objects.get()
    department.at(task).does("answer-task", answer="办法已印发。", files=PDF)

    clerk.at(institution).does("confirm-institution", note="文件齐全")
    assert "已建章立制" in clerk.at(problem).reads()
    clerk.at(task).does("accept-task", note="")
    clerk.at(check).does("accept-self-check", note="")
    clerk.at(problem).does("assess-common", assessment="同类问题明显减少。")
    head.at(problem).does("close-common", note="")
    clerk.page.goto("/rectification/results/")
    assert "区级机关公务用车管理办法" in clerk.reads()
    clerk.page.goto("/rectification/patterns/")
    clerk.page.locator("#heat td a").first.click()
    assert "公务用车台账登记不完整" in clerk.reads()
