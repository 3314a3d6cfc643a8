"""The satisfaction survey: each code counts once, nobody reads a single answer, and few answers tell nothing."""

import datetime

import pytest
from django.core.cache import cache
from django.utils.html import strip_tags

from casework.moves import Refused
from findings import throttle
from rectification import actions, assessing, surveying, tasks
from rectification.forms import survey as forms
from rectification.models import SatisfactionSurvey, SurveyAnswer
from tests import cases
from tests.once import once
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY
Stage = SatisfactionSurvey.Stage
MARKS = {"whole": "satisfied", "solved": "basically", "told": "satisfied", "conduct": "unknown"}


@once
def people():
    cache.clear()
    return cast()


@once
def engagement(people):
    engagement = cases.on_site(people)
    found = cases.finding(engagement)
    cases.heard(people, engagement.round)
    cases.routed(people, found, "organisation")
    cases.fed_back(people, engagement)
    return cases.fresh(engagement)


@once
def survey(people, engagement):
    today = datetime.date.today()
    return cases.satisfaction(people, engagement, today)


def address(survey):
    return f"/rectification/survey/{survey.token}/"


def words_of(page) -> str:
    """What a page says, without its address and its token."""
    return strip_tags(page.content.decode())


def answered(survey, many, **marks):
    seen = surveying.survey_of(survey.token, survey.closes_on)
    for code in surveying.codes_of(survey.key, survey.codes)[:many]:
        assert surveying.answer(seen, code, MARKS | marks)


def test_whoever_has_a_slip_answers_without_signing_in_and_each_code_counts_once(survey, client):
    code = surveying.codes_of(survey.key, survey.codes)[3]
    page = client.get(address(survey))
    assert "巡察整改成效" in page.content.decode()
    assert "noindex" in page["X-Robots-Tag"]
    spaced = f"{code[:5]} {code[5:]}"
    assert "已经收到" in client.post(address(survey), MARKS | {"code": spaced}).content.decode()
    again = client.post(address(survey), MARKS | {"code": code})
    assert again.status_code == 422
    assert "已经使用过" in again.content.decode()
    assert SurveyAnswer.objects.filter(survey=survey.key).count() == 1


def test_a_wrong_code_and_a_missing_mark_are_named_and_what_was_chosen_stays(survey, client):
    wrong = client.post(address(survey), MARKS | {"code": "0123456789"})
    assert (wrong.status_code, SurveyAnswer.objects.count()) == (422, 0)
    assert "测评码不正确" in wrong.content.decode()
    assert wrong.content.decode().count("checked") == 4
    left = client.post(address(survey), {"code": "123", "whole": "satisfied"}).content.decode()
    assert "请选择一项" in left
    assert "10" in left


def test_whoever_tries_codes_is_stopped_for_the_day(survey, client, monkeypatch):
    monkeypatch.setattr(throttle, "used_up", lambda **subjects: set(subjects) == {throttle.TRIES_OF_CODE})
    code = surveying.codes_of(survey.key, survey.codes)[0]
    assert client.post(address(survey), MARKS | {"code": code}).status_code == 429
    assert not SurveyAnswer.objects.exists()


def test_a_closed_survey_looks_like_one_that_never_was(people, survey, client):
    actions.close_survey(survey, by=people.clerk, note="提前")
    closed, never = client.get(address(survey)), client.get("/rectification/survey/abcdefgh/")
    assert closed.status_code == never.status_code == 404
    assert words_of(closed) == words_of(never)


def test_an_answer_bears_no_name_no_day_and_no_hour():
    names = {field.name for field in SurveyAnswer._meta.get_fields()}
    assert names == {"key", "survey", *SurveyAnswer.QUESTIONS}


def test_counts_are_told_when_it_has_closed_and_five_have_answered(people, engagement, survey):
    answered(survey, 4)
    seen = surveying.survey_of(survey.token, survey.closes_on)
    surveying.answer(seen, surveying.codes_of(survey.key, survey.codes)[9], MARKS | {"whole": "dissatisfied"})
    assert survey.rate is None
    actions.close_survey(survey, by=people.clerk, note="全部收回")
    survey = cases.fresh(survey)
    assert (survey.answers, survey.satisfied, survey.dissatisfied, str(survey.rate)) == (5, 4, 1, "80.0")
    assert set(SurveyAnswer.objects.values_list("whole", flat=True)) == {""}
    said = assessing.words_of(assessing.counts_of(engagement, DAY))["satisfaction"]
    assert said == "满意和基本满意80.0%，有效答卷5份"


def test_of_four_answers_nothing_is_told(people, engagement, survey):
    answered(survey, 4)
    actions.close_survey(survey, by=people.clerk, note="期满")
    survey = cases.fresh(survey)
    assert (survey.answers, survey.result, survey.rate) == (4, {}, None)
    assert "没有" in assessing.words_of(assessing.counts_of(engagement, DAY))["satisfaction"]


def test_it_closes_by_itself_after_its_last_day_and_only_once_is_open(people, engagement, survey):
    assert cases.open_dates(survey) == {("close_survey", "oversee")}
    with pytest.raises(Refused, match="正在进行"):
        cases.satisfaction(people, engagement)
    tasks.close_surveys()
    assert cases.fresh(survey).stage == Stage.OPEN
    SatisfactionSurvey._base_manager.filter(pk=survey.pk).update(closes_on=DAY)
    tasks.close_surveys()
    assert cases.fresh(survey).stage == Stage.CLOSED


def test_the_office_prints_the_slips_and_nobody_else_sees_a_code(people, survey, client):
    codes = surveying.codes_of(survey.key, survey.codes)
    assert len(set(codes)) == survey.codes
    url, shown = f"{survey.get_absolute_url()}slips/", f"{codes[0][:5]} {codes[0][5:]}"
    for name, seen in (("clerk", True), ("secretary", False)):
        client.force_login(getattr(people, name), backend="accounts.backends.ByPassword")
        assert (shown in client.get(url).content.decode()) == seen, name
    for name in ("liaison", "leader", "stranger"):
        client.force_login(getattr(people, name), backend="accounts.backends.ByPassword")
        assert client.get(url).status_code == 404, name


def test_while_it_is_open_its_page_tells_how_many_came_and_nothing_more(people, survey, client):
    answered(survey, 6)
    client.force_login(people.clerk, backend="accounts.backends.ByPassword")
    page = client.get(survey.get_absolute_url()).content.decode()
    assert "已收回6份" in page
    assert "不满意" not in page
    actions.close_survey(survey, by=people.clerk, note="全部收回")
    assert "对整改成效的总体评价" in client.get(survey.get_absolute_url()).content.decode()


def test_so_many_slips_and_no_day_that_has_passed(engagement, people):
    values = {"asked": "干部", "codes": "4", "closes_on": "2020-01-01"}
    form = forms.OpenSurvey(values, thing=engagement, by=people.clerk, today=DAY)
    assert set(form.errors) == {"codes", "closes_on"}
