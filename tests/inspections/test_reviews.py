"""The unit says how the team kept its rules; office and leading group read it, the team never does."""

import pytest

from casework.models import Notice
from casework.moves import Refused
from inspections import actions, forms
from inspections.models import TeamReview
from tests import cases
from tests.once import once
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY
MARKS = dict.fromkeys(TeamReview.MARKED, "good")


@once
def people():
    people = cast()
    people.engagement = cases.on_site(people)
    return people


def gone(people) -> TeamReview:
    actions.withdraw(people.engagement, by=people.leader, today=DAY)
    return people.engagement.team_review


def test_the_unit_is_asked_when_its_team_has_withdrawn(people):
    assert not TeamReview.objects.exists()
    review = gone(people)
    assert cases.open_dates(review) == {("review_team", "respond")}
    assert Notice.objects.filter(person=people.liaison, event__thing_kind=review.kind).exists()
    assert not Notice.objects.filter(person=people.leader, event__thing_kind=review.kind).exists()


def test_it_is_answered_once_by_the_unit_and_read_by_office_and_leading_group_alone(people, client):
    review = gone(people)
    for who in (people.clerk, people.leader, people.other_liaison):
        assert actions.review_team.why_not(who, review, DAY)
    actions.review_team(review, by=people.principal, today=DAY, text="作风扎实", **MARKS)
    review = cases.fresh(review)
    assert (review.author, review.answered_on) == (people.principal, DAY)
    with pytest.raises(Refused):
        actions.review_team(review, by=people.liaison, today=DAY, text="", **MARKS)
    readers = set()
    for name, user in people.users.items():
        client.force_login(user, backend="accounts.backends.ByPassword")
        if client.get(review.get_absolute_url()).status_code == 200:
            readers.add(name)
    assert readers == {"head", "clerk", "secretary", "principal", "liaison"}


def test_every_mark_is_asked_for_and_the_remarks_may_be_left_out(people):
    review = gone(people)
    form = forms.ReviewTeam({"text": ""}, thing=review, by=people.liaison, today=DAY)
    assert set(form.errors) == set(TeamReview.MARKED)
    assert forms.ReviewTeam(MARKS, thing=review, by=people.liaison, today=DAY).is_valid()


def test_the_office_does_without_it_for_a_reason(people):
    review = gone(people)
    assert "note" in forms.Reason({}, thing=review, by=people.clerk, today=DAY).errors
    actions.go_without_review(review, by=people.clerk, today=DAY, note="单位已撤并")
    assert not cases.open_dates(review)
