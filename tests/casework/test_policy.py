"""Powers are words held on a case by groups; there is no other power, and it ends at the next question."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import actions as registry
from accounts.models import House, Organisation, User
from casework import history, policy
from casework.models import Case, CaseUserObjectPermission, Deadline, Event
from casework.policy import Actor
from findings import actions as findings
from findings.models import WorkingPaper
from inspections import actions as inspections
from inspections.models import Engagement
from tests import cases

DAY = cases.DAY
ADMINISTRATORS = ("sysadmin", "secadmin", "auditor")


def words(user, thing):
    return set(policy.words_on(user, thing.case))


def test_everybody_holds_the_words_of_his_place_and_no_other(people, engagement):
    held = {
        "head": {"oversee", "direct"},
        "clerk": {"oversee"},
        "secretary": {"observe"},
        "leader": {"lead", "inspect"},
        "member": {"inspect"},
        "second_member": {"inspect"},
        "principal": {"respond", "sign"},
        "liaison": {"respond"},
    }
    for name, user in people.users.items():
        assert words(user, engagement) == held.get(name, set()), name


def test_the_three_administrators_hold_one_word_each_and_none_on_any_case(people, engagement):
    assert [words(people.users[name], people.house) for name in ADMINISTRATORS] == [{"admit"}, {"entrust"}, {"audit"}]
    for name in ADMINISTRATORS:
        user = people.users[name]
        assert policy.held_anywhere(user) == words(user, people.house)
        assert set(policy.seen_by(user, *policy.WORDS).values_list("content_object", flat=True)) == {
            people.house.case_id
        }


def test_an_administrator_is_given_no_place_and_gives_himself_none(people):
    for by, user in ((people.secadmin, people.sysadmin), (people.secadmin, people.secadmin)):
        reason = registry.entrust.why_not(by, user, DAY)
        assert reason in ("An administrator holds no power on any case.", "Nobody changes his own account here.")


def test_leaving_the_group_ends_the_power_at_the_next_question(people, engagement):
    cases.paper(engagement)
    seen = WorkingPaper.objects.visible_to(people.member)
    assert seen.count() == 1
    assert words(people.member, engagement) == {"inspect"}
    posting = engagement.team.postings.get(person=people.member.person)
    cases.handover(engagement)
    findings.end_posting(posting, by=people.clerk, today=DAY, note="回避")
    assert words(people.member, engagement) == set()
    assert seen.count() == 0, "the same query, asked again"
    assert people.member not in policy.holders(engagement.case, "inspect")
    assert not Deadline.objects.duties_of(people.member).exists()
    assert policy.held_anywhere(people.member) == {"own"}, "what he promised stays his to read"


def test_a_dissolved_team_holds_nothing(people, engagement):
    inspections.dissolve(engagement.team, by=people.clerk, today=DAY, note="巡察结束")
    for user in (people.leader, people.member):
        assert words(user, engagement) == set()
        assert not Engagement.objects.visible_to(user).exists()


def test_leaving_a_body_ends_what_it_holds_everywhere(people, engagement):
    registry.distrust(people.clerk, by=people.secadmin, today=DAY, organisation=people.office, note="调离")
    assert policy.held_anywhere(people.clerk) == frozenset()
    assert not Organisation.objects.visible_to(people.clerk).exists()


def test_a_disabled_account_holds_nothing_even_in_its_groups(people, engagement):
    registry.disable(people.leader, by=people.sysadmin, today=DAY, note="停用")
    leader = cases.fresh(people.leader)
    assert leader.groups.exists()
    assert words(leader, engagement) == set()
    assert policy.held_anywhere(leader) == frozenset()
    assert not policy.seen_by(leader, *policy.WORDS).exists()
    assert leader not in policy.holders(engagement.case, "lead")


def test_nobody_is_above_the_rules(people):
    fields = {field.name for field in User._meta.get_fields()}
    assert not fields & {"is_superuser", "is_staff", "user_permissions"}
    assert not hasattr(people.head, "has_perm")
    with pytest.raises((CommandError, TypeError, AttributeError)):
        call_command("createsuperuser", username="root", name="root", interactive=False, verbosity=0)
    assert not User.objects.filter(username="root").exists()


def test_a_permission_that_is_not_on_a_case_opens_nothing(people, engagement):
    """Django knows permissions for all objects at once; nobody here asks for them."""
    group = Group.objects.create(name="all of them")
    group.permissions.set(Permission.objects.all())
    people.stranger.groups.add(group)
    assert words(people.stranger, engagement) == set()
    assert policy.held_anywhere(people.stranger) == frozenset()
    for model in history.moving_models():
        visible = model.objects.visible_to(people.stranger)
        assert (
            not visible.exclude(pk=people.stranger.pk if model is User else -1)
            .exclude(pk=people.stranger.person_id if model._meta.model_name == "person" else -1)
            .exists()
        ), model


def test_whoever_is_not_signed_in_sees_nothing(people):
    nobody = AnonymousUser()
    assert policy.words_on(nobody, people.house.case) == frozenset()
    assert policy.held_anywhere(nobody) == frozenset()
    assert not policy.seen_by(nobody, *policy.WORDS).exists()


def test_granting_twice_is_granting_once_and_withdrawing_ends_it(people):
    ours, _theirs = cases.mobilised(people, again=True)
    before = list(policy.grants_of(ours.case).values_list("permission__codename", "group").order_by("pk"))
    inspections.assign(ours, by=people.clerk, today=DAY, team=ours.team)
    assert list(policy.grants_of(ours.case).values_list("permission__codename", "group").order_by("pk")) == before
    assert ("lead", ours.team.leaders_id) in before
    inspections.dissolve(ours.team, by=people.clerk, today=DAY, note="结束")
    assert not policy.grants_of(ours.case).filter(permission__codename__in=("lead", "inspect")).exists()


def test_every_change_of_power_stands_in_the_history(people, engagement):
    """Replayed from the lines, everybody holds what he holds; nobody holds what no line gave."""
    said = {}
    for line in Event.objects.filter(thing_kind="casework.case", thing_id=engagement.case_id).order_by("id"):
        for change in line.changed:
            (said.setdefault if change[0] == "+" else said.pop)(change[1:], line.move)
    held = policy.grants_of(engagement.case).values_list("permission__codename", "group")
    assert set(said) == {f"{word} {group}" for word, group in held}
    given = Event.objects.filter(
        thing_kind="casework.case", thing_id=engagement.case_id, changed__0__startswith="+resp"
    )
    assert given.get().actor == people.clerk


def test_people_hold_words_in_groups_and_never_in_person(people):
    assert not CaseUserObjectPermission.objects.exists()


def test_who_holds_what_on_many_cases_is_one_answer(people, engagement):
    other = Engagement.objects.get(unit=people.other_unit)
    with CaptureQueriesContext(connection) as asked:
        found = policy.who_holds([engagement.case_id, other.case_id], ("lead", "oversee", "respond"))
    assert len(asked) == 3
    for case in (engagement.case, other.case):
        for word in ("lead", "oversee", "respond"):
            assert set(found.get((case.pk, word), [])) == set(policy.holders(case, word))


def test_asking_costs_the_same_however_many_cases_there_are(people, engagement):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            policy.words_on(people.leader, engagement.case)
            list(WorkingPaper.objects.visible_to(people.leader))
        return len(asked)

    cost()
    before = cost()
    round = cases.open_round(people)
    for unit in (people.unit, people.other_unit, people.department):
        inspections.choose_target(round, by=people.clerk, today=DAY, unit=unit)
    assert cost() == before <= 2


def test_the_words_of_the_house_are_the_words_of_the_database():
    assert {codename for codename, _name in Case._meta.permissions} == set(policy.WORDS)


def test_named_actors_are_nobodys_word():
    assert not set(policy.WORDS) & {actor.value for actor in Actor}
    assert set(policy.ACTORS) == set(Actor)


def test_the_house_itself_is_seen_by_its_keepers_alone(people):
    for name, user in people.users.items():
        assert House.objects.visible_to(user).exists() == (name in ADMINISTRATORS), name
