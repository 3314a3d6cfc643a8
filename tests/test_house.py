"""The plan of the house, kept: where things may stand, and that nothing waits without an owner and a date."""

import ast
import inspect
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from casework import policy, reference
from casework.models import Moving, ThingQuerySet
from casework.moves import MOVES, moves_of

ROOT = Path(settings.BASE_DIR)
STOREYS = ["casework", "accounts", "inspections", "findings", "referrals", "rectification"]
SOURCES = [path for app in STOREYS for path in sorted((ROOT / app).rglob("*.py")) if "migrations" not in path.parts]

#: models that are not things and are not asked for by anybody but their owner, with the reason
INTERNAL = {
    "casework.channel": "how a way out of the house is doing; a silent one is named above the list of messages",
    "casework.attachment": "seen through the thing that it lies with",
    "casework.case": "powers are held on it; it says nothing",
    "casework.casegroupobjectpermission": "asked by policy alone",
    "casework.caseuserobjectpermission": "asked by policy alone",
    "casework.closure": "the calendar",
    "casework.counter": "the house's own",
    "casework.database": "the house's own",
    "casework.deadlinerule": "the rules, for everybody",
    "casework.event": "seen as the history of a thing, or without content in the auditor's log",
    "casework.heartbeat": "the house's own",
    "casework.link": "the chain",
    "casework.regulationprofile": "the rules, for everybody",
    "casework.remark": "seen with its event",
    "casework.reminder": "seen with its notice",
    "casework.rung": "the rules, for everybody",
    "findings.letter": "taken in by the worker alone, and empty after that",
    "rectification.surveyanswer": "read by nobody: it is counted when its survey closes",
    "findings.letterfile": "taken in with its letter",
    "rectification.pair": "seen with its suggestion",
    "rectification.reading": "marks that the worker compares; what follows from them is a note of the evidence check",
    "inspections.category": "the categories, for everybody",
    "inspections.categoryset": "the categories, for everybody",
    "inspections.proposedunit": "seen with its proposal",
}

#: stages in which something waits without a date of its own, with the reason
WITHOUT_A_DATE = {
    "accounts.user": "an account waits for nothing",
    "accounts.house": "stands",
    "accounts.organisation": "the registry waits for nothing",
    "accounts.person": "the registry waits for nothing",
    "accounts.tie": "holds until somebody says that it is over",
    "inspections.term": "has its own last day",
    "inspections.round": "waits for its engagements, which have their dates",
    "inspections.priority": "a line of a list waits for nothing",
    "inspections.localdays.in_force": "days that come and go",
    "inspections.usualrungs.in_force": "hold until the next edition",
    "casework.papertemplate": "papers are made by ours as long as nobody puts it in force",
    "inspections.ownprofile.in_use": "can be chosen for rounds until it is retired",
    "inspections.ownrule": "waits for its profile, which has the date",
    "inspections.ownset.in_use": "can be chosen for rounds until it is retired",
    "inspections.owncategory": "waits for its set, which has the date",
    "inspections.teamproposal.computing": "waits for the worker, which tries again and gives it up after some tries",
    "inspections.team": "waits for its engagements",
    "inspections.seat": "lasts until somebody leaves it",
    "inspections.posting": "lasts as long as its team",
    "inspections.secondment.signed_for": "the date of the answer runs since the letter was sent",
    "inspections.engagement.selected": "waits for the mobilisation of its round, which sets the date of the notice",
    "inspections.engagement.fed_back": "waits for its plan, which has its date",
    "inspections.engagement.rectifying": "waits for its items, which have their dates",
    "findings.reportdraft.drafting": "waits for the report of its unit, which is handed in once",
    "findings.phrase.in_use": "is offered until it is retired",
    "findings.externalfinding.decomposed": "the date of the report runs since it was received",
    "findings.externalfinding.assigned": "the date of the report runs since it was received, or given back",
    "findings.finding.identified": "raised by raise_finding, which sets the date; a stub under seal waits for nothing",
    "findings.finding.routed": "its landing has the date",
    "findings.talk.planned": "planned by plan_talk, which sets the date; what is recorded afterwards was never planned",
    "findings.letterreply.asked": "asked by ask_writer, which sets the date; what is only told waits for nothing",
    "referrals.transferletter.sent": "its matters have the date of signing for it",
    "referrals.sealedletter.sent": "its matters have the date of signing for it",
    "referrals.referral.handling": "the date of the answer runs since it was sent",
    "referrals.clue.handling": "the date of the answer runs since it was sent",
    "referrals.functionalrequest.accepted": "the date of the answer runs since it was sent",
    "rectification.item.assigned": "waits for its plan, which has the date",
    "rectification.item.in_progress": "its date runs since the plan was approved, also while help is asked for",
    "rectification.item.under_review": "its plan has the date of the review",
    "rectification.item.plan_returned": "waits for its plan, which has the date",
    "rectification.measure": "waits with its item, which has the date",
    "rectification.immediatefix.signed_for": "the date of the fix runs since the notice was issued",
    "rectification.commonproblem.in_progress": "waits for its tasks, which have their dates",
    "rectification.commonmember": "is counted as long as its finding stands",
    "rectification.trinitytask.signed_for": "the date of the task runs since it was given out",
    "rectification.suggestionletter.signed_for": "the date of the answer runs since it was sent",
    "rectification.ladderpaper.signed_for": "the date of the answer runs since the paper was sent",
    "rectification.selfcheck.signed_for": "the date of the self-check runs since the list was sent",
    "rectification.visiteditem.chosen": "waits for its visit, which has the date",
    "rectification.scoresheet.in_use": "is used until it is retired or a new edition replaces it",
    "rectification.scorecriterion.draft": "waits for its sheet, which has the date",
    "rectification.assessment.scoring": "opened by open_assessment, which sets the dates",
    "rectification.score.open": "its assessment has the dates of each side",
    "rectification.disclosure.drafting": "the date of its publication runs since it was drafted",
    "rectification.disclosure.approved": "the date of its publication runs since it was drafted",
    "rectification.unitreport.drafting": "the date of the report runs on its feedback",
    "rectification.unitreport.signed": "its feedback has the date, from the moment on which both are in",
    "rectification.roundarchive.making": "waits for the worker, which gives it up after some tries",
    "rectification.feedback.signed_for": "the date of the report runs since the feedback was given",
}


def imports(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_left_only_and_guardian_has_one_door(path):
    app = path.relative_to(ROOT).parts[0]
    above = set(STOREYS[STOREYS.index(app) + 1 :]) | {"demo", "tests"}
    for name in imports(path):
        first = name.split(".")[0]
        assert first not in above, f"{path} looks up at {name}"
        assert first != "config" or path.name in ("listen.py",), f"{path} looks at the switchboard"
        if first == "guardian":
            assert path.relative_to(ROOT).as_posix() in ("casework/policy.py", "casework/models/case.py")


def calls(path):
    """The names of what is called in a file, with what they are called on: ``user.groups.add``."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


def test_powers_change_in_one_file():
    for path in SOURCES:
        if path.relative_to(ROOT).as_posix() != "casework/policy.py":
            for call in calls(path):
                assert not call.endswith((".groups.add", ".groups.remove", ".groups.set", ".groups.clear")), path
                assert call not in ("assign_perm", "remove_perm"), path


def test_nothing_runs_by_signal_but_the_reference_data_after_a_migration():
    for path in SOURCES:
        connected = [call for call in calls(path) if call.endswith(".connect") and "psycopg2" not in call]
        assert path.name == "apps.py" or connected == [], path
        assert set(connected) <= {"post_migrate.connect"}, path
        assert not any(name and name.startswith("django.dispatch") for name in imports(path)), path


def test_no_rule_asks_what_day_it_is():
    """``today`` is an argument: of verbs, guards, forms, models and the clock itself."""
    for path in SOURCES:
        rooms = {path.stem, path.parent.name}
        of_rules = rooms & {"actions", "forms", "models", "clock", "balance", "present"}
        if of_rules and "management" not in path.parts:
            asked = {"timezone.localdate", "datetime.date.today", "date.today", "datetime.datetime.now"} & set(
                calls(path)
            )
            assert not asked, path


def test_nothing_that_has_a_history_is_deleted_by_anybody():
    allowed = {
        "casework/views/moving.py": {"self._drafts().delete"},
        "casework/jobs.py": {"row.delete"},  # a file that was made for somebody and is kept for days
    }
    for path in SOURCES:
        name = path.relative_to(ROOT).as_posix()
        deleted = {call for call in calls(path) if call.endswith(".delete")}
        if not name.startswith("accounts/"):  # sessions and tokens end
            assert deleted <= allowed.get(name, set()), path


def test_a_guard_is_a_small_question_about_a_thing_a_person_and_a_day():
    for move in MOVES.values():
        for guard in move.needs:
            assert list(inspect.signature(guard).parameters)[1:] == ["by", "today"], (move, guard)


def test_there_is_no_drawer_for_odds_and_ends():
    assert [path for path in SOURCES if path.stem in ("utils", "helpers", "services", "signals", "managers")] == []


def test_models_know_nothing_of_doors_and_verbs():
    for path in SOURCES:
        if path.stem == "models" or path.parent.name == "models":
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.ImportFrom):
                    names = {node.module or "", *(alias.name for alias in node.names)}
                    assert not names & {"actions", "views", "forms", "api"}, path


def test_every_model_says_who_sees_it_or_is_internal_with_a_reason():
    silent = []
    for model in apps.get_models():
        if model._meta.app_label not in STOREYS or model._meta.auto_created:
            continue
        seen = getattr(model._default_manager.all(), "visible_to", None)
        says = seen is not None and seen.__func__ is not ThingQuerySet.visible_to
        if issubclass(model, Moving):
            assert says, f"{model.__name__} does not say who sees it"
        elif not says and model._meta.label_lower not in INTERNAL:
            silent.append(model._meta.label_lower)
    assert silent == []


@pytest.mark.parametrize("move", MOVES.values(), ids=lambda move: move.name)
def test_a_form_gives_exactly_what_its_verb_takes(move):
    parameters = inspect.signature(move.fn).parameters
    open_ended = any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters.values())
    fields = set(move.asks.base_fields) if move.asks else set()
    taken = {name for name in parameters if name not in ("by", "today")} | {"files", "again"}
    assert open_ended or fields <= taken, fields - taken
    if move.for_people and not open_ended:
        needed = {
            name
            for name, parameter in list(parameters.items())[1:]
            if parameter.default is parameter.empty and name not in ("by", "today")
        }
        assert needed <= fields, needed - fields


def test_every_date_has_a_rule_and_every_rule_somebody_who_acts():
    for move in MOVES.values():
        assert {*move.starts, *move.meets} <= set(reference.RULES), move
        assert set(move.tells) <= set(policy.WORDS), move
        assert set(move.by) <= {*policy.WORDS, *policy.Actor}, move
    for _name, _amount, _unit, word, _basis, _certainty in reference.RULES.values():
        assert word in policy.WORDS
    for _name, _tone, words in reference.RUNGS.values():
        assert set(words.split()) <= set(policy.WORDS)


def test_nothing_is_stuck_and_nothing_waits_without_a_date():
    stuck, dateless = [], []
    for model in apps.get_models():
        if not issubclass(model, Moving) or model._meta.app_label not in STOREYS:
            continue
        label, moves = model._meta.label_lower, moves_of(model)
        for stage in model.Stage:
            if stage in model.final or label in WITHOUT_A_DATE or f"{label}.{stage}" in WITHOUT_A_DATE:
                continue
            if not any(stage in move.leaves and move.enters not in (None, stage) for move in moves):
                stuck.append(f"{label}.{stage}")
            brings = [move for move in moves if move.enters == stage]
            brings += [move for move in MOVES.values() if move.makes is model and model().stage == stage]
            without = [move.name for move in brings if not move.starts]
            if not brings or without:
                dateless.append(f"{label}.{stage} {without}")
    assert stuck == []
    assert dateless == []


def test_a_date_that_begins_can_be_met_and_one_that_is_met_can_have_begun():
    """By a move that says so, or by the end of the thing, which ends all its dates."""
    started = {(move.makes or move.model, code) for move in MOVES.values() for code in move.starts}
    met = {(move.model, code) for move in MOVES.values() for code in move.meets}
    ends = {move.model for move in MOVES.values() if move.enters in move.model.final}
    assert {(model.__name__, code) for model, code in met - started} == set()
    assert {(model.__name__, code) for model, code in started - met if model not in ends} == set()
    known = set(reference.RULES) - set(reference.COUNTED)
    assert {code for _model, code in started} == known, "a rule that nothing begins is a dead letter"


def test_a_date_that_people_choose_begins_only_on_what_has_one():
    chosen = {code for code, rule in reference.RULES.items() if rule[2] == reference.CHOSEN}
    for move in MOVES.values():
        for _code in chosen & set(move.starts):
            assert hasattr(move.makes or move.model, "due_on"), move


def test_what_goes_back_or_can_t_be_undone_asks_for_a_reason():
    """Not what the balance or the calendar allows, nor the seal, which the meeting decided."""
    by_rule = {"inspections.round.archive", "inspections.term.end-term", "findings.landing.send-clue"}
    silent = []
    for move in MOVES.values():
        back = move.slug.startswith(("return", "drop", "take-back", "ask-for-more"))
        if move.for_people and (back or move.grave) and move.name not in by_rule:
            note = move.asks and move.asks.base_fields.get("note")
            if not note or not note.required:
                silent.append(move.name)
    assert silent == []


def test_no_page_names_a_word_of_power():
    for path in ROOT.glob("templates/**/*.html"):
        text = path.read_text()
        for word in policy.WORDS:
            assert f'"{word}"' not in text, path
            assert f"'{word}'" not in text, path


def test_no_page_names_a_role():
    for path in [*ROOT.glob("templates/**/*.html"), *(path for path in SOURCES if path.stem in ("views", "api"))]:
        text = path.read_text()
        for word in ("is_superuser", "is_staff", "has_perm", "groups.filter(name"):
            assert word not in text, f"{path} asks by {word}"
