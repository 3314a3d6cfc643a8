"""The page of one thing: what it says, what its reader may do, its dates, files and history."""

from typing import Any, ClassVar

from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from .. import papers, pdf, policy, present, taking
from ..models import Deadline, Moving
from ..moves import Move, get_move, moves_of
from ..papers import versions
from .rows import today

#: how many moves that add something stay among the others
MANY = 4


class ThingPage(View):
    """The page of one thing: what it says, the moves open to its reader, its dates, files and history."""

    model: ClassVar[type[Moving]]
    facts: ClassVar[tuple[Any, ...]] = ()
    parents: ClassVar[tuple[str, ...]] = ()
    template_name = "casework/thing.html"
    #: a rule that is met at another thing → the way there and the move that meets it
    met_at: ClassVar[dict[str, tuple[str, str]]] = {}
    #: where the thing says which unit it is about; empty where it is about none
    of_unit: ClassVar[str] = "unit"
    #: whether the page of a numbered thing is itself what is printed of it
    prints: ClassVar[bool] = True
    #: the words that the reader holds on the case of the thing
    words: frozenset[str]

    def things(self):
        """Return the rows that this page may show, with what it needs."""
        return self.model.objects.visible_to(self.request.user)

    def sections(self, thing) -> list[dict[str, Any]]:
        return []

    def way(self, thing) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return the way that things of this kind go: names of steps, each with the stages that it holds."""
        return ()

    def children(self, thing) -> list[dict[str, Any]]:
        return []

    def panels(self, thing) -> list[dict[str, Any]]:
        return []

    def more(self, thing) -> dict[str, Any]:
        return {}

    def get(self, request, key):
        thing = get_object_or_404(self.things(), key=key)
        day = today()
        rows = present.dates_of(thing)
        dates = present.deadlines(rows, day)
        self.words = policy.words_on(request.user, thing.case)
        doors = self.doors(thing, day)
        timeline = present.timeline(thing)
        context = {
            "thing": thing,
            "title": thing.title,
            "number": present.number_of(thing),
            "unit": str(getattr(thing, self.of_unit, "") or ""),
            "kind_name": self.model._meta.verbose_name,
            "crumbs": self.crumbs(thing),
            "stage": present.stage_of(thing),
            "lamp": next((row["lamp"] for row in dates if not row["met"] and row["counts"]), None),
            "moves": doors,
            "next_action": self.next_action(thing, doors, rows),
            "facts": present.facts(thing, self.facts, self.request.user),
            "sections": self.sections(thing),
            "children": self.children(thing),
            "panels": self.panels(thing),
            "deadlines": dates,
            "files": present.attachments(thing),
            "timeline": timeline,
            "track": present.track(thing, self.way(thing), timeline),
            "whole_way": thread_url(thing),
            "papers": self.papers(thing),
            "pdf": pdf.program() is not None,
            "numbered": thing.numbered,
            "mark": self.mark(thing),
            **self.more(thing),
        }
        return render(request, self.template_name, context)

    def papers(self, thing) -> list[dict[str, Any]]:
        """Return the papers that its reader takes of it in Word: what each is called, where it is, and how it was."""
        kinds = {kind.code: kind for kind in papers.kinds_of(self.model)}
        gone = thing.stage in self.model.left
        if gone or not (kinds or thing.sealed):  # what went under seal took its papers along
            return []
        rows: dict[str, dict[str, Any]] = {
            kind.code: {"label": kind.name, "url": f"{thing.get_absolute_url()}word/{kind.code}/", "versions": []}
            for kind in kinds.values()
            if kind.is_for(self.words) and not kind.why_not(thing)
        }
        for version in versions.seen_by(thing, self.request.user, self.words):
            kind = papers.KINDS.get(version.kind_of)
            row = {"label": kind.name if kind else version.kind_of, "url": "", "versions": []}
            rows.setdefault(version.kind_of, row)["versions"].append(present.version(version))
        return list(rows.values())

    def mark(self, thing) -> str:
        """Return what stands on every sheet when the page is asked for to be printed; each time a number is taken."""
        if not (thing.numbered and self.prints and "print" in self.request.GET):
            return ""
        return taking.take_paper(thing, self.request.user).mark

    def crumbs(self, thing) -> list[dict[str, str]]:
        """Return the way to this page, without what its reader may not see."""
        rows = [{"label": _("Desk"), "url": reverse("casework:home")}]
        for name in self.parents:
            parent = present.value_at(thing, name)
            if parent is not None and type(parent).objects.visible_to(self.request.user).filter(pk=parent.pk).exists():
                rows.append({"label": str(parent), "url": parent.get_absolute_url()})
        return rows

    def doors(self, thing, day) -> list[dict[str, Any]]:
        """Return every move of this kind as a button, or with the reason why it isn't one.

        Of many open ones those that add something stand apart, so that what the thing itself waits for is seen first.
        """
        rows = []
        for move in moves_of(type(thing)):
            if not move.for_people:
                continue
            rows.append(
                {
                    "name": move.slug,
                    "label": str(move.label),
                    "url": move_url(move, thing),
                    "why_not": move.why_not(self.request.user, thing, day, self.words) or "",
                    "danger": move.grave,
                    "primary": move.first,
                    "help": move_help(move),
                    "adds": move.makes is not None,
                    "meets": set(move.meets) - set(move.starts),
                }
            )
        open_rows = [row for row in rows if not row["why_not"] and not row["danger"]]
        first = next((row for row in open_rows if row["primary"]), None)
        many = sum(row["adds"] for row in open_rows) > MANY
        for row in rows:
            row["primary"] = row is first
            row["apart"] = many and row["adds"] and row is not first
        return rows

    def next_action(self, thing, doors, dates) -> dict[str, Any] | None:
        first = next((row for row in doors if row["primary"] and not row["why_not"]), None)
        duty = next((date for date in dates if date.met_on is None and date.counts), None)
        if duty and duty.word in self.words and (there := self.door_elsewhere(thing, duty.rule.code)):
            for row in doors:
                row["primary"] = False
            return {"text": _your_turn(duty), "move": there}
        if first and duty and duty.word in self.words:
            # The button beside the words does what they say, or there is none beside them.
            does_it = [row for row in doors if duty.rule.code in row["meets"] and not row["why_not"]]
            return {"text": _your_turn(duty), "move": first if first in does_it else next(iter(does_it), None)}
        if duty:
            text = _("Waiting for %(who)s: %(what)s, by %(day)s.")
            who = policy.WORDS.get(duty.word, duty.word)
            return {"text": text % {"who": who, "what": _(duty.rule.name), "day": duty.due_on.isoformat()}}
        return {"text": "", "move": first} if first else None

    def door_elsewhere(self, thing, code: str) -> dict[str, str] | None:
        """Return the button to what meets this rule at another thing, if its reader may press it there."""
        if code not in self.met_at:
            return None
        path, slug = self.met_at[code]
        other = present.value_at(thing, path)
        move = get_move(type(other), slug) if other else None
        if move is None or move.why_not(self.request.user, other, today()) is not None:
            return None
        return {"label": str(move.label), "url": move_url(move, other), "help": move_help(move)}


def _your_turn(duty: Deadline) -> str:
    text = _("It is your turn: %(what)s, by %(day)s.")
    return text % {"what": _(duty.rule.name), "day": duty.due_on.isoformat()}


def thread_name(kind: type[Moving]) -> str:
    """Return what the address of the whole way of a thing of this kind is called."""
    return f"thread-{kind._meta.model_name}"


def thread_url(thing: Moving) -> str:
    """Return the address of the whole way that a thing is part of; nothing where its kind is part of none."""
    try:
        return reverse(f"rectification:{thread_name(type(thing))}", args=[thing.key])
    except NoReverseMatch:
        return ""


def move_url(move: Move, thing: Moving) -> str:
    """Return the address of the form of ``move`` for ``thing``."""
    return f"{thing.get_absolute_url()}{move.slug}/"


def move_help(move: Move) -> str:
    """Return what the move's docstring says to people, in the reader's language."""
    return _(move.help.split("\n\n")[0].replace("\n", " ")) if move.help else ""
