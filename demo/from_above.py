"""What an upper level fed back, in the district of tokens: one problem with its item, and an interim report."""

import datetime
from typing import TYPE_CHECKING

from casework.models import RegulationProfile
from findings import actions as findings
from findings.models import ExternalFinding, UpReport
from inspections import actions as inspections
from inspections.models import CategorySet, Round, Term

if TYPE_CHECKING:
    from .canaries import Canaries

WORDS = ("title_text", "text", "aspect", "source", "source_paper")


def tell(made: "Canaries") -> None:
    """A round of its own, taken over; its one item waits for its route."""
    clerk, day, due = made.users["clerk"], made.today, made.today + datetime.timedelta(days=90)
    named = {"name": "上级反馈", "year": day.year, "type": Round.Type.UPPER, "mode": Round.Mode.ORDINARY}
    named |= {"profile": RegulationProfile.objects.get(code="county")}
    named |= {"category_set": CategorySet.objects.get(code="six_disciplines")}
    said = made.words(Round, "priorities")
    round = made.do(
        inspections.open_round, Term.objects.get(), clerk, stays_from=None, stays_until=None, **named, **said
    )
    coded = {"place": 1, "received_on": day, "due_on": due}
    above = made.do(findings.receive_external, round, clerk, **coded, **made.words(ExternalFinding, *WORDS))
    said = {"title_text": above.title_text, "facts": above.text, "recommendation": "", "persons": []}
    said |= {"category": round.category_set.categories.first(), "concerns": "unit"}
    (item,) = made.do(findings.decompose, above, clerk, units=[made.units[0]], **said)
    made.do(findings.finish_decomposing, above, clerk)
    made.do(inspections.take_over, round, clerk, held_on=day)
    made.do(inspections.notify, item.engagement, clerk)
    said = {"number": "上报1号", "on": day} | made.words(UpReport, "receiver", "about")
    made.do(findings.report_up, round, clerk, **said)
