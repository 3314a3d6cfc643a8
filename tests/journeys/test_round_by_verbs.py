"""One whole round told by its verbs: from opening the term to the archive, and the books balance."""

import datetime

import pytest
from django.db import connection

from casework import history
from casework.models import Deadline, Event, Notice
from casework.moves import Refused, Stale
from findings import actions as findings
from findings.models import Finding
from inspections import actions as inspections
from inspections.models import Engagement, Round
from rectification import actions as rectification
from rectification import balance
from rectification.models import Disclosure, Item
from referrals import actions as referrals
from tests import cases
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY


def later(days):
    return DAY + datetime.timedelta(days=days)


def test_a_round_goes_from_mobilisation_to_the_last_problem_put_right():
    people = cast()
    engagement = cases.on_site(people)
    ordinary = cases.finding(engagement)
    clue = cases.finding(engagement, "违规收受礼金", concerns="principal")
    staffing = cases.finding(engagement, "选人用人程序不规范")
    at_once = cases.finding(engagement, "公示栏未更新")
    findings.put_right_at_once(cases.fresh(at_once), by=people.leader, today=DAY, note="")
    fix = rectification.issue_fix(
        at_once.landings.get(), by=people.leader, today=DAY, demand="三日内更新", due_on=later(3)
    )
    rectification.sign_for_fix(fix, by=people.principal, today=DAY, note="")
    rectification.report_fix(fix, by=people.liaison, today=DAY, result="已更新")
    rectification.close_fix(fix, by=people.leader, today=later(1), note="")
    round = cases.heard(people, engagement.round)

    with pytest.raises(Refused):
        rectification.archive(round, by=people.clerk, today=DAY, note="")

    cases.routed(people, ordinary, "organisation")
    with pytest.raises(Stale):
        findings.route(
            ordinary,
            by=people.clerk,
            today=DAY,
            version=1,
            kind_of="organisation",
            held_on=DAY,
        )
    sent = referrals.send(cases.routed(people, staffing, "personnel"), by=people.clerk, today=DAY, note="")
    sealed = referrals.send_clue(cases.routed(people, clue, "discipline"), by=people.head, today=DAY, note="")
    assert cases.fresh(clue).stage == Finding.Stage.SEALED
    assert cases.fresh(clue).facts == ""
    for thing, handler in ((sent, people.personnel_handler), (sealed, people.discipline_handler)):
        referrals.receive(thing, by=handler, today=DAY, note="")
        disposition = "self" if thing is sent else "inquiry"
        referrals.dispose(thing, by=handler, today=DAY, disposition=disposition, note="")
        forms = {} if thing is sent else {"four_forms": "form1"}
        referrals.reply(thing, by=handler, today=later(20), result="已办结", files=[cases.pdf()], **forms)
    referrals.settle(sent, by=people.clerk, today=later(21), note="")
    referrals.settle(sealed, by=people.head, today=later(21), note="")

    feedback = cases.fed_back(people, engagement)
    other = Engagement.objects.get(unit=people.other_unit)
    other_feedback = cases.fed_back(people, other)
    assert cases.fresh(round).stage == Round.Stage.FED_BACK
    findings.begin_rectification(cases.fresh(round), by=people.clerk, today=DAY, note="")
    rectification.sign_for(feedback, by=people.principal, today=DAY, note="")
    plan, item = feedback.plan, Item.objects.get(feedback=feedback)
    with pytest.raises(Refused, match="1"):
        rectification.propose(plan, by=people.liaison, today=DAY, note="")
    rectification.fill(
        item,
        by=people.liaison,
        today=DAY,
        goal="台账完整",
        text="补登台账",
        leader="张局",
        department="办公室",
        person="李某",
        due_kind="date",
        due_on=later(60),
    )
    rectification.propose(plan, by=people.liaison, today=DAY, note="")
    with pytest.raises(Refused):
        rectification.endorse_plan(plan, by=people.liaison, today=DAY, truth=True, note="")
    rectification.endorse_plan(plan, by=people.principal, today=DAY, truth=True, note="")
    plan = cases.agreed_by_bodies(people, plan)
    rectification.approve_plan(plan, by=people.clerk, today=DAY, note="")
    item = cases.fresh(item)
    rectification.report_progress(item, by=people.liaison, today=later(10), percent=100, done="已补登")
    item = cases.fresh(item)
    rectification.request_close(item, by=people.liaison, today=later(10), outcome="done", institutions="", note="")
    rectification.endorse_item(item, by=people.principal, today=later(10), truth=True, note="")
    rectification.return_item(item, by=people.clerk, today=later(11), note="缺附件")
    rectification.request_close(item, by=people.liaison, today=later(12), outcome="done", institutions="", note="")
    rectification.endorse_item(item, by=people.principal, today=later(12), truth=True, note="")
    rectification.close(item, by=people.clerk, today=later(13), note="")
    for given, principal in ((feedback, people.principal), (other_feedback, people.other_principal)):
        given = cases.fresh(given)
        if given.stage == "given":
            rectification.sign_for(given, by=principal, today=later(13), note="")
        cases.reported(people, given, later(14), principal=principal)
        rectification.close_engagement(cases.fresh(given.engagement), by=people.clerk, today=later(15), note="")

    found = balance.of(round)
    assert found.recorded == 4
    assert found.landed["discipline"] == 1
    assert found.landed["at_once"] == 1
    assert found.balanced
    with pytest.raises(Refused, match=str(people.unit)):
        rectification.assess_round(cases.fresh(round), by=people.clerk, today=later(16), held_on=later(16), note="良好")
    cases.excused(people, cases.fresh(round), later(16))
    rectification.assess_round(cases.fresh(round), by=people.clerk, today=later(16), held_on=later(16), note="良好")
    with pytest.raises(Refused, match=str(people.unit)):
        rectification.archive(cases.fresh(round), by=people.clerk, today=later(16), note="")
    cases.reviewed(people, engagement)
    for shown in Disclosure.objects.all():
        rectification.withhold_disclosure(shown, by=people.head, today=later(16), note="涉密单位")
    inspections.go_without_review(other.team_review, by=people.clerk, today=later(16), note="单位已撤并")
    rectification.archive(cases.fresh(round), by=people.clerk, today=later(16), note="")
    assert not Deadline.objects.open().exists()
    assert Notice.objects.filter(person=people.liaison).exists()

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert Event.objects.count() > 60
    assert list(history.verify()) == []
