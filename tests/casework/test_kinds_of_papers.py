"""What each kind of paper says, and to whom it is given."""

import io
import re

import docx
import pytest
from django.utils import translation
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import UndefinedError

from casework import policy
from casework.papers import KINDS, layout, parts, source_of
from findings.models import Petition, Talk
from inspections.models import Round
from rectification.models import Item

#: something of the tests' world that each kind has to say
SAYS = {
    "account": ["问责决定告知书", "签收回执", "区住建局"],
    "announcement": ["区住建局党组", "受理范围", "邮戳日期", "监督电话"],
    "appraisal": ["工作鉴定", "鉴定等次", "作风扎实，熟悉财务业务。"],
    "assessment": ["巡察整改成效评估表", "区住建局"],
    "authorisation": ["授权任职", "第一巡察组", "组长", "一次一授权"],
    "directory": ["归档文件目录", "反馈意见", "关于商请区财政局协助巡察工作的函", "密级"],
    "disclosure": ["区住建局"],
    "feedback": ["关于对区住建局党组织", "区住建局党组：", "一、总体评价"],
    "fix": ["立行立改通知书", "公示栏未更新", "回执"],
    "ladder": ["整改督查督办通知书", "回执"],
    "leading_group_list": ["成员名单", "领导小组组长", "书记"],
    "letter": ["移交清单", "签收回执", "选人用人程序不规范"],
    "notice": ["区住建局党组：", "准备事项", "监督重点", "印发"],
    "office_list": ["人员名单", "巡察办职务"],
    "plan": ["问题清单", "任务清单", "责任清单", "总体要求", "台账完整"],
    "pledge": ["郑重承诺", "承诺人（签名）：member"],
    "recusal": ["表弟在该单位工作", "申请人签名", "亲属在被巡察单位任职"],
    "report": ["落实巡察整改主体责任情况"],
    "request": ["商请你单位协助", "书面回复", "签收回执"],
    "sealed_letter": ["关于移交问题线索的函", "违规收受礼金"],
    "special_report": ["关于公务用车管理不规范问题的专题报告", "台账登记不完整，派车单缺失。"],
    "suggestion": ["建议修订管理办法。", "健全制度"],
    "talk": ["谈话提纲/摘要"],
    "target_list": ["区住建局", "区教育局", "区直部门"],
    "team_list": ["第一巡察组", "leader", "member"],
    "team_report": ["关于巡察区住建局党组情况的报告", "现将有关情况报告如下"],
    "week": ["谈话人数", "继续开展个别谈话。", "重点领域问题数"],
    "working_paper": ["定性依据"],
}
#: who of the tests' people takes it; everybody else finds nothing there
TAKEN_BY = {
    "account": {"clerk", "head", "principal", "secretary"},
    "announcement": {"clerk", "head", "leader", "member", "second_member"},
    "appraisal": {"clerk", "department_handler", "head", "leader", "second_member"},
    "authorisation": {"clerk", "head", "leader", "member", "second_member", "secretary"},
    "directory": {"clerk", "head"},
    "leading_group_list": {"clerk", "head", "secretary"},
    "notice": {"clerk", "head", "leader", "liaison", "member", "principal", "second_member"},
    "office_list": {"clerk", "head", "secretary"},
    "pledge": {"clerk", "head", "member"},
    "recusal": {"clerk", "head", "member", "secretary"},
    "request": {"clerk", "head", "leader", "member", "second_member", "department_handler"},
    "special_report": {"clerk", "head", "secretary"},
    "suggestion": {"clerk", "head", "secretary", "department_handler"},
    "target_list": {"clerk", "head", "secretary"},
    "team_list": {"clerk", "head", "secretary"},
    "team_report": {"clerk", "head", "leader", "member", "second_member", "secretary"},
    "week": {"clerk", "head", "leader", "member", "second_member"},
}
#: what units and the public get
OUTSIDE = ("account", "announcement", "disclosure", "feedback", "fix", "ladder", "notice", "plan", "report")
SEALED = "违规收受礼金"


@pytest.fixture(scope="module")
def said(world):
    """What each kind says of the thing of the tests' world, by its code."""
    return {code: words_of(kind.make(world.things[kind.model])) for code, kind in KINDS.items()}


def words_of(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    heads = [paragraph.text for paragraph in document.sections[0].first_page_header.paragraphs]
    return "\n".join([*heads, *(text.text or "" for text in document.element.body.iter(qn("w:t")))])


def test_every_kind_is_looked_at_here():
    assert set(SAYS) == set(KINDS)


@pytest.mark.parametrize("code", sorted(SAYS))
def test_a_paper_says_what_it_is_for(said, code):
    missing = [text for text in SAYS[code] if text not in said[code]]
    assert not missing, said[code]


@pytest.mark.parametrize("code", sorted(SAYS))
def test_a_paper_is_chinese_and_leaves_nothing_open(world, said, code):
    text = re.sub(r"https?://[\w.:/]+", "", said[code])
    for user in sorted(world.people.users.values(), key=lambda user: -len(user.username)):
        text = text.replace(user.username, "")
    assert re.findall(r"[A-Za-z]{2,}", text) == []


@pytest.mark.parametrize("code", sorted(SAYS))
def test_a_paper_has_a_name_and_its_data_are_those_of_its_text(world, code):
    kind = KINDS[code]
    thing = world.things[kind.model]
    template = io.BytesIO()
    layout.build(source_of(code)).save(template)
    with translation.override("zh-hans"):
        data = kind.data(thing)
        assert re.search(r"[\u4e00-\u9fff]", kind.called(thing))
        assert not kind.why_not(thing)
    assert DocxTemplate(io.BytesIO(template.getvalue())).get_undeclared_template_variables() <= set(data)


def test_a_field_that_is_missing_is_found_out(world, monkeypatch):
    kind = KINDS["notice"]
    data = kind.data(world.things[kind.model])
    del data["stay"]
    changed = kind.__class__(kind.code, kind.model, lambda thing: data, kind.called)
    with pytest.raises(UndefinedError, match="stay"):
        changed.make(world.things[kind.model])


# -- who takes it --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", sorted(TAKEN_BY))
def test_a_paper_is_given_to_those_it_is_for_and_to_nobody_else(world, code):
    thing = world.things[KINDS[code].model]
    address = f"{thing.get_absolute_url()}word/{code}/"
    answers = {name: client.get(address).status_code for name, client in world.clients.items()}
    assert {name for name, status in answers.items() if status == 200} == TAKEN_BY[code]
    assert set(answers.values()) <= {200, 404}


def test_whoever_sees_a_unit_is_not_offered_what_is_not_for_him(world):
    engagement = world.things[KINDS["notice"].model]
    pages = {
        name: world.clients[name].get(engagement.get_absolute_url()).content.decode() for name in ("clerk", "liaison")
    }
    assert "word/announcement/" in pages["clerk"]
    assert "word/announcement/" not in pages["liaison"]
    assert "word/notice/" in pages["liaison"]


def test_there_is_no_paper_before_there_is_something_to_say(world):
    round = Round.objects.exclude(pk=world.things[Round].pk).filter(stage="draft").first()
    assert KINDS["directory"].why_not(round)
    engagement = round.engagements.first()
    for code in ("notice", "announcement"):
        assert KINDS[code].why_not(engagement)
        address = f"{engagement.get_absolute_url()}word/{code}/"
        assert world.clients["clerk"].get(address).status_code == 404


# -- what may not stand in it --------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", sorted(set(SAYS) - {"sealed_letter"}))
def test_nothing_of_what_lies_under_seal_stands_in_a_paper(world, said, code):
    assert SEALED not in said[code]


@pytest.mark.parametrize("code", OUTSIDE)
def test_what_a_unit_gets_names_no_source(world, said, code):
    talk, petition = world.things[Talk], world.things[Petition]
    for secret in (talk.name, talk.number, talk.summary, petition.number, "第1-20页"):
        if secret:
            assert secret not in said[code]


def test_the_plan_for_the_unit_has_nothing_of_what_was_told_the_principal_alone(world, said):
    alone = world.for_the_principal[Item]
    assert alone.problem not in said["plan"]


def test_the_directory_leaves_out_what_only_the_head_may_read(world, said):
    rows = KINDS["directory"].data(world.things[Round])["rows"]
    numbers = {row["number"] for row in rows}
    sealed = world.things[KINDS["sealed_letter"].model]
    assert sealed.number not in numbers
    assert world.things[KINDS["letter"].model].number in numbers
    clerk = world.people.clerk
    assert "direct" not in policy.words_on(clerk, world.things[Round].case)


# -- parts ---------------------------------------------------------------------------------------------------------


def test_a_short_line_that_begins_with_a_numeral_is_a_heading():
    found = parts.chapters("引言。\n一、总体评价\n做得好。\n二、这是一句话，因为它有句号。\n三、建议")
    assert [(one["heading"], len(one["paragraphs"])) for one in found] == [
        ("", 1),
        ("一、总体评价", 2),
        ("三、建议", 0),
    ]


def test_a_number_that_the_house_does_not_give_is_left_to_be_written_in():
    assert parts.number_to_fill_in(None).strip("　") == "〔　　〕　　号"
