"""Leave of the people in a team, who is there today, and who does what."""

import datetime

import pytest
from django.test import Client

from casework.models import Deadline
from casework.moves import Refused
from findings import actions as findings
from inspections import actions as inspections
from inspections.models import Leave, Posting
from tests import cases
from tests.once import once
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY
NEXT = DAY + datetime.timedelta(days=1)


@once
def people():
    made = cast()
    made.engagement = cases.on_site(made)
    return made


def window(person):
    client = Client()
    client.force_login(person, backend="accounts.backends.ByPassword")
    return client


def readers(people, thing):
    return {name for name, one in people.users.items() if Leave.objects.visible_to(one).filter(pk=thing.pk).exists()}


def duty(person, thing):
    dates = Deadline.objects.duties_of(person).filter(thing_kind=thing.kind, thing_id=thing.pk)
    return {date.rule.code for date in dates.select_related("rule")}


def present(people, day):
    postings = people.engagement.team.postings.serving().with_presence(day).select_related("person")
    return {posting.person.name for posting in postings if not posting.away}


def test_the_leader_gives_leave_and_the_team_sees_who_is_there(people):
    leave = cases.leave(people.engagement, begins_on=DAY, ends_on=NEXT)
    assert readers(people, leave) == {"member", "leader", "head", "clerk"}
    assert duty(people.leader, leave) == {"decide_leave"}
    assert present(people, DAY) == {"leader", "member", "second_member"}, "asking is not leave yet"
    inspections.give_leave(leave, by=people.leader, today=DAY, note="")
    assert (leave.days, leave.decided_by) == (2, people.leader)
    assert present(people, DAY) == present(people, NEXT) == {"leader", "second_member"}
    assert present(people, NEXT + datetime.timedelta(days=1)) == {"leader", "member", "second_member"}
    assert duty(people.member, leave) == {"report_back"}


def test_whoever_comes_back_early_is_there_again(people):
    leave = cases.leave(people.engagement, begins_on=DAY, ends_on=NEXT)
    inspections.give_leave(leave, by=people.leader, today=DAY, note="")
    inspections.report_back(leave, by=people.member, today=NEXT, note="")
    assert "member" not in present(people, DAY)
    assert "member" in present(people, NEXT)
    assert duty(people.member, leave) == set()


def test_nobody_reports_back_from_what_has_not_begun(people):
    leave = cases.leave(people.engagement, begins_on=NEXT, ends_on=NEXT)
    inspections.give_leave(leave, by=people.leader, today=DAY, note="")
    with pytest.raises(Refused, match="请假尚未开始"):
        inspections.report_back(leave, by=people.member, today=DAY, note="")


def test_the_leave_of_the_leader_is_given_by_the_office(people):
    leave = cases.leave(people.engagement, by=people.leader)
    assert duty(people.clerk, leave) == {"decide_leave"}
    with pytest.raises(Refused, match="不得审批本人请假"):
        inspections.give_leave(leave, by=people.leader, today=DAY, note="")
    inspections.give_leave(leave, by=people.clerk, today=DAY, note="")
    assert "leader" not in present(people, DAY)


def test_a_deputy_gives_no_leave_to_the_leader_nor_to_himself(people):
    inspections.post(people.engagement.team, by=people.clerk, today=DAY, person=people.stranger.person, role="deputy")
    cases.pledged(people.engagement.team)
    of_leader, own = (cases.leave(people.engagement, by=one) for one in (people.leader, people.stranger))
    with pytest.raises(Refused, match="组长请假由巡察办审批"):
        inspections.give_leave(of_leader, by=people.stranger, today=DAY, note="")
    with pytest.raises(Refused, match="不得审批本人请假"):
        inspections.give_leave(own, by=people.stranger, today=DAY, note="")
    inspections.give_leave(own, by=people.leader, today=DAY, note="")


def test_what_is_refused_or_not_needed_keeps_nobody_away(people):
    refused, dropped = cases.leave(people.engagement), cases.leave(people.engagement, by=people.second_member)
    inspections.refuse_leave(refused, by=people.leader, today=DAY, note="今日有重要谈话。")
    inspections.cancel_leave(dropped, by=people.second_member, today=DAY)
    assert present(people, DAY) == {"leader", "member", "second_member"}
    assert duty(people.leader, refused) == duty(people.leader, dropped) == set()


def test_the_form_refuses_days_that_run_backwards_or_overlap(people):
    client, url = window(people.member), f"{people.engagement.get_absolute_url()}ask-leave/"
    said = {"kind_of": "personal", "begins_on": str(NEXT), "ends_on": str(DAY), "reason": "家中有事"}
    answer = client.post(url, said)
    assert answer.status_code == 422
    assert "家中有事" in answer.content.decode()
    assert client.post(url, said | {"ends_on": str(NEXT)}).status_code == 302
    again = client.post(url, said | {"ends_on": str(NEXT)})
    assert "所选日期已有请假" in again.content.decode()
    assert Leave.objects.count() == 1


def test_only_the_leader_divides_the_work_and_the_page_shows_what_each_has_open(people):
    place = people.engagement.team.postings.get(person=people.member.person)
    with pytest.raises(Refused):
        inspections.assign_duty(people.engagement, by=people.member, today=DAY, posting=place, duty="finance")
    inspections.assign_duty(people.engagement, by=people.leader, today=DAY, posting=place, duty="finance")
    assert Posting.objects.get(pk=place.pk).duty == "finance"
    cases.lead(people.engagement)
    cases.lead(people.engagement, "又一疑点")
    cases.paper(people.engagement)
    cases.talk(people.engagement)
    findings.plan_talk(people.engagement, by=people.member, today=DAY, name="周某", due_on=DAY)
    page = window(people.leader).get(f"/findings/of/{people.engagement.key}/workload/")
    row = next(row for row in page.context["rows"] if row["url"] == place.get_absolute_url())
    assert [cell["text"] for cell in row["cells"]] == ["member", "组员", "财务审计", "在岗", "2", "1", "1", "1"]
    of_the_unit = window(people.liaison).get(f"/findings/of/{people.engagement.key}/workload/")
    assert of_the_unit.context["rows"] == []
    assert "财务审计" in window(people.leader).get(people.engagement.team.get_absolute_url()).content.decode()


def test_a_place_in_another_team_can_not_be_named(people):
    theirs = Posting.objects.get(person=people.other_member.person)
    url = f"{people.engagement.get_absolute_url()}assign-duty/"
    answer = window(people.leader).post(url, {"posting": theirs.key, "duty": "finance"})
    assert answer.status_code == 422
