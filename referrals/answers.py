"""A department's list, filled in offline and read in again: all of it or nothing, checked cell by cell.

``Answers.check`` compares the file with what lies with the department now and touches nothing. A row says the version
that it was written on: when the matter has moved on since, the row is a conflict and says so. An empty cell leaves
what is there.
"""

from typing import Any

from django.utils.translation import gettext as _

from casework import policy, sheets
from casework.moves import Move
from casework.offline import Offline, Wanted, moved_on, words_of
from casework.present import text_of, value_at
from casework.sheets import Heading, Line, Paper

from . import actions, exports
from .models import Clue, Handover

Stage = Clue.Stage
#: heading of the office → field that the department fills in
FILLED = {
    "分类处理意见": "disposition",
    "处理结果": "result",
    "成果运用情况": "result",
    "具体办理情况": "progress",
    "复核日": "review_on",
    "四种形态": "four_forms",
    "党纪处分人数": "party_sanctions",
    "政务处分人数": "administrative_sanctions",
    "组织处理人数": "organisational_measures",
    "移送司法人数": "sent_to_justice",
}
NUMBER, VERSION = "事项编号", "版本"
OF_THE_REPLY = ("four_forms", *Clue.DEALT_WITH)


def paper_of(model: type[Handover]) -> Paper:
    """Return how the list of this kind is read: the department's own columns, the others only to be looked at."""
    ledger = exports.CLUES if model is Clue else exports.SUGGESTIONS
    headings = [Heading(NUMBER, "number", sheets.text(40)), Heading(VERSION, "version", sheets.whole(1, 10**9))]
    for entry in ledger.entries:
        name = FILLED.get(entry.heading, "")
        if entry.heading in (NUMBER, VERSION):
            continue
        headings.append(Heading(entry.heading, name, _reader(model, name)))
    return Paper(ledger.title, (NUMBER, VERSION), tuple(headings))


def _reader(model: type[Handover], name: str):
    if name in ("disposition", "four_forms"):
        field: Any = model._meta.get_field(name)
        return sheets.choice(words_of(field.choices))
    if name == "review_on":
        return sheets.day
    if name in Clue.DEALT_WITH:
        return sheets.whole(0, 999)
    return sheets.text(20_000)


class Answers(Offline):
    """One file beside the matters that lie with one person's department."""

    def __init__(self, found: list[sheets.Sheet], model: type[Handover], user, today):
        super().__init__(found, user, today)
        self.model = model

    @classmethod
    def check(cls, content: bytes, model: type[Handover], user, today) -> "Answers":
        """Return what the file would do. Raises ``ValidationError`` when it can't be read at all."""
        checked = cls(sheets.read(content, (paper_of(model),)), model, user, today)
        rows = model.objects.visible_to(user).filter(case__in=policy.seen_by(user, "handle"))
        numbers = [line.values.get("number") for sheet in checked.sheets for line in sheet.lines]
        related = ("landing__finding__engagement__round", "case")
        matters = {matter.number: matter for matter in rows.filter(number__in=numbers).select_related(*related)}
        seen: dict[str, int] = {}
        for sheet in checked.sheets:
            headings = {heading.field: heading.name for heading in sheet.paper.headings if heading.field}
            for line in sheet.lines:
                checked._compare(line, headings, matters, seen)
        return checked

    def _compare(self, line: Line, headings: dict[str, str], matters: dict[str, Any], seen: dict[str, int]) -> None:
        if line.state == "refused":
            return
        number = line.values.get("number", "")
        matter = matters.get(number)
        if matter is None:
            line.refuse(NUMBER, _("No matter of your department has this number."))
            return
        if number in seen:
            line.refuse(NUMBER, _("the same as row %(row)d") % {"row": seen[number]})
            return
        seen[number] = line.number
        changes = self._changes(line, headings, matter)
        if not changes:
            return
        if line.values.get("version") != matter.version:
            line.refuse(VERSION, moved_on(matter.version))
            return
        line.state = "changed"
        answer = Wanted(matter, line, self._steps(matter, changes, line, headings))
        self._try(answer, headings)
        self.wanted.append(answer)

    def _changes(self, line: Line, headings: dict[str, str], matter: Any) -> dict[str, Any]:
        found = {}
        for name, value in line.values.items():
            if name in ("number", "version") or getattr(matter, name) == value:
                continue
            found[name] = value
            was = text_of(value_at(matter, name))
            if was and headings[name] in line.cells:
                line.cells[headings[name]].was = was
        return found

    def _steps(self, matter, changes, line, headings) -> list[tuple[Move, dict[str, Any]]]:
        """Return the moves by which the matter becomes what the row says."""
        model, steps = self.model, []
        chosen = changes.get("disposition", "")
        said = changes.get("progress", "")
        if chosen == Clue.Disposition.PENDING or (matter.stage == Stage.PENDING and "review_on" in changes):
            verb = actions.keep_longer if matter.stage == Stage.PENDING else actions.keep_for_later
            steps.append((verb, {"review_on": line.values.get("review_on"), "note": said}))
            changes = {name: value for name, value in changes.items() if name not in ("progress", "review_on")}
        elif chosen and matter.stage == Stage.PENDING:
            steps.append((actions.take_up_again, {"disposition": chosen, "note": said}))
        elif chosen:
            steps.append((actions.dispose.siblings[model], {"disposition": chosen}))
        elif "review_on" in changes:
            line.refuse(headings["review_on"], _("Only what is kept for later is looked at again."))
        if "progress" in changes:
            steps.append((actions.note_progress.siblings[model], {"progress": said}))
        if "result" in changes:
            values = {name: line.values.get(name, getattr(matter, name)) for name in OF_THE_REPLY if name in headings}
            steps.append((actions.reply.siblings[model], {"result": changes["result"], **values}))
        elif numbers := [name for name in OF_THE_REPLY if name in changes]:
            line.refuse(headings[numbers[0]], _("This belongs to the result, which is missing."))
        return steps

    def _try(self, answer: Wanted, headings: dict[str, str]) -> None:
        """Say what stands against it: the stage for the first move, the forms for all of them."""
        stage = answer.thing.stage
        for place, (verb, data) in enumerate(answer.steps):
            first = next((headings[name] for name in data if name in headings), NUMBER)
            if stage not in verb.leaves:
                answer.line.refuse(first, self._too_early(answer.thing, verb))
                return
            stage = verb.enters or stage
            if not place and (reason := verb.why_not(self.user, answer.thing, self.today)):
                answer.line.refuse(first, reason)
                return
            form: Any = verb.asks
            bound = form(data, {}, thing=answer.thing, by=self.user, today=self.today)
            for name, errors in bound.errors.items():
                heading = headings.get(name) or headings["progress"]
                answer.line.refuse(heading, " ".join(map(str, errors)))
            if bound.is_valid():
                answer.steps[place] = (verb, {name: bound.cleaned_data[name] for name in bound.fields})

    @staticmethod
    def _too_early(matter, verb: Move) -> str:
        stages = "、".join(str(verb.model.Stage(stage).label) for stage in verb.leaves)
        return _("Possible at the stage “%(stages)s”; it is now at “%(now)s”.") % {
            "stages": stages,
            "now": matter.get_stage_display(),
        }
