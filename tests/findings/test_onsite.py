"""On site: the roster of talks, contacts, surveys, the team's plan, extensions, and the page about the principal."""

import pytest
from django.db import IntegrityError, transaction

from accounts import actions as registry
from casework.moves import Refused
from findings import actions, forms
from findings.models import Extension, Lead, Talk
from inspections import actions as inspections
from inspections.models import Recusal
from referrals import actions as referrals
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


# -- the roster and the contacts -----------------------------------------------------------------------------------


def roster(cast, **data):
    data = {"group": "leadership", "due_on": DAY.isoformat(), "names": ""} | data
    return forms.PlanTalks(data, thing=cast.engagement, by=cast.leader, today=DAY)


def test_many_people_are_put_on_the_roster_at_once_each_with_his_day(people):
    registry.register_person(people.unit, by=people.clerk, today=DAY, name="钱副局长", post="副局长")
    known = registry.register_person(people.unit, by=people.clerk, today=DAY, name="孙副局长", post="副局长")
    form = roster(people, people=[known.key], names="赵某 办公室主任\n\n李某\n")
    assert form.is_valid(), form.errors
    actions.plan_talks(people.engagement, by=people.leader, today=DAY, **form.cleaned_data)
    talks = people.engagement.talks.order_by("pk")
    assert [(one.name, one.post) for one in talks] == [("孙副局长", "副局长"), ("赵某", "办公室主任"), ("李某", "")]
    assert {cases.open_dates(one).pop() for one in talks} == {("hold_talk", "inspect")}


def test_whoever_is_on_the_roster_is_not_put_on_it_twice(people):
    for _turn in range(2):
        form = roster(people, names="赵某 办公室主任")
        assert form.is_valid()
        actions.plan_talks(people.engagement, by=people.leader, today=DAY, **form.cleaned_data)
    assert people.engagement.talks.count() == 1


@pytest.mark.parametrize(("names", "word"), [("", "至少"), ("x" * 61, "第1行"), ("李某 " + "长" * 81, "第1行")])
def test_the_roster_says_what_is_wrong_with_it(people, names, word):
    form = roster(people, names=names)
    assert word in str(form.errors["names"])


def test_contacts_are_counted_by_group_and_each_number_leads_to_its_talks(people, client):
    cases.talk(people.engagement)
    actions.plan_talks(people.engagement, by=people.leader, today=DAY, names=[("甲", "")], group="retired", due_on=DAY)
    cases.survey(people.engagement)
    page = window(client, people.member).get(f"/findings/of/{people.engagement.key}/contacts/").content.decode()
    url = f"/findings/talks/?engagement={people.engagement.key}&amp;group=retired&amp;stage=planned"
    assert f'<a href="{url}">1</a>' in page
    assert len(client.get(url.replace("&amp;", "&")).context["rows"]) == 1
    assert ">40<" in page
    url = f"/findings/of/{people.engagement.key}/contacts/"
    assert ">40<" not in window(client, people.clerk).get(url).content.decode()
    assert window(client, people.other_leader).get(url).status_code == 404


# -- surveys -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "field"),
    [({"returned": 51}, "returned"), ({"valid": 41}, "valid"), ({"good": 31}, "good")],
)
def test_a_survey_can_not_have_more_answers_than_sheets(people, values, field):
    survey = cases.survey(people.engagement)
    names = forms.RecordSurvey.Meta.fields
    data = {name: getattr(survey, name) for name in names} | {"on": DAY.isoformat()} | values
    form = forms.RecordSurvey(data, thing=people.engagement, by=people.member, today=DAY)
    assert field in form.errors
    with pytest.raises(IntegrityError), transaction.atomic():
        type(survey).objects.filter(pk=survey.pk).update(**values)


def test_the_share_is_of_the_valid_sheets_and_nothing_without_an_answer(people):
    assert cases.survey(people.engagement).share == "75.0%"
    silent = dict.fromkeys(("good", "fair", "average", "poor"), 0)
    assert cases.survey(people.engagement, **silent).share == ""


# -- the plan ------------------------------------------------------------------------------------------------------


def test_the_plan_shows_how_each_lead_ended_that_was_known_before_entry(people, client):
    engagement, _other = cases.mobilised(people, again=True)
    leader, member = cases.leader_of(engagement), cases.writers_of(engagement)[0]
    early = actions.note_lead(engagement, by=member, today=DAY, title_text="审计移送事项")
    plan = actions.draft_visit_plan(engagement, by=member, today=DAY, focus="x", methods="y", schedule="")
    assert cases.open_dates(plan) == {("adopt_plan", "lead")}
    assert "可以修改" in actions.draft_visit_plan.why_not(member, cases.fresh(engagement), DAY)
    assert "组长" in actions.adopt_visit_plan.why_not(member, plan, DAY)
    actions.adopt_visit_plan(plan, by=leader, today=DAY, note="同意")
    actions.conclude(early, by=leader, today=DAY, conclusion="已整改到位。")
    page = window(client, leader).get(plan.get_absolute_url()).content.decode()
    assert early.number in page
    assert f"进驻前掌握的疑点（{Lead.Stage.NOTHING.label} 1）" in page
    assert window(client, people.clerk).get(plan.get_absolute_url()).status_code == 200


def test_the_office_reads_no_plan_that_is_not_adopted(people, client):
    plan = actions.draft_visit_plan(people.engagement, by=people.member, today=DAY, focus="x", methods="y")
    assert window(client, people.clerk).get(plan.get_absolute_url()).status_code == 404
    inspections.withdraw(people.engagement, by=people.leader, today=DAY)
    cases.every_aspect(people.engagement)
    actions.hand_in_report(cases.fresh(people.engagement), by=people.leader, today=DAY, report="x")
    assert "报告已提交" in actions.amend_visit_plan.why_not(people.member, cases.fresh(plan), DAY)


# -- extensions ----------------------------------------------------------------------------------------------------


def test_a_unit_without_anything_below_it_has_no_extension(people):
    assert "没有下属单位" in actions.ask_extension.why_not(people.leader, people.engagement, DAY)


def test_an_extension_is_approved_by_somebody_else_and_offers_its_place_from_then_on(people):
    asked = cases.extension(people, people.engagement, approved=False)
    form = forms.FilePaper(thing=people.engagement, by=people.member, today=DAY)
    assert form.fields["extension"].widget.is_hidden
    for user in (people.clerk, people.leader):
        assert actions.approve_extension.why_not(user, asked, DAY)
    actions.approve_extension(asked, by=people.head, today=DAY, note="同意")
    form = forms.FilePaper(thing=people.engagement, by=people.member, today=DAY)
    assert list(form.fields["extension"].queryset) == [asked]
    asking = forms.AskExtension(thing=people.engagement, by=people.leader, today=DAY)
    assert asked.place not in asking.fields["place"].queryset


def test_what_was_refused_can_be_asked_for_again(people):
    asked = cases.extension(people, people.engagement, approved=False)
    actions.refuse_extension(asked, by=people.head, today=DAY, note="线索不足")
    again = actions.ask_extension(people.engagement, by=people.leader, today=DAY, place=asked.place, reason="新情况")
    assert (again.number, again.stage) == ("延-002", Extension.Stage.ASKED)


def test_the_approval_looks_for_conflicts_with_the_place(people):
    place = cases.below(people)
    cases.tie(people, people.member.person, place)
    asked = actions.ask_extension(people.engagement, by=people.leader, today=DAY, place=place, reason="x")
    actions.approve_extension(asked, by=people.head, today=DAY, note="")
    assert Recusal.objects.filter(unit=place, posting__person=people.member.person).exists()


def test_what_was_found_there_is_told_apart_and_goes_on_under_its_own_name(people, client):
    extension = cases.extension(people, people.engagement)
    there = cases.finding(people.engagement, "质监站台账不全", extension=extension)
    here = cases.finding(people.engagement, "局机关台账不全")
    assert (there.extension, here.extension) == (extension, None)
    page = window(client, people.leader).get(extension.get_absolute_url()).content.decode()
    assert there.number in page
    assert here.number not in page
    rows = client.get("/findings/problems/?extended=质监站").context["rows"]
    assert len(rows) == 1
    cases.heard(people, people.engagement.round)
    sent = referrals.send(cases.routed(people, there, "personnel"), by=people.clerk, today=DAY, note="")
    assert sent.unit == extension.place


def test_what_moves_under_seal_leaves_no_trace_of_the_place(people):
    extension = cases.extension(people, people.engagement)
    finding = cases.finding(people.engagement, concerns="principal", extension=extension)
    cases.heard(people, people.engagement.round)
    clue = referrals.send_clue(cases.routed(people, finding, "discipline"), by=people.head, today=DAY, note="")
    assert clue.unit == extension.place
    finding = cases.fresh(finding)
    assert (finding.extension, cases.fresh(finding.paper).extension) == (None, None)


# -- the principal -------------------------------------------------------------------------------------------------


def test_the_page_about_the_principal_gathers_what_names_him_for_the_leader_alone(people, client):
    name = people.principal.person.name
    talk = cases.talk(people.engagement, summary=f"反映{name}独断专行。")
    quiet = cases.talk(people.engagement, "李某")
    about = cases.finding(people.engagement, "主要负责人违规用车", concerns="principal")
    other = cases.finding(people.engagement, "台账不全")
    url = f"/findings/of/{people.engagement.key}/principal/"
    page = window(client, people.leader).get(url).content.decode()
    for number in (talk.number, about.number, name):
        assert number in page
    for number in (f">{quiet.number}<", other.number):
        assert number not in page
    assert url in client.get(people.engagement.get_absolute_url()).content.decode()
    for who in (people.member, people.clerk, people.secretary, people.principal, people.other_leader):
        said = window(client, who).get(url)
        assert said.status_code == 404 or "仅巡察组组长以上" in said.content.decode()
        assert about.number not in said.content.decode()
        assert url not in client.get(people.engagement.get_absolute_url()).content.decode()
    assert talk.number not in window(client, people.head).get(url).content.decode()


def test_a_refusal_needs_a_reason(people):
    asked = cases.extension(people, people.engagement, approved=False)
    with pytest.raises(Refused):
        actions.approve_extension(asked, by=people.clerk, today=DAY, note="")
    assert "note" in forms.Reason({}, thing=asked, by=people.head, today=DAY).errors


def test_a_dropped_talk_leaves_room_for_the_same_person(people):
    planned = {"names": [("甲", "")], "group": "staff", "due_on": DAY}
    actions.plan_talks(people.engagement, by=people.leader, today=DAY, **planned)
    actions.drop_talk(Talk.objects.get(), by=people.leader, today=DAY, note="病休")
    actions.plan_talks(people.engagement, by=people.leader, today=DAY, **planned)
    assert Talk.objects.count() == 2
