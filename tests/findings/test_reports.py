"""The report of a team: drafted from its findings, each sentence with its papers, written by several, compared."""

import pytest
from django.core.cache import cache
from django.test import Client

from casework.moves import Refused
from findings import actions, reporting, writing
from inspections import actions as inspections
from referrals import actions as referrals
from tests import cases
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY


@pytest.fixture
def people():
    cache.clear()
    return cast()


@pytest.fixture
def engagement(people):
    return cases.on_site(people)


def confirmed(engagement, title="台账登记不完整", **values):
    said = {"facts": "2025年采购台账缺3个月记录；物资去向不清。", "recommendation": "建议党组逐月核对台账。"}
    return cases.finding(engagement, title, **said | values)


def browser(user):
    client = Client()
    client.force_login(user, "accounts.backends.ByPassword")
    return client


def test_a_text_is_cut_into_sentences_and_headings():
    text = "（一）党的建设方面\n1．学习不深【[2026]巡1-1组-01号】。谁来管？“没有人管！”\n"
    text += "制度不全；执行不严【甲号、乙号】。"
    found = reporting.sentences(text, {"[2026]巡1-1组-01号", "甲号"})
    said = [(one.text, one.numbers, one.unknown, one.bare) for one in found if one.text.strip()]
    assert said == [
        ("（一）党的建设方面", (), (), False),
        ("1．学习不深。", ("[2026]巡1-1组-01号",), (), False),
        ("谁来管？", (), (), True),
        ("“没有人管！”", (), (), True),
        ("制度不全；", (), (), True),
        ("执行不严。", ("甲号",), ("乙号",), False),
    ]
    assert "".join(one.text for one in found) == reporting.plain(text)


def test_a_number_may_stand_behind_the_end_and_what_is_no_number_stays():
    (one,) = reporting.sentences("制度不全。【甲号】", {"甲号"})
    assert (one.text, one.numbers) == ("制度不全。", ("甲号",))
    (one,) = reporting.sentences("【重点】制度不全。", {"甲号"})
    assert (one.text, one.bare) == ("【重点】制度不全。", True)
    assert reporting.sentences("", set()) == []
    assert not any(one.bare for one in reporting.sentences("。\n……\n标题", set()))


def test_what_leaves_takes_its_sentences_along_and_leaves_the_others_theirs():
    text = "（一）方面\n甲的问题【甲号】。共同的问题【甲号、乙号】。乙的问题【乙号】。"
    assert reporting.without(text, "甲号") == "（一）方面\n共同的问题【乙号】。乙的问题【乙号】。"
    assert reporting.without(text, "丙号") == text


def test_it_is_drafted_from_the_findings_about_the_unit(people, engagement):
    found = confirmed(engagement)
    confirmed(engagement, "收受礼金", concerns="principal", facts="孙某收受礼金。")
    draft = cases.report(engagement)
    number = found.paper.number
    assert f"台账登记不完整【{number}】。" in draft.problems
    assert f"2025年采购台账缺3个月记录【{number}】；物资去向不清【{number}】。" in draft.problems
    assert f"建议党组逐月核对台账【{number}】。" in draft.suggestions
    assert "孙某" not in f"{draft.says()}"
    assert reporting.told_apart(engagement) == 1
    known = reporting.numbers_of(engagement)
    assert not any(one.bare for one in reporting.sentences(draft.problems + "\n" + draft.suggestions, known))
    assert all(one.bare for one in reporting.sentences(draft.overview, known) if one.counts)
    with pytest.raises(Refused):
        cases.report(engagement)


def test_only_the_team_writes_it_and_the_office_reads_it_once_it_is_handed_in(people, engagement):
    draft = cases.report(engagement)
    for name in ("clerk", "head", "liaison", "other_member", "secretary"):
        user = getattr(people, name)
        assert actions.write_draft.why_not(user, draft, DAY)
        assert browser(user).get(draft.get_absolute_url()).status_code == 404, name
        assert browser(user).get(f"{draft.get_absolute_url()}edit/").status_code == 404
    cases.heard(people, engagement.round)
    draft = cases.fresh(draft)
    assert draft.stage == "handed_in"
    assert browser(people.clerk).get(draft.get_absolute_url()).status_code == 200
    assert browser(people.clerk).get(f"{draft.get_absolute_url()}edit/").status_code == 403
    assert browser(people.secretary).get(draft.get_absolute_url()).status_code == 404
    assert actions.write_draft.why_not(people.leader, draft, DAY)


def test_the_report_that_is_handed_in_begins_with_the_draft_without_its_numbers(people, engagement):
    found = confirmed(engagement)
    cases.report(engagement)
    cases.every_aspect(engagement)
    inspections.withdraw(cases.fresh(engagement), by=people.leader, today=DAY)
    page = browser(people.leader).get(f"{engagement.get_absolute_url()}hand-in-report/").content.decode()
    assert "二、巡察发现的主要问题" in page
    assert "台账登记不完整。" in page
    assert found.paper.number not in page


def test_whoever_comes_second_overwrites_nothing(people, engagement):
    draft = cases.report(engagement)
    shown = {name: writing.seen(text) for name, text in draft.says().items()}
    first = writing.save(draft, {"overview": "甲写的。"}, shown, people.member, DAY)
    assert first.status == 200
    second = writing.save(draft, {"overview": "乙写的。", "problems": "乙写的问题。"}, shown, people.second_member, DAY)
    assert (second.status, second.theirs) == (409, {"overview": "甲写的。"})
    assert cases.fresh(draft).problems == draft.problems, "all of what was sent, or none of it"
    other = writing.save(draft, {"problems": "乙写的问题。\r\n"}, shown, people.second_member, DAY)
    assert other.status == 200, "another part is nobody's business"
    assert cases.fresh(draft).problems == "乙写的问题。\n"
    same = writing.save(draft, {"overview": "甲写的。"}, shown, people.second_member, DAY)
    assert same.status == 200


def test_versions_are_kept_by_writer_by_day_and_when_asked_for(people, engagement):
    draft = cases.report(engagement)
    began = draft.says()

    def write(by, text, today=DAY):
        current = cases.fresh(draft)
        actions.write_draft(current, by=by, today=today, **(current.says() | {"overview": text}))
        return cases.fresh(draft)

    assert write(people.member, "一。").earlier == []
    assert write(people.member, "二。").earlier == [], "one who goes on writing makes one version"
    assert [one["words"]["overview"] for one in write(people.leader, "三。").earlier] == ["二。"]
    actions.keep_version(cases.fresh(draft), by=people.leader, today=DAY, note="送组务会")
    assert len(write(people.leader, "四。").earlier) == 2
    said = write(people.leader, "五。", DAY.replace(day=DAY.day + 1))
    assert [one["words"]["overview"] for one in said.earlier] == ["二。", "三。", "四。"]
    assert began["problems"] == said.problems
    page = browser(people.member).get(f"{draft.get_absolute_url()}versions/?a=1&b=4").content.decode()
    assert "<del>二</del>" in page
    assert f"第1版 · {people.member} · {DAY.isoformat()}" in page
    assert "<ins>五</ins>" in page


def test_what_moves_under_seal_leaves_the_report_and_every_version(people, engagement):
    stays, goes = confirmed(engagement), confirmed(engagement, "违规发放补贴", facts="违规发放补贴2万元。")
    draft = cases.report(engagement)
    more = f"共性问题突出【{stays.paper.number}、{goes.paper.number}】。"
    said = draft.says() | {"overview": more}
    actions.write_draft(cases.fresh(draft), by=people.leader, today=DAY, **said)
    actions.write_draft(cases.fresh(draft), by=people.member, today=DAY, **(said | {"suggestions": ""}))
    cases.heard(people, engagement.round)
    report = cases.fresh(engagement).team_report
    type(report)._base_manager.filter(pk=report.pk).update(text=reporting.printed(cases.fresh(draft)))
    referrals.send_clue(cases.routed(people, goes, "discipline"), by=people.head, today=DAY, note="")
    draft, report = cases.fresh(draft), cases.fresh(report)
    for text in (f"{draft.says()}{draft.earlier}", report.text):
        assert "违规发放补贴" not in text
        assert goes.paper.number not in text
        assert "台账登记不完整" in text
    assert draft.overview == f"共性问题突出【{stays.paper.number}】。"


def test_what_was_confirmed_later_is_put_in_at_the_end(people, engagement):
    draft = cases.report(engagement)
    assert actions.add_missing.why_not(people.member, draft, DAY)
    found = confirmed(engagement)
    assert [one.pk for one in reporting.missing(cases.fresh(draft))] == [found.pk]
    actions.add_missing(cases.fresh(draft), by=people.member, today=DAY)
    draft = cases.fresh(draft)
    assert found.paper.number in draft.problems
    assert draft.overview
    assert actions.add_missing.why_not(people.member, draft, DAY)


def test_the_editor_works_without_a_script(people, engagement):
    found = confirmed(engagement)
    draft, phrase = cases.report(engagement), cases.phrase(people)
    url = f"{draft.get_absolute_url()}edit/"
    client = browser(people.member)
    page = client.get(url).content.decode()
    assert "<u>" in page
    assert f"【{found.paper.number}】" in page
    sent = draft.says() | {f"seen-{name}": writing.seen(text) for name, text in draft.says().items()}
    answer = client.post(url, sent | {"overview": "总体较好。", "insert": f"phrase:{phrase.key}"})
    assert answer.status_code == 302
    draft = cases.fresh(draft)
    assert draft.overview == "总体较好。"
    assert draft.problems.endswith(f"\n{phrase.text}")
    answer = client.post(url, sent | {"overview": "另有看法。"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "另有看法。" in page
    assert "总体较好。" in page
    seen = {f"seen-{name}": writing.seen(text) for name, text in draft.says().items()}
    assert client.post(url, draft.says() | seen | {"overview": "另有看法。"}).status_code == 302
    answer = client.post(url, draft.says() | seen | {"overview": "长" * 120_001})
    assert answer.status_code == 422
    assert "不得超过120000字" in answer.content.decode()


def test_a_part_is_saved_by_itself(people, engagement):
    draft = cases.report(engagement)
    url, client = f"{draft.get_absolute_url()}edit/", browser(people.member)
    seen = writing.seen(draft.overview)
    said = client.post(url, {"part": "overview", "overview": "总体较好。", "seen-overview": seen}).json()
    assert said["seen"] == {"overview": writing.seen("总体较好。")}
    assert "<u>总体较好。</u>" in said["preview"]["overview"]
    answer = client.post(url, {"part": "overview", "overview": "<b>另一种。</b>", "seen-overview": seen})
    assert (answer.status_code, answer.json()["theirs"]) == (409, {"overview": "总体较好。"})
    cases.heard(people, engagement.round)
    answer = client.post(url, {"part": "overview", "overview": "晚了。", "seen-overview": seen})
    assert answer.status_code == 403
    assert answer.json()["errors"][""]


def test_the_office_keeps_phrases_and_every_team_reads_them(people, engagement):
    phrase = cases.phrase(people)
    assert actions.add_phrase.why_not(people.leader, people.authority, DAY)
    for name, status in (("clerk", 200), ("member", 200), ("other_leader", 200), ("liaison", 404), ("secretary", 404)):
        assert browser(getattr(people, name)).get(phrase.get_absolute_url()).status_code == status, name
    url = f"{people.authority.get_absolute_url()}add-phrase/"
    answer = browser(people.clerk).post(url, {"kind_of": "problem", "text": "制度不全【甲号】。"})
    assert "不写底稿编号" in answer.content.decode()
    actions.retire_phrase(phrase, by=people.clerk, today=DAY, note="")
    draft = cases.report(engagement)
    page = browser(people.member).get(f"{draft.get_absolute_url()}edit/").content.decode()
    assert phrase.text not in page


def test_the_feedback_is_drafted_from_the_report_and_says_what_carries_it(people, engagement):
    found = confirmed(engagement)
    draft = cases.report(engagement)
    cases.heard(people, engagement.round)
    cases.routed(people, found, "organisation")
    page = browser(people.leader).get(f"{engagement.get_absolute_url()}draft-opinion/").content.decode()
    assert "建议党组逐月核对台账。" in page
    assert reporting.plain(draft.overview).splitlines()[0] in page
    opinion = cases.opinion(people, engagement, demands="建议党组逐月核对台账。另请注意安全。")
    page = browser(people.clerk).get(opinion.get_absolute_url()).content.decode()
    assert f'<span class="carry__number">{found.paper.number}</span>' in page
    assert "<u>另请注意安全。</u>" in page
    assert "<u>建议党组逐月核对台账。</u>" not in page
