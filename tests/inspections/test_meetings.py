"""会议: who met, what was heard and decided; and that what needs a meeting names its record."""

import datetime
import io

import pytest
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook

from casework.models import Event
from casework.moves import Refused
from inspections import actions, forms
from inspections.models import Meeting, Round
from tests import cases
from tests.once import once
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY
Kind = Meeting.Kind


@once
def people():
    return cast()


@once
def round(people):
    """A round that is planned, with one unit chosen."""
    made = cases.open_round(people)
    actions.choose_target(made, by=people.clerk, today=DAY, unit=people.unit)
    return made


def as_(user):
    client = Client()
    client.force_login(user, "accounts.backends.ByPassword")
    return client


def record(of, by, kind=Kind.LEADING_GROUP, today=DAY, **values):
    values = {"held_on": today, "chair": "韩组长", "agenda": "审议方案\n听取汇报", "minutes": "同意"} | values
    return actions.record_meeting(of, by=by, today=today, kind_of=kind, **values)


def asked(form, round, by, data=None):
    return form(data, thing=round, by=by, today=DAY)


def test_the_only_meeting_of_the_right_kind_is_chosen_already(people, round):
    held = record(round, people.clerk)
    record(round, people.clerk, Kind.SECRETARY)
    form = asked(forms.LgReview, round, people.clerk)
    assert list(form.fields["meeting"].queryset) == [held]
    assert form.fields["meeting"].initial == held
    assert form.fields["held_on"].initial is None
    record(round, people.clerk)
    assert asked(forms.LgReview, round, people.clerk).fields["meeting"].initial is None, "there are two: one chooses"


def test_without_a_recorded_meeting_it_is_recorded_in_the_same_form(people, round):
    client = as_(people.clerk)
    url = f"{round.get_absolute_url()}lg-review/"
    page = client.get(url).content.decode()
    assert 'type="hidden" name="meeting"' in page
    today = timezone.localdate()
    said = {"held_on": today.isoformat(), "chair": "韩组长", "agenda": "审议方案", "note": "原则同意"}
    answer = client.post(url, said | {"version": round.version})
    assert answer.status_code == 302
    meeting = Meeting.objects.get()
    assert (meeting.kind_of, meeting.chair, meeting.minutes) == (Kind.LEADING_GROUP, "韩组长", "原则同意")
    assert cases.fresh(round).review_meeting == meeting
    line = Event.objects.get(move="inspections.round.lg-review")
    assert "review_meeting_id" in line.changed


def test_a_step_names_the_meeting_that_was_recorded_before(people, round):
    held = record(round, people.clerk)
    client = as_(people.clerk)
    url = f"{round.get_absolute_url()}lg-review/"
    answer = client.post(url, {"meeting": held.key, "version": round.version})
    assert answer.status_code == 302
    assert cases.fresh(round).review_meeting == held
    assert Meeting.objects.count() == 1
    page = client.get(held.get_absolute_url()).content.decode()
    assert "审议方案" in page
    assert round.get_absolute_url() in page


def test_neither_a_meeting_nor_a_day_is_a_fault_of_the_day(people, round):
    form = asked(forms.LgReview, round, people.clerk, {"chair": "韩组长"})
    assert not form.is_valid()
    assert list(form.errors) == ["held_on"]


def test_a_meeting_of_tomorrow_has_not_been_held(people, round):
    tomorrow = (DAY + datetime.timedelta(days=1)).isoformat()
    assert list(asked(forms.LgReview, round, people.clerk, {"held_on": tomorrow}).errors) == ["held_on"]


def test_what_is_written_beside_a_chosen_meeting_is_not_lost_silently(people, round):
    held = record(round, people.clerk)
    form = asked(forms.LgReview, round, people.clerk, {"meeting": held.key, "minutes": "另有决定"})
    assert list(form.errors) == ["minutes"]


def test_a_meeting_of_another_kind_or_round_can_not_be_chosen(people, round):
    other = record(cases.open_round(people), people.clerk)
    secretary = record(round, people.clerk, Kind.SECRETARY)
    for meeting in (other, secretary):
        form = asked(forms.LgReview, round, people.clerk, {"meeting": meeting.key})
        assert "meeting" in form.errors


def test_one_meeting_does_not_carry_two_steps_of_the_same_kind(people, round):
    held = record(round, people.clerk)
    actions.lg_review(round, by=people.clerk, today=DAY, meeting=held)
    assert held not in asked(forms.LgHear, round, people.clerk).fields["meeting"].queryset
    assert held in asked(forms.LgReview, round, people.clerk).fields["meeting"].queryset


def test_a_meeting_of_the_term_can_carry_a_step_of_any_of_its_rounds(people, round):
    held = record(round.term, people.clerk)
    assert held.round is None
    actions.lg_review(round, by=people.clerk, today=DAY, meeting=held)
    page = as_(people.secretary).get(round.get_absolute_url()).content.decode()
    assert held.get_absolute_url() in page


def test_every_step_that_needs_a_meeting_names_one(people):
    engagement = cases.on_site(people)
    cases.heard(people, engagement.round)
    round = Round.objects.get()
    kinds = [getattr(round, name).kind_of for name in Round.RESTS]
    before = [Kind.LEADING_GROUP, Kind.COMMITTEE, Kind.TRAINING, Kind.MOBILISATION]
    assert kinds == [*before, Kind.LEADING_GROUP, Kind.SECRETARY]


def test_the_plan_of_a_year_names_the_meeting_that_approved_it_until_it_is_revised(people, round):
    plan = actions.plan_year(round.term, by=people.clerk, today=DAY, year=DAY.year, units=4, rounds=2, focus="")
    held = record(round.term, people.clerk)
    form = forms.ApprovePlan(thing=plan, by=people.clerk, today=DAY)
    assert form.fields["meeting"].initial == held
    client = as_(people.clerk)
    client.post(f"{plan.get_absolute_url()}approve-plan/", {"meeting": held.key, "version": plan.version})
    plan = cases.fresh(plan)
    assert plan.meeting == held
    assert plan.get_absolute_url() in client.get(held.get_absolute_url()).content.decode()
    actions.revise_plan(plan, by=people.clerk, today=DAY, note="单位增加")
    assert cases.fresh(plan).meeting is None


def test_a_record_is_corrected_and_every_version_stays(people, round):
    held = record(round, people.clerk)
    values = {name: getattr(held, name) for name in forms.MEETING_FIELDS}
    actions.correct_meeting(held, by=people.clerk, today=DAY, **values | {"place": "三楼会议室"})
    assert cases.fresh(held).place == "三楼会议室"
    assert Event.objects.get(move="inspections.meeting.correct-meeting").changed == ["place"]
    with pytest.raises(Refused):
        actions.correct_meeting(held, by=people.secretary, today=DAY, **values)


def test_nobody_records_a_meeting_of_a_term_that_is_over_or_without_the_office(people, round):
    with pytest.raises(Refused):
        record(round, people.secretary)
    assert as_(people.secretary).get(f"{round.term.get_absolute_url()}record-meeting/").status_code == 403


def test_the_leading_group_reads_its_meetings_and_a_team_does_not(people):
    engagement = cases.on_site(people)
    held = record(engagement.round, people.clerk)
    assert "会议" in as_(people.secretary).get("/inspections/meetings/").content.decode()
    for name in ("leader", "member", "liaison", "department_handler"):
        client = as_(people.users[name])
        assert client.get(held.get_absolute_url()).status_code == 404
        assert held.key not in client.get("/inspections/meetings/").content.decode()
        assert client.get(f"/findings/of-meeting/{held.key}/problems/").status_code == 404


def test_the_list_is_taken_as_a_ledger(people, round):
    record(round, people.clerk)
    answer = as_(people.clerk).get("/inspections/meetings/export/")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0)
    rows = sheet.to_python()
    assert rows[0][0] == "巡察工作会议台账"
    assert rows[1][1:4] == ["会议名称", "会议时间", "会议地点"]
    assert rows[2][1] == "领导小组会议"
