"""The fields of a kind of paper: read off our own template, so that a new kind says nothing twice.

What stands in the template between braces is what the kind offers; what is repeated is a list, what is only asked
about is a yes or no. A field that stands in the number, the title, whom it is addressed to, or the signature must
stand in every other template too. A cell of a form or a heading of a table says what its field means; other fields
have their meaning from a list of common names, or from the line in which they stand.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from jinja2 import Environment, nodes

TEXT, TEXTS, ROWS, RECORD, ASKED = "text", "texts", "rows", "record", "asked"
#: marks of a source whose fields no template may leave out
REQUIRED = {"@number", "@title", "@to", "@sign", "@date"}
#: what jinja knows inside a loop, and no kind has to offer
LOOP = {"index", "first", "last", "length"}

#: an expression, or an instruction with what it takes away (a paragraph, a row)
TAG = re.compile(r"\{\{(?P<said>.*?)\}\}|\{%(?P<takes>p|tr|tc|r)?\s+(?P<word>\w+)\s*(?P<rest>.*?)\s*%\}")
#: what stands before a colon says what comes after it
LABEL = re.compile(r"(?:^|[，。；　\s])(?:@\w+\s+)?([^，。；：{}@\s]{2,12})：$")
#: knows tags by their form alone; nothing is filled by it
READER = Environment(autoescape=True)

#: what the names that many kinds share mean
MEANINGS = {
    "office": "巡察办名称",
    "team": "巡察组名称",
    "number": "发文字号或编号",
    "title": "标题",
    "to": "主送单位",
    "on": "成文日期",
    "unit": "被巡察单位",
    "round": "巡察轮次",
    "due_on": "办理期限",
    "reply_by": "反馈期限",
    "contact": "联系人",
    "phone": "联系电话",
    "signer": "签收人",
    "signed_by": "签字（签收）人",
    "signed_on": "签字（签收）日期",
    "demands": "工作要求，一段一条",
    "limits": "时限要求，一段一条",
    "count": "件数",
    "files": "附件名称",
    "leader": "组长",
    "items": "事项",
    "matters": "移交事项",
    "rows": "表格各行",
    "text": "正文",
    "facts": "事实",
    "problem": "问题",
    "name": "名称",
    "paragraphs": "正文，一段一条",
    "rests_on": "移交依据的会议和决定",
    "groups": "按类别归并的问题",
    "problems": "该类别的问题",
    "manifestation": "具体表现",
    "fixes": "立行立改事项",
    "sections": "各部分",
    "stage": "办理状态",
    "place": "序号",
    "drafted": "是否尚未批准",
    "opening": "开头部分，一段一条",
    "found": "发现的情况，一段一条",
    "results": "整改结果，一段一条",
    "answers": "回复内容，一段一条",
    "answer": "答复内容，一段一条",
    "answered_on": "回复日期",
    "reported_on": "报告日期",
    "objection": "异议内容，一段一条",
    "authority": "区委名称",
    "party": "党组织名称",
    "type": "巡察类型",
    "stay": "进驻时间",
    "whom": "反馈对象",
    "body": "单位名称",
    "people": "人员",
    "units": "被巡察单位名单",
    "ready_by": "准备完成时限",
    "fed_back_on": "反馈日期",
    "post": "职务",
    "role": "分工",
    "kind": "事项类别",
    "matter": "事项",
    "measure": "建议类别",
    "wanted": "需要协助的内容",
    "chapters": "各部分",
    "numbers": "统计数字",
    "preparations": "准备事项",
    "suggestions": "建议内容，一段一条",
    "heading": "小标题",
}
A_DAY = "2026年6月15日"
#: what stands in a sample under the names that many kinds share: all of it is invented
SAMPLES = {
    "rests_on": "2026年6月8日区委书记专题会议决定",
    "time": A_DAY,
    "reply_by": A_DAY,
    "office": "某某区委巡察办",
    "team": "区委第一巡察组",
    "number": "巡办〔2026〕1号",
    "to": "某某镇党委",
    "unit": "某某镇党委",
    "round": "第一轮巡察",
    "count": "2",
    "phone": "0000-0000000",
    "contact": "张某",
    "leader": "李某",
    "signer": "王某",
    "signed_by": "王某",
    "author": "赵某",
    "problem": "议事决策制度执行不严",
    "place": "1",
    "order": "1",
}


@dataclass
class Field:
    """One field: what it is called in tags, what kind of thing it is, and what it means."""

    name: str
    shape: str = ASKED
    #: what each row, or the record, has
    parts: "dict[str, Field]" = field(default_factory=dict)
    required: bool = False
    means: str = ""
    #: the line of our own template in which it stands, and the heading above that
    stands_in: str = ""
    under: str = ""

    def sample(self) -> Any:
        """Return what stands for it in a sample; all of it is invented."""
        match self.shape:
            case "rows":
                return [self._record(), self._record()]
            case "texts":
                return [f"{self.said}（示例一）", f"{self.said}（示例二）"]
            case "record":
                return self._record()
            case "asked":
                return True
        if self.name not in SAMPLES and (self.name == "on" or self.name.endswith("_on")):
            return A_DAY
        known = SAMPLES.get(self.name, "")
        if known.isdigit() and self.means:  # a name for a figure, but here it is something else
            known = ""
        return known or f"{self.said}（示例）"

    def _record(self) -> dict[str, Any]:
        return {name: part.sample() for name, part in self.parts.items()}

    @property
    def said(self) -> str:
        """What it means, in a few words."""
        under = "" if "{" in self.under else self.under
        return self.means or MEANINGS.get(self.name, "") or under or self.name


class Reader:
    """Reads a source line by line, as ``layout`` does, and keeps what its tags name."""

    def __init__(self):
        self.found: dict[str, Field] = {}
        #: the loops and questions that are open here: the name that a loop gives to one of a list → that list
        self.scopes: list[dict[str, Field]] = []
        #: the headings of the table, and the heading of the text, that were read last
        self.headings: list[str] = []
        self.heading = ""

    def read(self, source: str) -> dict[str, Field]:
        for line in source.splitlines():
            mark, _space, rest = line.strip().partition(" ")
            match mark:
                case "#" | "##":
                    self.heading = re.sub(r"^(（?[一二三四五六七八九十]+）?、?)", "", readable(rest))
                    self.line(line)
                case "@table":
                    self.headings = [cell.strip().rpartition(":")[0] for cell in rest.split("|")]
                case "@rows":
                    what, _colon, cells = rest.partition(":")
                    self.tag("for", what, line)
                    self.cells(cells, self.headings, line)
                    self.tag("endfor", "", line)
                case "@row" | "@tall":
                    before = [cell.strip() for cell in rest.split("|")]
                    self.cells(rest, ["", *before[:-1]], line)
                case _:
                    self.line(line, required=mark in REQUIRED)
        for one in self.found.values():
            one.required = one.required or (one.name in ("number", "title") and one.shape == TEXT)
        return self.found

    def cells(self, text: str, labels: list[str], line: str):
        cells = text.split("|")
        for number, cell in enumerate(cells):
            label = labels[number] if number < len(labels) else ""
            self.line(cell, label="" if "{" in label else label, whole=line)

    def line(self, text: str, *, required=False, label="", whole=""):
        for tag in TAG.finditer(text):
            if tag["word"]:
                self.tag(tag["word"], tag["rest"], whole or text)
                continue
            for one in self.use(tag["said"], TEXT, whole or text):
                one.required = one.required or (required and not self.scopes)
                if not label and (before := LABEL.search(text[: tag.start()])):
                    label = before[1]
                one.means = one.means or (label if text.count("{{") == 1 else "")

    def tag(self, word: str, rest: str, line: str):
        match word:
            case "for":
                name, _in, what = rest.partition(" in ")
                self.scopes.append({name.strip(): field_ for field_ in self.use(what, TEXTS, line)})
            case "endfor":
                self.scopes.pop()
            case "if" | "elif":
                self.use(rest, ASKED, line)
                self.scopes += [{}] if word == "if" else []
            case "endif":
                self.scopes.pop()

    def use(self, expression: str, shape: str, line: str) -> list[Field]:
        """Keep what an expression names; return its fields."""
        tree = READER.parse("{{" + expression + "}}")
        taken_apart = [getattr(parent, "node", None) for parent in tree.find_all((nodes.Getattr, nodes.Getitem))]
        found = []
        for node in tree.find_all((nodes.Getattr, nodes.Getitem, nodes.Name)):
            if (one := self.field_of(node)) is None:
                continue
            if not any(node is taken for taken in taken_apart):
                one.shape = _stronger(one.shape, shape)
                one.stands_in = one.stands_in or readable(line)
                one.under = one.under or self.heading
                found.append(one)
        return found

    def field_of(self, node) -> Field | None:
        """Return the field that a name or a part of one means; nothing for the counter of a loop."""
        if isinstance(node, nodes.Name):
            for scope in reversed(self.scopes):
                if node.name in scope:
                    return scope[node.name]
            return None if node.name == "loop" else self.found.setdefault(node.name, Field(node.name))
        base = self.field_of(node.node)
        name = part_of(node)
        if base is None or name is None:
            return None
        base.shape = ROWS if base.shape in (TEXTS, ROWS) else RECORD
        return base.parts.setdefault(name, Field(name))


def part_of(node) -> str | None:
    """Return the part that an expression takes of another one: ``row.place``, ``row["place"]``."""
    if isinstance(node, nodes.Getattr):
        return node.attr
    if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
        return node.arg.value
    return None


def _stronger(before: str, now: str) -> str:
    """A field that is written out is a text though it is also asked about; one that has parts keeps them."""
    if before in (ROWS, RECORD, TEXTS):
        return before
    return before if now == ASKED else now


def readable(line: str) -> str:
    """Return a line of a source without its mark and without what only repeats or asks."""
    text = re.sub(r"^\s*(@\w+|#{1,2})\s*", "", line)
    return re.sub(r"\{%.*?%\}", "", text).strip()


def fields_in(source: str) -> dict[str, Field]:
    """Return the fields that the source of a kind offers, by name, in the order in which they first stand in it."""
    return Reader().read(source)


def offered(source: str, means: dict[str, str]) -> dict[str, Field]:
    """Return the fields of a kind; ``means`` says in the kind's own words what some of them are."""
    found = fields_in(source)
    for name, words in means.items():
        whole, _dot, part = name.partition(".")
        (found[whole].parts[part] if part else found[whole]).means = words
    return found


def flat(fields: dict[str, Field], before: str = "") -> Iterator[tuple[str, Field]]:
    """Yield each field and each part of one, with the name by which tags call it."""
    for name, one in fields.items():
        yield f"{before}{name}", one
        yield from flat(one.parts, f"{before}{name}.")
