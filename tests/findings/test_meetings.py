"""A paper names the team meeting that agreed to it, and a landing the meeting that decided it."""

import pytest
from django.test import Client

from findings import actions, forms
from findings.models import Finding, Landing, Sitting
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


def sitting(people, kind=Sitting.Kind.TEAM, title="第一次组务会", **values):
    values = {"on": DAY, "chair": "组长", "agenda": "审议底稿", "minutes": "同意。"} | values
    return actions.record_sitting(
        people.engagement, by=people.member, today=DAY, kind_of=kind, title_text=title, **values
    )


def submitted(people):
    paper = cases.paper(people.engagement)
    return actions.submit_paper(paper, by=people.member, today=DAY, note="")


def test_the_only_team_meeting_is_chosen_already_when_a_paper_is_signed(people):
    agreed = sitting(people)
    sitting(people, Sitting.Kind.BRANCH, "支部会")
    paper = submitted(people)
    form = forms.AgreePaper(thing=paper, by=people.leader, today=DAY)
    assert list(form.fields["sitting"].queryset) == [agreed]
    assert form.fields["sitting"].initial == agreed


def test_no_paper_is_agreed_to_without_a_team_meeting_and_its_opinion(people):
    form = forms.AgreePaper({"sitting": "", "opinion": ""}, thing=submitted(people), by=people.leader, today=DAY)
    assert sorted(form.errors) == ["opinion", "sitting"]


def test_the_meeting_lists_the_papers_that_it_agreed_to_and_the_paper_names_the_meeting(people):
    agreed = sitting(people)
    paper = submitted(people)
    url = f"{paper.get_absolute_url()}agree-paper/"
    as_(people.leader).post(url, {"sitting": agreed.key, "opinion": "一致同意。", "version": paper.version})
    assert (cases.fresh(paper).sitting, cases.fresh(paper).opinion) == (agreed, "一致同意。")
    member = as_(people.member)
    assert paper.number in member.get(agreed.get_absolute_url()).content.decode()
    assert agreed.get_absolute_url() in member.get(paper.get_absolute_url()).content.decode()


def test_the_office_reads_the_paper_but_not_what_the_team_said_among_itself(people):
    agreed = sitting(people, title="专题研究张某问题的组务会")
    paper = cases.signed(cases.paper(people.engagement))
    assert paper.sitting == agreed
    clerk = as_(people.clerk)
    page = clerk.get(paper.get_absolute_url()).content.decode()
    assert agreed.number in page
    assert agreed.title_text not in page
    assert clerk.get(agreed.get_absolute_url()).status_code == 404


def test_another_teams_meeting_can_not_be_chosen(people):
    other = people.engagement.round.engagements.exclude(pk=people.engagement.pk).get()
    foreign = actions.record_sitting(
        other, by=people.other_member, today=DAY, kind_of="team", title_text="组务会", on=DAY, minutes="同意。"
    )
    form = forms.AgreePaper(
        {"sitting": foreign.key, "opinion": "同意。"}, thing=submitted(people), by=people.leader, today=DAY
    )
    assert list(form.errors) == ["sitting"]


# -- landings ------------------------------------------------------------------------------------------------------


@once
def heard(people):
    people.finding = cases.finding(people.engagement)
    return cases.heard(people, people.engagement.round)


def test_the_meeting_lists_what_it_decided_as_far_as_its_reader_sees_it(people, heard):
    meeting = heard.secretary_meeting
    cases.group_decided(people, people.finding, "organisation")
    url = f"{people.finding.get_absolute_url()}route/"
    data = {"kind_of": "organisation", "meeting": meeting.key, "version": cases.fresh(people.finding).version}
    assert as_(people.clerk).post(url, data).status_code == 302
    landing = Landing.objects.get(finding=people.finding)
    assert (landing.meeting, landing.decided_on, landing.decision) == (meeting, meeting.held_on, "")
    panel = f"/findings/of-meeting/{meeting.key}/problems/"
    for name in ("clerk", "secretary"):
        assert people.finding.number in as_(people.users[name]).get(panel).content.decode()
    page = as_(people.clerk).get(landing.get_absolute_url()).content.decode()
    assert meeting.get_absolute_url() in page


def test_what_is_taken_back_is_no_longer_listed(people, heard):
    landing = cases.routed(people, people.finding, "organisation", meeting=heard.secretary_meeting)
    actions.take_back(landing, by=people.clerk, today=DAY, note="另行研究")
    panel = f"/findings/of-meeting/{heard.secretary_meeting.key}/problems/"
    assert Finding.objects.get(pk=people.finding.pk).number not in as_(people.clerk).get(panel).content.decode()
