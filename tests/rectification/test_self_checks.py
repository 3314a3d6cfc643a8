"""Units that nobody has visited look at themselves for what others have, each for itself; and the heat table."""

import datetime

import pytest

from accounts.models import Organisation
from casework.moves import Refused
from rectification import actions as rectification
from rectification.forms.self_check import SendSelfChecks
from rectification.models import SelfCheck, not_visited
from tests import cases
from tests.once import once
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY, Stage = cases.DAY, SelfCheck.Stage


def day(n):
    return DAY + datetime.timedelta(days=n)


@once
def people():
    people = cast()
    people.engagement = cases.on_site(people)
    return people


@once
def problem(people):
    return cases.common(people, people.engagement, upto="reported")


def see(user, thing):
    return type(thing).objects.visible_to(user).filter(pk=thing.pk).exists()


def test_the_list_goes_to_those_whom_nobody_has_visited_in_this_term(people, problem):
    assert set(not_visited(problem.term)) == {people.department}
    [check] = cases.self_checks(people, problem)
    assert check.unit == people.department
    assert cases.open_dates(check) == {("sign_self_check", "respond"), ("do_self_check", "respond")}


def test_a_kind_without_such_a_unit_is_refused_and_nobody_gets_it_twice(people, problem):
    values = {"title_text": "x", "text": "y", "due_on": day(9).isoformat(), "kinds": ["town"]}
    form = SendSelfChecks(values, thing=problem, by=people.clerk, today=DAY)
    assert "kinds" in form.errors
    cases.self_checks(people, problem)
    with pytest.raises(Refused):
        cases.self_checks(people, problem)


def test_the_list_names_no_finding_that_it_rests_on(people, problem):
    number = problem.members.first().finding.number
    values = {"title_text": "x", "text": f"对照{number}自查", "due_on": day(9).isoformat()}
    form = SendSelfChecks(values, thing=problem, by=people.clerk, today=DAY)
    assert number in str(form.errors["text"])


def test_a_unit_sees_its_own_and_the_office_all_of_them(people, problem, client):
    Organisation._base_manager.filter(pk=people.personnel.pk).update(kind_of="department")
    checks = {check.unit: check for check in cases.self_checks(people, problem)}
    assert set(checks) == {people.department, people.personnel}
    mine = checks[people.department]
    assert see(people.department_handler, mine)
    assert not see(people.department_handler, checks[people.personnel])
    assert not see(people.liaison, mine)
    assert see(people.secretary, mine)
    client.force_login(people.department_handler, backend="accounts.backends.ByPassword")
    shown = client.get("/rectification/self-checks/").content.decode()
    assert mine.key in shown
    assert checks[people.personnel].key not in shown
    page = client.get(mine.get_absolute_url()).content.decode()
    for hidden in (problem.key, problem.number, problem.title_text, "区住建局", "区教育局"):
        assert hidden not in page


def test_it_comes_back_is_sent_back_once_and_accepted(people, problem, client):
    [check] = cases.self_checks(people, problem)
    by = people.department_handler
    rectification.sign_for_self_check(check, by=by, today=day(1))
    rectification.answer_self_check(check, by=by, today=day(5), outcome="put_right", result="补登台账12本。")
    assert cases.open_dates(check) == {("read_self_check", "oversee")}
    client.force_login(people.clerk, backend="accounts.backends.ByPassword")
    lamps = {lamp["label"]: lamp["count"] for lamp in client.get("/rectification/self-checks/").context["lamps"]}
    assert list(lamps.values()) == [0, 1, 0]
    rectification.send_back_self_check(check, by=people.clerk, today=day(6), note="缺照片")
    rectification.answer_self_check(check, by=by, today=day(7), outcome="put_right", result="补登台账12本，附照片。")
    rectification.accept_self_check(check, by=people.clerk, today=day(8), note="")
    assert check.stage == Stage.ACCEPTED


def test_in_a_small_unit_it_is_the_principals_duty(people, problem):
    people.department.members.user_set.clear()
    people.department.principals.user_set.add(people.department_handler)
    [check] = cases.self_checks(people, problem)
    assert cases.open_dates(check) == {("sign_self_check", "sign"), ("do_self_check", "sign")}
    rectification.sign_for_self_check(check, by=people.department_handler, today=day(1))


def test_every_number_of_the_heat_table_opens_as_many_rows(people, problem, client):
    cases.finding(people.engagement, "值班脱岗")
    client.force_login(people.clerk, backend="accounts.backends.ByPassword")
    heat = client.get("/rectification/patterns/").context["heat"]
    numbers = [cell for row in heat["rows"] for cell in row["cells"] if cell.get("url")]
    assert [cell["text"] for cell in numbers] == ["3", "3"]
    assert "h-5" in numbers[0]["kind"]
    for cell in numbers:
        page = client.get(cell["url"])
        assert len(page.context["rows"]) == int(cell["text"])


def test_the_heat_table_is_for_the_office_and_the_leading_group(people, problem, client):
    for name, status in (("secretary", 200), ("leader", 404), ("liaison", 404), ("department_handler", 404)):
        client.force_login(people.users[name], backend="accounts.backends.ByPassword")
        assert client.get("/rectification/patterns/").status_code == status, name


def test_a_use_of_results_is_entered_with_its_evidence(people, problem):
    from rectification.forms.result import EnterResult

    values = {"kind_of": "circular", "title_text": "通报典型问题", "on": DAY.isoformat()}
    form = EnterResult(values, {}, thing=problem.term, by=people.clerk, today=DAY)
    assert set(form.errors) == {"files"}
    form = EnterResult(values | {"kind_of": "institution"}, {}, thing=problem.term, by=people.clerk, today=DAY)
    assert "kind_of" in form.errors
