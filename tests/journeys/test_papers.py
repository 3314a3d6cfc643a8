"""A paper by two people: the deputy returns it, it is put right, agreed to and signed; the unit says what is not so."""

import datetime

import pytest
from django.utils import timezone

from findings.models import FactSheet, WorkingPaper
from inspections import actions as inspections
from inspections.models import Posting
from tests import cases
from tests.people import cast

from .test_in_the_browser import PDF, Person

pytestmark = pytest.mark.browser


def test_a_paper_goes_from_two_undertakers_to_its_number_and_to_the_unit(window, committed):
    today = timezone.localdate()
    begun = today - datetime.timedelta(days=5)
    people = cast()
    engagement = cases.on_site(people, begun)
    person, role = people.stranger.person, Posting.Role.DEPUTY
    inspections.post(engagement.team, by=people.clerk, today=begun, person=person, role=role)
    cases.pledged(engagement.team, begun)
    member, second = Person(window(people.member, width=390, height=844)), Person(window(people.second_member))
    deputy, leader, liaison = (Person(window(one)) for one in (people.stranger, people.leader, people.liaison))

    # One writes it, and the second undertaker makes it more exact.
    said = {
        "title_text": "固定资产台账登记不完整",
        "facts": "抽查固定资产30件，其中12件未登记入账。",
        "concerns": "unit",
        "basis": "《行政事业性国有资产管理条例》",
        "responsibility": "党组履行资产管理主体责任不到位",
        "source": "documents",
        "found_on": today.isoformat(),
        "second": people.second_member.key,
    }
    member.at(engagement).page.locator('main a.button[href$="/file-paper/"]').first.click()
    for name, value in (said | {"evidence": "资产台账复印件 第5-3页"}).items():
        member.fill(name, value)
    member.page.locator("form#move .form__foot button").click()
    assert "起止页码颠倒" in member.reads()
    assert member.page.locator('[name="title_text"]').input_value() == said["title_text"]
    member.fill("evidence", "资产台账复印件 第3-5页 附件1\n盘点照片 第6页")
    member.fill("files", PDF)
    member.page.locator("form#move .form__foot button").click()
    member.page.wait_for_load_state()
    paper = WorkingPaper.objects.get()
    assert paper.number == "预[2026]巡1-1组-01".replace("2026", str(engagement.round.year))
    assert paper.number in member.reads()
    second.at(paper).does("amend-paper", facts="抽查固定资产30件，其中12件未登记入账，涉及金额8.6万元。")
    member.at(paper).does("submit-paper")

    # The deputy returns it and says why; it is put right and goes the whole way again.
    assert "由副组长审核" in leader.at(paper).may_not("review-paper")
    deputy.page.goto("/")
    assert "审核问题底稿" in deputy.reads()
    deputy.at(paper).does("return-paper", note="未登记的数量与盘点表不符，请核对。")
    assert "与盘点表不符" in member.at(paper).reads()
    member.does("amend-paper", facts="抽查固定资产30件，其中13件未登记入账，涉及金额9.1万元。")
    member.at(paper).does("submit-paper", note="已按盘点表核对。")
    assert "须先由副组长审核" in leader.at(paper).may_not("agree-paper")
    deputy.at(paper).does("review-paper", note="事实清楚")

    # The team meeting agrees, the leader signs, and there is its number.
    told = {"kind_of": "team", "title_text": "第一次组务会", "on": today.isoformat(), "minutes": "逐条审议底稿。"}
    member.at(engagement).does("record-sitting", **told)
    meeting = engagement.sittings.get()
    leader.at(paper).does("agree-paper", sitting=meeting.key, opinion="一致同意。")
    assert "由leader签批" in deputy.at(paper).may_not("sign-paper")
    leader.at(paper).does("sign-paper", note="同意")
    number = f"[{engagement.round.year}]巡1-1组-01号"
    assert number in leader.reads()
    assert "一致同意" in leader.reads()

    # The unit reads the facts alone, and says of one that it is not so.
    leader.does("send-sheet")
    sheet = FactSheet.objects.get()
    liaison.page.goto("/")
    assert "确认事实" in liaison.reads()
    page = liaison.at(sheet).reads()
    assert "13件未登记入账" in page
    for hidden in (number, "主体责任", "管理条例", "组务会"):
        assert hidden not in page
    assert liaison.page.request.get(paper.get_absolute_url()).status == 404
    liaison.does("dispute-facts", disputed="其中2件已经登记入账。", grounds="登记日期为上年末，见台账。", files=PDF)
    assert "其中2件已经登记入账" in leader.at(paper).reads()
    assert "单位提出异议" in leader.reads()

    # What it said before stands beside what it says now, on a screen and on a phone.
    for who, width in ((leader, 1440), (member, 390)):
        who.at(paper).page.locator('a[href$="/versions/"]').first.click()
        who.page.wait_for_load_state()
        assert who.page.locator(".compare.is-changed").count() == 1
        assert "3" in "".join(who.page.locator("ins").all_inner_texts())
        assert who.page.evaluate("document.documentElement.scrollWidth") <= width
    leader.page.locator('select[name="a"]').select_option("1")
    leader.page.locator("form.versions__pick button").click()
    leader.page.wait_for_load_state()
    assert "涉及金额9.1万元" in "".join(leader.page.locator("ins").all_inner_texts())
