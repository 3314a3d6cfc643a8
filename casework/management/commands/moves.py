"""Every thing, its stages and its moves, read from the marks: nothing here is written twice.

Without options a table for the eye; ``--markdown`` writes what lies in ``docs/moves.md``, with a diagram a thing;
``--json`` is for machines.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.utils import translation

from casework import policy
from casework.history import moving_models
from casework.models import Moving
from casework.moves import MOVES, Move, moves_of

TITLE = """# Every thing, its stages and its moves

Printed from the marks by `manage.py moves --markdown`; a test fails when this page says anything else. A move without
an arrow is an edit or makes a child, and leaves the stage as it is. Who may do it is said as the word that he must
hold on the case; what “the system” does follows from another move.
"""


class Command(BaseCommand):
    help = "Prints every thing's stages and moves, as the marks say them."
    requires_system_checks = []

    def add_arguments(self, parser):
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--markdown", action="store_true", help="the page docs/moves.md")
        how.add_argument("--json", action="store_true", help="for machines")

    def handle(self, *, markdown, **options):
        with translation.override("en"):
            if options["json"]:
                self.stdout.write(json.dumps(described(), indent=2, ensure_ascii=False))
            elif markdown:
                self.stdout.write(page(), ending="")
            else:
                self.stdout.write("\n".join(table()))


def described() -> list[dict[str, Any]]:
    """Return every thing with its stages and moves, in plain values, in the language that is active."""
    return [_thing(model) for model in in_order()]


def in_order() -> list[type[Moving]]:
    """Return the models storey by storey, each app's in the order in which they are written."""
    storeys = [config.label for config in apps.get_app_configs()]
    return sorted(moving_models(), key=lambda model: storeys.index(model._meta.app_label))


def _thing(model: type[Moving]) -> dict[str, Any]:
    stage: Any = model._meta.get_field("stage")  # type: ignore[misc]
    first = stage.get_default()
    return {
        "thing": model._meta.label_lower,
        "name": str(model._meta.verbose_name),
        "about": (model.__doc__ or "").strip().split("\n\n")[0].replace("\n    ", " "),
        "sealed": model.sealed,
        "begins": str(first),
        "made_by": [move.name for move in MOVES.values() if move.makes is model],
        "stages": [
            {"stage": value, "name": str(label), "final": value in model.final} for value, label in model.Stage.choices
        ],
        "moves": [_move(move) for move in moves_of(model)],
    }


def _move(move: Move) -> dict[str, Any]:
    return {
        "move": move.name,
        "name": str(move.label),
        "about": move.help.replace("\n", " "),
        "from": [str(stage) for stage in move.leaves],
        "to": str(move.enters) if move.enters else None,
        "by": {str(word): who(word) for word in move.by},
        "needs": [guard_in_words(guard) for guard in move.needs],
        "tells": {word: who(word) for word in move.tells},
        "asks": asked(move),
        "starts": list(move.starts),
        "meets": list(move.meets),
        "makes": move.makes._meta.label_lower if move.makes else None,
        "grave": move.grave,
    }


def who(word: str) -> str:
    """Return who that is, in words that a user may read."""
    return str(policy.ACTORS[policy.Actor(word)] if word in policy.ACTORS else policy.WORDS[word])


def guard_in_words(guard) -> str:
    """Return what a guard demands: its docstring, else its name."""
    return (guard.__doc__ or guard.__name__.strip("_").replace("_", " ")).strip().split("\n")[0]


def asked(move: Move) -> list[str]:
    """Return the fields of the move's form, those that must be filled with a star."""
    if move.asks is None:
        return []
    return [f"{name}*" if field.required else name for name, field in move.asks.base_fields.items()]


# -- for the eye ---------------------------------------------------------------------------------------------------


def table() -> Iterator[str]:
    """Yield the lines of a plain table."""
    for thing in described():
        yield f"{thing['thing']} ({thing['name']})"
        for move in thing["moves"]:
            arrow = f"{', '.join(move['from'])} → {move['to']}" if move["to"] else ", ".join(move["from"])
            made = f" makes {move['makes']}" if move["makes"] else ""
            yield f"  {move['name']}{made}: {arrow} [{', '.join(move['by'])}]"
        yield ""


def page() -> str:
    """Return docs/moves.md."""
    return TITLE + "".join(_section(thing) for thing in described())


def _section(thing: dict[str, Any]) -> str:
    sealed = " Its table is sealed." if thing["sealed"] else ""
    lines = ["", f"## {thing['name'].capitalize()} (`{thing['thing']}`)", "", f"{thing['about']}{sealed}", ""]
    lines += ["```mermaid", *_diagram(thing), "```", ""]
    lines += [
        "| move | stages | by | needs | asks for | tells | dates |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    lines += [_row(move, thing) for move in thing["moves"]]
    return "\n".join(lines) + "\n"


def _diagram(thing: dict[str, Any]) -> Iterator[str]:
    yield "stateDiagram-v2"
    for stage in thing["stages"]:
        yield f'    state "{stage["name"]}" as {stage["stage"]}'
    yield f"    [*] --> {thing['begins']}"
    for move in thing["moves"]:
        if move["to"]:
            for stage in move["from"]:
                yield f"    {stage} --> {move['to']} : {move['name']}"
    for stage in thing["stages"]:
        if stage["final"]:
            yield f"    {stage['stage']} --> [*]"


def _row(move: dict[str, Any], thing: dict[str, Any]) -> str:
    names = {stage["stage"]: stage["name"] for stage in thing["stages"]}
    everywhere = len(move["from"]) == len(names) > 1
    stages = "any" if everywhere else ", ".join(names[stage] for stage in move["from"])
    if move["to"]:
        stages += f" → {names[move['to']]}"
    made = f", makes `{move['makes'].split('.')[1]}`" if move["makes"] else ""
    dates = [f"meets `{code}`" for code in move["meets"]] + [f"starts `{code}`" for code in move["starts"]]
    cells = [
        f"**{move['name']}**{made}",
        stages,
        ", ".join(f"{plain} (`{word}`)" for word, plain in move["by"].items()),
        "; ".join(move["needs"]),
        ", ".join(f"`{name}`" for name in move["asks"]),
        ", ".join(f"`{word}`" for word in move["tells"]),
        ", ".join(dates),
    ]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
