"""The teams that the office had proposed for a round that is being planned: a draft, to be taken or dropped."""

from typing import TYPE_CHECKING

from accounts.models import Person
from inspections import actions as inspections
from inspections import tasks

from .diary import Story

if TYPE_CHECKING:
    from .story import Round

Skill = Person.Skill
#: round → what is asked for
WISHES = {
    "五届区委第五轮巡察": {
        "teams": 2,
        "deputies": 1,
        "members": 2,
        "skills": [Skill.TALKS.value, Skill.FINANCE.value],
        "seconds": 10,
    },
}


def tell(round: "Round") -> Story:
    """Some days ago the office asked; the answer was there in the same minute."""
    wish = WISHES.get(round.plan.name)
    if wish is not None:
        units = list(round.round.engagements.filter(team=None).order_by("pk"))
        proposal = round.diary.do(inspections.propose_teams, round.round, by=round.clerk, units=units, **wish)
        tasks.compute(proposal, round.diary.today)
    yield 0
