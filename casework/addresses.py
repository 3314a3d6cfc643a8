"""Every address of the house, and what it says of itself.

Nobody keeps a list: a page says by `model` what it shows, a form by `move` what it changes, and the model says whether
it is sealed. So testers can't forget a page, and what is sealed has no address at the portal.
"""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.permissions import AllowAny

#: who comes to the portal: inspected units and receiving departments
PORTAL_WORDS = {"respond", "sign", "handle"}
VERBS = ("get", "post", "put", "patch", "delete")


def addresses(resolver: Any = None, route: str = "", space: str = "") -> Iterator[dict[str, Any]]:
    """Yields a dict for every URL; `thing` is a model's label, `move` a move's name, None where there is none."""
    for entry in (resolver or get_resolver()).url_patterns:
        here = route + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, here, f"{space}{entry.namespace}:" if entry.namespace else space)
        else:
            yield {"route": here, "name": f"{space}{entry.name}" if entry.name else None, **about(entry.callback)}


def about(view: Any) -> dict[str, Any]:
    """What the view behind an address says of itself."""
    view_class = getattr(view, "view_class", None) or getattr(view, "cls", None)
    model, move = model_and_move(view)
    if asks := getattr(view_class, "permission_classes", None):
        stranger = AllowAny in asks
    else:
        stranger = getattr(view, "login_required", True) is False
    return {
        "methods": methods(view, view_class),
        "thing": model._meta.label_lower if model else None,
        "move": move.name if move else None,
        "sealed": is_sealed(model) or (move is not None and is_sealed(move.makes)),
        "open_to_strangers": stranger,
        "view": f"{(view_class or view).__module__}.{(view_class or view).__qualname__}",
    }


def model_and_move(view: Any) -> tuple[Any, Any]:
    """The model whose rows it shows, and the move that it makes; each may be None."""
    view_class: Any = getattr(view, "view_class", None) or getattr(view, "cls", None)
    given = getattr(view, "view_initkwargs", None) or getattr(view, "initkwargs", None) or {}
    if move := given.get("move"):
        return move.model, move
    model = given.get("model") or getattr(view_class, "model", None)
    if model is None and getattr(view_class, "queryset", None) is not None:
        model = view_class.queryset.model
    return model, None


def is_sealed(model: Any) -> bool:
    return getattr(model, "sealed", False) is True


def methods(view: Any, view_class: Any) -> list[str]:
    if actions := getattr(view, "actions", None):  # a view set of the API says which verb does what
        return sorted(verb.upper() for verb in actions)
    if view_class is None:
        return list(getattr(view, "methods", ["GET"]))
    allowed = getattr(view_class, "http_method_names", VERBS)
    return [verb.upper() for verb in VERBS if verb in allowed and hasattr(view_class, verb)]


def is_inner(entry: URLPattern) -> bool:
    """Whether it is for the inner house alone: what is sealed, what plans, what nobody does who comes to the portal."""
    view = entry.callback
    view_class = getattr(view, "view_class", None) or getattr(view, "cls", None)
    model, move = model_and_move(view)
    if move is not None and not PORTAL_WORDS & set(move.by):
        return True
    touched = [model, move and move.makes]
    return getattr(view_class, "inner", False) or any(is_sealed(one) or is_kept_in(one) for one in touched)


def is_outer(entry: URLPattern) -> bool:
    """Whether it is for strangers, who come to the portal and never to the office."""
    return getattr(getattr(entry.callback, "view_class", None), "outer", False) is True


def is_kept_in(model: Any) -> bool:
    return getattr(model, "inner", False) is True
