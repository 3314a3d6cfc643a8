"""What leaves the office and comes back: a clue that takes another way, and a department that answers too late."""

import datetime

import pytest
from django.utils import timezone

from casework import reminders
from referrals.models import Clue, Referral, SealedLetter, TransferLetter
from tests import cases
from tests.people import cast

from .test_in_the_browser import PDF, Person

pytestmark = pytest.mark.browser


def test_a_clue_is_returned_by_the_discipline_commission_rerouted_and_settled(window):
    today = timezone.localdate()
    people = cast()
    engagement = cases.on_site(people, today - datetime.timedelta(days=3))
    finding = cases.finding(engagement, "违规操办选任程序", today, concerns="cadre")
    at = {"kind_of": "team", "title_text": "组务会", "on": today, "minutes": "研判。"}
    cases.findings.record_sitting(engagement, by=people.leader, today=today, **at)
    leader, head, clerk = Person(window(people.leader)), Person(window(people.head)), Person(window(people.clerk))
    discipline, personnel = Person(window(people.discipline_handler)), Person(window(people.personnel_handler))

    # The leader puts it under seal: the stub says nothing, and the office's clerk does not find the clue.
    leader.at(finding).does("put-under-seal", subject_name="钱某", discipline="organisation", note="涉嫌违纪")
    clue = Clue.objects.get()
    assert "违规操办选任程序" in leader.reads()
    leader.at(finding)
    assert "违规操办选任程序" not in leader.reads()
    assert clerk.page.goto(clue.get_absolute_url()).status == 404
    leader.at(clue).does("study-clue", sitting=engagement.sittings.latest("pk").key)
    leader.does("propose-clue", proposal="移交区纪委监委", proposed_form="form2")

    # The head examines it, writes down what the meeting decided, and sends it.
    head.page.goto("/")
    assert clue.title_text in head.reads(), "what is to be examined stands on his desk"
    head.at(clue).does("examine-clue").does("decide-clue", decision="书记专题会议纪要", decided_on=today.isoformat())
    head.at(clue.round)
    head.does("send-sealed-letter", clues=[clue.key], decision="书记专题会议纪要", contact="周主任", files=PDF)
    letter = SealedLetter.objects.get()
    assert leader.page.goto(clue.get_absolute_url()).status == 404, "it has left"

    # Not for the discipline commission: it goes on to the organisation department, which alone sees it now.
    discipline.page.goto("/referrals/clues/inbox/")
    assert clue.title_text in discipline.reads()
    discipline.at(letter).does("return-letter", note="属选人用人问题，请转组织部")
    assert personnel.page.goto(clue.get_absolute_url()).status == 404
    assert "属选人用人问题" in head.at(clue).reads()
    head.does("send-again", receiver=people.personnel.key, files=PDF)
    assert discipline.page.goto(clue.get_absolute_url()).status == 404
    clue.refresh_from_db()
    personnel.at(clue.letter).does("sign-for-letter")
    personnel.at(clue).does("dispose", disposition="preliminary_verification")
    personnel.does("reply", result="给予诫勉", four_forms="form1", organisational_measures="1", files=PDF)

    head.at(clue.letter)
    head.page.get_by_role("link", name="核对材料包").click()
    assert "与移交时的材料一致" in head.reads()
    head.at(clue).does("settle")
    clue.refresh_from_db()
    assert clue.stage == "settled"
    assert "查阅记录" in head.reads()
    assert people.personnel_handler.name in head.reads()


def test_a_department_that_answers_late_climbs_the_ladder(window):
    today = timezone.localdate()
    people = cast()
    long_ago = today - datetime.timedelta(days=150)
    engagement = cases.on_site(people, long_ago)
    found = [cases.finding(engagement, title, long_ago) for title in ("专项资金沉淀", "国库支付滞后")]
    round = cases.heard(people, engagement.round, long_ago)
    landings = [cases.routed(people, one, "department", long_ago, receiver=people.department) for one in found]
    letter = cases.letter_of(people, round, landings, long_ago)
    department, secretary = Person(window(people.department_handler, width=390)), Person(window(people.secretary))
    clerk = Person(window(people.clerk))
    list(reminders.remind(today))

    # The leading group is told that an answer is late, and not of what.
    secretary.page.goto("/notices/")
    assert "逾期未反馈" in secretary.reads()
    for word in ("专项资金沉淀", "国库支付滞后", letter.number):
        assert word not in secretary.reads()

    # The department finds both matters late on its page, and answers.
    department.page.goto("/referrals/letters/inbox/")
    assert "专项资金沉淀" in department.reads()
    assert "0%" in department.reads()
    department.at(TransferLetter.objects.get()).does("sign-for-letter")
    for matter in Referral.objects.order_by("pk"):
        department.at(matter).does("dispose", disposition="self").does("note-progress", progress="正在盘活。")
        department.does("reply", result="已盘活使用。", files=PDF)
        clerk.at(matter).does("settle")
    department.page.goto("/referrals/letters/inbox/")
    assert "0%" in department.reads(), "answered, but not in time"
