"""A functional unit is asked: what it sees, what it owes, and what happens when it declines or is late."""

import datetime
import io

import pytest
from django.db import IntegrityError, transaction
from python_calamine import CalamineWorkbook

from casework import clock, policy
from casework.models import Deadline, Notice
from casework.moves import Refused
from findings.models import Lead
from inspections import actions as inspections
from referrals import actions as referrals
from referrals.forms import Accept, AskFunctionalUnit
from referrals.models import FunctionalRequest
from tests import cases
from tests.once import once
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY
Stage = FunctionalRequest.Stage


@once
def people(db):
    people = cast()
    people.engagement = cases.on_site(people)
    return people


def see(user, request) -> bool:
    return FunctionalRequest.objects.visible_to(user).filter(pk=request.pk).exists()


def day(workdays: int) -> datetime.date:
    return clock.Calendar().after(DAY, workdays)[0]


def due(request, code) -> datetime.date:
    return Deadline.objects.open().get(thing_kind=request.kind, thing_id=request.pk, rule__code=code).due_on


def declined(people):
    request = cases.sent(people, cases.request(people, people.engagement))
    referrals.sign_for_request(request, by=people.department_handler, today=DAY)
    return referrals.decline_request(request, by=people.department_handler, today=DAY, refusal="人手不足")


def test_the_unit_sees_the_request_from_the_letter_on_and_nothing_of_the_engagement(people):
    request = cases.request(people, people.engagement)
    assert not see(people.department_handler, request)
    cases.sent(people, request)
    assert see(people.department_handler, request)
    assert not see(people.personnel_handler, request)
    assert not see(people.other_leader, request)
    assert not see(people.liaison, request)
    assert policy.words_on(people.department_handler, people.engagement.case) == frozenset()


def test_the_unit_sees_no_request_to_another_unit_and_no_other_row_of_the_team(people, client):
    cases.sent(people, cases.request(people, people.engagement, receiver=people.personnel))
    ours = cases.sent(people, cases.request(people, people.engagement))
    client.force_login(people.department_handler, backend="accounts.backends.ByPassword")
    page = client.get("/referrals/requests/")
    assert [row["url"] for row in page.context["rows"]] == [ours.get_absolute_url()]
    assert [row["cells"][0]["text"] for row in page.context["punctuality"]["rows"]] == ["区财政局"]
    shown = client.get(ours.get_absolute_url()).content.decode()
    assert people.engagement.key not in shown
    assert people.engagement.round.key not in shown


def test_what_may_name_people_is_held_by_the_leader_and_the_head_alone(people):
    request = cases.request(people, people.engagement, receiver=people.personnel, kind_of="personal_matters")
    assert see(people.leader, request)
    assert see(people.head, request)
    assert not see(people.clerk, request)
    assert not see(people.member, request)
    cases.sent(people, request, by=people.head)
    assert see(people.personnel_handler, request)


def test_a_clerk_is_not_offered_what_he_could_not_read_afterwards(people):
    def kinds(user):
        form = AskFunctionalUnit(thing=people.engagement, by=user, today=DAY)
        return {kind for kind, _word in form.fields["kind_of"].choices}

    assert "clue_info" not in kinds(people.clerk)
    assert {"clue_info", "personal_matters"} <= kinds(people.head)
    assert {"clue_info", "personal_matters"} <= kinds(people.leader)


def test_only_bodies_in_which_somebody_can_sign_are_offered_and_never_the_inspected_unit(people):
    form = AskFunctionalUnit(thing=people.engagement, by=people.leader, today=DAY)
    offered = set(form.fields["receiver"].queryset)
    assert offered == {people.department, people.discipline, people.personnel, people.other_unit}


def test_nobody_is_asked_about_himself(people):
    with pytest.raises(IntegrityError), transaction.atomic():
        cases.request(people, people.engagement, receiver=people.unit)


def test_a_member_of_the_team_asks_through_his_leader(people):
    with pytest.raises(Refused):
        cases.request(people, people.engagement, by=people.member)


def test_the_office_asks_for_a_whole_round_and_judges_the_answer_itself(people):
    request = cases.request(people, people.engagement.round, by=people.clerk, kind_of="people")
    assert request.engagement is None
    assert request.unit is None
    cases.answered(people, request)
    assert not see(people.leader, request)
    referrals.judge_request(request, by=people.clerk, today=DAY, satisfaction="satisfied")
    assert request.stage == Stage.JUDGED


def test_the_days_are_working_days_and_begin_with_the_letter(people):
    request = cases.request(people, people.engagement)
    assert due(request, "send_request") == day(2)
    cases.sent(people, request, day(1))
    assert due(request, "answer_request") == clock.Calendar().after(day(1), 5)[0]
    assert due(request, "sign_request") == clock.Calendar().after(day(1), 2)[0]


def test_whoever_signs_for_it_handles_it(people):
    request = cases.sent(people, cases.request(people, people.engagement))
    referrals.sign_for_request(request, by=people.department_handler, today=DAY)
    assert cases.fresh(request).handler == people.department_handler
    assert request.signed_on == DAY


def test_an_answer_is_not_promised_for_yesterday(people):
    form = Accept({"promised_on": "2026-03-01"}, thing=None, by=people.department_handler, today=DAY)
    assert not form.is_valid()


def test_whoever_asked_judges_and_nobody_else(people):
    request = cases.answered(people, cases.request(people, people.engagement))
    with pytest.raises(Refused):
        referrals.judge_request(request, by=people.clerk, today=DAY, satisfaction="satisfied")
    referrals.judge_request(request, by=people.leader, today=DAY, satisfaction="partly")
    assert not Deadline.objects.open().filter(thing_kind=request.kind, thing_id=request.pk).exists()


def test_when_the_team_is_dissolved_the_office_judges(people):
    request = cases.answered(people, cases.request(people, people.engagement))
    inspections.dissolve(request.team, by=people.clerk, today=DAY, note="结束")
    request = cases.fresh(request)
    assert not see(people.leader, request)
    referrals.judge_request(request, by=people.clerk, today=DAY, satisfaction="satisfied")


def test_an_answer_that_leaves_something_open_is_asked_for_again_with_new_days(people):
    request = cases.answered(people, cases.request(people, people.engagement))
    referrals.ask_for_more_of_request(request, by=people.leader, today=day(3), note="缺2024年")
    assert request.stage == Stage.ACCEPTED
    assert due(request, "answer_request") == clock.Calendar().after(day(3), 5)[0]


def test_a_declined_request_is_brought_before_the_leading_group_which_decides(people):
    request = declined(people)
    assert not see(people.secretary, request)
    referrals.escalate_request(request, by=people.leader, today=DAY, note="十分必要")
    assert see(people.secretary, request)
    assert due(request, "decide_request") == day(3)
    assert Notice.objects.filter(person=people.head, event__thing_id=request.pk, event__move__contains="escal").exists()
    with pytest.raises(Refused):
        referrals.insist_on_request(request, by=people.clerk, today=DAY, decision="须协助")
    referrals.insist_on_request(request, by=people.secretary, today=day(1), decision="须协助")
    assert request.stage == Stage.ACCEPTED
    assert due(request, "answer_request") == clock.Calendar().after(day(1), 5)[0]
    referrals.answer_request(request, by=people.department_handler, today=day(2), answer="已派员")


def test_the_reason_of_the_unit_may_hold(people):
    request = declined(people)
    referrals.escalate_request(request, by=people.leader, today=DAY, note="请研究")
    referrals.excuse_request(request, by=people.head, today=DAY, decision="理由成立")
    assert request.stage in FunctionalRequest.final


def test_what_is_neither_declined_nor_late_is_not_brought_before_anybody(people):
    request = cases.sent(people, cases.request(people, people.engagement))
    for verb in (referrals.escalate_request, referrals.urge_request):
        with pytest.raises(Refused, match=r"逾期|late"):
            verb(request, by=people.leader, today=day(2), note="催")
    referrals.urge_request(request, by=people.leader, today=day(3), note="请尽快签收")
    referrals.escalate_request(request, by=people.leader, today=day(6), note="逾期未复")
    assert request.stage == Stage.ESCALATED


def test_an_answer_becomes_a_lead_that_remembers_where_it_came_from(people):
    request = cases.answered(people, cases.request(people, people.engagement))
    lead = referrals.answer_to_lead(request, by=people.member, today=DAY, title_text="拨付无依据", about="见复函")
    assert (lead.source_kind, lead.source_id, lead.source_number) == (request.kind, request.pk, request.number)
    assert Lead.objects.visible_to(people.leader).filter(pk=lead.pk).exists()
    assert not Lead.objects.visible_to(people.department_handler).exists()


def test_what_was_asked_for_a_round_gives_no_lead_of_a_unit(people):
    request = cases.answered(people, cases.request(people, people.engagement.round, by=people.clerk))
    assert referrals.answer_to_lead.why_not(people.leader, request, DAY, words={"lead"}) is not None


def test_the_rate_counts_what_came_in_time_against_what_came_late_or_is_still_owed(people, client):
    cases.answered(people, cases.request(people, people.engagement))
    late = cases.sent(people, cases.request(people, people.engagement))
    referrals.sign_for_request(late, by=people.department_handler, today=DAY)
    referrals.accept_request(late, by=people.department_handler, today=DAY, promised_on=day(9))
    referrals.answer_request(late, by=people.department_handler, today=day(9), answer="迟到的答复")
    cases.sent(people, cases.request(people, people.engagement))  # long over by the day on which the page is read
    declined(people)
    cases.request(people, people.engagement)  # not sent: nobody owes anything
    taken = cases.sent(people, cases.request(people, people.engagement))
    referrals.take_back_request(taken, by=people.leader, today=DAY, note="不再需要")
    client.force_login(people.leader, backend="accounts.backends.ByPassword")
    [row] = client.get("/referrals/requests/").context["punctuality"]["rows"]
    assert [cell["text"] for cell in row["cells"]] == ["区财政局", "4", "2", "1", "1", "2", "33%"]


def test_an_answer_on_the_very_day_is_in_time(people):
    request = cases.sent(people, cases.request(people, people.engagement))
    referrals.sign_for_request(request, by=people.department_handler, today=DAY)
    referrals.accept_request(request, by=people.department_handler, today=DAY, promised_on=day(5))
    referrals.answer_request(request, by=people.department_handler, today=day(5), answer="如期")
    [row] = FunctionalRequest.objects.with_punctuality(day(30))
    assert row.late is False


def test_the_ledger_has_the_rows_that_its_reader_may_see(people, client):
    cases.answered(people, cases.request(people, people.engagement))
    cases.request(people, people.engagement, kind_of="clue_info")
    client.force_login(people.member, backend="accounts.backends.ByPassword")
    answer = client.get("/referrals/requests/export/")
    assert answer.status_code == 200
    rows = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0)
    table = rows.to_python()
    assert table[1][1:8] == ["协助函编号", "轮次", "巡察组", "被巡察单位", "职能单位", "协助类型", "协助事项"]
    assert len(table) == 3
    assert table[2][5] == "区财政局"
