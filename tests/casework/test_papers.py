"""Official papers in Word: their form by GB/T 9704-2012, what they say, and who gets them."""

import datetime
import io
import json
from zipfile import ZipFile

import docx
import pytest
from django.utils import translation
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from casework.models import Export, TakenCopy
from casework.papers import KINDS, day, kinds_of, layout, source_of
from casework.views import DOCX
from findings.models import Talk, WorkingPaper
from rectification.models import Copy, ImmediateFix, LadderPaper
from referrals.models import SealedLetter, TransferLetter

#: kinds of things whose papers are copies with a number
NUMBERED = {Copy, TransferLetter, SealedLetter}
#: papers that the number of their thing has no place in
WITHOUT_ITS_NUMBER = {
    *("appraisal", "authorisation", "directory", "leading_group_list", "office_list", "special_report"),
    *("target_list", "team_list", "week"),
}


def words_of(content: bytes) -> str:
    """Return everything that a paper says, tables too."""
    document = docx.Document(io.BytesIO(content))
    return "\n".join(text.text or "" for text in document.element.body.iter(qn("w:t")))


def taken(world, name, thing):
    answer = world.clients[name].get(f"{thing.get_absolute_url()}word/{kinds_of(type(thing))[0].code}/")
    return answer.status_code, b"".join(answer.streaming_content) if answer.streaming else b""


# -- the form -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", sorted(KINDS))
def test_the_sheet_is_that_of_the_standard(code):
    document = layout.build(source_of(code))
    for section in document.sections:
        size, sides = (section.page_width, section.page_height), (section.top_margin, section.left_margin)
        wide = section.page_width.mm - section.left_margin.mm - section.right_margin.mm
        high = section.page_height.mm - section.top_margin.mm - section.bottom_margin.mm
        if section.orientation == WD_ORIENT.LANDSCAPE:  # turned: its head at the side where it is bound
            assert [round(one.mm) for one in (*size, *sides)] == [297, 210, 28, 35]
            assert (round(wide), round(high)) == (225, 156)
        else:
            assert [round(one.mm) for one in (*size, *sides)] == [210, 297, 37, 28]
            assert (round(wide), round(high)) == (156, 225)
        [grid] = section._sectPr.findall(qn("w:docGrid"))
        assert 22 * int(grid.get(qn("w:linePitch"))) / 20 <= Mm(225).pt
    normal = document.styles["Normal"]
    assert (normal.font.size, normal.element.rPr.rFonts.get(qn("w:eastAsia"))) == (Pt(16), "仿宋_GB2312")
    assert 22 * normal.paragraph_format.line_spacing.pt <= Mm(225).pt < 23 * normal.paragraph_format.line_spacing.pt
    closer = int(normal.element.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20
    assert int(Mm(156).pt / (16 + closer)) == 28
    first, *later = document.sections
    assert all(section.footer.is_linked_to_previous for section in later)
    for footer, side in ((first.footer, "right"), (first.even_page_footer, "left")):
        [paragraph] = footer.paragraphs
        assert paragraph.alignment == getattr(docx.enum.text.WD_ALIGN_PARAGRAPH, side.upper())
        assert paragraph.text == "—  —"
        assert "PAGE" in paragraph._element.xml
    assert document.settings.odd_and_even_pages_header_footer


def test_a_paper_has_its_head_in_red_and_the_rule_below_its_number():
    document = layout.build(source_of("ladder"))
    head, number, title = document.paragraphs[:3]
    assert round(head.paragraph_format.space_before.mm) == 35
    assert head.paragraph_format.space_after == number.paragraph_format.space_after == Pt(2 * layout.LINE)
    assert round(number_rule(number)["space"] + (layout.LINE - 16) / 2) == round(Mm(4).pt)
    assert head.runs[0].font.color.rgb == number_rule(number)["color"] == layout.RED
    assert number_rule(number)["val"] == "single"
    fonts = [paragraph.runs[0]._element.rPr.rFonts.get(qn("w:eastAsia")) for paragraph in (head, number, title)]
    assert fonts == ["方正小标宋简体", "仿宋_GB2312", "方正小标宋简体"]
    assert title.runs[0].font.size == Pt(22)


def number_rule(paragraph) -> dict:
    rule = paragraph._element.pPr.find(qn("w:pBdr")).find(qn("w:bottom"))
    colour = docx.shared.RGBColor.from_string(rule.get(qn("w:color")))
    return {"val": rule.get(qn("w:val")), "color": colour, "space": int(rule.get(qn("w:space")))}


def test_a_letter_has_its_name_above_two_rules_and_another_pair_at_the_foot_of_its_first_page():
    document = layout.build(source_of("request"))
    section = document.sections[0]
    assert section.different_first_page_header_footer
    assert round(section.header_distance.mm) == 30
    head, foot = section.first_page_header.paragraphs[0], section.first_page_footer.paragraphs[0]
    for paragraph, side, kind in ((head, "bottom", "thickThinSmallGap"), (foot, "top", "thinThickSmallGap")):
        rule = paragraph._element.pPr.find(qn("w:pBdr")).find(qn(f"w:{side}"))
        assert (rule.get(qn("w:val")), rule.get(qn("w:color"))) == (kind, str(layout.RED))
        form = paragraph.paragraph_format
        assert round(156 - form.left_indent.mm - form.right_indent.mm) == 170
    assert "PAGE" not in foot._element.xml
    assert document.paragraphs[0].alignment == docx.enum.text.WD_ALIGN_PARAGRAPH.RIGHT


def test_an_attachment_has_its_number_in_the_first_line_and_its_title_in_the_third():
    document = layout.build("正文\n@annex 附件：1. 清单\n@more 2. 回执\n@page 附件1\n@title 清单")
    _text, annex, more, number, _title = document.paragraphs
    assert annex.paragraph_format.space_before == Pt(layout.LINE)
    first, second = (
        one.paragraph_format.left_indent.pt + one.paragraph_format.first_line_indent.pt for one in (annex, more)
    )
    assert (first, second) == (2 * 16, 5 * 16)
    assert number.paragraph_format.page_break_before
    assert number.runs[0]._element.rPr.rFonts.get(qn("w:eastAsia")) == "黑体"
    assert number.paragraph_format.space_after == Pt(layout.LINE)


def test_who_printed_it_stands_between_rules_at_the_foot_of_the_last_page():
    document = layout.build("正文\n@sign 区委巡察办\n@date 2026年3月5日\n@printed 区委巡察办 | 2026年3月5日印发")
    layout.settle(document)
    text, sign, date, printed, _end = document.paragraphs
    frame = printed._element.pPr.find(qn("w:framePr"))
    assert (frame.get(qn("w:yAlign")), frame.get(qn("w:vAnchor"))) == ("bottom", "margin")
    assert printed.runs[0].font.size == Pt(14)
    assert {rule.tag for rule in printed._element.pPr.find(qn("w:pBdr"))} == {qn("w:top"), qn("w:bottom")}
    assert all(one.paragraph_format.keep_with_next for one in (text, sign, date))


def test_who_signs_stands_above_the_middle_of_the_day_which_ends_four_characters_from_the_right():
    document = layout.build("正文\n@sign 云江区委巡察工作领导小组\n@sign 区委\n@date 2026年3月5日")
    layout.settle(document)
    _text, long, short, date = document.paragraphs
    right = [one.paragraph_format.right_indent.pt / 16 for one in (long, short, date)]
    assert right == [4 + (6 - 12) / 2, 4 + (6 - 2) / 2, 4]


def test_nothing_but_a_signature_is_never_a_page():
    document = layout.build("很长的正文" * 20 + "\n短\n@form 电话：\n@sign 区委巡察办\n@date 2026年3月5日")
    layout.settle(document)
    assert [bool(one.paragraph_format.keep_with_next) for one in document.paragraphs] == [True, True, True, True, False]


@pytest.mark.parametrize(
    "lines",
    [
        ["巡察建议书"],
        ["关于对云江城市建设投资集团有限公司", "开展巡察的通知"],
        ["云江区住房和城乡建设局", "党组织关于巡察整改情况的报告"],
    ],
)
def test_a_long_title_is_broken_between_words_into_lines_about_as_long_as_each_other(lines):
    document = layout.build(f"@title {''.join(lines)}")
    layout.settle(document)
    assert document.paragraphs[0].text.split("\n") == lines


def test_a_long_name_stands_in_one_line_of_the_head():
    document = layout.build("@head 中共云江区委巡察工作领导小组办公室")
    layout.settle(document)
    assert document.paragraphs[0].runs[0].font.size.pt * 17 <= Mm(156).pt


def test_each_font_says_what_may_stand_in_for_it():
    made = io.BytesIO()
    layout.build("@title 标题").save(made)
    table = ZipFile(made).read("word/fontTable.xml").decode()
    for name, other in layout.FONTS.items():
        assert f'<w:font w:name="{name}"><w:altName w:val="{other}"/></w:font>' in table


def test_a_mark_that_there_is_none_of_names_its_line():
    with pytest.raises(layout.WrongMark, match=r"2: @titel 标题"):
        layout.build("正文\n@titel 标题")


def test_days_are_written_as_papers_write_them():
    assert day(datetime.date(2026, 3, 5)) == "2026年3月5日"
    assert day(None).split() == ["年", "月", "日"]


# -- what they say ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", sorted(KINDS))
def test_every_kind_of_paper_is_made_of_the_thing_and_nothing_is_left_open(world, code):
    kind = KINDS[code]
    thing = world.things[kind.model]
    said = words_of(kind.make(thing))
    assert "{" not in said
    assert "None" not in said
    if code not in WITHOUT_ITS_NUMBER:
        assert getattr(thing, "number", "") in said
    assert kind.called(thing)


@pytest.mark.parametrize("code", sorted(KINDS))
def test_what_a_paper_is_made_of_is_plain_data_that_can_be_kept(world, code):
    kind = KINDS[code]
    with translation.override("zh-hans"):
        data = kind.data(world.things[kind.model])
    assert json.loads(json.dumps(data)) == data


def test_what_was_typed_is_never_taken_for_a_tag(world):
    paper = world.things[WorkingPaper]
    paper.title_text, paper.facts = "{{ 7*7 }}<w:p/>&{% for %}", "第一段\n第二段"
    said = words_of(KINDS["working_paper"].make(paper))
    assert "{{ 7*7 }}<w:p/>&{% for %}" in said
    assert "第一段" in said
    assert "第二段" in said


# -- who gets them ------------------------------------------------------------------------------------------------


def test_whoever_sees_the_thing_takes_its_paper_and_the_register_says_so(world):
    fix = world.things[ImmediateFix]
    before = Export.objects.count()
    status, content = taken(world, "liaison", fix)
    assert status == 200
    assert fix.problem in words_of(content)
    row = Export.objects.latest("pk")
    assert (Export.objects.count(), row.person) == (before + 1, world.people.liaison)
    assert fix.unit.name in row.title + row.query
    assert taken(world, "stranger", fix)[0] == 404
    assert Export.objects.count() == before + 1


def test_of_a_numbered_thing_each_page_bears_the_number_of_the_copy(world):
    letter = world.things[TransferLetter]
    before = TakenCopy.objects.count()
    status, content = taken(world, "clerk", letter)
    assert status == 200
    copy = TakenCopy.objects.latest("pk")
    assert TakenCopy.objects.count() == before + 1
    document = docx.Document(io.BytesIO(content))
    section = document.sections[0]
    for footer in (section.footer, section.even_page_footer):
        assert copy.mark in "".join(paragraph.text for paragraph in footer.paragraphs)


def test_a_program_takes_the_same_paper(world):
    paper = world.things[LadderPaper]
    answer = world.clients["clerk"].get(f"/api/v1/supervision-papers/{paper.key}/word/ladder/")
    assert answer.status_code == 200
    assert answer["Content-Type"] == DOCX
    assert paper.text.splitlines()[0] in words_of(b"".join(answer.streaming_content))
    assert world.clients["stranger"].get(f"/api/v1/supervision-papers/{paper.key}/word/ladder/").status_code == 404


def test_the_page_offers_the_paper(world):
    talk = world.things[Talk]
    page = world.clients["member"].get(talk.get_absolute_url()).content.decode()
    assert f'href="{talk.get_absolute_url()}word/talk/"' in page
    assert "个别谈话（Word）" in page
