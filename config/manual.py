"""The readable page of the API: drawn here from its schema, so it needs no script and speaks the reader's language."""

from functools import cache

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.generators import SchemaGenerator

ROOT = "/api/v1/"
VERBS = ("get", "post", "put", "patch", "delete")


def api_page(request):
    """What machines may ask for, kind by kind."""
    context = {
        "title": _("For machines"),
        "lead": _("The same things, walls and moves as the pages, as JSON under %(root)s.") % {"root": ROOT},
        "crumbs": [{"label": _("Desk"), "url": reverse("casework:home")}],
        "actions": [{"label": _("OpenAPI"), "url": reverse("schema"), "icon": "arrow-down-tray"}],
        "columns": [{"label": label} for label in _labels()],
        "kinds": _kinds(get_language()),
    }
    return render(request, "api.html", context)


@cache
def _kinds(_language: str) -> list[dict]:
    """[{title, rows}] of the whole schema; it changes only with the code."""
    schema = SchemaGenerator().get_schema(public=True)
    kinds: dict[str, list] = {}
    for path, operations in schema["paths"].items():
        if path.startswith(ROOT):
            for verb in VERBS:
                if verb in operations:
                    row = _row(schema, path, verb, operations[verb])
                    kinds.setdefault(path.removeprefix(ROOT).split("/")[0], []).append(row)
    return [{"title": kind, "rows": rows} for kind, rows in sorted(kinds.items())]


def _row(schema, path, verb, operation):
    if verb == "get":
        what = _("One of them") if "{" in path else _("The list")
        asks = ", ".join(asked["name"] for asked in operation.get("parameters", []) if asked["in"] == "query")
    else:
        what = operation.get("summary") or operation.get("description", "").split("\n")[0]
        asks = ", ".join(_fields(schema, operation))
    texts = [verb.upper(), path, what, asks]
    cells = [{"text": text, "label": label} for text, label in zip(texts, _labels(), strict=True)]
    cells[0] |= {"kind": "tag", "tone": "idle" if verb == "get" else "move"}
    return {"cells": cells}


def _labels():
    return [_("Method"), _("Address"), _("What it does"), _("Fields (* must be given)")]


def _fields(schema, operation):
    for content in operation.get("requestBody", {}).get("content", {}).values():
        body = content["schema"]
        if name := body.get("$ref", "").rpartition("/")[2]:
            body = schema["components"]["schemas"][name]
        must = body.get("required", [])
        return [f"{name}*" if name in must else name for name in body.get("properties", {})]
    return []
