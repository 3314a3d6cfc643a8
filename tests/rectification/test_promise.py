"""Whatever anybody presses, in whatever order: the balance holds, and who may not is told why and changes nothing.

Random people press random buttons of one round: of papers, findings and their routes, landings, letters, items and
fixes. What a form asks is filled in at random from what it offers. Each press is either open to its person, then the
balance must still account for every matter; or it is refused with a reason, then nothing may have changed.

`XUNCHA_MOVES=20000 script/test tests/rectification/test_promise.py` presses as often as that, each time another way;
else two thousand times, the same way every time.
"""

import os

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from casework import policy
from casework.forms import FilesField
from casework.models import Event
from casework.moves import Refused, moves_of
from casework.views import arguments
from findings.forms.routing import ANSWERS, RoutesField
from findings.models import Finding, Landing, WorkingPaper
from inspections.models import Engagement, Round
from rectification import balance
from rectification.models import Feedback, ImmediateFix, Item, Plan
from referrals.models import Clue, Referral
from tests import cases
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY
STEPS = 40
MOVES = int(os.environ.get("XUNCHA_MOVES", "0"))
PROFILE = settings(
    max_examples=max(MOVES // STEPS // 2, 25),
    stateful_step_count=STEPS,
    deadline=None,
    derandomize=not MOVES,
    database=None,
    suppress_health_check=list(HealthCheck),
)
KINDS = (Round, Engagement, WorkingPaper, Finding, Landing, Clue, Referral, Feedback, Plan, Item, ImmediateFix)
#: of what a round and a unit can do, what moves matters
OF_THE_WHOLE = {
    "lg-hear",
    "secretary-hear",
    "begin-rectification",
    "archive",
    "file-paper",
    "feed-back",
    "group-decides-routes",
    "secretary-decides-routes",
}
BUTTONS = {
    kind: [move for move in moves_of(kind) if move.for_people and (kind not in KINDS[:2] or move.slug in OF_THE_WHOLE)]
    for kind in KINDS
}


#: where the rows of each kind are found that belong to a unit in its round
PATHS = {
    Round: lambda engagement: {"pk": engagement.round_id},
    Engagement: lambda engagement: {"round": engagement.round_id},
    Landing: lambda engagement: {"finding__engagement": engagement},
    Clue: lambda engagement: {"round": engagement.round_id},
    Referral: lambda engagement: {"round": engagement.round_id},
    Plan: lambda engagement: {"feedback__engagement": engagement},
    **dict.fromkeys(
        (WorkingPaper, Finding, Feedback, Item, ImmediateFix), lambda engagement: {"engagement": engagement}
    ),
}


@pytest.fixture(scope="module")
def people(django_db_setup, django_db_blocker):
    """A team on site with papers and findings of every sort."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = cast()
        engagement = cases.on_site(made)
        for concerns in ("unit", "unit", "member", "principal", "cadre"):
            cases.finding(engagement, f"涉及{concerns}的问题", concerns=concerns)
        for title in ("底稿一", "底稿二"):
            cases.paper(engagement, title)
        yield made
        transaction.set_rollback(True)


class Promise(RuleBasedStateMachine):
    """One round in which people press buttons."""

    people = None

    def __init__(self):
        super().__init__()
        self.apart = transaction.atomic()
        self.apart.__enter__()
        self.engagement = Engagement.objects.get(unit=self.people.unit)
        self.matters = self.counted(balance.of(self.engagement.round))
        self.there = self.all_of_it()

    def counted(self, found: balance.Balance) -> int:
        """Return how many matters there are, with those that were merged into another one: none may disappear."""
        merged = WorkingPaper.objects.filter(engagement__round=self.engagement.round, stage=WorkingPaper.Stage.MERGED)
        return found.recorded + merged.count()

    def teardown(self):
        try:
            found = balance.of(self.engagement.round)
            assert len(balance.exceptions(self.engagement.round, DAY)) == found.without_end
        finally:
            transaction.set_rollback(True)
            self.apart.__exit__(None, None, None)

    @rule(data=st.data(), as_he_may=st.integers(0, 3))
    def somebody_presses_something(self, data, as_he_may):
        thing = self.thing(data)
        buttons = BUTTONS[type(thing)]
        users = list(self.people.users.values())
        if as_he_may:  # more often than not, somebody presses what he has in front of him
            buttons = [move for move in buttons if thing.stage in move.leaves] or buttons
        move = data.draw(st.sampled_from(buttons), label="move")
        if as_he_may:
            users = list(policy.holders(thing.case, *move.by)) or users
        user = data.draw(st.sampled_from(users), label="who")
        before = self.fingerprint(thing)
        if reason := move.why_not(user, thing, DAY):
            with pytest.raises(Refused) as refused:
                move(thing, by=user, today=DAY)
            assert refused.value.reason == reason
        elif self.press(data, move, thing, user):
            self.there = self.all_of_it()
            self.everything_is_accounted_for()
            return
        assert self.fingerprint(thing) == before

    def everything_is_accounted_for(self):
        found = balance.of(self.engagement.round)
        assert found.unexplained == 0
        assert found.recorded == sum(part.recorded for part in found.parts.values())
        assert self.counted(found) >= self.matters
        self.matters = self.counted(found)

    def press(self, data, move, thing, user) -> bool:
        """Fill in what the button asks and press it; False if the form or the move says no."""
        values = {}
        if move.asks:
            said = filled(data, move.asks(thing=thing, by=user, today=DAY))
            form = move.asks(said, {}, thing=thing, by=user, today=DAY)
            if not form.is_valid():
                return False
            values = arguments(form)
        try:
            with transaction.atomic():
                move(thing, by=user, today=DAY, **values)
        except (Refused, ValidationError):
            return False
        return True

    def thing(self, data):
        """Return something of this round: of which kind is drawn first, so that each has its turn."""
        rows = data.draw(st.sampled_from(self.there), label="kind")
        return cases.fresh(data.draw(st.sampled_from(rows), label="thing"))

    def all_of_it(self):
        """Return the rows of each kind that there is any of; they change only when somebody pressed something."""
        rows = (kind.objects.filter(**PATHS[kind](self.engagement)).order_by("pk") for kind in KINDS)
        return [list(found) for found in rows if found]

    @staticmethod
    def fingerprint(thing):
        """What must not change when somebody is refused: the row, and the last line of the history."""
        row = type(thing)._base_manager.filter(pk=thing.pk).values().get()
        return row, Event.objects.order_by("-id").values_list("id", flat=True).first()


SAID_OF_A_MEETING = {"held_on", "place", "chair", "attendees", "agenda", "heard", "minutes", "paper"}


def filled(data, form) -> dict:
    """Return what a person might choose and write in a form: something for every field."""
    said = {name: answer(data, field) for name, field in form.fields.items() if not isinstance(field, FilesField)}
    if said.get("meeting"):  # a meeting is chosen, or it is recorded: not both
        said = {name: value for name, value in said.items() if name not in SAID_OF_A_MEETING}
    return said


def answer(data, field):
    match field:
        case RoutesField():
            kinds = st.sampled_from(["", *(kind for kind, _label in ANSWERS)])
            return [
                {"finding": finding.key, "kind_of": data.draw(kinds), "reason": "经研究"} for finding, _s in field.lines
            ]
        case forms.ModelChoiceField():
            offered = list(field.queryset[:5])
            chosen = data.draw(st.sampled_from([*offered, None] if not field.required else offered or [None]))
            return field.prepare_value(chosen) if chosen else ""
        case forms.ChoiceField():
            return data.draw(st.sampled_from([value for value, _label in field.choices] or [""]))
        case forms.BooleanField():
            return True
        case forms.DateField():
            return DAY.isoformat()
        case forms.IntegerField() | forms.DecimalField():
            return data.draw(st.integers(0, 100))
    return "按要求办理"


def hear(people):
    """The secretary has heard the round, and the leading group has said where the findings should go."""
    engagement = Engagement.objects.get(unit=people.unit)
    cases.heard(people, engagement.round)
    kinds = {"unit": "organisation", "member": "principal", "principal": "discipline", "cadre": "personnel"}
    for found in Finding.objects.filter(engagement=engagement, stage=Finding.Stage.CONFIRMED):
        cases.group_decided(people, found, kinds[found.concerns])
    for paper in WorkingPaper.objects.filter(engagement=engagement).exclude(stage__in=WorkingPaper.final):
        cases.dropped(people, paper)


@pytest.mark.parametrize("heard", [False, True], ids=["on site", "heard"])
def test_whatever_anybody_presses_the_balance_holds(people, heard):
    if heard:
        hear(people)
    Promise.people = people
    run_state_machine_as_test(Promise, settings=PROFILE)
