"""The district that does not exist: true in its history, alive in its dates, and whole."""

import datetime
import json
import stat
import zipfile

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import RequestFactory
from django.utils import timezone

from accounts.models import Organisation, User
from casework import files, history, likeness
from casework.models import Attachment, Database, Deadline, Event, Notice
from demo import load, papers, repeats, rounds
from demo.diary import Diary
from demo.texts import BANK
from findings.forms import why_not_there
from findings.likeness import near
from findings.models import (
    Finding,
    Landing,
    Letter,
    LetterAddition,
    LetterBox,
    LetterReply,
    Petition,
    WorkingPaper,
)
from inspections.models import Appraisal, Engagement, Posting, Round, Secondment, TeamProposal
from rectification import balance
from rectification.evidence import check
from rectification.models import Accountability, EvidenceFlag, Feedback, ImmediateFix, Item, LadderPaper, Plan
from referrals.models import Clue, Referral

#: a Monday in the middle of nothing, and a day within the long holidays of October
TODAYS = [datetime.date(2026, 6, 15), datetime.date(2026, 10, 3)]


@pytest.fixture(scope="module", params=TODAYS, ids=str)
def today(request, django_db_setup, django_db_blocker):
    """The small demo as it stands on that morning; gone when the module ends."""
    with django_db_blocker.unblock(), transaction.atomic():
        load.load(request.param, small=True)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ANALYZE")  # rows that nobody has committed are not counted by themselves
        yield request.param
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("model", "missing"),
    [
        (WorkingPaper, set()),
        (Finding, {Finding.Stage.CONFIRMED}),
        (Landing, {Landing.Stage.DECIDED, Landing.Stage.WITHDRAWN}),
        (Referral, set()),
        (Clue, {*Clue.BEFORE, Clue.Stage.GIVEN_BACK}),
        (Feedback, {Feedback.Stage.REPORTED, Feedback.Stage.ACCEPTED}),
        (Plan, set()),
        (Item, set()),
        (ImmediateFix, set()),
        (
            Engagement,
            {
                Engagement.Stage.SELECTED,
                Engagement.Stage.WITHDRAWN,
                Engagement.Stage.REPORTED,
                Engagement.Stage.CLOSED,
            },
        ),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_visitor_finds_something_in_every_stage(today, model, missing):
    found = set(model._base_manager.values_list("stage", flat=True))
    assert found >= set(model.Stage) - missing


def test_the_history_holds_line_by_line_and_row_by_row(today):
    assert list(history.verify()) == []


def test_the_history_was_written_in_the_order_of_its_hours(today):
    moments = list(Event.objects.order_by("pk").values_list("at", flat=True))
    assert moments == sorted(moments)


def test_nothing_has_happened_today_yet(today):
    last = Event.objects.latest("at")
    assert timezone.localdate(last.at) < today
    assert not Event.objects.filter(on__gte=today).exists()


def test_people_worked_on_working_days_in_office_hours(today):
    diary = Diary(today, "")
    for event in Event.objects.order_by("?")[:50]:
        at = timezone.localtime(event.at)
        assert diary.calendar.works(at.date())[0]
        assert at.date() == event.on
        assert 8 <= at.hour < 19


def test_some_dates_are_late_some_near_and_some_far(today):
    dates = Deadline.objects.open()
    assert dates.late(today).exists()
    assert dates.filter(due_on__range=(today, today + datetime.timedelta(days=10))).exists()
    assert dates.filter(due_on__gt=today + datetime.timedelta(days=10)).exists()
    assert dates.filter(thing_kind="rectification.item", due_on__lt=today).exists()


def test_every_finding_went_where_the_page_would_have_let_it_go(today):
    landings = Landing.objects.exclude(finding__stage=Finding.Stage.SEALED).select_related("finding")
    assert landings.exists()
    for landing in landings:
        assert why_not_there(landing.finding, landing.kind_of) is None


def test_every_matter_is_accounted_for_and_the_open_ones_are_counted(today):
    for round in Round.objects.exclude(stage=Round.Stage.DRAFT):
        found = balance.of(round)
        assert found.unexplained == 0
        assert found.recorded > 0
        assert not found.balanced
        assert len(balance.exceptions(round, today)) == found.without_end


def test_the_next_round_has_teams_proposed_that_keep_away_from_what_they_must(today):
    proposal = TeamProposal.objects.get()
    assert (proposal.round.stage, proposal.stage) == ("draft", "ready")
    assert proposal.load == proposal.load_bound
    assert len(proposal.draft) == 2
    reasons = {seat.person.name: seat.cause for seat in proposal.candidates.left_out().select_related("person")}
    assert reasons


def test_old_notices_are_read_and_none_is_waiting_to_be_sent(today):
    assert not Notice.objects.filter(gathered_at=None).exists()
    assert Notice.objects.unread().exists()
    assert Notice.objects.filter(read_at__isnull=False).count() > Notice.objects.unread().count()
    assert not Notice.objects.filter(at__gt=timezone.now()).exists()


def test_every_listed_person_can_sign_in(today):
    accounts = load.accounts()
    assert len(accounts) == len(rounds.VISITORS)
    for account in accounts[:3]:
        request = RequestFactory().post("/")
        user = authenticate(request, username=account["username"], password=account["password"])
        assert user.name == account["name"]
    assert accounts[0]["username"] == "zhoumingyuan"
    assert [account["role"] for account in accounts if not account["organisation"]] == [
        "系统管理员",
        "安全保密管理员",
        "安全审计员",
    ]


def test_its_files_are_what_their_names_say(today):
    kinds = set()
    for attachment in Attachment.objects.all():
        data = (files.settings.FILES_ROOT / attachment.place).read_bytes()
        files.check(papers.Upload(attachment.name, data))
        kinds.add(attachment.content_type)
    assert len(kinds) == 5


def test_letters_have_come_through_the_boxes_and_some_are_to_be_sorted(today):
    assert set(LetterBox.objects.values_list("stage", flat=True)) == set(LetterBox.Stage)
    assert Petition.objects.exclude(writer_key="").filter(stage=Petition.Stage.ENTERED).exists()
    assert LetterReply.objects.exists()
    assert LetterAddition.objects.exists()
    assert not Letter.objects.filter(taken_at=None).exists()


def test_units_have_lent_their_people_and_read_how_they_did(today):
    stages = set(Secondment.objects.values_list("stage", flat=True))
    assert stages >= {"sent", "consented", "appraised", "closed"}
    assert set(Appraisal.objects.values_list("stage", flat=True)) == {"handed_in", "confirmed"}
    for secondment in Secondment.objects.exclude(appraisal="").select_related("round"):
        for engagement in secondment.round.engagements.select_related("unit"):
            assert engagement.unit.name not in secondment.appraisal


def test_nobody_inspects_his_own_unit(today):
    for posting in Posting.objects.select_related("person__organisation", "team"):
        assert posting.person.organisation not in [one.unit for one in posting.team.engagements.all()]


def test_a_second_district_is_refused(today, settings, tmp_path):
    settings.DATA = tmp_path
    before = Event.objects.count()
    with pytest.raises(CommandError, match="empty"):
        call_command("demo", "--small")
    assert Event.objects.count() == before
    assert Database.objects.get().use == Database.Use.DEMO


def test_the_accounts_are_written_where_only_their_owner_reads_them(today, tmp_path):
    path = tmp_path / "kept" / "demo-accounts.json"
    load.write_accounts(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert set(json.loads(path.read_text())[0]) == {"username", "password", "name", "role", "organisation"}


def test_the_whole_district_is_as_large_as_it_is_told_to_be():
    plans = rounds.all_of_them()
    matters = {plan.name: sum(target.matters for target in plan.targets) for plan in plans}
    assert [len(plan.targets) for plan in plans] == [6, 7, 9, 9, 2, 4]
    assert 60 <= matters["五届区委第一轮巡察"] <= 90
    assert 60 <= matters["五届区委第二轮巡察"] <= 90
    assert 100 <= matters["五届区委第三轮巡察"] <= 180
    assert 100 <= matters["五届区委第四轮巡察"] <= 180
    assert 5 <= matters["市委第二巡察组反馈意见整改"] <= 8


@pytest.mark.parametrize("kind", ["department", "town", "village", "company", "school", "hospital"])
def test_there_is_enough_to_find_in_every_kind_of_body(kind):
    found = [text for text in BANK if kind in text.kinds.split()]
    assert len(found) >= 15
    assert {text.category for text in found} == {1, 2, 3, 4}


def test_no_text_is_written_twice():
    titles = [title for text in BANK for title in text.titles]
    assert len(titles) == len(set(titles))
    assert len({text.code for text in BANK}) == len(BANK)


def test_a_letter_opens_as_a_word_file():
    with zipfile.ZipFile(papers.letter("函", "关于<反馈>的函", ["第一段 & 第二段"])) as package:
        text = package.read("word/document.xml").decode()
    assert "关于&lt;反馈&gt;的函" in text
    assert "第一段 &amp; 第二段" in text


def test_the_registry_knows_its_principals(today):
    units = Organisation.objects.filter(engagements__isnull=False).distinct()
    for unit in units:
        assert User.objects.filter(groups=unit.principals).count() == 1


def test_what_three_units_have_in_common_is_found_by_its_words(today):
    title = repeats.REPEATS["五届区委第四轮巡察", "文旅局"][1]
    said = {found.title_text: found.engagement.unit_id for found in near(title, Finding.objects.all())}
    again = [words for (round, _unit), (_code, words, _sum) in repeats.REPEATS.items() if round != "五届区委第一轮巡察"]
    alike = [words for words in again if words in said]
    assert len({said[words] for words in alike}) >= 3, said


def test_what_comes_again_in_one_unit_reads_alike_and_happens_in_rounds_that_are_told():
    told = {(plan.name, target.unit) for plan in rounds.all_of_them() for target in plan.targets}
    assert set(repeats.REPEATS) <= told
    for unit in ("农业农村局", "望江街道"):
        first, second = (title for (_round, where), (_code, title, _sum) in repeats.REPEATS.items() if where == unit)
        assert likeness.of(first, second) >= likeness.ALIKE, unit


def test_of_its_evidence_two_notes_wait_and_two_are_decided(today):
    assert not check.is_waiting()
    found = sorted(EvidenceFlag.objects.values_list("kind_of", "stage", "outcome"))
    assert found == [
        ("alike", "open", ""),
        ("dated", "decided", "explained"),
        ("dated", "decided", "unacceptable"),
        ("picture", "asked", ""),
    ]
    assert all(flag.reason for flag in EvidenceFlag.objects.all())


def test_papers_have_climbed_and_somebody_is_held_to_account(today):
    papers = LadderPaper.objects.values_list("stage", flat=True)
    assert len(papers) > 1
    assert Accountability.objects.filter(stage=Accountability.Stage.PUBLISHED).exists()
    assert Accountability.objects.exclude(stage__in=Accountability.final).count() > 0
