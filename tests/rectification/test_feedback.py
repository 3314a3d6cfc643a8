"""What is fed back is drafted in the findings' own words, checked, given at a meeting, received and answered."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from casework.moves import Refused
from findings import actions as findings
from rectification import actions, forms
from rectification.models import Copy, Feedback, Item, Opinion, OpinionProblem, Plan
from tests import cases
from tests.once import once
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY


@once
def people():
    return cast()


@once
def heard(people):
    """The round is heard: one problem for the unit, one for its principal alone."""
    engagement = cases.on_site(people)
    ours = cases.finding(engagement)
    his = cases.finding(engagement, "班子成员作风问题", concerns="member")
    cases.heard(people, engagement.round)
    cases.routed(people, ours, "organisation")
    cases.routed(people, his, "principal")
    return cases.fresh(engagement)


def fed_back(people, engagement, **values):
    values = {"held_on": DAY} | cases.MEETING | values
    return actions.feed_back(cases.fresh(engagement), by=people.clerk, today=DAY, **values)


def test_a_draft_takes_the_problems_over_in_their_own_words(people, heard):
    draft = cases.opinion(people, heard)
    (problem,) = draft.listed()
    finding = problem.landing.finding
    assert (problem.problem, problem.manifestation) == (finding.title_text, finding.facts)
    assert (problem.recommendation, problem.category) == (finding.recommendation, finding.category.short)


def test_problems_come_by_category_and_then_by_number(people):
    engagement = cases.on_site(people)
    categories = list(engagement.round.category_set.categories.order_by("order"))
    last = cases.finding(engagement, "甲问题", category=categories[-1])
    first = cases.finding(engagement, "乙问题", category=categories[0])
    second = cases.finding(engagement, "丙问题", category=categories[0])
    cases.heard(people, engagement.round)
    for found in (last, first, second):
        cases.routed(people, found, "organisation")
    assert [problem.problem for problem in cases.opinion(people, engagement).listed()] == ["乙问题", "丙问题", "甲问题"]


def test_two_papers_and_neither_says_what_is_meant_for_the_other(people, heard):
    cases.fed_back(people, heard)
    ours, his = (heard.feedbacks.get(audience=audience) for audience in ("organisation", "principal"))
    assert [item.problem for item in ours.items.all()] == ["台账登记不完整"]
    assert [item.problem for item in his.items.all()] == ["班子成员作风问题"]
    assert ours.case != his.case
    assert his.place == his.attendees == "", "the meeting was that of the leadership team"
    assert not Feedback.objects.visible_to(people.liaison).filter(pk=his.pk).exists()
    assert Feedback.objects.visible_to(people.principal).filter(pk=his.pk).exists()


def test_the_principal_reads_nothing_of_a_draft_about_him_before_it_is_given(people, heard):
    draft = cases.opinion(people, heard, "principal")
    for name in ("principal", "liaison", "secretary", "member"):
        assert not Opinion.objects.visible_to(people.users[name]).exists(), name
        assert not OpinionProblem.objects.visible_to(people.users[name]).exists(), name
    assert "sign" not in {grant.permission.codename for grant in draft.case.grants.select_related("permission")}


def test_nothing_is_fed_back_that_the_head_has_not_checked(people, heard):
    with pytest.raises(Refused, match="尚未经主任审核"):
        fed_back(people, heard)
    ours = cases.opinion(people, heard)
    actions.check_opinion(ours, by=people.head, today=DAY, note="")
    with pytest.raises(Refused):
        fed_back(people, heard)
    his = cases.opinion(people, heard, "principal")
    actions.submit_opinion(his, by=people.leader, today=DAY, note="")
    with pytest.raises(Refused):
        actions.check_opinion(his, by=people.clerk, today=DAY, note="")
    actions.check_opinion(his, by=people.head, today=DAY, note="")
    fed_back(people, heard)
    assert cases.fresh(heard).stage == "fed_back"
    assert set(heard.opinions.values_list("stage", flat=True)) == {"given"}


def test_a_checked_opinion_is_changed_only_once_it_has_been_returned(people, heard):
    draft = cases.opinion(people, heard)
    (problem,) = draft.listed()
    actions.check_opinion(draft, by=people.head, today=DAY, note="")
    with pytest.raises(Refused):
        actions.revise_opinion(draft, by=people.clerk, today=DAY, overview="改", demands="", limits="三个月")
    said = {"problem": "甲", "manifestation": "乙", "recommendation": ""}
    with pytest.raises(Refused):
        actions.reword(problem, by=people.clerk, today=DAY, note="更正", **said)
    actions.return_opinion(draft, by=people.head, today=DAY, note="请改写第一条")
    assert ("submit_opinion", "oversee") in cases.open_dates(draft)
    actions.reword(cases.fresh(problem), by=people.clerk, today=DAY, note="更正", **said)
    cases.opinion(people, heard, "principal")
    for one in heard.opinions.all():
        actions.check_opinion(one, by=people.head, today=DAY, note="")
    fed_back(people, heard)
    item = Item.objects.get(feedback__audience="organisation")
    assert (item.problem, item.manifestation) == ("甲", "乙"), "the unit gets it as the opinion says it"
    assert problem.landing.finding.title_text == "台账登记不完整", "the finding keeps its own words"


def test_a_draft_follows_what_is_routed_there(people):
    engagement = cases.on_site(people)
    first, second = cases.finding(engagement), cases.finding(engagement, "印章管理不规范")
    cases.heard(people, engagement.round)
    landing = cases.routed(people, first, "organisation")
    cases.routed(people, second, "organisation")
    draft = cases.opinion(people, engagement)
    kept = draft.listed().last()
    findings.take_back(landing, by=people.clerk, today=DAY, note="另行处理")
    cases.routed(people, first, "personnel")
    with pytest.raises(Refused, match="重新带入问题"):
        actions.check_opinion(draft, by=people.head, today=DAY, note="")
    actions.take_over_again(cases.fresh(draft), by=people.clerk, today=DAY)
    (problem,) = draft.listed()
    assert (problem.pk, problem.place) == (kept.pk, 1)
    actions.check_opinion(cases.fresh(draft), by=people.head, today=DAY, note="")
    fed_back(people, engagement)
    assert [item.problem for item in Item.objects.all()] == ["印章管理不规范"]


def test_a_unit_without_any_problem_is_fed_back_without_a_plan(people):
    engagement = cases.on_site(people)
    cases.heard(people, engagement.round)
    feedback = cases.fed_back(people, engagement)
    assert not feedback.items.exists()
    assert not Plan.objects.exists()
    assert not Feedback.objects.filter(audience="principal").exists()


def test_nobody_feeds_back_to_a_unit_where_no_team_has_been(people):
    engagement = cases.mobilised(people)[0]
    with pytest.raises(Refused):
        cases.opinion(people, engagement)


def test_the_meeting_is_recorded_and_the_principal_was_told_first(people, heard):
    cases.checked(people, heard)
    said = {"held_on": DAY, "principal_on": DAY.replace(day=5), **cases.MEETING, "absent": "王某（出差）"}
    form = forms.FeedBack(said, {}, thing=cases.fresh(heard), by=people.clerk, today=DAY.replace(day=6))
    assert set(form.errors) == {"principal_on"}
    said |= {"held_on": DAY.replace(day=6)}
    form = forms.FeedBack(said, {}, thing=cases.fresh(heard), by=people.clerk, today=DAY.replace(day=6))
    assert form.is_valid(), form.errors
    fed_back(people, heard, held_on=DAY.replace(day=6), principal_on=DAY.replace(day=5), absent="王某（出差）")
    ours, his = (heard.feedbacks.get(audience=audience) for audience in ("organisation", "principal"))
    assert (ours.held_on.day, his.held_on.day) == (6, 5)
    assert ours.absent == "王某（出差）"


def test_the_meeting_says_where_it_was_and_who_was_there(people, heard):
    form = forms.FeedBack({"held_on": DAY}, {}, thing=heard, by=people.clerk, today=DAY)
    assert set(form.errors) == {"place", "chair", "attendees"}


def test_the_clock_runs_from_the_feedback(people, heard):
    feedback = cases.fed_back(people, heard)
    assert cases.open_dates(feedback) == {
        ("sign_for_feedback", "sign"),
        ("rectification_report", "sign"),
        ("state_position", "sign"),
    }
    assert cases.open_dates(feedback.plan) == {("plan", "respond")}


def test_the_principal_files_his_statement_in_words_or_as_a_file(people, heard):
    feedback = cases.fed_back(people, heard)
    empty = forms.StatePosition({}, {}, thing=feedback, by=people.principal, today=DAY)
    assert set(empty.errors) == {"statement"}
    with pytest.raises(Refused):
        actions.state_position(feedback, by=people.liaison, today=DAY, statement="照单全收")
    file = SimpleUploadedFile("表态发言.pdf", b"%PDF-1.4 x")
    actions.state_position(feedback, by=people.principal, today=DAY, statement="", files=[file])
    assert feedback.stated_on == DAY
    assert ("state_position", "sign") not in cases.open_dates(feedback)
    with pytest.raises(Refused):
        actions.state_position(feedback, by=people.principal, today=DAY, statement="再次表态")
    his = heard.feedbacks.get(audience="principal")
    with pytest.raises(Refused):
        actions.state_position(his, by=people.principal, today=DAY, statement="表态")


def test_each_copy_has_a_number_and_somebody_who_signs_for_it(people, heard):
    feedback = cases.fed_back(people, heard)
    bodies = [people.discipline, people.personnel, people.other_unit]
    made = actions.send_copies(feedback, by=people.clerk, today=DAY, leader="韩副区长", bodies=bodies)
    assert [copy.mark for copy in made] == ["第01号", "第02号", "第03号", "第04号"]
    assert [copy.kind_of for copy in made] == ["leader", "discipline", "personnel", "superior"]
    for_leader, for_discipline, *_rest = made
    assert cases.open_dates(for_leader) == {("sign_for_copy", "oversee")}, "he has no account here: on paper"
    assert cases.open_dates(for_discipline) == {("sign_for_copy", "handle")}
    actions.note_receipt(for_leader, by=people.clerk, today=DAY, signed_by="韩副区长", signed_on=DAY)
    assert cases.fresh(for_leader).on_paper
    actions.sign_for_copy(for_discipline, by=people.discipline_handler, today=DAY, note="")
    assert cases.fresh(for_discipline).signed_by == str(people.discipline_handler)
    assert not cases.open_dates(for_discipline)
    assert list(Copy.objects.visible_to(people.discipline_handler)) == [for_discipline]
    assert not Copy.objects.visible_to(people.liaison).exists()
    assert not Feedback.objects.visible_to(people.discipline_handler).exists()


def test_what_is_meant_for_the_principal_alone_is_copied_to_nobody(people, heard):
    cases.fed_back(people, heard)
    with pytest.raises(Refused):
        actions.send_copies(
            heard.feedbacks.get(audience="principal"), by=people.clerk, today=DAY, bodies=[people.discipline]
        )


def test_a_body_gets_one_copy_and_somebody_must_get_it(people, heard):
    feedback = cases.fed_back(people, heard)
    form = forms.SendCopies(None, thing=feedback, by=people.clerk, today=DAY)
    assert {str(body) for body in form["bodies"].initial} == {str(people.discipline), str(people.personnel)}
    actions.send_copies(feedback, by=people.clerk, today=DAY, bodies=[people.discipline])
    again = {"bodies": [people.discipline.key]}
    assert set(forms.SendCopies(again, thing=feedback, by=people.clerk, today=DAY).errors) == {"bodies"}
    assert set(forms.SendCopies({}, thing=feedback, by=people.clerk, today=DAY).errors) == {"bodies"}


def test_whoever_prints_takes_a_number_that_says_whose_it_is(people, heard, client):
    feedback = cases.fed_back(people, heard)
    copy = actions.print_copy(feedback, by=people.liaison, today=DAY)
    assert (copy.kind_of, copy.holder, copy.mark) == ("printed", str(people.liaison), "第01号")
    assert list(Copy.objects.visible_to(people.liaison)) == [copy]
    assert not Copy.objects.visible_to(people.principal).exists()
    client.force_login(people.liaison, backend="accounts.backends.ByPassword")
    paper = client.get(f"{copy.get_absolute_url()}paper/").content.decode()
    for said in ("第01号", str(people.liaison), feedback.number, "台账登记不完整", "总体评价", "按期整改"):
        assert said in paper
    assert "班子成员作风问题" not in paper
    client.force_login(people.principal, backend="accounts.backends.ByPassword")
    assert client.get(f"{copy.get_absolute_url()}paper/").status_code == 404


def test_a_body_reads_what_its_copy_says(people, heard, client):
    feedback = cases.fed_back(people, heard)
    (copy,) = actions.send_copies(feedback, by=people.clerk, today=DAY, bodies=[people.discipline])
    client.force_login(people.discipline_handler, backend="accounts.backends.ByPassword")
    assert "总体评价" in client.get(copy.get_absolute_url()).content.decode()
    assert "台账登记不完整" in client.get(f"{copy.get_absolute_url()}paper/").content.decode()
    assert client.get(feedback.get_absolute_url()).status_code == 404
