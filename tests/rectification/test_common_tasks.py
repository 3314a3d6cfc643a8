"""Who sees to a common problem: departments with their own part each, the office that follows up, and how it ends."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from casework import policy
from casework.models import Attachment, Deadline, Notice
from casework.moves import Refused
from rectification import actions as rectification
from rectification.forms.institution import RegisterInstitution
from rectification.forms.task import AddTask, AssignCommon
from rectification.models import CommonProblem, Institution, ResultUse, SuggestionLetter, TrinityTask
from tests import cases
from tests.once import once
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY, Stage, Task = cases.DAY, CommonProblem.Stage, TrinityTask.Stage


def day(n):
    return DAY + datetime.timedelta(days=n)


@once
def people():
    people = cast()
    people.engagement = cases.on_site(people)
    return people


@once
def problem(people):
    return cases.common(people, people.engagement, upto="assigned")


@once
def task(problem):
    return problem.tasks.get(role="lead")


def see(user, thing):
    return type(thing).objects.visible_to(user).filter(pk=thing.pk).exists()


def signed(people, task, today=DAY):
    return rectification.sign_for_task(task, by=people.department_handler, today=today)


def answered(people, task, today=DAY):
    signed(people, task)
    return rectification.answer_task(task, by=people.department_handler, today=today, answer="办法已修订。")


def accepted(people, problem, today=DAY):
    """Both departments have answered, and the office has accepted it."""
    for one in problem.tasks.order_by("pk"):
        by = people.department_handler if one.role == "lead" else people.personnel_handler
        rectification.sign_for_task(one, by=by, today=today)
        rectification.answer_task(one, by=by, today=today, answer="已办结。")
        rectification.accept_task(one, by=people.clerk, today=today, note="")


def pdf(name="办法.pdf"):
    return SimpleUploadedFile(name, b"%PDF-1.4 x", content_type="application/pdf")


def confirmed(people, task, today=DAY):
    rule = cases.institution(people, task, day(1))
    return rectification.confirm_institution(rule, by=people.clerk, today=day(1), note="")


def test_a_department_sees_its_own_task_and_nothing_else_of_the_problem(people, problem, task, client):
    support = problem.tasks.get(role="support")
    assert see(people.department_handler, task)
    assert not see(people.department_handler, support)
    assert see(people.personnel_handler, support)
    assert not see(people.department_handler, problem)
    assert not see(people.department_handler, problem.members.first())
    assert not see(people.liaison, task)
    client.force_login(people.department_handler, backend="accounts.backends.ByPassword")
    shown = client.get(task.get_absolute_url()).content.decode()
    assert "部分单位台账登记不完整。" in shown
    for hidden in (problem.key, problem.number, problem.manifestation, "区住建局", people.engagement.key):
        assert hidden not in shown
    assert client.get(f"/rectification/of-common/{problem.key}/tasks/").status_code == 404


def test_each_has_its_dates_from_the_day_on(people, problem, task):
    assert problem.stage == Stage.ASSIGNED
    assert cases.open_dates(task) == {("sign_task", "handle"), ("do_task", "handle")}
    assert cases.open_dates(problem) == {("follow_common", "oversee")}
    assert Notice.objects.filter(person=people.department_handler, event__thing_id=task.pk).exists()


def test_what_stays_inside_is_not_given_out(people):
    problem = cases.common(people, people.engagement, upto="reported")
    number = problem.members.first().finding.number
    values = {
        "title_text": "x",
        "about": f"见{number}。",
        "lead": people.department.key,
        "task": "y",
        "due_on": day(9).isoformat(),
    }
    form = AssignCommon(values, thing=problem, by=people.clerk, today=DAY)
    assert not form.is_valid()
    assert number in str(form.errors["about"])
    form = AssignCommon(values | {"about": "区住建局等单位台账不全。"}, thing=problem, by=people.clerk, today=DAY)
    assert form.is_valid(), form.errors


def test_what_lies_under_seal_is_not_given_out_either(people):
    said = "局长的司机每周末用公车去城外接送家属"
    cases.talk(people.engagement, "孙某", summary=f"谈到{said}。")
    problem = cases.common(people, people.engagement, upto="reported")
    values = {"title_text": "x", "lead": people.department.key, "task": "y", "due_on": day(9).isoformat()}
    form = AssignCommon(values | {"about": f"反映{said}。"}, thing=problem, by=people.clerk, today=DAY)
    assert said in str(form.errors["about"])
    form = AssignCommon(values | {"about": "用车台账不全，电话000-0000。"}, thing=problem, by=people.clerk, today=DAY)
    assert form.is_valid(), form.errors


def test_nobody_leads_and_supports_and_nobody_supports_without_a_task(people):
    problem = cases.common(people, people.engagement, upto="reported")
    values = {"title_text": "x", "about": "y", "lead": people.department.key, "task": "z", "due_on": day(9)}
    form = AssignCommon(values | {"support": [people.department.key]}, thing=problem, by=people.clerk, today=DAY)
    assert {"support", "support_task"} <= set(form.errors)
    form = AssignCommon(values | {"due_on": day(-1)}, thing=problem, by=people.clerk, today=DAY)
    assert "due_on" in form.errors


def test_there_is_one_lead_department(people, problem, task):
    form = AddTask({"role": "lead"}, thing=problem, by=people.clerk, today=DAY)
    assert "role" in form.errors
    with pytest.raises(IntegrityError), transaction.atomic():
        cases.assigned(people, cases.fresh(_reported_again(problem)))
    rectification.take_back_task(task, by=people.clerk, today=DAY, note="职能调整")
    form = AddTask({"role": "lead"}, thing=problem, by=people.clerk, today=DAY)
    assert "role" not in form.errors
    made = rectification.add_task(
        problem,
        by=people.clerk,
        today=DAY,
        owner=people.discipline,
        role="lead",
        title_text="x",
        about="y",
        task="z",
        due_on=day(9),
    )
    assert see(people.discipline_handler, made)


def _reported_again(problem):
    CommonProblem._base_manager.filter(pk=problem.pk).update(stage="reported")
    return problem


def test_whoever_signs_handles_it_reports_with_files_and_answers(people, task):
    signed(people, task)
    assert task.handler == people.department_handler
    report = rectification.report_task(
        task, by=people.department_handler, today=day(2), done="已成立专班。", files=[pdf("专班文件.pdf")]
    )
    assert Attachment.objects.get(thing_kind=report.kind, thing_id=report.pk).name == "专班文件.pdf"
    assert not see(people.personnel_handler, report)
    rectification.answer_task(task, by=people.department_handler, today=day(5), answer="办法已修订。")
    assert cases.open_dates(task) == {("accept_task", "oversee")}


def test_an_answer_is_returned_with_a_reason_and_comes_again(people, task):
    answered(people, task)
    rectification.return_task(task, by=people.clerk, today=day(1), note="缺培训记录")
    assert cases.open_dates(task) == {("task_again", "handle")}
    rectification.answer_task(task, by=people.department_handler, today=day(3), answer="补齐。")
    rectification.accept_task(task, by=people.clerk, today=day(3), note="")
    assert cases.open_dates(task) == set()


def test_only_what_is_late_is_urged(people, task):
    with pytest.raises(Refused):
        rectification.urge_task(task, by=people.clerk, today=day(1), note="催")
    rectification.urge_task(task, by=people.clerk, today=day(31), note="请抓紧")


def test_on_time_is_counted_against_the_date_of_the_task(people, problem, task, client):
    answered(people, task, day(31))
    client.force_login(people.clerk, backend="accounts.backends.ByPassword")
    page = client.get("/rectification/tasks/")
    rows = {
        row["cells"][0]["text"]: [cell["text"] for cell in row["cells"][1:]]
        for row in page.context["punctuality"]["rows"]
    }
    assert rows["区财政局"] == ["1", "1", "0", "1", "0%"]


def test_the_log_of_the_office_is_not_read_by_departments(people, problem):
    entry = cases.followed(people, problem, owner=people.department)
    assert cases.fresh(problem).stage == Stage.IN_PROGRESS
    for user in (people.clerk, people.head, people.secretary):
        assert see(user, entry)
    for user in (people.department_handler, people.personnel_handler, people.leader):
        assert not see(user, entry)


def test_a_rule_from_before_is_no_answer_and_without_its_document_it_is_not_there(people, task):
    signed(people, task)
    values = {"kind_of": "new", "name": "办法", "paper": "云财〔2026〕1号", "issued_on": DAY.isoformat()}
    form = RegisterInstitution(values, {}, thing=task, by=people.department_handler, today=day(2))
    assert {"issued_on", "files"} <= set(form.errors)
    assert DAY.isoformat() in str(form.errors["issued_on"])
    with pytest.raises(Refused, match="2026-03-02"):
        cases.institution(people, task, DAY)
    form = RegisterInstitution(
        values | {"issued_on": day(1).isoformat()},
        {"files": pdf()},
        thing=task,
        by=people.department_handler,
        today=day(2),
    )
    assert form.is_valid(), form.errors
    form = RegisterInstitution(
        values | {"issued_on": day(3).isoformat()},
        {"files": pdf()},
        thing=task,
        by=people.department_handler,
        today=day(2),
    )
    assert "issued_on" in form.errors


def test_the_database_holds_the_dates_apart_too(people, task):
    signed(people, task)
    rule = cases.institution(people, task, day(1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Institution._base_manager.filter(pk=rule.pk).update(issued_on=DAY)


def test_a_confirmed_rule_moves_the_problem_on_and_stands_among_the_results(people, problem, task):
    signed(people, task)
    rule = confirmed(people, task)
    assert cases.fresh(problem).stage == Stage.INSTITUTION_BUILT
    assert cases.open_dates(problem) == {("assess_common", "oversee")}
    result = ResultUse.objects.get()
    assert (result.kind_of, result.source_number, result.owner) == ("institution", rule.number, people.department)
    assert result.source == rule
    assert see(people.secretary, result)
    assert not see(people.department_handler, result)


def test_a_rule_is_returned_and_corrected_by_its_department(people, task):
    signed(people, task)
    rule = cases.institution(people, task, day(1))
    rectification.return_institution(rule, by=people.clerk, today=day(2), note="缺文号")
    assert cases.open_dates(rule) == {("institution_again", "handle")}
    said = {"kind_of": "new", "name": "办法", "paper": "云财〔2026〕2号", "issued_on": day(2)}
    rectification.correct_institution(rule, by=people.department_handler, today=day(2), **said)
    assert cases.open_dates(rule) == {("confirm_institution", "oversee")}
    assert not see(people.personnel_handler, rule)


def test_a_rule_answers_one_finding_without_a_common_problem(people):
    finding = cases.finding(people.engagement)
    said = {"kind_of": "new", "name": "台账制度", "paper": "建办〔2026〕3号", "owner": people.department}
    with pytest.raises(Refused):
        rectification.record_institution_of_finding(finding, by=people.clerk, today=day(1), issued_on=DAY, **said)
    rule = rectification.record_institution_of_finding(finding, by=people.clerk, today=day(1), issued_on=day(1), **said)
    rectification.confirm_institution(rule, by=people.clerk, today=day(1), note="")
    assert ResultUse.objects.get().source == rule
    for user in (people.leader, people.liaison, people.department_handler):
        assert not see(user, rule)


def test_it_is_assessed_when_every_department_has_answered_and_closed_when_nothing_is_open(people, problem, task):
    signed(people, task)
    confirmed(people, task)
    problem = cases.fresh(problem)
    with pytest.raises(Refused, match="区财政局"):
        rectification.assess_common(problem, by=people.clerk, today=day(2), assessment="好")
    rectification.answer_task(cases.fresh(task), by=people.department_handler, today=day(2), answer="已办结。")
    rectification.accept_task(cases.fresh(task), by=people.clerk, today=day(2), note="")
    rectification.take_back_task(problem.tasks.get(role="support"), by=people.clerk, today=day(2), note="不再需要")
    letter = cases.suggestion(people, problem, day(2))
    rectification.assess_common(problem, by=people.clerk, today=day(2), assessment="同类问题明显减少。")
    with pytest.raises(Refused, match="1"):
        rectification.close_common(problem, by=people.head, today=day(3), note="")
    rectification.take_back_suggestion(letter, by=people.clerk, today=day(3), note="并入任务")
    rectification.close_common(problem, by=people.head, today=day(3), note="")
    assert cases.open_dates(problem) == set()


def test_without_an_institution_the_head_says_why(people):
    problem = cases.common(people, people.engagement, upto="in_progress")
    accepted(people, problem)
    with pytest.raises(Refused):
        rectification.assess_without(problem, by=people.clerk, today=DAY, note="x", assessment="y")
    rectification.assess_without(
        problem, by=people.head, today=DAY, note="属责任落实问题，不需建章立制", assessment="好"
    )
    assert problem.stage == Stage.ASSESSED


def test_a_suggestion_letter_goes_to_its_department_alone_and_comes_back(people, problem):
    letter = cases.suggestion(people, problem)
    assert letter.number == "巡建〔2026〕1号"
    assert see(people.department_handler, letter)
    assert not see(people.personnel_handler, letter)
    assert cases.open_dates(letter) == {("sign_suggestion", "handle"), ("answer_suggestion", "handle")}
    by = people.department_handler
    rectification.sign_for_suggestion(letter, by=by, today=DAY)
    rectification.answer_suggestion(letter, by=by, today=day(3), answer="已采纳。")
    rectification.return_suggestion(letter, by=people.clerk, today=day(4), note="请附文件")
    rectification.answer_suggestion(letter, by=by, today=day(5), answer="已采纳，附文件。")
    rectification.accept_suggestion(letter, by=people.clerk, today=day(6), note="")
    assert ResultUse.objects.get().source == letter
    assert letter.stage in SuggestionLetter.final


def test_who_may_do_what_is_held_on_the_case_of_the_task(people, task):
    assert policy.words_on(people.department_handler, task.case) == {"handle"}
    assert policy.words_on(people.secretary, task.case) == {"observe"}
    with pytest.raises(Refused):
        rectification.sign_for_task(task, by=people.secretary, today=DAY)
    assert not Deadline.objects.duties_of(people.personnel_handler).filter(thing_kind=task.kind, thing_id=task.pk)
