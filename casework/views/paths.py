"""The addresses of a kind."""

from django.urls import path

from .. import papers
from ..moves import moves_of
from .lists import LedgerDoor
from .moving import MoveDoor
from .word import WordPaper


def thing_paths(route: str, list_view, page_view, doors=None):
    """Return the addresses of a kind: its list, its page, and a form for each of its moves.

    ``doors`` names the moves whose answer needs a door of its own, by their names in addresses.
    """
    doors = doors or {}
    model = page_view.model
    name = model._meta.model_name
    rows = [path(f"{route}/", list_view.as_view(), name=f"{name}-list")] if list_view else []
    if list_view and list_view.ledger:
        door = list_view.ledger_door or LedgerDoor
        rows.append(path(f"{route}/export/", door.as_view(of=list_view, model=model), name=f"{name}-export"))
    rows.append(path(f"{route}/<str:key>/", page_view.as_view(), name=name))
    rows += [
        path(
            f"{route}/<str:key>/{move.slug}/",
            doors.get(move.slug, MoveDoor).as_view(move=move),
            name=f"{name}-{move.slug}",
        )
        for move in moves_of(model)
        if move.for_people
    ]
    rows += [
        path(
            f"{route}/<str:key>/word/{kind.code}/",
            WordPaper.as_view(kind=kind, model=model),
            name=f"{name}-word-{kind.code}",
        )
        for kind in papers.kinds_of(model)
    ]
    return rows
