"""工作交接: whoever is called back hands over what he has open, and does not leave before."""

import datetime

import pytest
from django.test import Client

from casework.moves import Refused
from findings import actions as findings
from findings.models import Handover
from inspections.models import Posting
from tests import cases
from tests.once import once
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY


@once
def people():
    made = cast()
    made.engagement = cases.on_site(made)
    made.posting = Posting.objects.get(person=made.member.person)
    return made


@once
def work(people):
    """A paper that he drafts, a lead, a planned talk, documents lent, a petition: one of each kind, all of them his."""
    engagement, by = people.engagement, people.member
    talk = findings.plan_talk(engagement, by=by, today=DAY, name="孙某", group="staff", due_on=DAY)
    documents = findings.ask_for_documents(engagement, by=by, today=DAY, title_text="凭证", keeper="财务股", due_on=DAY)
    findings.receive_documents(documents, by=by, today=DAY, received_on=DAY)
    return [cases.paper(engagement), cases.lead(engagement), talk, documents, cases.petition(engagement)]


def leave(people):
    return findings.end_posting(cases.fresh(people.posting), by=people.clerk, today=DAY, note="调回原单位。")


def test_nobody_leaves_with_open_work_and_everything_goes_to_whoever_takes_it_over(people, work):
    with pytest.raises(Refused, match="尚有未交接工作，涉及单位：区住建局"):
        leave(people)
    handover = cases.handover(people.engagement, taken=False)
    assert handover.numbers == "、".join(thing.number for thing in work)
    assert {cases.fresh(thing).author for thing in work} == {people.member}, "an offer moves nothing"
    with pytest.raises(Refused, match="仅限接收人second_member"):
        findings.take_over_work(handover, by=people.leader, today=DAY, note="")
    findings.take_over_work(handover, by=people.second_member, today=DAY, note="")
    assert (handover.stage, handover.taken_on) == ("taken", DAY)
    assert {cases.fresh(thing).author for thing in work} == {people.second_member}
    assert cases.fresh(work[0]).second is None, "two undertakers are two: the second is named anew"
    assert leave(people).stage == "ended"


def test_what_has_come_up_since_the_offer_goes_along(people, work):
    handover = cases.handover(people.engagement, taken=False)
    late = cases.lead(people.engagement, "又一疑点")
    findings.conclude(work[1], by=people.member, today=DAY, conclusion="无问题。")
    findings.take_over_work(handover, by=people.second_member, today=DAY, note="")
    assert late.number in handover.numbers
    assert work[1].number not in handover.numbers


def test_what_is_done_stays_with_whoever_did_it(people):
    held = cases.talk(people.engagement)
    with pytest.raises(Refused, match="没有未办结事项"):
        cases.handover(people.engagement)
    assert leave(people).stage == "ended"
    assert cases.fresh(held).author == people.member


def test_the_leader_says_why_it_stays_open(people, work):
    handover = cases.handover(people.engagement, taken=False)
    with pytest.raises(Refused, match="巡察组组长"):
        findings.leave_work_open(handover, by=people.member, today=DAY, note="不交了。")
    findings.leave_work_open(handover, by=people.leader, today=DAY, note="材料由组长直接处理。")
    assert leave(people).stage == "ended"


def test_an_offer_is_taken_back_and_made_to_somebody_else(people, work):
    handover = cases.handover(people.engagement, taken=False)
    with pytest.raises(Refused, match="待接收"):
        cases.handover(people.engagement, taken=False)
    findings.drop_handover(handover, by=people.second_member, today=DAY, note="手头工作已满。")
    findings.hand_over_work(
        cases.fresh(people.engagement), by=people.leader, today=DAY, giver=people.member, taker=people.leader
    )
    with pytest.raises(Refused, match="尚有未交接工作"):
        leave(people)


def test_a_member_hands_over_his_own_the_leader_also_that_of_others(people, work):
    url = f"{people.engagement.get_absolute_url()}hand-over-work/"
    client = Client()
    client.force_login(people.second_member, backend="accounts.backends.ByPassword")
    said = {"giver": people.member.key, "taker": people.leader.key}
    assert client.post(url, said).status_code == 422
    client.force_login(people.leader, backend="accounts.backends.ByPassword")
    answer = client.post(url, said | {"taker": people.member.key})
    assert answer.status_code == 422
    assert "接收人不得为移交人本人" in answer.content.decode()
    assert client.post(url, said).status_code == 302
    assert Handover.objects.get().author == people.leader


def test_neither_the_unit_nor_the_office_reads_it_while_the_team_is_at_work(people, work):
    handover = cases.handover(people.engagement)
    seen = {name for name, user in people.users.items() if Handover.objects.visible_to(user).exists()}
    assert seen == {"leader", "member", "second_member"}
    for name in ("liaison", "clerk"):
        client = Client()
        client.force_login(people.users[name], backend="accounts.backends.ByPassword")
        assert client.get(handover.get_absolute_url()).status_code == 404
        page = client.get(people.engagement.get_absolute_url()).content.decode()
        assert handover.number not in page
        assert work[0].number not in page


def test_its_date_is_two_working_days(people, work):
    handover = cases.handover(people.engagement, taken=False)
    assert cases.open_dates(handover) == {("take_over_work", "inspect")}
    findings.take_over_work(handover, by=people.second_member, today=DAY + datetime.timedelta(days=1), note="")
    assert cases.open_dates(handover) == set()
