"""How a unit of the demo publishes what it has put right: inside the Party, and to the public; and canaries."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from rectification import actions as rectification
from rectification.models import Disclosure, Feedback

from . import papers, words
from .diary import Story

if TYPE_CHECKING:
    from .canaries import Canaries
    from .canaries import Visit as Canary
    from .story import Visit

Kind = Disclosure.Kind
PLACES = {Kind.INSIDE: "本单位全体党员大会通报", Kind.PUBLIC: "本单位公示栏、政务公开栏"}
MORE = "请在补充各类问题完成率后重新报送。"
LAST = "欢迎广大干部群众对巡察整改情况进行监督，意见可以书面送交本单位办公室。"
#: days from the acceptance of the report to each step
WRITTEN, APPROVED, SHOWN = 2, 4, 5
#: for how many days a text is shown: a fortnight on the board, a year on the web
FOR_DAYS = {Kind.INSIDE: 15, Kind.PUBLIC: 365}


def text_of(visit: Visit) -> str:
    return f"{words.rectified(visit.unit)}\n{LAST}"


def tell(visit: Visit, feedback: Feedback) -> Story:
    """The unit goes its way with both texts; one of them comes back once at every third unit."""
    diary = visit.diary
    yield WRITTEN
    texts = list(feedback.disclosures.order_by("pk"))
    for one in texts:
        said = {"heading": one.heading, "text": text_of(visit)}
        diary.do(rectification.write_disclosure, one, by=visit.liaison, **said)
        diary.do(rectification.submit_disclosure, one, by=visit.principal, note="")
    yield APPROVED - WRITTEN
    if len(str(visit.unit)) % 3 == 0:
        diary.do(rectification.return_disclosure, texts[-1], by=visit.head, note=MORE)
        yield 0
        diary.do(rectification.submit_disclosure, texts[-1], by=visit.principal, note="已补充完善。")
    for one in texts:
        if rectification.approve_disclosure.why_not(visit.head, one, diary.today) is None:
            diary.do(rectification.approve_disclosure, one, by=visit.head, note="同意公开。")
    yield SHOWN - APPROVED
    for one in texts:
        one.refresh_from_db()
        if one.stage == Disclosure.Stage.APPROVED:
            publish(visit, one)


def publish(visit: Visit, one: Disclosure) -> None:
    diary = visit.diary
    last = diary.today + datetime.timedelta(days=FOR_DAYS[Kind(one.kind_of)])
    said = {"place": PLACES[Kind(one.kind_of)], "address": "", "published_from": diary.today, "published_until": last}
    shown = papers.letter("公开情况佐证", one.heading, [one.text])
    diary.do(rectification.publish_disclosure, one, by=visit.liaison, files=[shown], **said)


# -- canaries ------------------------------------------------------------------------------------------------------


def canary(made: Canaries, visit: Canary) -> None:
    """The text inside the Party is published, the one to the public waits for the head."""
    day = made.today
    feedback = visit.engagement.feedbacks.get(audience=Feedback.Audience.ORGANISATION)
    for one in feedback.disclosures.order_by("pk"):
        made.do(rectification.write_disclosure, one, visit.liaison, **made.words(Disclosure, "heading", "text"))
        made.do(rectification.submit_disclosure, one, visit.principal)
        if one.kind_of == Kind.INSIDE:
            made.do(rectification.approve_disclosure, one, made.users["head"])
            said = {"published_from": day, "published_until": day} | made.words(Disclosure, "place")
            made.do(rectification.publish_disclosure, one, visit.liaison, address="", files=[made.file()], **said)
