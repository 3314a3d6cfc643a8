"""The stages of a round that wait for others: what functional units tell beforehand, and what is handed over."""

import pytest

from casework.moves import Refused
from findings import actions as findings
from inspections import actions
from inspections.models import Round
from rectification import actions as rectification
from referrals import actions as referrals
from referrals import forms
from tests import cases
from tests.once import once
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY


@once
def people():
    return cast()


def staffed(people) -> Round:
    """A round whose team is authorised and pledged, and nothing more."""
    round = cases.open_round(people)
    engagement = actions.choose_target(round, by=people.clerk, today=DAY, unit=people.unit)
    values = {"name": "第一巡察组", "leader": people.leader.person, "members": [people.member.person]}
    team = actions.form_team(round, by=people.clerk, today=DAY, **values)
    actions.lg_review(round, by=people.clerk, today=DAY, held_on=DAY, note="同意")
    actions.approve(round, by=people.clerk, today=DAY, held_on=DAY, note="同意")
    actions.assign(engagement, by=people.clerk, today=DAY, team=team)
    actions.authorise(team, by=people.clerk, today=DAY, paper="1号", note="")
    cases.pledged(team, DAY)
    return actions.staff(round, by=people.clerk, today=DAY, note="")


def test_preparations_end_when_the_briefings_are_in(people):
    round = staffed(people)
    asked = cases.request(people, round, by=people.clerk, kind_of="pre_briefing")
    with pytest.raises(Refused, match=f"尚未通报情况：{asked.receiver}"):
        referrals.prepare(round, by=people.clerk, today=DAY, held_on=DAY)
    referrals.take_back_request(asked, by=people.clerk, today=DAY, note="不再需要")
    referrals.prepare(round, by=people.clerk, today=DAY, held_on=DAY, place="区委党校", note="已有通报")
    round = cases.fresh(round)
    assert round.stage == Round.Stage.PREPARED
    assert round.meetings.get(kind_of="training").place == "区委党校"


def test_whoever_asked_no_unit_for_a_briefing_says_why(people):
    round = staffed(people)
    form = forms.Prepare({"held_on": DAY.isoformat()}, thing=round, by=people.clerk, today=DAY)
    assert "note" in form.errors
    cases.request(people, round, by=people.clerk, kind_of="pre_briefing")
    form = forms.Prepare({"held_on": DAY.isoformat()}, thing=round, by=people.clerk, today=DAY)
    assert not form.fields["note"].required
    assert form.is_valid()


def test_before_the_preparations_nobody_is_mobilised_and_before_the_mobilisation_no_unit_is_notified(people):
    round = staffed(people)
    assert actions.mobilise.why_not(people.clerk, round, DAY)
    cases.prepared(people, round)
    assert "尚未动员" in actions.notify.why_not(people.clerk, round.engagements.get(), DAY)


def test_rectification_begins_when_everything_is_handed_over(people):
    engagement = cases.on_site(people)
    staffing = cases.finding(engagement, "选任程序不规范")
    round = cases.heard(people, engagement.round)
    cases.routed(people, staffing, "personnel")
    for one in round.engagements.all():
        cases.fed_back(people, one)
    round = cases.fresh(round)
    assert round.stage == Round.Stage.FED_BACK
    assert cases.open_dates(round) == {("hand_over", "oversee")}
    with pytest.raises(Refused, match=staffing.number):
        findings.begin_rectification(round, by=people.clerk, today=DAY, note="")
    referrals.send(cases.fresh(staffing.landings.get()), by=people.clerk, today=DAY, note="")
    findings.begin_rectification(round, by=people.clerk, today=DAY, note="")
    assert cases.fresh(round).stage == Round.Stage.RECTIFYING
    assert not cases.open_dates(round)


def test_a_round_is_assessed_when_every_report_is_accepted_and_archived_after_that(people):
    engagement = cases.on_site(people)
    round = cases.heard(people, engagement.round)
    for one in round.engagements.all():
        cases.fed_back(people, one)
    round = findings.begin_rectification(cases.fresh(round), by=people.clerk, today=DAY, note="")
    with pytest.raises(Refused, match=str(people.unit)):
        rectification.assess_round(round, by=people.clerk, today=DAY, held_on=DAY, note="良好")
    assert rectification.archive.why_not(people.clerk, round, DAY)


def test_feedback_from_above_is_taken_over_without_a_stay_and_goes_on_to_the_archive(people):
    round = cases.open_round(people, type="upper", stays_until=None)
    assert "尚未确定被巡察单位" in actions.take_over.why_not(people.clerk, round, DAY)
    engagement = actions.choose_target(round, by=people.clerk, today=DAY, unit=people.unit)
    assert "上级反馈" in actions.lg_review.why_not(people.clerk, round, DAY)
    actions.take_over(round, by=people.clerk, today=DAY, held_on=DAY, note="研究整改分工")
    actions.notify(engagement, by=people.clerk, today=DAY, note="")
    finding = cases.from_above(people, round, people.unit, "台账不全")
    cases.routed(people, finding, "organisation")
    cases.fed_back(people, engagement)
    findings.begin_rectification(cases.fresh(round), by=people.clerk, today=DAY, note="")
    assert cases.fresh(round).stage == Round.Stage.RECTIFYING


def test_a_round_of_our_own_is_not_taken_over(people):
    round = cases.open_round(people)
    actions.choose_target(round, by=people.clerk, today=DAY, unit=people.unit)
    assert actions.take_over.why_not(people.clerk, round, DAY)
