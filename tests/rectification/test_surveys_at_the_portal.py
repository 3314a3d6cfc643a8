"""Of a satisfaction survey the portal's role may add an answer, and learn what a stranger may know: nothing else."""

import contextlib
import datetime
import os

import psycopg2
import pytest
from django.core.management import call_command
from django.db import connection

from rectification import actions
from rectification.models import SurveyAnswer
from tests import cases
from tests.people import cast


@pytest.fixture
def at_the_portal(committed):
    """A connection to this test's database as the portal's role."""
    if "PORTAL_DATABASE_URL" not in os.environ:
        pytest.skip("this server has not the three roles")
    call_command("grants", verbosity=0)
    address = os.environ["PORTAL_DATABASE_URL"].rsplit("/", 1)[0] + "/" + connection.settings_dict["NAME"]
    with contextlib.closing(psycopg2.connect(address)) as outside:
        outside.autocommit = True
        yield outside.cursor()


INSERT = (
    "INSERT INTO rectification_surveyanswer (key, survey, whole, solved, told, conduct)"
    " VALUES (%s, 's', 'satisfied', '', '', '')"
)


def test_the_portal_may_put_an_answer_in_and_never_look_at_one(at_the_portal):
    at_the_portal.execute(INSERT, ["a" * 64])
    for statement in (
        "SELECT count(*) FROM rectification_surveyanswer",
        "SELECT key FROM rectification_surveyanswer",
        "UPDATE rectification_surveyanswer SET whole = 'satisfied'",
        "DELETE FROM rectification_surveyanswer",
        INSERT.replace("%s", "'b'") + " RETURNING key",
        "SELECT token FROM rectification_satisfactionsurvey",
    ):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            at_the_portal.execute(statement)
    with pytest.raises(psycopg2.errors.UniqueViolation):
        at_the_portal.execute(INSERT, ["a" * 64])
    assert SurveyAnswer.objects.get().whole == "satisfied"


def test_the_portal_learns_of_a_survey_only_what_a_stranger_may(at_the_portal):
    people, today = cast(), datetime.date.today()
    engagement = cases.on_site(people)
    cases.heard(people, engagement.round)
    cases.fed_back(people, engagement)
    survey = cases.satisfaction(people, engagement, today)
    asked = "SELECT * FROM rectification_survey(%s, %s)"
    at_the_portal.execute(asked, [survey.token, today])
    assert at_the_portal.fetchall() == [(survey.key, survey.unit.name, survey.closes_on, survey.codes)]
    at_the_portal.execute(asked, ["unknown", today])
    assert at_the_portal.fetchall() == []
    actions.close_survey(survey, by=people.clerk, today=today, note="提前")
    at_the_portal.execute(asked, [survey.token, today])
    assert at_the_portal.fetchall() == []
