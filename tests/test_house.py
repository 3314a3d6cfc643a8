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
    "inspections.category": "the categories, for everybody",
    "inspections.categoryset": "the categories, for everybody",
}

#: stages in which something waits without a date of its own, with the reason
WITHOUT_A_DATE = {
    "accounts.user": "an account waits for nothing",
    "accounts.house": "stands",
    "accounts.organisation": "the registry waits for nothing",
    "accounts.person": "the registry waits for nothing",
    "inspections.term": "has its own last day",
    "inspections.round": "waits for its engagements, which have their dates",
    "inspections.team": "waits for its engagements",
    "inspections.posting": "lasts as long as its team",
    "inspections.engagement.selected": "waits for the mobilisation of its round",
    "inspections.engagement.fed_back": "waits for its plan, which has its date",
    "inspections.engagement.rectifying": "waits for its items, which have their dates",
    "findings.finding.routed": "its landing has the date",
    "rectification.item.assigned": "waits for its plan, which has the date",
    "rectification.immediatefix.signed_for": "the date of the fix runs since the notice was issued",
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
    taken = {name for name in parameters if name not in ("by", "today")} | {"files"}
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
            if not brings or not any(move.starts for move in brings):
                dateless.append(f"{label}.{stage}")
    assert stuck == []
    assert dateless == []


def test_no_page_names_a_role():
    for path in [*ROOT.glob("templates/**/*.html"), *(path for path in SOURCES if path.stem in ("views", "api"))]:
        text = path.read_text()
        for word in ("is_superuser", "is_staff", "has_perm", "groups.filter(name"):
            assert word not in text, f"{path} asks by {word}"
