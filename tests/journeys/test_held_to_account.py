"""A sham that a return visit finds climbs by the papers to accountability, decided by others, told and published."""

import datetime

import pytest
from django.utils import timezone

from rectification.models import Accountability, AccountabilityNotice, LadderPaper
from tests import cases
from tests.people import cast

from .test_in_the_browser import PDF, Person

pytestmark = pytest.mark.browser


def test_a_sham_is_urged_and_held_to_account_until_it_is_published(window):
    today = timezone.localdate()
    begun, later = today - datetime.timedelta(days=40), (today + datetime.timedelta(days=30)).isoformat()
    people = cast()
    engagement = cases.on_site(people, begun)
    found = cases.finding(engagement, today=begun)
    cases.heard(people, engagement.round, begun)
    cases.routed(people, found, "organisation", begun)
    feedback = cases.fed_back(people, engagement, begun)
    cases.approved_plan(people, feedback, begun)
    item = cases.closed_item(people, feedback.items.get(), begun)
    visit = cases.on_visit(people, engagement, today, due_on=today, until=today, visitors=[people.member])
    clerk, head, member = (Person(window(who)) for who in (people.clerk, people.head, people.member))
    principal, discipline = Person(window(people.principal)), Person(window(people.discipline_handler))

    # Somebody on the visit writes down a sham; in the same press accountability is proposed, and he sees nothing of it.
    looked = visit.visited.get(item=item)
    said = {"result": "sham", "seen": "会议记录系补写。", "on": today.isoformat(), "files": PDF}
    member.at(looked).does("record-result", **said, demand="请重新整改并说明情况。", due_on=later)
    matter = Accountability.objects.get()
    assert member.page.goto(matter.get_absolute_url()).status == 404
    assert "会议记录系补写。" in clerk.at(matter).reads()
    clerk.page.goto("/")
    assert matter.number in clerk.reads()

    # The office has the paper drafted from the fact and reads it; the fact leads to the look; the head signs.
    clerk.at(feedback).does("prepare-paper")
    paper = LadderPaper.objects.get()
    assert "回访认定虚假整改" in clerk.at(paper).reads()
    assert clerk.page.locator(f'#facts a[href="{looked.get_absolute_url()}"]').count() == 1
    assert principal.page.goto(paper.get_absolute_url()).status == 404
    said = {"text": "经回访核查，你单位有一项整改不实。", "demand": "请重新整改并书面说明。", "due_on": later}
    clerk.at(paper).does("write-paper", **said)
    clerk.at(paper).does("submit-paper", note="")
    head.at(paper).does("issue-paper", note="同意")

    # The principal signs for it and answers; it is not enough, and the next paper is there as a draft.
    principal.page.goto("/")
    assert LadderPaper.objects.get().number in principal.reads()
    principal.at(paper).does("sign-for-paper", note="")
    principal.at(paper).does("answer-paper", answer="已重新学习。", truth=True, files=PDF)
    clerk.at(paper).does("climb", note="没有可核查的凭证")
    above = LadderPaper.objects.get(stage="draft")
    assert "整改阶段督查指导书" in clerk.at(above).reads()

    # The leading group agrees; the discipline commission finds it once it was sent, and decides.
    assert discipline.page.goto(matter.get_absolute_url()).status == 404
    clerk.at(matter).does("agree-accountability", held_on=today.isoformat(), minutes="同意启动问责。")
    clerk.at(matter).does("refer-accountability", receiver=people.discipline.key, demand="建议给予通报批评。")
    assert "承办" in clerk.at(matter).may_not("decide-accountability")
    discipline.page.goto("/")
    assert matter.number in discipline.reads()
    said = {"measure": "circular", "decided_on": today.isoformat(), "paper": "云纪〔2026〕3号", "files": PDF}
    discipline.at(matter).does("decide-accountability", **said, decision="给予通报批评。")

    # Now the unit's principal reads the decision, and that alone.
    assert "尚未向单位告知决定" in discipline.at(matter).may_not("enforce-decision")
    assert principal.page.goto(matter.get_absolute_url()).status == 404
    clerk.at(matter).does("serve-decision", text="经研究，给予你单位党组织通报批评。")
    notice = AccountabilityNotice.objects.get()
    reads = principal.at(notice).reads()
    assert "给予你单位党组织通报批评" in reads
    assert "会议记录系补写" not in reads
    principal.at(notice).does("sign-for-decision", note="")

    discipline.at(matter).does("enforce-decision", enforcement="已在党组会上宣布。", enforced_on=today.isoformat())
    said = {"published_where": "全区", "published_on": today.isoformat(), "published_text": "通报一起虚假整改问题。"}
    clerk.at(matter).does("publish-decision", **said)
    head.at(matter).does("close-accountability", note="")
    assert "已办结" in clerk.at(matter).reads()
    clerk.at(looked).page.locator("#accountability").get_by_text("通报批评").wait_for()
