"""Findings told by local priority, category and discipline; and of each aspect, what was looked at and not found."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from casework.moves import Refused
from findings import actions, forms
from findings.models import Aspect, Finding
from inspections import actions as inspections
from tests import cases
from tests.once import once
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY


@once
def people():
    people = cast()
    people.engagement = cases.on_site(people)
    return people


def window(client, user):
    client.force_login(user, backend="accounts.backends.ByPassword")
    return client


# -- tags ----------------------------------------------------------------------------------------------------------


def test_a_paper_is_tagged_from_the_list_of_its_own_round_and_the_finding_begins_with_its_tag(people):
    ours = cases.priority(people, people.engagement.round)
    off = cases.priority(people, people.engagement.round, "旧事项")
    inspections.retire_priority(off, by=people.clerk, today=DAY, note="并入")
    paper = cases.paper(people.engagement, priority=ours)
    form = forms.FilePaper(thing=people.engagement, by=people.member, today=DAY)
    assert list(form.fields["priority"].queryset) == [ours]
    raising = forms.RaiseFinding(thing=paper, by=people.member, today=DAY)
    assert raising.fields["priority"].initial == ours


def test_where_a_round_has_no_list_nobody_is_asked(people):
    form = forms.FilePaper(thing=people.engagement, by=people.member, today=DAY)
    assert form.fields["priority"].widget.is_hidden


def test_a_confirmed_finding_is_tagged_later_when_the_list_has_grown(people):
    finding = cases.finding(people.engagement)
    assert "未列" in actions.tag.why_not(people.leader, finding, DAY)
    priority = cases.priority(people, people.engagement.round)
    actions.tag(finding, by=people.leader, today=DAY, priority=priority)
    assert cases.fresh(finding).priority == priority
    assert "巡察组组长" in actions.tag.why_not(people.member, finding, DAY)


def test_each_number_of_a_priority_leads_to_exactly_the_findings_that_its_reader_may_see(people, client):
    round = people.engagement.round
    priority = cases.priority(people, round)
    shown = cases.finding(people.engagement, "台账不全", priority=priority)
    cases.finding(people.engagement, "制度不全")
    paper = cases.signed(cases.paper(people.engagement, "尚未确认"))
    said = {"title_text": "尚未确认", "facts": "x", "concerns": "unit", "category": None, "priority": priority}
    actions.raise_finding(paper, by=people.member, today=DAY, **said)
    page = window(client, people.clerk).get(f"/findings/of-round/{round.key}/priorities/").content.decode()
    url = f"/findings/problems/?round={round.key}&amp;priority={priority.key}"
    assert re.search(rf'<a href="{re.escape(url)}">1</a>', page)
    rows = client.get(url.replace("&amp;", "&")).content.decode()
    assert shown.number in rows
    assert "制度不全" not in rows
    assert "尚未确认" not in rows
    untagged = client.get(f"/findings/problems/?round={round.key}&priority=null").content.decode()
    assert "制度不全" in untagged


def test_what_moves_under_seal_takes_its_tag_along(people):
    priority = cases.priority(people, people.engagement.round)
    finding = cases.finding(people.engagement, priority=priority, concerns="principal")
    actions.empty(finding)
    assert finding.priority is None


# -- the matrix ----------------------------------------------------------------------------------------------------


def test_the_matrix_counts_a_finding_in_each_discipline_that_its_category_answers_to(people, client):
    own = cases.own_set(people)
    round = people.engagement.round
    type(round)._base_manager.filter(pk=round.pk).update(category_set=own.category_set)
    people.engagement = cases.fresh(people.engagement)
    category = own.category_set.categories.get(short="责任落实")
    finding = cases.finding(people.engagement, category=category)
    page = window(client, people.clerk).get(f"/findings/of-round/{round.key}/matrix/").content.decode()
    whole = f"/findings/problems/?round={round.key}&amp;category={category.pk}"
    for url in (whole, f"{whole}&amp;discipline=political", f"{whole}&amp;discipline=work"):
        assert f'<a href="{url}">1</a>' in page, url
        assert finding.number in client.get(url.replace("&amp;", "&")).content.decode()
    assert "discipline=masses" not in page.replace("category=", "")
    nothing = client.get(f"/findings/problems/?round={round.key}&discipline=life").content.decode()
    assert finding.number not in nothing


def test_a_team_does_not_find_the_counts_of_the_round(people, client):
    for name in ("leader", "liaison"):
        page = window(client, people.users[name]).get(f"/findings/of-round/{people.engagement.round.key}/matrix/")
        assert page.status_code == 404


# -- aspects -------------------------------------------------------------------------------------------------------


def test_the_report_waits_until_every_aspect_has_its_conclusion(people):
    inspections.withdraw(people.engagement, by=people.leader, today=DAY)
    engagement = cases.fresh(people.engagement)
    cases.aspect(engagement)
    with pytest.raises(Refused, match="组织纪律、廉洁纪律"):
        actions.hand_in_report(engagement, by=people.leader, today=DAY, report="x")
    cases.every_aspect(engagement)
    actions.hand_in_report(engagement, by=people.leader, today=DAY, report="x")
    aspect = cases.fresh(engagement.aspects.first())
    assert "报告已提交" in actions.correct_aspect.why_not(people.member, aspect, DAY)


def test_one_aspect_has_one_conclusion(people):
    first = cases.aspect(people.engagement)
    with pytest.raises(IntegrityError), transaction.atomic():
        cases.aspect(people.engagement, category=first.category)


def test_what_was_looked_at_says_how_and_what_was_not_says_no_means(people):
    category = actions.aspects_left(people.engagement).first()
    said = {"category": category.pk, "on": DAY.isoformat(), "text": "x"}
    for result, means, good in (
        ("nothing", [], False),
        ("not_checked", ["talk"], False),
        ("not_checked", [], True),
        ("found", ["talk"], True),
    ):
        form = forms.ConcludeAspect(
            said | {"result": result, "means": means}, thing=people.engagement, by=people.member, today=DAY
        )
        assert form.is_valid() is good, (result, form.errors)


def test_the_page_says_what_was_not_found_and_what_is_still_open(people, client):
    cases.aspect(people.engagement, today=timezone.localdate())
    url = f"/findings/of/{people.engagement.key}/aspects/"
    page = window(client, people.member).get(url).content.decode()
    assert "已检查，未发现问题" in page
    assert page.count("尚无结论") == 5
    assert "1/6" in page
    for name in ("clerk", "liaison"):  # the office gets it with the report, the unit never
        page = window(client, people.users[name]).get(url).content.decode()
        assert "未发现问题" not in page
        assert "尚无结论" not in page


def test_conclusions_are_the_teams_and_with_the_report_the_offices(people):
    aspect = cases.aspect(people.engagement)

    def readers():
        names = ("leader", "member", "clerk", "head", "secretary", "other_leader", "liaison", "principal")
        return {name for name in names if Aspect.objects.visible_to(people.users[name]).filter(pk=aspect.pk).exists()}

    assert readers() == {"leader", "member"}
    cases.heard(people, people.engagement.round)
    assert readers() == {"leader", "member", "clerk", "head"}


# -- before entry --------------------------------------------------------------------------------------------------


def test_a_team_notes_leads_before_it_enters_and_makes_papers_of_them_afterwards(people):
    again, _other = cases.mobilised(people, again=True)
    leader = cases.leader_of(again)
    lead = actions.note_lead(again, by=leader, today=DAY, title_text="审计移交事项", about="", category=None)
    assert lead.stage == "open"
    with pytest.raises(Refused, match="尚未进驻"):
        actions.lead_to_paper(lead, by=leader, today=DAY)
    with pytest.raises(Refused):
        actions.file_paper(again, by=leader, today=DAY)


def test_the_ledgers_have_the_headings_of_the_office():
    from findings import exports
    from inspections import exports as planning

    assert [entry.heading for entry in exports.ASPECTS.entries][:4] == ["编号", "被巡察单位", "监督重点", "检查结果"]
    assert [entry.heading for entry in planning.PRIORITIES.entries][:3] == ["巡察轮次", "编号", "重点工作"]
    assert {"对应纪律", "重点工作"} <= {entry.heading for entry in exports.FINDINGS.entries}
    assert Finding._meta.get_field("priority")
