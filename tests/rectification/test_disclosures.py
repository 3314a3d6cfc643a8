"""What a unit publishes: drafted from its report, compared by the guard, approved by the head, shown for some days."""

import datetime

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from casework.moves import Refused
from rectification import actions, guard
from rectification.forms import disclosure as forms
from rectification.models import Disclosure, Feedback
from tests import cases
from tests.once import once
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY
Stage = Disclosure.Stage
#: what somebody said in a talk, and nobody may read in a public text
SAID = "孙某反映公车周末停在负责人小区楼下已经三个月"


@once
def people():
    cache.clear()
    return cast()


@once
def feedback(people):
    """A unit has reported on its rectification, and its reports are accepted; in a talk something was said."""
    engagement = cases.on_site(people)
    cases.talk(engagement, "赵某", summary=SAID)
    found = cases.finding(engagement, "台账登记不完整")
    cases.heard(people, engagement.round)
    cases.routed(people, found, "organisation")
    cases.fed_back(people, engagement)
    return cases.answered_for(people, engagement).feedbacks.get(audience="organisation")


@once
def shown(feedback):
    return cases.fresh(feedback.disclosures.get(kind_of="public"))


def handed_in(people, shown, text="反馈问题1个，已整改完成1个。"):
    actions.write_disclosure(shown, by=people.liaison, today=DAY, heading=shown.heading, text=text)
    actions.submit_disclosure(cases.fresh(shown), by=people.principal, today=DAY, note="")
    return cases.fresh(shown)


def published(people, shown, **values):
    days = {"published_from": DAY, "published_until": DAY + datetime.timedelta(days=15)}
    said = {"place": "区住建局公示栏", "address": "", "files": [SimpleUploadedFile("a.pdf", b"%PDF-1.4 x")]} | days
    actions.publish_disclosure(shown, by=people.liaison, today=DAY, **said | values)
    return cases.fresh(shown)


def test_both_texts_are_drafted_from_the_accepted_report_each_with_its_own_date(people, feedback):
    texts = {one.kind_of: one for one in feedback.disclosures.all()}
    assert texts.keys() == {"inside", "public"}
    assert "台账登记不完整" in texts["public"].text
    assert texts["public"].heading == "区住建局党组织关于巡察整改情况的通报"
    for one in texts.values():
        assert cases.open_dates(one) == {(f"disclose_{one.kind_of}", "respond")}
    assert actions.draft_inside.why_not(people.liaison, feedback, DAY)


def test_what_is_for_the_principal_alone_is_never_published(people):
    engagement = cases.on_site(people)
    found = cases.finding(engagement, "班子成员作风问题", concerns="member")
    cases.heard(people, engagement.round)
    cases.routed(people, found, "principal")
    cases.fed_back(people, engagement)
    alone = engagement.feedbacks.get(audience="principal")
    Feedback._base_manager.filter(pk=alone.pk).update(stage="reported")
    alone = actions.accept_report(cases.fresh(alone), by=people.clerk, today=DAY, note="")
    assert not alone.disclosures.exists()
    assert actions.draft_inside.why_not(people.principal, alone, DAY)


def test_the_guard_holds_up_what_lies_under_seal_until_the_office_has_taken_it_out(people, shown):
    shown = handed_in(people, shown, f"整改完成。{SAID}。")
    with pytest.raises(Refused, match="封存"):
        actions.approve_disclosure(shown, by=people.head, today=DAY, note="")
    actions.correct_disclosure(shown, by=people.clerk, today=DAY, heading=shown.heading, text="整改完成。")
    actions.approve_disclosure(cases.fresh(shown), by=people.head, today=DAY, note="")
    shown = cases.fresh(shown)
    assert (shown.stage, shown.approved_by, shown.approved_on) == (Stage.APPROVED, people.head, DAY)


def test_the_unit_does_not_learn_what_the_guard_compares_with(people, shown, client):
    shown = handed_in(people, shown, f"整改完成。{SAID}。")
    assert "封存" not in actions.approve_disclosure.why_not(people.liaison, shown, DAY)
    for name, held in (("clerk", True), ("liaison", False), ("leader", False)):
        client.force_login(getattr(people, name), backend="accounts.backends.ByPassword")
        page = client.get(shown.get_absolute_url()).content.decode()
        assert ("<mark>" in page) == held, name


def test_the_telephone_of_the_unit_leaves_when_the_head_says_so(people, shown):
    shown = handed_in(people, shown, "整改完成。联系电话：0000-0000000。")
    places = [place.code for place in guard.open_places(shown, guard.texts_of(shown))]
    assert places
    actions.overrule(shown, by=people.head, today=DAY, places=places, note="公开的监督电话")
    actions.approve_disclosure(cases.fresh(shown), by=people.head, today=DAY, note="")
    assert cases.fresh(shown).stage == Stage.APPROVED


def test_only_the_principal_hands_it_in_and_a_return_says_why(people, shown):
    assert actions.submit_disclosure.why_not(people.liaison, shown, DAY)
    shown = handed_in(people, shown)
    assert ("approve_disclosure", "direct") in cases.open_dates(shown)
    actions.return_disclosure(shown, by=people.head, today=DAY, note="请补充完成率")
    shown = cases.fresh(shown)
    assert (shown.stage, shown.returned_times) == (Stage.DRAFTING, 1)
    assert cases.open_dates(shown) == {("disclose_public", "respond")}


def test_publication_is_recorded_with_place_days_and_evidence(people, shown):
    shown = handed_in(people, shown)
    actions.approve_disclosure(shown, by=people.head, today=DAY, note="")
    shown = cases.fresh(shown)
    empty = forms.Publish({}, thing=shown, by=people.liaison, today=DAY)
    assert set(empty.errors) == {"place", "published_from", "published_until", "files"}
    days = {"published_from": DAY.isoformat(), "published_until": (DAY - datetime.timedelta(days=1)).isoformat()}
    wrong = forms.Publish({"place": "公示栏"} | days, thing=shown, by=people.liaison, today=DAY)
    assert "published_until" in wrong.errors
    shown = published(people, shown)
    assert shown.stage == Stage.PUBLISHED
    assert not cases.open_dates(shown)


def test_anybody_reads_the_public_text_from_its_first_day_to_its_last(people, feedback, shown, client):
    today = datetime.date.today()
    url = f"/rectification/published/{shown.key}/"
    assert client.get(url).status_code == 404
    shown = handed_in(people, shown)
    actions.approve_disclosure(shown, by=people.head, today=DAY, note="")
    last = today + datetime.timedelta(days=3)
    published(people, cases.fresh(shown), published_until=last)
    assert "已整改完成1个" in client.get(url).content.decode()
    assert shown.heading in client.get("/rectification/published/").content.decode()
    Disclosure._base_manager.filter(pk=shown.pk).update(published_until=today - datetime.timedelta(days=1))
    assert client.get(url).status_code == 404
    inside = feedback.disclosures.get(kind_of="inside")
    Disclosure._base_manager.filter(pk=inside.pk).update(stage="published", published_from=DAY, published_until=last)
    assert client.get(f"/rectification/published/{inside.key}/").status_code == 404


def test_the_head_may_leave_it_unpublished_for_a_reason(people, shown):
    with pytest.raises(Refused):
        actions.withhold_disclosure(shown, by=people.clerk, today=DAY, note="x")
    actions.withhold_disclosure(shown, by=people.head, today=DAY, note="涉密单位，不向社会公开")
    assert cases.fresh(shown).stage == Stage.WITHHELD
    assert not cases.open_dates(shown)


def test_the_paper_says_whether_it_may_be_published(people, shown, client):
    client.force_login(people.liaison, backend="accounts.backends.ByPassword")
    assert "不得公开" in client.get(f"{shown.get_absolute_url()}paper/").content.decode()
