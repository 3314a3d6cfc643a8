"""Who keeps accounts and powers, who only looks on, and what the registry shows to whom."""

import datetime
import re

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts import actions
from accounts.models import Organisation, Person, User
from casework import policy
from casework.models import Case, Event
from casework.moves import Refused
from casework.policy import Actor
from tests import cases
from tests.once import once
from tests.people import PASSWORD, cast

pytestmark = pytest.mark.django_db
CODE = re.compile(r"\b[2-9A-Z]{4}(?:-[2-9A-Z]{4}){3}\b")


@once
def people():
    return cast()


def as_(people, name):
    client = Client()
    client.force_login(people.users[name])
    return client


def text(response):
    return response.content.decode()


def door(user, move):
    return f"/accounts/users/{user.key}/{move}/"


# -- accounts --------------------------------------------------------------------------------------------------


def test_a_new_account_works_once_its_code_was_handed_over(people):
    person = actions.register_person(people.unit, by=people.clerk, name="周明远")
    keeper = as_(people, "sysadmin")
    admitted = keeper.post(f"/accounts/house/{people.house.key}/admit/", {"username": "zhou", "person": person.key})
    user = User.objects.get(username="zhou")
    assert admitted.headers["Location"] == user.get_absolute_url()
    assert (user.name, user.stage, user.organisation_name) == ("周明远", "invited", "区住建局")

    shown = keeper.post(door(user, "issue-code"), {"version": user.version, "form_key": "once"})
    assert shown.headers["Cache-Control"] == "no-store"
    [code] = CODE.findall(text(shown))
    typed = {"username": "zhou", "code": code, "password": "Lotus-pond-after-rain", "again": "Lotus-pond-after-rain"}
    assert Client().post("/accounts/one-time/", typed).status_code == 302


def test_a_code_is_shown_this_once_and_sending_the_form_again_does_not_show_it(people):
    keeper = as_(people, "sysadmin")
    form = {"version": people.liaison.version, "form_key": "once"}
    assert CODE.search(text(keeper.post(door(people.liaison, "issue-code"), form)))
    again = keeper.post(door(people.liaison, "issue-code"), form, follow=True)
    assert not CODE.search(text(again))
    assert not CODE.search(text(keeper.get(people.liaison.get_absolute_url())))
    assert Event.objects.filter(move="accounts.user.issue-code").count() == 1


@pytest.mark.parametrize("name", ["secadmin", "auditor", "liaison"])
def test_only_the_system_administrator_issues_codes(people, name):
    response = as_(people, name).post(door(people.liaison, "issue-code"), {"version": people.liaison.version})
    assert response.status_code == 403
    assert User.objects.get(username="liaison").stage == "active"


def test_whoever_issues_codes_does_not_get_in_as_the_one_who_gives_powers(people):
    for other in (people.secadmin, people.auditor):
        assert as_(people, "sysadmin").get(door(other, "issue-code")).status_code == 403
        with pytest.raises(Refused, match="first_people"):
            actions.issue_code(other, by=people.sysadmin)
    actions.issue_code(people.secadmin, by=Actor.HOUSE)


@pytest.mark.parametrize("move", ["disable", "entrust", "distrust"])
def test_nobody_changes_his_own_account(people, move):
    for name in ("sysadmin", "secadmin"):
        assert as_(people, name).get(door(people.users[name], move)).status_code == 403


def test_an_account_is_disabled_and_never_deleted(people):
    keeper = as_(people, "sysadmin")
    keeper.post(door(people.liaison, "disable"), {"note": "调离", "version": people.liaison.version})
    user = User.objects.get(username="liaison")
    assert (user.stage, user.is_active) == ("disabled", False)
    assert not policy.holders(cases.fresh(people.unit).case, "oversee").filter(pk=user.pk).exists()
    keeper.post(door(user, "enable"), {"note": "回来", "version": user.version})
    user = User.objects.get(username="liaison")
    assert (user.stage, user.is_active) == ("invited", True)
    assert Client().post("/accounts/sign-in/", {"username": "liaison", "password": PASSWORD}).status_code == 422


def test_a_user_name_is_given_once_whatever_its_letters(people):
    person = actions.register_person(people.unit, by=people.clerk, name="周明远")
    form = {"username": "LIAISON", "person": person.key}
    response = as_(people, "sysadmin").post(f"/accounts/house/{people.house.key}/admit/", form)
    assert response.status_code == 422
    assert "该用户名已存在" in text(response)


# -- powers ----------------------------------------------------------------------------------------------------


def test_the_security_administrator_puts_an_account_into_a_body_and_takes_it_out(people):
    keeper = as_(people, "secadmin")
    user = people.stranger
    assert keeper.get("/accounts/organisations/").status_code == 200
    given = {"organisation": people.office.key, "version": user.version}
    assert keeper.post(door(user, "entrust"), given).status_code == 302
    assert as_(people, "stranger").get("/accounts/import/").status_code == 200
    page = text(keeper.get(user.get_absolute_url()))
    assert "区委巡察办" in page

    user = User.objects.get(username="stranger")
    taken = {"organisation": people.office.key, "note": "借调结束", "version": user.version}
    assert keeper.post(door(user, "distrust"), taken).status_code == 302
    assert as_(people, "stranger").get("/accounts/import/").status_code == 404


def test_a_security_administrator_cannot_entrust_himself(people):
    with pytest.raises(Refused):
        actions.entrust(people.secadmin, by=people.secadmin, organisation=people.office)
    assert not policy.words_on(people.secadmin, people.authority.case)


def test_no_administrator_is_put_into_a_body(people):
    for other in (people.sysadmin, people.auditor):
        with pytest.raises(Refused, match="管理员"):
            actions.entrust(other, by=people.secadmin, organisation=people.office)


@pytest.mark.parametrize("name", ["sysadmin", "liaison", "head", "auditor"])
def test_only_the_security_administrator_gives_powers(people, name):
    with pytest.raises(Refused):
        actions.entrust(people.stranger, by=people.users[name], organisation=people.office)


def test_administrators_hold_one_word_on_the_house_and_none_on_any_business(people):
    cases.on_site(people)
    for name, word in (("sysadmin", "admit"), ("secadmin", "entrust"), ("auditor", "audit")):
        user = people.users[name]
        assert policy.words_on(user, people.house.case) == {word}
        for case in Case.objects.exclude(pk=people.house.case_id):
            assert policy.words_on(user, case) == frozenset()


def test_an_administrator_is_nobody_elses_account(people):
    person = actions.register_person(people.unit, by=people.clerk, name="周明远")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=people.sysadmin.pk).update(person=person)


def test_the_page_of_an_account_says_for_which_bodies_it_acts(people):
    page = as_(people, "secadmin").get(people.principal.get_absolute_url())
    [section] = page.context["sections"]
    assert [(fact["label"], fact["value"]) for fact in section["facts"]] == [("主要负责人", "区住建局")]
    page = as_(people, "secadmin").get(people.auditor.get_absolute_url())
    assert "不具有任何业务权限" in text(page)


# -- the registry ----------------------------------------------------------------------------------------------


def test_the_district_is_founded_once(people):
    response = as_(people, "sysadmin").get(f"/accounts/house/{people.house.key}/found/")
    assert response.status_code == 403
    assert Organisation.objects.filter(kind_of="authority").count() == 1


def test_bodies_are_listed_as_a_tree_in_protocol_order(people):
    town = actions.register(people.authority, by=people.clerk, name="柳溪镇", kind_of="town", official_order=8)
    actions.register(people.authority, by=people.clerk, name="安和镇", kind_of="town", official_order=9)
    village = actions.register(people.authority, by=people.clerk, name="青石村", kind_of="village", parent=town)
    names = list(Organisation.objects.visible_to(people.clerk).in_order().values_list("name", flat=True))
    assert names[0] == "测试区委"
    assert names.index("柳溪镇") + 1 == names.index("青石村") == names.index("安和镇") - 1
    actions.amend(town, by=people.clerk, official_order=10)
    names = list(Organisation.objects.visible_to(people.clerk).in_order().values_list("name", flat=True))
    assert names.index("安和镇") < names.index("柳溪镇") < names.index("青石村")
    assert cases.fresh(village).version == 1


def test_a_body_does_not_belong_to_one_that_belongs_to_it(people):
    town = actions.register(people.authority, by=people.clerk, name="柳溪镇", kind_of="town")
    village = actions.register(people.authority, by=people.clerk, name="青石村", kind_of="village", parent=town)
    form = actions.forms.Amend(thing=town, by=people.clerk)
    assert village not in form.fields["parent"].queryset
    assert people.unit in form.fields["parent"].queryset


@pytest.mark.parametrize("asked", ["住建", "qzjj", "YJ-008"])
def test_a_body_is_found_by_part_of_its_name_its_initials_or_its_code(people, asked):
    actions.amend(people.unit, by=people.clerk, code="YJ-008")
    page = as_(people, "clerk").get("/accounts/organisations/", {"q": asked})
    assert [row["cells"][0]["text"] for row in page.context["rows"]] == ["区住建局"]


def test_a_name_that_changed_is_found_and_sorted_under_the_new_one(people):
    actions.amend(people.unit, by=people.clerk, name="区安居局")
    page = as_(people, "clerk").get("/accounts/organisations/", {"q": "qajj"})
    assert [row["cells"][0]["text"] for row in page.context["rows"]] == ["区安居局"]
    assert Event.objects.get(move="accounts.organisation.amend").changed == ["name"]


def test_the_pool_is_a_filter_of_the_people(people):
    page = as_(people, "clerk").get("/accounts/people/", {"in_pool": "on"})
    found = {row["cells"][0]["text"] for row in page.context["rows"]}
    assert found == set(Person.objects.in_pool().values_list("name", flat=True))
    assert "局长" not in found


def test_people_are_filtered_by_their_body(people):
    page = as_(people, "clerk").get("/accounts/people/", {"organisation": people.unit.key})
    assert {row["cells"][0]["text"] for row in page.context["rows"]} == {"局长", "联络员"}


def test_bodies_that_every_district_has_are_not_dissolved(people):
    assert as_(people, "clerk").get(f"{people.office.get_absolute_url()}close/").status_code == 403
    assert as_(people, "clerk").get(f"{people.unit.get_absolute_url()}close/").status_code == 200


def test_a_liaison_sees_his_own_body_and_himself_alone(people):
    client = as_(people, "liaison")
    assert client.get(people.unit.get_absolute_url()).status_code == 200
    assert client.get(people.other_unit.get_absolute_url()).status_code == 404
    rows = client.get("/accounts/people/").context["rows"]
    assert [row["cells"][0]["text"] for row in rows] == ["联络员"]
    assert "账号" not in text(client.get("/"))


# -- the log ---------------------------------------------------------------------------------------------------


def test_the_auditor_reads_who_did_what_and_nothing_of_what_was_written(people):
    actions.disable(people.stranger, by=people.sysadmin, note="因私离岗")
    page = as_(people, "auditor").get("/log/")
    first = [cell["text"] for cell in page.context["rows"][0]["cells"]]
    assert first[3:6] == ["sysadmin", "停用", "账号"]
    assert "因私离岗" not in text(page)


@pytest.mark.parametrize("name", ["sysadmin", "secadmin", "head", "clerk", "liaison"])
def test_for_everybody_else_there_is_no_log(people, name):
    assert as_(people, name).get("/log/").status_code == 404


def test_the_log_is_narrowed_by_person_move_and_day(people):
    auditor = as_(people, "auditor")
    today = timezone.localdate()
    actions.disable(people.stranger, by=people.sysadmin, note="x")

    def found(**asked):
        return len(auditor.get("/log/", asked).context["rows"])

    assert found(move="accounts.user.disable") == 1
    assert found(move="accounts.user.disable", who="secadmin") == 0
    assert found(move="accounts.user.disable", since=today.isoformat(), until=today.isoformat()) == 1
    assert found(move="accounts.user.disable", since=(today + datetime.timedelta(days=1)).isoformat()) == 0


def test_the_log_is_walked_page_by_page_to_its_beginning_and_back(people):
    auditor = as_(people, "auditor")
    numbers, url = [], ""
    while True:
        last = auditor.get(f"/log/{url}").context
        numbers.append([int(row["cells"][0]["text"]) for row in last["rows"]])
        if not last["pager"]["next_url"]:
            break
        url = last["pager"]["next_url"]
    whole = [number for page in numbers for number in page]
    assert whole == sorted(Event.objects.values_list("pk", flat=True), reverse=True)
    assert len(numbers) > 1
    back = auditor.get(f"/log/{last['pager']['previous_url']}").context
    assert [int(row["cells"][0]["text"]) for row in back["rows"]] == numbers[-2]


def test_groups_are_bodies_and_administrators_and_nothing_else(people):
    named = Group.objects.filter(member_of=None, principal_of=None).values_list("name", flat=True)
    assert set(named) == {"administrator system", "administrator security", "administrator auditor"}
