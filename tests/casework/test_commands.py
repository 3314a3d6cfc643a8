"""The commands by which the house says what it is, and checks that nobody changed what it was."""

import datetime
import io
import json

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from casework import history
from casework.management.commands import moves as command
from casework.models import Notice, Reminder
from casework.moves import MOVES
from tests import cases


def said(name, *arguments, **options):
    out = io.StringIO()
    call_command(name, *arguments, stdout=out, **options)
    return out.getvalue()


# -- moves ---------------------------------------------------------------------------------------------------------


def test_the_page_of_the_moves_says_what_the_marks_say():
    written = (settings.BASE_DIR / "docs/moves.md").read_text()
    assert written == said("moves", "--markdown"), "run: python manage.py moves --markdown > docs/moves.md"


def test_machines_get_every_move_with_its_rule():
    things = json.loads(said("moves", "--json"))
    listed = {f"{thing['thing']}.{move['move'].rpartition('.')[2]}" for thing in things for move in thing["moves"]}
    assert listed == set(MOVES)
    [paper] = [thing for thing in things if thing["thing"] == "findings.workingpaper"]
    [sign] = [move for move in paper["moves"] if move["move"] == "findings.workingpaper.sign-paper"]
    assert sorted(paper["made_by"]) == ["findings.lead.lead-to-paper", "inspections.engagement.file-paper"]
    assert paper["begins"] == "draft"
    assert sign["from"] == ["agreed"]
    assert sign["to"] == "finalized"
    assert sign["by"] == {"lead": "the team leader or a deputy"}
    assert sign["needs"] == ["not his own", "signs for the team"]
    assert sign["meets"] == ["sign_paper"]
    assert sign["starts"] == ["raise_finding"]


def test_the_eye_gets_a_table():
    assert "  Sign the paper: agreed → finalized [lead]" in said("moves")


def test_every_stage_of_a_diagram_is_a_stage_of_its_thing():
    for thing in command.described():
        known = {stage["stage"] for stage in thing["stages"]}
        assert thing["begins"] in known
        for move in thing["moves"]:
            assert {*move["from"], move["to"] or thing["begins"]} <= known, move["move"]


# -- anchor and verify_history -------------------------------------------------------------------------------------


def test_an_anchor_is_kept_printed_and_found_again(people, chained, tmp_path):
    kept = tmp_path / "kept" / "anchor"
    first, second = said("anchor", anchor=kept), said("anchor", anchor=kept)
    assert kept.read_text() == first + second
    assert kept.stat().st_mode & 0o077 == 0
    assert "Everything is as the history says." in said("verify_history", anchor=kept)


def test_nothing_can_be_anchored_before_there_is_a_history(db, tmp_path):
    with pytest.raises(CommandError, match="no history"):
        said("anchor", anchor=tmp_path / "anchor")
    assert not (tmp_path / "anchor").exists()


def test_a_clean_history_is_counted(people, chained):
    out = said("verify_history")
    count = history.Count()
    assert list(history.verify((), count)) == []
    assert count.lines > 30
    assert count.rows > 20
    assert count.powers > 10
    assert str(count) in out


def test_every_fault_is_a_line_and_the_exit_says_so(people, chained, capsys):
    type(people.unit).objects.filter(pk__in=[people.unit.pk, people.other_unit.pk]).update(about="改了")
    out = io.StringIO()
    with pytest.raises(CommandError, match="2 faults") as error:
        call_command("verify_history", stdout=out)
    assert error.value.returncode == 1
    for unit in (people.unit, people.other_unit):
        assert f"row: accounts.organisation {unit.pk} was changed outside its history" in out.getvalue()


def test_an_anchor_file_that_is_not_there_is_no_clean_history(people, tmp_path):
    with pytest.raises(CommandError, match="is not there") as error:
        said("verify_history", anchor=tmp_path / "nowhere")
    assert error.value.returncode == 2


# -- remind --------------------------------------------------------------------------------------------------------


def test_a_run_by_hand_prints_whom_it_told_at_which_rung(people):
    cases.paper(people.engagement)
    day = (cases.DAY + datetime.timedelta(days=9)).isoformat()
    dry = said("remind", "--dry-run", today=datetime.date.fromisoformat(day))
    assert "would be told" in dry
    assert not Reminder.objects.exists()
    assert not Notice.objects.filter(reminder__isnull=False).exists()

    told = said("remind", today=datetime.date.fromisoformat(day))
    assert "member\t+1\tlate\tSubmit the working paper\t2026-03-09\tfindings.workingpaper" in told
    assert told.splitlines()[:-1] == dry.splitlines()[:-1]
    assert f"{day}: 0 told" in said("remind", today=datetime.date.fromisoformat(day))


# -- balance -------------------------------------------------------------------------------------------------------


def test_the_balance_of_a_round_for_machines_and_for_the_eye(people):
    engagement = people.engagement
    cases.finding(engagement)
    cases.paper(engagement, "另一件事")
    round = engagement.round
    for asked in (round.key, round.name, str(round.number)):
        answer = json.loads(said("balance", asked, "--json"))
        assert answer["round"]["key"] == round.key
        assert answer["recorded"] == 2
        assert answer["open"] == 2
        assert answer["balanced"] is False
        assert [one["owner"] for one in answer["exceptions"]] == [
            "the team leader or a deputy",
            "the members of the team",
        ]
        assert all(one["due_on"] for one in answer["exceptions"])
    assert "2 without an end." in said("balance", round.key)


@pytest.mark.parametrize("asked", ["77", "没有这一轮", "²", "zzzzzzzzzzzz"])
def test_a_round_that_is_not_there_is_exit_2(people, asked):
    with pytest.raises(CommandError, match="There is no round") as error:
        said("balance", asked)
    assert error.value.returncode == 2
