"""Three teams are built; somebody of one has kin in its unit. He goes all the same, by exception, for all to see."""

import pytest
from django.utils import timezone

from inspections.models import Pledge, Recusal, Team
from tests import cases
from tests.people import cast

from .test_in_the_browser import PDF, Person

pytestmark = pytest.mark.browser


def test_three_teams_are_authorised_one_of_them_with_a_conflict_that_the_head_allows(window, committed):
    people = cast()
    today = timezone.localdate()
    round = cases.open_round(people, today)
    units = (people.unit, people.other_unit, people.department)
    leaders = (people.leader, people.other_leader, people.stranger)
    clerk, head = Person(window(people.clerk)), Person(window(people.head, width=390))
    kin = people.member.person

    clerk.at(kin).does("declare-tie", kind_of="kin", organisation=people.unit.key, details="胞兄任办公室主任")
    engagements = {}
    for unit in units:
        clerk.at(round).does("choose-target", unit=unit.key)
        engagements[unit] = round.engagements.get(unit=unit)
    for number, (unit, leader) in enumerate(zip(units, leaders, strict=True), start=1):
        members = [kin.key] if unit == people.unit else []
        clerk.at(round).does("form-team", name=f"第{number}巡察组", leader=leader.person.key, members=members)
        clerk.at(engagements[unit]).does("assign", team=Team.objects.get(number=number).key)

    first, second, third = Team.objects.order_by("number")
    for team in (second, third):
        clerk.at(team).does("authorise", paper=f"云委巡授〔2026〕{team.number}号")
    assert "回避事项尚未处理：member" in clerk.at(first).may_not("authorise")
    recusal = Recusal.objects.get()
    assert "亲属在被巡察单位任职" in clerk.at(first).reads()
    clerk.page.goto("/")
    assert "处理回避事项" in clerk.reads(), "the conflict waits on the desk of the office"

    clerk.at(recusal).does("ask-exception", grounds="全区仅其一人有工程造价资格；不参加谈话。", files=PDF)
    head.page.goto("/")
    assert "审批回避特批" in head.reads()
    head.at(recusal).does("allow-exception", note="同意，由组长监督。")

    clerk.at(first).does("authorise", paper="云委巡授〔2026〕1号")
    shown = Person(window(people.secretary)).at(first).reads()
    assert "特批参加" in shown
    page = head.at(recusal).reads()
    assert "全区仅其一人有工程造价资格" in page
    member = window(people.member)
    assert member.goto(engagements[people.unit].get_absolute_url()).status == 404, "his pledge comes first"
    Person(member).at(Pledge.objects.get(posting__person=kin)).does("make-pledge", accepted=True)
    assert member.goto(engagements[people.unit].get_absolute_url()).status == 200
    assert member.goto(recusal.get_absolute_url()).status == 404, "what the registry says of him is the office's"
