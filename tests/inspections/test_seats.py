"""成员名单: who belongs to the leading group and to the office on which day, and the lists of a round as read out."""

import datetime
import io

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from python_calamine import CalamineWorkbook

from casework.models import Event, Export
from casework.moves import Refused
from inspections import actions, forms
from inspections.models import Seat
from tests import cases
from tests.once import once
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY
YEAR_AGO = DAY - datetime.timedelta(days=365)


@once
def people():
    return cast()


def as_(user):
    client = Client()
    client.force_login(user, "accounts.backends.ByPassword")
    return client


def left(seat, people, day):
    return actions.leave_seat(seat, by=people.clerk, today=DAY, left_on=day, note="工作调动")


def test_whoever_left_stays_on_the_list_of_his_days(people):
    old = cases.seat(people, people.leading_group, people.discipline_handler, "head", appointed_on=YEAR_AGO)
    new = cases.seat(people, people.leading_group, people.secretary, "head", appointed_on=DAY)
    left(old, people, DAY)
    client = as_(people.secretary)

    def shown(query):
        page = client.get(f"/inspections/seats/{query}").content.decode()
        return {seat for seat in (old, new) if seat.key in page}

    assert shown("") == {old, new}
    assert shown(f"?on={DAY}") == {new}
    assert shown(f"?on={DAY - datetime.timedelta(days=1)}") == {old}
    assert shown(f"?on={YEAR_AGO - datetime.timedelta(days=1)}") == set()
    assert shown("?body=office") == set()


def test_the_office_keeps_the_list_and_the_leading_group_reads_it(people):
    seat = cases.seat(people, people.office, people.clerk, "staff")
    assert as_(people.secretary).get(seat.get_absolute_url()).status_code == 200
    assert as_(people.secretary).get(f"{seat.get_absolute_url()}leave-seat/").status_code == 403
    for name in ("stranger", "liaison", "department_handler", "sysadmin"):
        assert as_(people.users[name]).get(seat.get_absolute_url()).status_code == 404


def test_somebody_is_appointed_in_the_browser_and_the_paper_is_kept(people):
    client = as_(people.clerk)
    url = f"{people.leading_group.get_absolute_url()}appoint/"
    page = client.get(url).content.decode()
    assert "领导小组副组长" in page
    assert 'value="director"' not in page, "the roles are those of this body"
    data = {"person": people.secretary.person.key, "role": "deputy_head", "place": 1, "appointed_on": DAY.isoformat()}
    answer = client.post(url, data | {"paper": "区委发〔2026〕3号", "version": people.leading_group.version})
    assert answer.status_code == 302
    seat = Seat.objects.get()
    assert (seat.person, seat.role, seat.paper) == (people.secretary.person, "deputy_head", "区委发〔2026〕3号")


def test_a_list_is_kept_of_these_two_bodies_alone(people):
    with pytest.raises(Refused):
        cases.seat(people, people.department, people.clerk, "member")


def test_nobody_is_twice_on_a_list_and_a_role_belongs_to_its_body(people):
    cases.seat(people, people.leading_group, people.secretary, "head")
    data = {"person": people.secretary.person.key, "role": "member", "place": 1, "appointed_on": DAY}
    form = forms.Appoint(data, thing=people.leading_group, by=people.clerk, today=DAY)
    assert list(form.errors) == ["person"]
    form = forms.Appoint(
        data | {"person": people.head.person.key, "role": "staff"},
        thing=people.leading_group,
        by=people.clerk,
        today=DAY,
    )
    assert list(form.errors) == ["role"]
    with pytest.raises(IntegrityError), transaction.atomic():
        cases.seat(people, people.leading_group, people.secretary, "member")


def test_nobody_leaves_before_he_came_or_tomorrow(people):
    seat = cases.seat(people, people.office, people.clerk, "staff")
    for day in (DAY - datetime.timedelta(days=1), DAY + datetime.timedelta(days=1)):
        form = forms.LeaveSeat({"left_on": day, "note": "调动"}, thing=seat, by=people.clerk, today=DAY)
        assert list(form.errors) == ["left_on"]


def test_a_correction_stays_in_the_history_and_whoever_left_is_not_corrected(people):
    seat = cases.seat(people, people.office, people.clerk, "staff")
    values = {"place": 2, "appointed_on": DAY, "paper": "文件"}
    actions.correct_seat(seat, by=people.clerk, today=DAY, **values)
    assert Event.objects.get(move="inspections.seat.correct-seat").changed == ["paper", "place"]
    left(seat, people, DAY)
    with pytest.raises(Refused):
        actions.correct_seat(seat, by=people.clerk, today=DAY, **values)


def test_the_list_is_read_out_by_role_and_then_by_order(people):
    second = cases.seat(people, people.leading_group, people.discipline_handler, "member", place=2)
    first = cases.seat(people, people.leading_group, people.personnel_handler, "member", place=1)
    head = cases.seat(people, people.leading_group, people.secretary, "head")
    page = as_(people.clerk).get("/inspections/seats/").content.decode()
    assert page.index(head.key) < page.index(first.key) < page.index(second.key)


# -- the lists of a round -------------------------------------------------------------------------------------------


@once
def round(people):
    cases.seat(people, people.leading_group, people.secretary, "head")
    cases.seat(people, people.office, people.head, "director")
    return cases.on_site(people).round


def sheets(client, url):
    answer = client.get(url)
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_the_lists_of_a_round_are_one_workbook_with_the_headings_of_the_office(people, round):
    found = sheets(as_(people.clerk), f"/inspections/of-round/{round.key}/read-out/export/")
    assert list(found) == [
        "区委巡察工作领导小组成员名单",
        "区委巡察办人员名单",
        "巡察组人员名单",
        "被巡察单位名单",
        "说明",
    ]
    assert found["区委巡察工作领导小组成员名单"][1] == ["序号", "领导小组职务", "姓名", "所在单位", "职务"]
    assert found["区委巡察工作领导小组成员名单"][2][1:3] == ["领导小组组长", "书记"]
    assert found["区委巡察办人员名单"][2][1:3] == ["巡察办主任", "主任"]
    teams = found["巡察组人员名单"]
    assert teams[1] == ["序号", "巡察组", "组内职务", "姓名", "所在单位", "职务"]
    assert [row[1:4] for row in teams[2:4]] == [["第一巡察组", "组长", "leader"], ["第一巡察组", "组员", "member"]]
    assert [row[1] for row in found["被巡察单位名单"][2:]] == ["区住建局", "区教育局"]
    export = Export.objects.get()
    assert (export.person, export.rows) == (people.clerk, 2 + 5 + 2)


def test_the_page_shows_the_lists_of_the_day_of_the_mobilisation_or_of_another_day(people, round):
    client = as_(people.secretary)
    url = f"/inspections/of-round/{round.key}/read-out/"
    page = client.get(url).content.decode()
    assert f'value="{DAY}"' in page
    assert "第一巡察组" in page
    assert "书记" in page
    before = client.get(f"{url}?on={YEAR_AGO}").content.decode()
    assert "该日名单为空" in before
    for wrong in ("nonsense", "2026-02-31"):
        assert client.get(f"{url}?on={wrong}").status_code == 200
    assert url in client.get(round.get_absolute_url()).content.decode()


def test_a_team_does_not_take_the_lists(people, round):
    for name in ("leader", "member", "liaison", "stranger"):
        assert as_(people.users[name]).get(f"/inspections/of-round/{round.key}/read-out/").status_code == 404
        assert as_(people.users[name]).get(f"/inspections/of-round/{round.key}/read-out/export/").status_code == 404
    assert not Export.objects.exists()
