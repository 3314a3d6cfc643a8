"""The templates of the papers: which are in force, what they may say, and the office's own editions."""

import io
from typing import ClassVar

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from accounts.models import Organisation
from casework import policy
from casework.models import PaperTemplate
from casework.papers import KINDS, PaperKind, fields, fill, layout, versions
from casework.present import Column
from casework.views import lost, move_url, refused, today, word_file

from .. import actions
from .category import headings, line
from .tables import children

#: those who see what the office's papers look like
READERS = frozenset({"oversee", "direct", "observe"})
TEMPLATE_COLUMNS = (
    Column("title", _("template of the office"), link=True),
    Column("about", wide=True),
    Column("handed_in_on", kind="date"),
    Column("stage", kind="tag"),
)
SHAPES = {
    fields.TEXT: "文字",
    fields.TEXTS: "多段文字",
    fields.ROWS: "多行内容",
    fields.RECORD: "一组内容",
    fields.ASKED: "是或否",
}


class OfTheOffice(View):
    """For whoever oversees the district's papers; for everybody else it is not there."""

    inner = True

    def dispatch(self, request, *args, **kwargs):
        if not policy.held_anywhere(request.user) & READERS:
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class TemplateList(OfTheOffice):
    """Every kind of paper with the template by which it is made, and all editions of the office."""

    def get(self, request):
        editions = PaperTemplate.objects.visible_to(request.user).order_by("name", "-edition")
        in_force = {one.kind_of: one for one in editions if one.stage == PaperTemplate.Stage.IN_FORCE}
        labels = (_("paper"), _("template in force"), _("for outside"))
        links = (_("template"), _("sample"), _("fields"))
        rows = [self.row(kind, in_force.get(code), labels, links) for code, kind in KINDS.items()]
        empty = now("The office has handed in no template of its own.")
        context = {
            "title": now("Templates of papers"),
            "lead": now(
                "Take the template in force, change how it looks in Word, keep the tags, and hand it in. "
                "It is used once the head of the office puts it in force."
            ),
            "crumbs": [{"label": now("Desk"), "url": reverse("casework:home")}],
            "actions": self.actions(),
            "cards": [
                {
                    "title": now("Kinds of papers"),
                    "columns": headings((*labels, *links)),
                    "rows": rows,
                    "count": len(rows),
                },
                children(now("Office templates"), PaperTemplate, TEMPLATE_COLUMNS, editions, empty=empty),
            ],
        }
        return render(request, "inspections/cards.html", context)

    @staticmethod
    def row(kind: PaperKind, edition: PaperTemplate | None, labels, links):
        which = (
            now("edition %(number)d of the office") % {"number": edition.edition} if edition else now("the system's")
        )
        clean = now("yes, without a mark") if kind.outside else now("no, with a watermark")
        if kind.outside and kind.model.numbered:
            clean = now("yes, with a copy number at the foot")
        row = line(labels, "", kind.name, which, clean)
        for label, name in zip(links, ("template-file", "template-sample", "template-fields"), strict=True):
            url = reverse(f"inspections:{name}", args=[kind.code])
            row["cells"].append({"kind": "link", "text": str(label), "label": str(label), "url": url})
        return row

    def actions(self):
        authority = Organisation.objects.visible_to(self.request.user).authority()
        verb = actions.hand_in_template
        if authority is None or verb.why_not(self.request.user, authority, today()):
            return []
        return [{"label": verb.label, "url": move_url(verb, authority), "primary": True}]


class OfKind(OfTheOffice):
    """A Word file about one kind of paper, by the template in force."""

    named: ClassVar[str] = ""

    def get(self, request, code):
        kind = KINDS.get(code)
        if kind is None:
            raise Http404
        try:
            return word_file(self.content(kind), f"{kind.name}（{self.named}）")
        except versions.Lost as error:
            return refused(request, lost(error))

    def content(self, kind: PaperKind) -> bytes:
        raise NotImplementedError


class TemplateFile(OfKind):
    named = "模板"

    def content(self, kind):
        return versions.in_force(kind.code)[0]


class SampleOfKind(OfKind):
    named = "样张"

    def content(self, kind):
        return fill(versions.in_force(kind.code)[0], kind.sample_data())


class FieldsOfKind(OfKind):
    """What a template of this kind may use, what each field means, and what it looks like in a sample."""

    named = "字段说明"

    def content(self, kind):
        lines = [
            f"@title {kind.name}公文模板字段说明",
            "模板中用双花括号写出字段，例如：",
            "@form　　{{ number }}",
            "多段文字逐段写出，首尾两行各自单独成段：",
            "@form　　{%p for text in demands %}",
            "@form　　{{ text }}",
            "@form　　{%p endfor %}",
            "表格逐行写出，首尾两行各占一行：",
            "@form　　{%tr for row in matters %}",
            "@form　　{{ row.number }}",
            "@form　　{%tr endfor %}",
            "标注“必填”的字段，模板中必须出现。示例内容均为虚构。",
            "@table 字段:44 | 含义:44 | 类型:22 | 必填:14 | 示例:32",
        ]
        data = kind.sample_data()
        for name, one in fields.flat(kind.fields):
            example = data.get(name) if "." not in name else one.sample()
            cells = (name, one.said, SHAPES[one.shape], "必填" if one.required else "", _in_words(example))
            lines.append("@row " + " | ".join(str(cell).replace("|", "／") for cell in cells))
        made = io.BytesIO()
        layout.build("\n".join(lines)).save(made)
        return made.getvalue()


def _in_words(example) -> str:
    """Return what stands in a sample, as far as it is a text."""
    match example:
        case bool():
            return "是"
        case list():
            return "；".join(str(one) for one in example if not isinstance(one, dict))
        case dict():
            return ""
    return "" if example is None else str(example)
