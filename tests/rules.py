"""Says the marks of an app's moves as a table: who may do what, from which stage to which."""

import textwrap

from casework.moves import MOVES


def table(room: str) -> list[str]:
    """Return a line for each move that is written in the module ``room``, in the order in which they are written.

    ``kind.move | leaves → enters | by | needs | tells | starts | meets``; a child that is made is named after ``+``.
    """
    return [_line(move) for move in MOVES.values() if move.fn.__module__ == room]


def rooms(app: str) -> set[str]:
    """Return the modules of ``app`` in which moves are written, as they are called inside its ``actions``."""
    return {
        move.fn.__module__.rpartition(".")[2] for move in MOVES.values() if move.fn.__module__.startswith(f"{app}.")
    }


def _line(move) -> str:
    stages = [stage.value for stage in move.model.Stage]
    leaves = "any" if len(move.leaves) == len(stages) and len(stages) > 1 else ",".join(map(str, move.leaves))
    enters = f" → {move.enters}" if move.enters else ""
    made = f" + {move.makes._meta.model_name}" if move.makes else ""
    needs = " ".join(guard.__name__.strip("_") for guard in move.needs)
    parts = [
        f"{move.model._meta.model_name}.{move.slug}",
        f"{leaves}{enters}{made}",
        " ".join(move.by),
        needs,
        " ".join(move.tells),
        " ".join(move.starts),
        " ".join(move.meets),
    ]
    return " | ".join(part or "-" for part in parts)


def lines(text: str) -> list[str]:
    """Return the lines of a table written by hand."""
    return [" | ".join(part.strip() for part in line.split("|")) for line in textwrap.dedent(text).strip().splitlines()]
