"""A move is open to whom the mark says, happens once, and happens whole or not at all."""

from functools import partial

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts import actions as registry
from casework import moves
from casework.models import Attachment, Deadline, Event, Notice, Remark
from casework.moves import MOVES, Refused, Stale
from casework.policy import Actor
from findings import actions as findings
from findings.models import WorkingPaper
from inspections import actions as inspections
from inspections.models import Engagement, Round
from tests import cases

from .conftest import pdf

DAY = cases.DAY


@pytest.fixture
def paper(engagement):
    return cases.paper(engagement)


def submit(paper, by, **more):
    return findings.submit_paper(paper, by=by, today=DAY, note="", **more)


def why(move, *arguments, **more):
    with pytest.raises(Refused) as refused:
        move(*arguments, today=DAY, **more)
    return refused.value.reason


# -- may I? --------------------------------------------------------------------------------------------------------


def test_whoever_holds_no_word_is_told_who_does_it(people, paper):
    reason = why(findings.submit_paper, paper, by=people.stranger, note="")
    assert reason == "This is done by the team leader or a deputy or the members of the team."
    assert why(findings.submit_paper, paper, by=people.other_leader, note="") == why(
        findings.submit_paper, paper, by=people.sysadmin, note=""
    )


def test_the_wrong_stage_is_named_with_the_right_one(people, paper):
    reason = why(findings.sign_paper, paper, by=people.leader, note="")
    assert reason == "Possible at the stage “agreed by the team meeting”; it is now at “being written”."


def test_a_guard_says_what_is_missing(people, engagement):
    alone = cases.paper(engagement, second=None)
    assert why(findings.submit_paper, alone, by=people.member, note="") == (
        "A paper needs two undertakers; name the second one first."
    )
    own = cases.agreed(cases.paper(engagement, second=people.leader))
    assert why(findings.sign_paper, own, by=people.leader, note="") == (
        "Whoever wrote a paper neither reviews nor signs it."
    )


def test_a_page_hears_the_same_reason_as_whoever_presses(people, paper):
    for by in (people.stranger, people.liaison, people.leader, people.clerk):
        for move in moves.moves_of(WorkingPaper):
            reason = move.why_not(by, paper, DAY)
            if reason is not None and move.for_people:
                with pytest.raises(Refused) as refused:
                    move(paper, by=by, today=DAY)
                assert refused.value.reason == reason


def test_the_power_ends_with_the_place_in_the_team(people, engagement, paper):
    posting = engagement.team.postings.get(person=people.member.person)
    cases.handover(engagement)
    findings.end_posting(posting, by=people.clerk, today=DAY, note="回避")
    assert "This is done by" in why(findings.submit_paper, paper, by=people.member, note="")
    assert not WorkingPaper.objects.visible_to(people.member).exists()


def test_a_disabled_account_can_do_nothing(people, paper):
    registry.disable(people.member, by=people.sysadmin, today=DAY, note="离岗")
    assert "This is done by" in why(findings.submit_paper, paper, by=cases.fresh(people.member), note="")


def test_those_without_an_account_do_what_is_theirs(people, paper):
    cases.agreed(paper)
    assert why(findings.sign_paper, paper, by=Actor.CLOCK, note="") == "This is not done by the clock."
    findings.sign_paper(paper, by=Actor.HOUSE, today=DAY, note="")
    event = Event.objects.order_by("id").last()
    assert (event.actor, event.acting) == (None, "house")
    assert moves.actor_of(event) == "the system"


# -- what a move writes --------------------------------------------------------------------------------------------


def test_a_move_writes_its_line_its_remark_its_files_its_notices_and_its_dates(people, paper):
    findings.submit_paper(paper, by=people.member, today=DAY, note="请审", files=[pdf()], form_key="k1")
    event = Event.objects.order_by("id").last()
    assert (event.move, event.actor, event.on) == ("findings.workingpaper.submit-paper", people.member, DAY)
    assert (event.from_stage, event.to_stage, event.version, event.changed) == ("draft", "submitted", 2, [])
    assert event.form_key == "k1"
    assert event.remark.text == "请审"
    assert [file.name for file in event.attachments.all()] == ["台账.pdf"]
    assert list(Notice.objects.filter(event=event).values_list("person__username", flat=True)) == ["leader"]
    met, began = Deadline.objects.filter(thing_kind=paper.kind, thing_id=paper.pk).order_by("id")
    assert (met.rule.code, met.met_on, met.met_by) == ("submit_paper", DAY, event)
    assert (began.rule.code, began.word, began.from_on, began.met_on) == ("review_paper", "lead", DAY, None)


def test_an_edit_says_which_fields_changed_and_nothing_of_their_contents(people, paper):
    findings.amend_paper(paper, by=people.member, today=DAY, title_text="王某某的秘密", facts=paper.facts)
    event = Event.objects.order_by("id").last()
    assert event.changed == ["earlier", "title_text"]
    assert (event.from_stage, event.to_stage) == ("draft", "draft")
    assert not any("王某某" in str(value) for value in vars(event).values())
    assert not Remark.objects.filter(event=event).exists()


def test_a_date_that_the_move_stamps_is_among_what_changed(people, engagement):
    inspections.withdraw(engagement, by=people.leader, today=DAY)
    assert cases.fresh(engagement).withdrawn_on == DAY
    line = Event.objects.get(move="inspections.engagement.withdraw")
    assert line.changed == ["withdrawn_on"]


def test_nobody_is_told_what_he_did_himself_and_nobody_twice(people, engagement):
    found = cases.finding(engagement)
    event = Event.objects.get(move="findings.finding.confirm", thing_id=found.pk)
    told = sorted(Notice.objects.filter(event=event).values_list("person__username", flat=True))
    assert told == ["clerk", "head"]  # the head holds two words and is told once
    line = Event.objects.get(move="findings.workingpaper.submit-paper", thing_id=found.paper_id)
    assert not Notice.objects.filter(event=line, person=line.actor).exists()


def test_the_end_of_a_thing_ends_every_date_of_it(people, engagement):
    found = cases.finding(engagement)
    assert Deadline.objects.open().filter(thing_kind=found.kind, thing_id=found.pk).count() == 2
    findings.drop(found, by=people.leader, today=DAY, note="查否")
    assert not Deadline.objects.open().filter(thing_kind=found.kind, thing_id=found.pk).exists()


def test_a_date_that_runs_already_is_not_begun_again(people, engagement):
    paper = cases.paper(engagement)
    first = Deadline.objects.get(thing_kind=paper.kind, thing_id=paper.pk)
    event = Event.objects.order_by("id").last()
    moves.start_deadline(paper, "submit_paper", event)
    assert list(Deadline.objects.filter(thing_kind=paper.kind, thing_id=paper.pk)) == [first]


def test_a_rule_of_the_rounds_own_edition_goes_before_the_rule_for_all(people, engagement):
    assert engagement.case.profile.code == "2017"
    assert moves.rule_of("rectification_report", engagement.case.profile_id).amount == 2
    assert moves.rule_of("rectification_report", None).amount == 3
    assert moves.rule_of("submit_paper", engagement.case.profile_id).profile is None
    with pytest.raises(moves.DeadlineRule.DoesNotExist, match="no rule nonsense"):
        moves.rule_of("nonsense", None)


def test_a_date_that_nobody_has_chosen_yet_is_a_reason_and_no_crash(people):
    ours, _theirs = cases.mobilised(people, again=True)
    inspections.notify(ours, by=people.clerk, today=DAY, note="")
    Round._base_manager.update(stays_until=None)
    assert why(inspections.enter, cases.fresh(ours), by=people.leader) == "“End of the stay” has no date yet."
    assert cases.fresh(ours).stage == Engagement.Stage.NOTIFIED


# -- whole, or not at all ------------------------------------------------------------------------------------------


def broken(table, condition="false"):
    """Let the database refuse every new row of a table, as a full disk would."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT full_disk CHECK ({condition}) NOT VALID")


def kept_files():
    return {path for path in settings.FILES_ROOT.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    "table", ["casework_event", "casework_link", "casework_remark", "casework_notice", "casework_deadline"]
)
def test_when_one_part_fails_nothing_happened(people, paper, table):
    broken(table)
    before, on_disk = Event.objects.count(), kept_files()
    with pytest.raises(IntegrityError), transaction.atomic():
        findings.submit_paper(paper, by=people.member, today=DAY, note="请审", files=[pdf()])
    assert (paper.stage, paper.version) == ("draft", 1), "in memory too"
    now = cases.fresh(paper)
    assert (now.stage, now.version) == ("draft", 1)
    assert Event.objects.count() == before
    assert not Attachment.objects.exists()
    assert kept_files() == on_disk
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT full_disk")
    submit(paper, people.member)
    assert cases.fresh(paper).stage == "submitted"


def test_a_move_inside_a_move_falls_with_it(people):
    ours, _theirs = cases.mobilised(people, again=True)
    inspections.notify(ours, by=people.clerk, today=DAY, note="")
    ours = cases.fresh(ours)
    assert ours.round.stage == Round.Stage.MOBILIZED
    broken("casework_deadline")  # entering starts a date, after the round has been moved on
    with pytest.raises(IntegrityError), transaction.atomic():
        inspections.enter(ours, by=people.leader, today=DAY)
    assert ours.stage == Engagement.Stage.NOTIFIED
    assert cases.fresh(ours.round).stage == Round.Stage.MOBILIZED
    assert not Event.objects.filter(move="inspections.round.go-on-site", thing_id=ours.round_id).exists()


def test_a_refusal_inside_puts_everything_back_in_memory(people, engagement):
    paper = cases.paper(engagement)
    cases.signed(paper)
    stage, version = paper.stage, paper.version
    with pytest.raises(IntegrityError), transaction.atomic():
        findings.raise_finding(paper, by=people.member, today=DAY, title_text=None, facts="x", concerns="unit")
    assert (paper.stage, paper.version) == (stage, version)


def test_a_number_that_was_taken_back_is_given_out_again(people, engagement):
    first = cases.paper(engagement)
    broken("casework_deadline")
    with pytest.raises(IntegrityError), transaction.atomic():
        cases.paper(engagement)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE casework_deadline DROP CONSTRAINT full_disk")
    second = cases.paper(engagement)
    assert (first.number[-3:], second.number[-3:]) == ("-01", "-02")


# -- who was first -------------------------------------------------------------------------------------------------


def test_an_editor_who_saw_an_older_version_overwrites_nothing(people, paper):
    mine, theirs = cases.fresh(paper), cases.fresh(paper)
    findings.amend_paper(theirs, by=people.second_member, today=DAY, version=1, title_text="他的标题")
    with pytest.raises(Stale) as stale:
        findings.amend_paper(mine, by=people.member, today=DAY, version=1, title_text="我的标题")
    assert stale.value.current.title_text == "他的标题"
    assert mine.title_text == "台账登记不完整"
    with pytest.raises(Stale):
        findings.amend_paper(cases.fresh(paper), by=people.member, today=DAY, version=1, title_text="我的标题")
    assert cases.fresh(paper).title_text == "他的标题"


def test_a_child_is_not_made_of_what_has_moved_on(people, engagement):
    seen = cases.fresh(engagement)
    inspections.withdraw(engagement, by=people.leader, today=DAY)
    cases.every_aspect(engagement)
    findings.hand_in_report(engagement, by=people.leader, today=DAY, report="总体情况")
    assert seen.stage == Engagement.Stage.ENTERED
    with pytest.raises(Stale):
        cases.paper(seen)
    assert not WorkingPaper.objects.exists()


def test_one_form_makes_one_record(people, engagement):
    before = engagement.papers.count()
    cases.paper(engagement, form_key="one form")
    with pytest.raises(IntegrityError), transaction.atomic():
        cases.paper(engagement, form_key="one form")
    assert engagement.papers.count() == before + 1


# -- what it costs -------------------------------------------------------------------------------------------------


def queries(work):
    with CaptureQueriesContext(connection) as captured:
        work()
    return [one["sql"] for one in captured.captured_queries if "SAVEPOINT" not in one["sql"]]


def test_a_move_costs_the_same_however_much_there_is(people, engagement):
    paper = cases.paper(engagement)
    few = queries(lambda: submit(paper, people.member))
    for n in range(15):
        cases.paper(engagement, f"第{n}件")
        registry.register_person(people.office, by=people.clerk, today=DAY, name=f"干部{n}")
    paper = cases.paper(engagement, "最后一件")
    many = queries(lambda: submit(paper, people.member))
    assert len(many) == len(few)
    assert len(many) <= 16, "\n".join(many)


def test_telling_many_costs_as_much_as_telling_few(people, engagement):
    def confirming(title):
        paper = cases.signed(cases.paper(engagement, title))
        values = {"title_text": title, "facts": "事实", "responsibility": "党组"}
        values |= {"recommended_to": "办公室", "recommendation": "整改"}
        found = findings.raise_finding(paper, by=people.member, today=DAY, concerns="unit", **values)
        return partial(findings.confirm, found, by=people.leader, today=DAY, note="")

    few = queries(confirming("一"))
    for n in range(20):
        body = people.office
        person = registry.register_person(body, by=people.clerk, today=DAY, name=f"干部{n}")
        user = registry.admit(people.house, by=people.sysadmin, today=DAY, username=f"clerk{n}", person=person)
        registry.entrust(user, by=people.secadmin, today=DAY, organisation=body)
    many = queries(confirming("二"))
    assert Notice.objects.filter(event__move="findings.finding.confirm").count() == 2 + 22
    assert len(many) == len(few)


# -- the marks themselves ------------------------------------------------------------------------------------------


def test_two_verbs_can_t_have_one_name():
    with pytest.raises(TypeError, match="two moves are called"):

        @moves.move("Submit", "draft", by="lead")
        def submit_paper(paper: WorkingPaper, *, by):
            """Would hide the other."""


def test_a_mark_that_nobody_knows_is_a_mistake():
    with pytest.raises(TypeError, match="unknown marks"):

        @moves.move("Whatever", "draft", by="lead", tell="oversee")
        def whatever(paper: WorkingPaper, *, by):
            """A slip of the pen."""

    assert "findings.workingpaper.whatever" not in MOVES


def test_a_move_is_shown_by_a_template_and_not_made_by_it():
    assert all(move.do_not_call_in_templates for move in MOVES.values())


def test_what_lies_on_the_disk_goes_when_the_move_goes(people, paper):
    on_disk = kept_files()
    bad = pdf("坏.pdf")
    bad.chunks = lambda: (_ for _ in ()).throw(OSError("the line went dead"))
    with pytest.raises(OSError, match="went dead"), transaction.atomic():
        findings.submit_paper(paper, by=people.member, today=DAY, note="", files=[pdf(), bad])
    assert kept_files() == on_disk
    assert paper.stage == "draft"
