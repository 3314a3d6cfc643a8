"""What a round looks at: its list of local priorities, and the category sets that the office draws up itself."""

import pytest
from django.db import IntegrityError, transaction

from casework.models import Deadline
from casework.moves import Refused
from inspections import actions, forms, reference
from inspections.models import Category, CategorySet, Discipline, OwnSet, Priority
from tests import cases
from tests.once import once
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY


@once
def people():
    return cast()


@once
def round(people):
    return cases.open_round(people)


# -- local priorities ----------------------------------------------------------------------------------------------


def test_the_list_of_a_round_is_numbered_and_grows_while_the_round_runs(people):
    engagement = cases.on_site(people)
    first, second = (cases.priority(people, engagement.round, name) for name in ("营商环境", "民生资金"))
    assert [str(first), str(second)] == ["1. 营商环境", "2. 民生资金"]
    with pytest.raises(Refused, match="巡察办"):
        actions.list_priority(engagement.round, by=people.leader, name="x", description="")


def test_the_list_is_read_by_the_teams_of_the_round_and_by_no_unit(people):
    engagement = cases.on_site(people)
    priority = cases.priority(people, engagement.round)

    def sees(name):
        return Priority.objects.visible_to(getattr(people, name)).filter(pk=priority.pk).exists()

    assert all(sees(name) for name in ("clerk", "head", "secretary", "leader", "member", "other_leader"))
    assert not any(sees(name) for name in ("liaison", "principal", "department_handler", "stranger", "auditor"))


def test_what_is_taken_off_the_list_stays_with_its_reason(people, round):
    priority = cases.priority(people, round)
    actions.retire_priority(priority, by=people.clerk, today=DAY, note="已并入其他事项")
    assert Priority.objects.to_choose().count() == 0
    with pytest.raises(Refused):
        actions.amend_priority(priority, by=people.clerk, today=DAY, name="x", description="")


# -- category sets -------------------------------------------------------------------------------------------------


def test_every_reference_category_answers_to_a_discipline_and_has_questions():
    for category in Category.objects.all():
        assert category.disciplines, category
        assert set(category.disciplines) <= set(Discipline.values)
        assert len(category.questions.splitlines()) == 3, category


def test_the_six_disciplines_answer_each_to_itself():
    categories = CategorySet.objects.get(code="six_disciplines").categories.order_by("order")
    assert [category.disciplines for category in categories] == [[code] for code in Discipline.values]


def test_what_an_earlier_version_did_not_know_is_filled_in_and_nothing_else(people):
    one, other = Category.objects.all()[:2]
    Category.objects.filter(pk=one.pk).update(disciplines=[], questions="")
    Category.objects.filter(pk=other.pk).update(questions="另一问？")
    reference.load()
    assert cases.fresh(one).disciplines == one.disciplines
    assert cases.fresh(other).questions == "另一问？"


def test_a_set_of_the_office_waits_for_its_head_and_is_frozen_once_it_is_in_use(people):
    own = cases.own_set(people, used=False)
    assert Deadline.objects.open().get(thing_kind=own.kind, thing_id=own.pk).rule.code == "use_set"
    with pytest.raises(Refused, match="负责人"):
        actions.use_set(own, by=people.clerk, today=DAY, note="")
    actions.use_set(own, by=people.head, today=DAY, note="")
    own = cases.fresh(own)
    assert [category.short for category in own.category_set.categories.all()] == ["责任落实", "为民服务"]
    assert not Deadline.objects.open().filter(thing_kind=own.kind, thing_id=own.pk).exists()
    for verb, thing in ((actions.amend_set, own), (actions.amend_category, own.categories.first())):
        with pytest.raises(Refused):
            verb(thing, by=people.clerk, today=DAY, name="x")


def test_a_set_is_not_put_in_use_before_every_category_is_mapped(people):
    own = actions.draft_set(people.authority, by=people.clerk, today=DAY, name="x", since="2026", replaces=None)
    assert "两个类别" in actions.use_set.why_not(people.head, own, DAY)
    for short, disciplines in (("甲", ["work"]), ("乙", [])):
        said = {"name": short, "short": short, "disciplines": disciplines, "questions": ""}
        actions.add_category(own, by=people.clerk, today=DAY, **said)
    assert "乙" in actions.use_set.why_not(people.head, own, DAY)
    actions.drop_category(own.categories.get(short="乙"), by=people.clerk, today=DAY, note="并入甲")
    assert "两个类别" in actions.use_set.why_not(people.head, own, DAY)


def test_a_new_edition_retires_the_one_that_it_names_and_rounds_keep_theirs(people):
    first = cases.own_set(people)
    round = cases.open_round(people, category_set=first.category_set)
    second = cases.own_set(people, since="2027", replaces=first.category_set)
    assert (cases.fresh(first).stage, cases.fresh(second).stage) == ("retired", "in_use")
    assert cases.fresh(round).category_set == first.category_set
    form = forms.OpenRound(thing=round.term, by=people.clerk, today=DAY)
    offered = form.fields["category_set"].queryset
    assert second.category_set in offered
    assert first.category_set not in offered
    assert offered.filter(code="six_disciplines").exists()


def test_what_is_no_set_yet_has_no_rows_says_the_database(people):
    own = cases.own_set(people, used=False)
    rows = CategorySet.objects.get(code="six_disciplines")
    with pytest.raises(IntegrityError), transaction.atomic():
        OwnSet._base_manager.filter(pk=own.pk).update(category_set=rows)


def test_the_pages_of_sets_are_for_inspectors(people, client):
    cases.on_site(people)
    own = cases.own_set(people)
    urls = ("/inspections/category-sets/", f"/inspections/category-sets/{own.category_set.code}/")
    for name, status in (("clerk", 200), ("leader", 200), ("liaison", 404), ("sysadmin", 404)):
        client.force_login(people.users[name], backend="accounts.backends.ByPassword")
        assert {client.get(url).status_code for url in urls} == {status}, name
    client.force_login(people.clerk, backend="accounts.backends.ByPassword")
    assert "政治纪律、工作纪律" in client.get(urls[1]).content.decode()
