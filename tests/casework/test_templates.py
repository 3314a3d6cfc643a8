"""Templates of the office: what is wrong with one is named with its place, and what is right can do no harm."""

import io
import zipfile

import docx
import pytest
from django.utils import translation
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from jinja2 import TemplateError
from jinja2.exceptions import SecurityError

from casework.models import Event, PaperTemplate
from casework.moves import Refused
from casework.papers import KINDS, PaperKind, fields, fill, layout, lint, ours, source_of, versions
from findings.models import Talk
from inspections import actions
from tests import cases
from tests.casework.test_papers import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_the_language_of_the_code():
    with translation.override("en"):
        yield


SOURCE = """@number {{ number }}
@title {{ title }}
@to {{ to }}：
{%p for text in found %}
{{ text }}
{%p endfor %}
@sign {{ office }}
@date {{ on }}
{{ answered_on }}
"""


def built(source: str, change=None) -> bytes:
    document, made = layout.build(source), io.BytesIO()
    if change:
        change(document)
    document.save(made)
    return made.getvalue()


def faults(source: str, change=None, code="ladder") -> list[str]:
    return [str(fault) for fault in lint.faults_of(built(source, change), KINDS[code])]


def with_part(content: bytes, name: str, said: bytes) -> bytes:
    """The same file with one part more, or another one in its place."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(made, "w") as after:
        for part in before.namelist():
            if part != name:
                after.writestr(part, before.read(part))
        after.writestr(name, said)
    return made.getvalue()


# -- what is offered ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", sorted(KINDS))
def test_our_own_template_can_be_handed_in_as_it_is_and_a_sample_says_every_field(code):
    kind = KINDS[code]
    assert [str(fault) for fault in lint.faults_of(ours(code), kind)] == []
    said = words_of(fill(ours(code), kind.sample_data()))
    assert "{" not in said
    for name, one in fields.flat(kind.fields):
        assert one.said, name
        if one.shape == fields.TEXT and "." not in name:
            assert str(kind.sample_data()[name]) in said, name


def test_fields_are_read_off_our_own_template():
    found = fields.fields_in(source_of("letter"))
    assert found["matters"].shape == fields.ROWS
    assert found["matters"].parts["facts"].means == "主要情况"
    assert found["demands"].shape == fields.TEXTS
    assert [name for name, one in found.items() if one.required] == ["office", "number", "to", "on"]
    talk = fields.fields_in(source_of("talk"))
    assert talk["talkers"].means == "谈话人员"


def test_a_kind_may_say_what_its_fields_mean_and_what_stands_in_a_sample():
    kind = PaperKind("talk", Talk, lambda talk: {}, str, sample={"subject": "孙某"}, means={"summary": "谈话内容"})
    assert kind.fields["summary"].said == "谈话内容"
    assert kind.sample_data()["subject"] == "孙某"


# -- what is wrong, and where ---------------------------------------------------------------------------------------


def test_a_sound_template_has_no_faults():
    assert faults(SOURCE) == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{{ numbr }}", "Paragraph 10(“{{ numbr }}”): there is no field “numbr”; do you mean “number”?"),
        ("发：{{ number ", "Paragraph 10(“发：{{ number”): the tag that begins with “{{” is not closed by “}}”"),
        ("number }} 号", "“}}” closes a tag that was not opened."),
        ("｛｛ number ｝｝", "the brackets of a tag are {{ }} and {% %} in half width."),
        ("{ number }", "a field has two brackets on each side: {{ number }}."),
        ("{{ found }}", "“found” is a list: repeat it with {%p for … in found %}."),
        ("{{ title.length }}", "“title” has no parts."),
        ("{%p for x in title %}\n{{ x }}\n{%p endfor %}", "“title” is no list and can't be repeated."),
        ("{%p for x in found %}\n{{ x }}", "Paragraph 10(“{%p for x in found %}”): “for” begins here and has no end."),
        ("{%p if on %}\n{%p endfor %}\n{%p endif %}", "“endfor” does not fit: nothing of its kind is open here."),
        ("{%p endif %}", "“endif” does not fit: nothing of its kind is open here."),
        ("见{%p if on %}", "{%p … %} stands alone in its paragraph: what stands beside it would be lost."),
        ("{% if on %}有", "“if” begins here and has no end in the same paragraph"),
        ("{%tr for x in found %}", "{%tr … %} stands in the row of a table."),
        ("{%tc for x in found %}", "{%tc … %} is not for templates"),
        ("{% set x = 1 %}", "“set” is not for templates"),
        ("{% include 'x' %}", "“include” is not for templates"),
        ("{%p if on = %}", "“if on =” is not written as a tag is."),
        ("{# 注 #}", "remarks between {# and #} are not for templates."),
        ("{%p for a, b in found %}\n{%p endfor %}", "a loop is written: for one in list."),
        ("{{ loop.index }}", "there is no field “loop”"),
        (
            "@table 序号:20 | 事实:80\n@row {{ loop.index }} | {{ fcts }}",
            "Table 1, row 2, cell 2(“{{ fcts }}”): there is no field “fcts”",
        ),
        ("@table 序号:20 | 事实:80\n@row {%tr for x in facts %} | 甲", "{%tr … %} stands alone in its row"),
    ],
)
def test_each_mistake_is_named_with_its_place(line, said):
    found = faults(f"{SOURCE}{line}")
    assert any(said in fault for fault in found), found


def test_a_required_field_that_is_missing_is_named_with_what_it_means():
    found = faults(SOURCE.replace("@number {{ number }}\n", ""))
    assert found == ["The field {{ number }} (发文字号或编号) is missing: every paper of this kind needs it."]


def test_a_mistake_in_the_head_of_the_page_is_named_there():
    def change(document):
        document.sections[0].header.paragraphs[0].text = "{{ offise }}"

    [fault] = faults(SOURCE, change)
    assert fault.startswith("Page header")
    assert "“offise”" in fault


def test_a_tag_that_word_has_split_into_pieces_is_read_as_one():
    def change(document):
        paragraph = document.add_paragraph()
        for piece in ("{", "{ num", "ber }", "}"):
            paragraph.add_run(piece).bold = piece == "{ num"

    assert faults(SOURCE, change) == []


def test_a_tag_where_no_paper_is_filled_is_a_fault():
    def change(document):
        document.core_properties.title = "{{ number }}"

    assert "A tag stands where no paper is filled" in faults(SOURCE, change)[0]


def test_no_more_faults_are_named_than_somebody_mends_at_once():
    assert len(faults(SOURCE + "{{ x }}\n" * 100)) == lint.MOST


# -- what a file may not bring along --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "said", "fault"),
    [
        ("word/vbaProject.bin", b"x", "a program or an embedded object"),
        ("word/embeddings/oleObject1.bin", b"x", "a program or an embedded object"),
        ("word/activeX/activeX1.xml", b"<x/>", "a program or an embedded object"),
        ("word/settings2.xml", b'<!DOCTYPE x [<!ENTITY y "z">]><x>&y;</x>', "declares entities"),
        (
            "word/_rels/settings.xml.rels",
            b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            b'<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
            b'attachedTemplate" Target="http://203.0.113.7/x.dotm" TargetMode="External"/></Relationships>',
            "points outside (“http://203.0.113.7/x.dotm”)",
        ),
        ("word/styles.xml", b"<w:styles", "can't be read"),
    ],
)
def test_programs_and_what_lies_elsewhere_are_refused_by_name(name, said, fault):
    found = lint.faults_of(with_part(built(SOURCE), name, said), KINDS["ladder"])
    assert any(fault in str(one) for one in found), found


@pytest.mark.parametrize("code", ["DDEAUTO c:\\\\cmd.exe", "INCLUDEPICTURE http://x/y", " LINK x"])
def test_fields_of_word_that_fetch_something_are_refused(code):
    def change(document):
        said = OxmlElement("w:instrText")
        said.text = code
        document.add_paragraph().add_run()._element.append(said)

    assert "fetches or runs something" in faults(SOURCE, change)[0]


def test_a_bomb_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(lint, "UNPACKED", 1000)
    assert "large unpacked" in faults(SOURCE)[0]
    monkeypatch.setattr(lint, "LARGEST", 100)
    assert "at most" in faults(SOURCE)[0]


def test_what_is_no_word_file_is_said_so():
    assert "damaged" in str(lint.faults_of(b"PK\x03\x04 nothing", KINDS["ladder"])[0])


# -- the sandbox ----------------------------------------------------------------------------------------------------

PAYLOADS = [
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ title.__class__ }}",
    "{{ title|attr('__class__') }}",
    "{{ title['__class__'] }}",
    "{{ self.__init__.__globals__ }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ lipsum.__globals__['os'].popen('id').read() }}",
    "{{ namespace.__init__ }}",
    "{{ title.format(title) }}",
    "{{ '{0.__class__}'.format(title) }}",
    "{{ found.append('x') }}",
    "{{ found.__class__ }}",
    "{% for x in range(99999999) %}x{% endfor %}",
    "{{ 'x' * 999999999 }}",
    "{{ 9 ** 999999 }}",
    "{{ title|center(999999999) }}",
    "{{ title|map('upper') }}",
    "{{ found|batch(2) }}",
    "{% import 'os' as os %}",
    "{% macro m() %}{% endmacro %}",
    "{{ config }}",
    "{{ request }}",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_passes_the_gate(payload):
    assert faults(SOURCE + payload) != []


@pytest.mark.parametrize("payload", [one for one in PAYLOADS if "99999" not in one])
def test_a_payload_that_got_past_the_gate_reaches_nothing(payload):
    """Whoever changed the stored file would still be in the sandbox."""
    kind = KINDS["ladder"]
    try:
        said = words_of(fill(built(SOURCE + payload), kind.sample_data()))
    except (TemplateError, SecurityError, TypeError):
        return
    for secret in ("<class", "&lt;class", "uid=", "built-in", "module", "bound method"):
        assert secret not in said


# -- in force -------------------------------------------------------------------------------------------------------


def test_an_edition_is_handed_in_put_in_force_replaced_and_taken_back(people):
    code = "ladder"
    assert versions.in_force(code) == (ours(code), None)
    first = cases.paper_template(people, code)
    assert versions.in_force(code)[1] is None
    actions.put_in_force(first, by=people.head, today=cases.DAY, note="")
    assert versions.in_force(code) == (versions.content_of(first), first)
    second = cases.paper_template(people, code, used=True)
    assert (second.edition, cases.fresh(first).stage) == (2, PaperTemplate.Stage.OUT_OF_FORCE)
    assert versions.in_force(code)[1] == second
    actions.put_in_force(cases.fresh(first), by=people.head, today=cases.DAY, note="仍用第一版")
    assert versions.in_force(code)[1] == first
    actions.put_out_of_force(cases.fresh(first), by=people.head, today=cases.DAY, note="格式有误")
    assert versions.in_force(code) == (ours(code), None)
    moves = Event.objects.filter(thing_kind=first.kind, thing_id=first.pk).order_by("id")
    assert [event.move.rpartition(".")[2] for event in moves] == [
        "hand-in-template",
        "put-in-force",
        "replace-template",
        "put-in-force",
        "put-out-of-force",
    ]


def test_only_the_office_hands_in_and_only_its_head_puts_in_force(people):
    for name in ("secretary", "leader", "liaison", "sysadmin"):
        with pytest.raises(Refused):
            actions.hand_in_template(
                people.authority,
                by=getattr(people, name),
                today=cases.DAY,
                kind_of="ladder",
                files=[cases.word(SOURCE)],
            )
    template = cases.paper_template(people)
    with pytest.raises(Refused, match="the head of the inspection office"):
        actions.put_in_force(template, by=people.clerk, today=cases.DAY, note="")


def test_a_file_that_was_changed_in_the_store_makes_no_paper(people):
    from django.conf import settings

    from casework.models import Attachment

    template = cases.paper_template(people, used=True)
    row = Attachment.objects.get(thing_kind=template.kind, thing_id=template.pk)
    (settings.FILES_ROOT / row.place).write_bytes(built(SOURCE + "x"))
    with pytest.raises(versions.Lost):
        versions.in_force("ladder")


def test_cells_of_tables_may_be_repeated_by_rows(people):
    found = faults(
        "@number {{ number }}\n@to {{ to }}\n@sign {{ office }}\n@date {{ on }}\n"
        "@table 序号:20 | 问题:60\n@rows row in matters: {{ loop.index }} | {{ row.title_text }}",
        code="letter",
    )
    assert found == []
    document = docx.Document(io.BytesIO(built("@table 44 | 112\n@row 甲 | 乙")))
    assert len(list(document.element.body.iter(qn("w:tc")))) == 2
