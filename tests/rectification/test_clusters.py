"""Findings that read alike in three units are suggested; a person says whether they are one problem."""

import pytest

from casework.moves import Refused
from rectification import actions as rectification
from rectification.forms.cluster import TakeCluster
from rectification.models import Cluster, CommonProblem
from tests import cases
from tests.once import once
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY, State = cases.DAY, Cluster.Stage


@once
def people():
    people = cast()
    people.engagement = cases.on_site(people)
    people.term = people.engagement.round.term
    return people


def look(people, by=None):
    return rectification.look_for_common(people.term, by=by or people.clerk, today=DAY)


def test_three_units_with_the_same_are_suggested_and_why_stands_on_the_page(people, client):
    cluster = cases.cluster(people, people.engagement)
    assert (cluster.units, cluster.findings) == (3, 3)
    assert cases.open_dates(cluster) == {("judge_cluster", "oversee")}
    client.force_login(people.clerk, backend="accounts.backends.ByPassword")
    page = client.get(cluster.get_absolute_url())
    [why] = page.context["sections"]
    shown = [[cell["text"] for cell in row["cells"]] for row in why["table"]["rows"]]
    assert {row[1] for row in shown} | {row[4] for row in shown} == {"区住建局", "区教育局", "区财政局"}
    assert all(row[5].endswith("%") and int(row[5][:-1]) >= 40 for row in shown)
    assert cluster.get_absolute_url() in client.get("/rectification/patterns/").content.decode()


def test_two_units_are_too_few_and_what_reads_otherwise_is_no_reason(people):
    cases.finding(people.engagement, "公务用车台账登记不完整")
    titles = {people.other_unit: "公务用车使用台账登记不完整", people.department: "值班人员脱岗"}
    cases.found_by_the_city(people, people.term, titles)
    with pytest.raises(Refused, match="3"):
        look(people)


def test_the_office_alone_reads_suggestions(people, client):
    cluster = cases.cluster(people, people.engagement)
    for user, seen in ((people.head, True), (people.secretary, False), (people.leader, False), (people.liaison, False)):
        assert Cluster.objects.visible_to(user).filter(pk=cluster.pk).exists() == seen
    client.force_login(people.secretary, backend="accounts.backends.ByPassword")
    assert cluster.key not in client.get("/rectification/patterns/").content.decode()


def test_what_is_not_common_is_not_suggested_again(people):
    cluster = cases.cluster(people, people.engagement)
    rectification.drop_cluster(cluster, by=people.clerk, today=DAY, note="情形各不相同")
    with pytest.raises(Refused):
        look(people)
    cases.found_by_the_city(people, people.term, {people.other_unit: "公务用车登记台账不完整"})
    with pytest.raises(Refused):
        look(people)


def test_a_clerk_makes_a_common_problem_of_what_he_leaves_in(people):
    cluster = cases.cluster(people, people.engagement)
    form = TakeCluster(thing=cluster, by=people.clerk, today=DAY)
    keys = [finding.key for finding in form.fields["findings"].queryset]
    said = {"title_text": "公务用车管理不规范", "manifestation": "台账不全。", "cause": "system", "cause_text": ""}
    one = TakeCluster(said | {"findings": keys[:1]}, thing=cluster, by=people.clerk, today=DAY)
    assert "findings" in one.errors
    form = TakeCluster(said | {"findings": keys[:2]}, thing=cluster, by=people.clerk, today=DAY)
    assert form.is_valid(), form.errors
    problem = rectification.take_cluster(cluster, by=people.clerk, today=DAY, **form.cleaned_data)
    assert problem.members.count() == 2
    assert problem.category == cluster.category
    cluster = cases.fresh(cluster)
    assert (cluster.stage, cluster.problem) == (State.TAKEN, problem)
    assert CommonProblem.objects.visible_to(people.secretary).filter(pk=problem.pk).exists()


def test_a_suggestion_stays_as_long_as_it_is_the_same_and_is_overtaken_when_it_grows(people):
    cluster = cases.cluster(people, people.engagement)
    with pytest.raises(Refused):
        look(people)
    assert cases.fresh(cluster).stage == State.OFFERED
    cases.finding(people.engagement, "公务用车台账登记不完整")
    [newer] = look(people)
    assert cases.fresh(cluster).stage == State.STALE
    assert newer.findings == 4


def test_a_finding_that_goes_under_seal_is_not_shown_among_them_any_more(people, client):
    from referrals import actions as referrals

    cluster = cases.cluster(people, people.engagement)
    finding = people.engagement.findings.get()
    cases.heard(people, people.engagement.round)
    landing = cases.routed(people, finding, "discipline")
    referrals.send_clue(landing, by=people.head, today=DAY, note="")
    client.force_login(people.clerk, backend="accounts.backends.ByPassword")
    [why] = client.get(cluster.get_absolute_url()).context["sections"]
    assert finding.key not in str(why["table"])
