"""Worlds with and without a clue look alike to everybody who has no part in it.

Three worlds are built by the same moves, but for one finding: in the first it was never made; in the second the leader
has put it under seal; in the third it was decided, sent and answered. Whoever has no part in it gets the same of all
three, at every address. Whoever sees its stub (the team, the office) gets the same of the second and of the third: the
stub says that something left, and nothing of what becomes of it.
"""

import io
import re

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from findings import actions as findings
from findings.models import Finding
from inspections.models import Engagement
from referrals import actions as referrals
from referrals.models import Clue, SealedLetter
from tests import cases
from tests.people import cast
from tests.test_walls import SEES, addresses, keyed_addresses

DAY = cases.DAY
#: whoever has no part in it
OUTSIDE = (
    *("liaison", "principal", "other_leader", "personnel_handler", "department_handler", "secretary"),
    *("secadmin", "auditor"),
)
#: whoever sees that something left
STUB = ("member", "clerk")
WORDS = ("违规收受礼金", "钱某", "收送礼金二级", "线索〔", "巡线〔")
#: the auditor reads every line of the history, whatever it is about, and the balance counts what is sealed
BY_NATURE = ("history", "log", "balance", "notices")

#: so many things of each kind are opened, and the forms of the moves of the first of these kinds
MOST, WHOSE_MOVES = 2, (Engagement, Finding)
#: where somebody searches by words
SEARCHED = (
    "/findings/problems/",
    "/findings/papers/",
    "/referrals/letters/",
    "/referrals/clues/",
    "/referrals/transfers/",
)

pytestmark = pytest.mark.django_db


def build(clue: str):
    """Return the people of a world in which a clue was never made (""), is under seal, or has been answered."""
    people = cast()
    engagement = cases.on_site(people)
    found = {
        title: cases.finding(engagement, title) for title in ("台账登记不完整", "选人用人程序不规范", "国库支付滞后")
    }
    member = cases.finding(engagement, "班子成员作风问题", concerns="member", subject_name="赵某")
    at = {"kind_of": "team", "title_text": "组务会", "on": DAY, "minutes": "研判。"}
    findings.record_sitting(engagement, by=people.leader, today=DAY, **at)
    sealed = _under_seal(people, engagement) if clue else None
    round = cases.heard(people, engagement.round)
    cases.routed(people, found["台账登记不完整"], "organisation")
    cases.routed(people, member, "principal")
    referrals.send(cases.routed(people, found["选人用人程序不规范"], "personnel"), by=people.clerk, today=DAY, note="")
    letter = [cases.routed(people, found["国库支付滞后"], "department", receiver=people.department)]
    cases.letter_of(people, round, letter)
    if clue == "answered":
        _answered(people, sealed)
    cases.fed_back(people, engagement)
    return people


def _under_seal(people, engagement) -> Clue:
    finding = cases.finding(engagement, "违规收受礼金", concerns="principal")
    said = {"subject_name": "钱某", "discipline": "integrity", "subcategory": "收送礼金二级", "note": "涉嫌违纪"}
    return referrals.put_under_seal.siblings[Finding](cases.fresh(finding), by=people.leader, today=DAY, **said)


def _answered(people, clue: Clue) -> None:
    sitting = clue.engagement.sittings.get()
    referrals.study_clue(clue, by=people.leader, today=DAY, sitting=sitting, note="")
    referrals.propose_clue(clue, by=people.leader, today=DAY, proposal="移交", proposed_form="form1", note="")
    referrals.examine_clue(clue, by=people.head, today=DAY, note="")
    decided = {"receiver": people.discipline, "decided_on": DAY, "decision": "书记专题会议纪要"}
    referrals.decide_clue(clue, by=people.head, today=DAY, **decided)
    said = {"way": "single", "decision": "纪要", "demand": "", "contact": "主任", "phone": ""}
    round = cases.fresh(clue.round)
    letter = referrals.send_sealed_letter(round, by=people.head, today=DAY, clues=[clue], note="", **said)
    handler = people.discipline_handler
    referrals.sign_for_letter.siblings[SealedLetter](letter, by=handler, today=DAY, note="")
    clue = cases.fresh(clue)
    referrals.dispose.siblings[Clue](clue, by=handler, today=DAY, disposition="inquiry", note="")
    said = {"result": "谈话提醒", "four_forms": "form1", "files": [cases.pdf()]}
    referrals.reply.siblings[Clue](clue, by=handler, today=DAY, **said)
    referrals.settle.siblings[Clue](clue, by=people.head, today=DAY, note="")


def plain_addresses():
    for route, _view, _initkwargs in addresses():
        open_to_all = route.startswith(("accounts/sign", "accounts/one-time", "language", "healthz", "readyz"))
        if "<" not in route and not open_to_all and not any(word in route for word in BY_NATURE):
            yield f"/{route}"


def seen(people, name) -> dict[str, tuple[int, str, int]]:
    """Return what this person gets at every address: status, text without what differs by nature, and its cost."""
    client = Client()
    client.force_login(people.users[name], backend="accounts.backends.ByPassword")
    client.get("/")
    found = {}
    urls = {url: url for url in plain_addresses()}
    urls |= {f"{url}?q=礼金": f"{url}?q=礼金" for url in SEARCHED}
    things = {model: list(model.objects.visible_to(people.users[name]).order_by("pk")[:MOST]) for model in SEES}
    for route, model, move, api in keyed_addresses():
        if "balance" in route or (move is not None and (api or model not in WHOSE_MOVES)):
            continue
        for place, thing in enumerate(things[model]):
            if move is not None and place:
                break
            urls[f"{model.__name__} {place} {route}"] = f"/{route.replace('<str:key>', thing.key)}"
    for label, url in urls.items():
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(url)
        # A session is written again once a minute, whoever asks and whatever for.
        cost = sum(not re.search("session|SAVEPOINT", query["sql"], re.IGNORECASE) for query in asked.captured_queries)
        found[label] = (answer.status_code, _text(answer), cost)
    return found


def _text(answer) -> str:
    content = b"".join(answer) if answer.streaming else answer.content
    if content[:2] == b"PK":
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        text = repr([book.get_sheet_by_name(name).to_python() for name in book.sheet_names if name != "说明"])
    else:
        text = content.decode(errors="replace")
    text = re.sub(r"(csrfmiddlewaretoken\" value=\"|X-CSRFToken\": \"|csrf_token\W+)[\w-]+", "", text)
    text = re.sub(r"name=\"form_key\" value=\"[\w-]+\"", "", text)
    text = re.sub(r"nonce=\"[^\"]+\"|DC-\d{8}-\d+|\b\d\d:\d\d(:\d\d)?\b", "", text)
    return re.sub(r"\b(?=[a-z]*\d)[2-9a-hjkmnp-z]{12}\b|\b[2-9a-hjkmnp-z]{12}\b", "KEY", text)


@pytest.fixture(scope="module")
def worlds(django_db_setup, django_db_blocker):
    """What everybody gets in each of the three worlds; each is gone before the next is built."""
    found = {}
    for clue in ("", "sealed", "answered"):
        with django_db_blocker.unblock(), transaction.atomic():
            people = build(clue)
            if not found:  # what is asked once a process is asked now
                seen(people, "sysadmin")
            readers = {"": OUTSIDE, "sealed": STUB, "answered": (*OUTSIDE, *STUB)}[clue]
            found[clue] = {name: seen(people, name) for name in readers}
            transaction.set_rollback(True)
    return found


def differences(one, other):
    wrong = []
    for url in sorted({*one, *other}):
        if one.get(url) != other.get(url):
            here, there = one.get(url), other.get(url)
            wrong.append(f"{url}: {_first_difference(here, there)}")
    return wrong


def _first_difference(here, there) -> str:
    if here is None or there is None:
        return "only in one world"
    if here[0] != there[0] or here[2] != there[2]:
        return f"{here[0]} at {here[2]} questions, {there[0]} at {there[2]}"
    at = next((n for n, (a, b) in enumerate(zip(here[1], there[1], strict=False)) if a != b), 0)
    return f"…{here[1][max(0, at - 60) : at + 60]}… ≠ …{there[1][max(0, at - 60) : at + 60]}…"


@pytest.mark.parametrize("name", OUTSIDE)
def test_whoever_has_no_part_in_it_gets_what_he_would_get_without_it(worlds, name):
    wrong = differences(worlds[""][name], worlds["answered"][name])
    assert wrong == [], "\n".join(wrong[:10])


@pytest.mark.parametrize("name", STUB)
def test_the_stub_does_not_say_what_becomes_of_it(worlds, name):
    decided = ("/findings/landings/", "Landing ", "Finding ", "/api/v1/landings/")  # the office's balance counts it
    here, there = (
        {url: got for url, got in worlds[clue][name].items() if name != "clerk" or not url.startswith(decided)}
        for clue in ("sealed", "answered")
    )
    wrong = differences(here, there)
    assert wrong == [], "\n".join(wrong[:10])


@pytest.mark.parametrize("name", [*OUTSIDE, *STUB])
def test_nobody_reads_a_word_of_it(worlds, name):
    for url, (_status, text, _cost) in worlds["answered"][name].items():
        assert not [word for word in WORDS if word in text], url
