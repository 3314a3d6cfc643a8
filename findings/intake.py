"""A letter of an upper level as a workbook: read in whole or not at all, checked cell by cell.

A row is one problem in the upper level's own words. Where it names the units that answer for it, each gets an item
with the whole of the words; else it waits to be broken down.
"""

import hashlib
import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Organisation
from casework import sheets
from casework.offline import Offline
from casework.sheets import Heading, Line, Paper
from inspections.actions import PLANNING
from inspections.models import Round

from . import actions, forms
from .models import ExternalFinding, Finding

PROBLEM, UNITS, ASPECT = "反馈问题", "责任单位", "问题类别"
LETTER = Paper(
    "上级反馈问题清单",
    (PROBLEM,),
    (
        Heading("序号", "place", sheets.whole(1, 9_999)),
        Heading(PROBLEM, "title_text", sheets.text(200)),
        Heading("具体表现", "text", sheets.text(20_000)),
        Heading(ASPECT, "aspect", sheets.text(120)),
        Heading(UNITS, "units", sheets.text(2_000)),
        Heading("完成时限", "due_on", sheets.day),
    ),
)
FIELDS = {heading.field: heading.name for heading in LETTER.headings}


@dataclass
class Problem:
    """One row: what it says, and which units get an item of it."""

    line: Line
    values: dict[str, Any]
    units: list[Organisation] = field(default_factory=list)
    category: Any = None


class Letter(Offline):
    """One letter beside what has been entered of it; ``said`` is what the letter says for all of its problems."""

    def __init__(self, found: list[sheets.Sheet], round: Round, said: dict[str, Any], user, today):
        super().__init__(found, user, today)
        self.round, self.said = round, said
        self.problems: list[Problem] = []

    @classmethod
    def check(cls, content: bytes, round: Round, said: dict[str, Any], user, today) -> "Letter":
        """Return what the file would do. Raises ``ValidationError`` when it can't be read at all."""
        letter = cls(sheets.read(content, (LETTER,)), round, said, user, today)
        units = Organisation.objects.visible_to(user).inspectable()
        known: dict[str, list[Organisation]] = {}
        for unit in units:
            for name in {unit.name, unit.short_name} - {""}:
                known.setdefault(name, []).append(unit)
        categories = {name: one for one in round.category_set.categories.all() for name in (one.short, one.name)}
        entered = set(letter._others().values_list("title_text", "text"))
        closed = {
            engagement.unit_id: engagement.stage not in ExternalFinding.ADDED_TO
            for engagement in round.engagements.only("unit", "stage")
        }
        for sheet in letter.sheets:
            for line in sheet.lines:
                if line.state != "refused":
                    letter._look_at(line, known, categories, entered, closed)
        return letter

    def _others(self):
        return ExternalFinding.objects.filter(round=self.round).exclude(stage=ExternalFinding.Stage.DROPPED)

    def _look_at(self, line: Line, known, categories, entered, closed) -> None:
        values = {name: value for name, value in line.values.items() if value not in (None, "")}
        named = values.pop("units", "")
        title = values.get("title_text", "")
        if not title:
            line.refuse(PROBLEM, _("This cell is empty."))
            return
        given = {name: self.said.get(name, "") for name in ("source", "source_paper", "received_on", "due_on")}
        form = forms.ReceiveExternal(
            {"text": title} | given | values, {}, thing=self.round, by=self.user, today=self.today
        )
        for name, errors in form.errors.items():
            line.refuse(FIELDS.get(name, PROBLEM), " ".join(map(str, errors)))
        if line.state == "refused":
            return
        cleaned = {name: form.cleaned_data[name] for name in forms.RECEIVED_FIELDS}
        if (cleaned["title_text"], cleaned["text"]) in entered:
            return  # it was entered before: it stays as it is
        entered.add((cleaned["title_text"], cleaned["text"]))
        problem = Problem(line, cleaned, category=categories.get(cleaned["aspect"]))
        for name in filter(None, re.split(r"[、，,;；/\n]+", named)):
            self._add_unit(problem, name.strip(), known, closed)
        if problem.units and problem.category is None:
            several = "、".join(dict.fromkeys(one.short for one in categories.values()))
            text = _("“%(text)s” is none of: %(known)s") % {"text": cleaned["aspect"], "known": several}
            line.refuse(ASPECT, text)
        if line.state != "refused":
            line.state = "new"
            self.problems.append(problem)

    def _add_unit(self, problem: Problem, name: str, known, closed) -> None:
        found = known.get(name, [])
        if not found:
            problem.line.refuse(UNITS, _("No unit is called “%(name)s”.") % {"name": name})
        elif len(found) > 1:
            problem.line.refuse(UNITS, _("Several units are called “%(name)s”.") % {"name": name})
        elif closed.get(found[0].pk, self.round.stage not in PLANNING):
            text = _("“%(name)s” can't get a further item in this round any more.")
            problem.line.refuse(UNITS, text % {"name": name})
        elif found[0] not in problem.units:
            problem.units.append(found[0])

    def basis(self) -> str:
        """Return a digest of all that would be entered, and of how many problems there are already."""
        told = [repr((one.values, [unit.pk for unit in one.units])) for one in self.problems]
        return hashlib.sha256("\n".join([str(self._others().count()), *told]).encode()).hexdigest()

    def apply(self) -> None:
        """Enter what was found. The caller holds the transaction."""
        for problem in self.problems:
            external = actions.receive_external(self.round, by=self.user, today=self.today, **problem.values)
            if not problem.units:
                continue
            actions.decompose(
                external,
                by=self.user,
                today=self.today,
                units=problem.units,
                title_text=external.title_text,
                facts=external.text,
                category=problem.category,
                concerns=Finding.Concerns.UNIT,
                persons=[],
                recommendation="",
            )
            actions.finish_decomposing(external, by=self.user, today=self.today, note="")
