"""A village in six steps, on a phone: from its list of problems until the office closes it."""

import pytest
from django.utils import timezone

from accounts.models import Organisation
from inspections.models import Engagement
from rectification.models import Feedback, Item
from tests import cases
from tests.people import cast

from .test_in_the_browser import PDF, Person

pytestmark = pytest.mark.browser


@pytest.fixture
def people(committed):
    """The cast, with a village for its unit."""
    people = cast()
    Organisation.objects.filter(pk=people.unit.pk).update(kind_of=Organisation.Kind.VILLAGE)
    people.unit = cases.fresh(people.unit)
    return people


class OnAPhone(Person):
    """Somebody whose page is never wider than what he holds in his hand."""

    def at(self, thing):
        super().at(thing)
        assert self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), self.page.url
        return self


def test_a_village_goes_its_six_steps_on_a_phone(window, people):
    today = timezone.localdate()
    engagement = cases.on_site(people, today)
    assert engagement.in_six_steps
    found = cases.finding(engagement, "村级账目公开不及时", today)
    leader, liaison, principal = (
        OnAPhone(window(person, width=390, height=844)) for person in (people.leader, people.liaison, people.principal)
    )
    clerk = Person(window(people.clerk))

    # The team brings its list of problems home in one step; the meetings decide, and the village has its feedback.
    assert "一并提交" in leader.at(engagement).may_not("withdraw")
    leader.at(engagement).does("hand-in-list", report="发现村级账目公开不及时等问题。")
    cases.heard(people, engagement.round, today)
    cases.routed(people, cases.fresh(found), "organisation", today)
    feedback = cases.fed_back(people, engagement, today)
    item = Item.objects.get()

    # It says what it will do, the principal signs, and that is the approval.
    principal.at(feedback).does("sign-for")
    principal.at(feedback).does("state-position", statement="诚恳接受，照单全收，立行立改。")
    said = {"leader": "村党支部书记", "department": "村委会", "person": "会计", "due_on": today.isoformat()}
    liaison.at(item).does("fill", goal="账目按月公开", text="每月五日前上墙公开", **said)
    assert "六步" in liaison.at(feedback.plan).may_not("propose")
    principal.at(feedback.plan).does("sign-plan", truth=True)

    # It is put right, signed for, verified.
    liaison.at(item).does("report-progress", percent="100", done="账目已全部公开", files=PDF)
    liaison.at(item).does("request-close", outcome="done")
    principal.at(item).does("endorse-item", truth=True)
    clerk.at(item).does("close", note="属实")

    # One paper reports on it all, and the office closes the engagement.
    assert "一份报告" in principal.at(feedback).may_not("draft-report")
    principal.at(feedback).does("file-report", report="反馈问题全部整改到位。", truth=True)
    clerk.at(feedback).does("accept-report")
    assert cases.fresh(feedback).stage == Feedback.Stage.ACCEPTED
    clerk.at(engagement).does("close-engagement")
    assert cases.fresh(engagement).stage == Engagement.Stage.CLOSED
