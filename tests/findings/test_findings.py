"""What a finding says: its three parts, whom it concerns, what it comes to, who is to do what."""

from decimal import Decimal

import pytest
from django.test import Client

from findings import actions, forms
from findings.models import Finding
from referrals import actions as referrals
from referrals.models import Clue
from tests import cases
from tests.once import once
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY


@once
def people():
    made = cast()
    made.engagement = cases.on_site(made)
    return made


def as_(user):
    client = Client()
    client.force_login(user, "accounts.backends.ByPassword")
    return client


def posted(people, **values):
    """What somebody fills into the form of a finding."""
    category = people.engagement.round.category_set.categories.first()
    said = {"title_text": "违规发放补贴", "facts": "发放12次。", "category": category.pk, "concerns": "unit"}
    return said | values


def raised(people, **values):
    """A finding as it comes through its form."""
    paper = cases.signed(cases.paper(people.engagement, concerns=values.get("concerns", "unit")))
    url = f"{paper.get_absolute_url()}raise-finding/"
    answer = as_(people.member).post(url, posted(people, **values) | {"version": paper.version})
    assert answer.status_code == 302, answer.context["form"].errors
    return Finding.objects.get(paper=paper)


def test_the_three_parts_are_asked_for_apart_and_shown_as_one(people):
    found = raised(people, judgement="违反财经纪律。", responsibility="局党组主体责任缺失。")
    assert found.statement == "发放12次。\n违反财经纪律。\n局党组主体责任缺失。"
    form = as_(people.member).get(f"{found.get_absolute_url()}amend/").content.decode()
    for label in ("一、现象描述", "二、定性分析", "三、责任指向"):
        assert label in form
    page = as_(people.member).get(found.get_absolute_url()).content.decode()
    assert "问题表述（三段式）" in page


def test_marks_duties_level_and_amounts_are_kept_and_shown(people):
    amounts = {"amount": "12.50", "irregular": "8", "recoverable": "3.20"}
    coded = {"marks": ["typical", "flagrant"], "duties": ["main", "supervision"], "whose": "team", "level": "town"}
    found = raised(people, **amounts, **coded)
    assert (found.marks_text, found.duties_text) == ("典型、顶风违纪", "主体责任、监督责任")
    page = as_(people.member).get(found.get_absolute_url()).content.decode()
    for said in ("典型、顶风违纪", "主体责任、监督责任", "班子问题", "12.50", "8.00", "3.20", "对应纪律"):
        assert said in page
    listed = as_(people.member)
    assert found.number in listed.get("/findings/problems/", {"marked": "flagrant"}).content.decode()
    assert found.number not in listed.get("/findings/problems/", {"marked": "common"}).content.decode()
    assert listed.get(f"/api/v1/findings/{found.key}/").json()["marks"] == ["typical", "flagrant"]


def test_everybody_concerned_has_a_line_and_the_first_is_the_subject(people):
    found = raised(people, concerns="member", persons="钱某 副局长 区管干部\n孙某 科长\n李某")
    assert found.persons == [
        {"name": "钱某", "post": "副局长", "managed": True},
        {"name": "孙某", "post": "科长", "managed": False},
        {"name": "李某", "post": "", "managed": False},
    ]
    assert (found.subject_name, found.subject_post) == ("钱某", "副局长")
    form = forms.RaiseFinding(thing=found, by=people.member, today=DAY)
    assert "钱某 副局长 区管干部\n孙某 科长\n李某" in str(form["persons"])
    values = {"title_text": "x", "facts": "x", "category": found.category, "concerns": "unit", "persons": []}
    actions.amend(found, by=people.member, today=DAY, **values)
    assert (found.subject_name, found.subject_post, found.persons) == ("", "", [])


def test_whoever_is_named_as_the_subject_alone_is_the_first_of_the_persons(people):
    found = cases.finding(people.engagement, concerns="principal")
    assert found.persons == [{"name": "钱某", "post": "", "managed": False}]


@pytest.mark.parametrize(("persons", "said"), [("", "涉及"), ("钱某\n" + "长" * 61 + " 科长", "第2行")])
def test_a_matter_about_a_person_names_him_and_what_was_typed_stays(people, persons, said):
    paper = cases.signed(cases.paper(people.engagement, concerns="member"))
    data = posted(people, concerns="member", persons=persons, version=paper.version)
    answer = as_(people.member).post(f"{paper.get_absolute_url()}raise-finding/", data)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["persons"]
    assert said in str(answer.context["form"].errors["persons"])
    assert "发放12次。" in answer.content.decode()


def test_a_recommendation_says_who_and_what_before_it_is_confirmed(people):
    found = raised(people, responsibility="局党组主体责任缺失。", recommendation="限期清退")
    assert "由谁落实" in actions.confirm.why_not(people.leader, found, DAY)
    said = {"title_text": "x", "facts": "x", "category": found.category, "concerns": "unit"}
    actions.amend(found, by=people.member, today=DAY, **said, recommended_to="局党组", recommendation="")
    assert "建议" in actions.confirm.why_not(people.leader, found, DAY)
    actions.amend(found, by=people.member, today=DAY, **said, recommended_to="局党组", recommendation="限期清退")
    assert actions.confirm.why_not(people.leader, found, DAY) is None


def test_what_stays_at_business_level_is_flagged_with_the_rule_and_not_refused(people):
    bare = raised(people, responsibility="工作人员操作不规范", recommended_to="x", recommendation="x")
    page = as_(people.leader).get(bare.get_absolute_url()).content.decode()
    for said in ("就事论事提示", "未写定性依据", "责任表述既没有指向", "不影响确认"):
        assert said in page
    assert actions.confirm.why_not(people.leader, bare, DAY) is None
    whole = cases.finding(people.engagement, "另一件", basis="财务管理制度")
    assert "就事论事提示" not in as_(people.leader).get(whole.get_absolute_url()).content.decode()


def test_the_list_says_what_its_amounts_come_to_and_so_does_the_unit(people):
    cases.finding(people.engagement, "甲", amount=Decimal("1200.50"), irregular=Decimal("30"))
    cases.finding(people.engagement, "乙", amount=Decimal("99.50"), marks=["typical"])
    member = as_(people.member)
    page = member.get("/findings/problems/").content.decode()
    assert "列表合计" in page
    assert "1,300.00" in page
    page = member.get("/findings/problems/", {"marked": "typical"}).content.decode()
    assert "99.50" in page
    assert "1,300.00" not in page
    unit = member.get(f"/findings/of/{people.engagement.key}/problems/").content.decode()
    assert "涉及金额（万元）：1,300.00" in unit
    assert "列表合计" not in as_(people.other_member).get("/findings/problems/").content.decode()


def test_what_moves_under_seal_leaves_no_word_no_amount_and_no_mark(people):
    said = {
        "judgement": "秘密定性",
        "persons": [{"name": "秘密某", "post": "秘密职务", "managed": True}],
        "duties": ["main"],
        "recommended_to": "秘密落实人",
        "marks": ["flagrant"],
        "amount": Decimal("777.01"),
        "irregular": Decimal("777.02"),
        "recoverable": Decimal("777.03"),
        "whose": "team",
        "level": "village",
    }
    found = cases.finding(people.engagement, concerns="principal", **said)
    cases.heard(people, people.engagement.round)
    referrals.send_clue(cases.routed(people, found, "discipline"), by=people.head, today=DAY, note="")
    found = cases.fresh(found)
    kept = {"id", "key", "version", "case_id", "stage", "engagement_id", "paper_id", "number", "left_on"}
    for field in Finding._meta.concrete_fields:
        if field.attname not in kept:
            assert getattr(found, field.attname) in ("", None, []), field.attname
    assert found.business_level == []
    assert Clue.objects.get().subject_name == "秘密某"
    page = as_(people.leader).get(found.get_absolute_url()).content.decode()
    for word in ("秘密", "777.0", "就事论事"):
        assert word not in page
    assert "777.0" not in as_(people.clerk).get("/findings/problems/").content.decode()


def test_the_ledger_has_the_new_columns(people):
    from tests.casework.test_exports import sheet_of

    raised(people, concerns="member", persons="钱某 副局长 区管干部", marks=["typical", "common"], level="district")
    answer = as_(people.member).get("/findings/problems/export/")
    book = sheet_of(b"".join(answer.streaming_content))
    row = dict(zip([cell.value for cell in book[2]], [cell.value for cell in book[3]], strict=True))
    assert row["标记"] == "典型、普遍"
    assert row["涉及人员"] == "钱某 副局长 区管干部"
    assert row["问题发生单位层级"] == "区直"
