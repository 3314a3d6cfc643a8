"""Worlds with and without a clue look alike to everybody who has no part in it.

Three worlds are built by the same moves, but for one matter: in the first nobody ever wrote it down; in the second the
leader has put it under seal, with the talk, the petition and the lead behind it; in the third it was decided, sent and
answered as well. Whoever has no part in it gets the same in all three at every address: the same status, the same
words, the same cells of a workbook, and it costs the same questions to the database, which stand for the time it takes.
Whoever sees its stub (the team, the office) gets the same in the second and in the third: the stub says that something
left, and nothing of what becomes of it.
"""

import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, reset_queries, transaction
from django.forms import CharField
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from accounts.models import Session
from casework.models import Attachment, Notice
from findings import actions as findings
from findings.models import Concern, Finding, Landing, Lead, LeadStep, Petition, RoutingStep, Talk, WorkingPaper
from inspections.models import Engagement, Round
from rectification.balance import LINES
from rectification.models import Opinion
from referrals import actions as referrals
from referrals.models import Clue, Referral, SealedLetter, TransferLetter
from tests import cases
from tests.people import cast, join
from tests.test_walls import SEES, addresses, keyed_addresses

DAY = cases.DAY
NOBODY, ABSENT = "nobody", "zzzzzzzzzzzz"
#: whoever has no part in it
OUTSIDE = (
    *("liaison", "principal", "other_principal", "secretary", "stranger", NOBODY),
    *("personnel_handler", "department_handler", "other_leader", "other_member"),
    *("sysadmin", "secadmin", "auditor"),
)
#: whoever sees that something left: the team that it left, and those of the office who were not named for it
STUB = ("member", "clerk")
#: what stands in it and nowhere else
WORDS = ("违规收受礼金", "名贵烟酒", "礼金凭证", "线索〔", "巡线〔", "谈话提醒")
#: what is behind a clue and leaves with it
BEHIND = (WorkingPaper, Finding, Lead, LeadStep, Talk, Concern, Petition, Landing, RoutingStep)

#: what a clue touches: these lists are opened in every way
TOUCHED = (*BEHIND, Clue, SealedLetter, Referral, TransferLetter)
#: things near by, whose moves are tried
TRIED = (Round, Engagement, Finding, WorkingPaper, Landing, Opinion, Petition)
#: those who would learn of it first
NEAREST = ("liaison", "other_leader")
#: one of each kind of reader goes everywhere; who is like him, to the lists over the API and to what he sees
CLOSELY = ("liaison", "secretary", "personnel_handler", "other_leader", "auditor", "member", "clerk", "leader")

#: The balance counts what is sealed, as a number alone: the office reads it, and the leading group.
BALANCE = "balance"
#: The auditor reads in the log of all moves that one was made, whatever it was about, and no word of it.
LOGS_EVERY_MOVE = "/log/"

#: headers that are never twice the same
OF_THE_MOMENT = ("Content-Length", "Set-Cookie", "Expires")

pytestmark = pytest.mark.django_db


# -- the worlds ------------------------------------------------------------------------------------------------------


def build(clue: str):
    """Return the people of a world in which a matter was never found (""), is under seal, or was sent."""
    people = cast()
    join(people, "named", "专办干部", people.office)
    engagement = cases.on_site(people)
    other = engagement.round.engagements.exclude(pk=engagement.pk).get()
    titles = ("台账登记不完整", "选人用人程序不规范", "国库支付滞后")
    found = {title: cases.finding(engagement, title) for title in titles}
    member = cases.finding(engagement, "班子成员作风问题", concerns="member", subject_name="赵某")
    cases.registers(engagement)
    people.clue = _under_seal(people, engagement) if clue else None
    cases.petition(engagement, "反映工程款拖欠。")
    findings.pass_on(Petition.objects.latest("pk"), by=people.member, today=DAY, passed_to="区信访局", note="移送")
    findings.enter_receipt(Petition.objects.latest("pk"), by=people.member, today=DAY, receipt="已收悉")
    theirs = cases.finding(other, "食堂采购不规范", second=people.stranger)
    at_once = cases.finding(other, "公示栏未更新", second=people.stranger)
    findings.put_right_at_once(cases.fresh(at_once), by=people.other_leader, today=DAY, note="")
    cases.week(engagement)
    if clue == "sent":
        _decide(people, people.discipline)
    round = cases.heard(people, engagement.round)
    cases.routed(people, found["台账登记不完整"], "organisation")
    cases.routed(people, member, "principal")
    cases.routed(people, theirs, "organisation")
    if clue == "sent":
        _send(people)
    referrals.send(cases.routed(people, found["选人用人程序不规范"], "personnel"), by=people.clerk, today=DAY, note="")
    letter = [cases.routed(people, found["国库支付滞后"], "department", receiver=people.department)]
    cases.letter_of(people, round, letter)
    cases.fed_back(people, engagement)
    cases.opinion(people, other, demands="请钱某等人按期整改。")
    return people


def _under_seal(people, engagement) -> Clue:
    """All of it: a talk with what was confided, a petition, a lead with its step, a signed paper with a file."""
    talk = cases.talk(engagement, "吴某", summary="谈到收受礼金。")
    cases.concern(talk, name="钱某", matter="礼金去向不明。")
    petition = cases.petition(engagement, "反映收受礼金。")
    findings.accept_petition(petition, by=people.member, today=DAY, note="")
    lead = findings.raise_lead(talk, by=people.member, today=DAY, title_text="收受礼金", about="谈话反映。")
    findings.take_step(lead, by=people.member, today=DAY, means="documents", on=DAY, result="名贵烟酒三次。")
    said = {"title_text": "违规收受礼金", "facts": "三次收受礼金。", "basis": "纪律处分条例", "evidence": "凭证第3页"}
    said |= {"source": "talk", "found_on": DAY, "second": people.second_member, "responsibility": ""}
    said["files"] = [cases.pdf("礼金凭证.pdf")]
    paper = cases.signed(findings.lead_to_paper(cases.fresh(lead), by=people.member, today=DAY, **said))
    said = {"subject_name": "钱某", "discipline": "integrity", "subcategory": "收送礼金", "note": "涉嫌违纪"}
    said |= {"talks": [talk], "petitions": [petition], "overseers": [people.named]}
    return referrals.put_under_seal.siblings[WorkingPaper](cases.fresh(paper), by=people.leader, today=DAY, **said)


def _decide(people, receiver) -> None:
    clue = people.clue
    referrals.study_clue(clue, by=people.leader, today=DAY, sitting=cases.sitting(clue.engagement), note="")
    referrals.propose_clue(clue, by=people.leader, today=DAY, proposal="移交", proposed_form="form1", note="")
    referrals.examine_clue(clue, by=people.head, today=DAY, note="")
    decided = {"receiver": receiver, "decided_on": DAY, "meeting": clue.round.meetings.earliest("pk")}
    referrals.decide_clue(clue, by=people.head, today=DAY, **decided)


def _send(people) -> None:
    said = {"way": "single", "decision": "纪要", "demand": "", "contact": "主任", "phone": ""}
    round = cases.fresh(people.clue.round)
    referrals.send_sealed_letter(round, by=people.head, today=DAY, clues=[people.clue], note="", **said)


def _answer(people, handler) -> None:
    verbs = (referrals.dispose, referrals.reply, referrals.settle)
    dispose, reply, settle = (verb.siblings[Clue] for verb in verbs)
    clue = cases.fresh(people.clue)
    referrals.sign_for_letter.siblings[SealedLetter](clue.letter, by=handler, today=DAY, note="")
    clue = cases.fresh(clue)
    dispose(clue, by=handler, today=DAY, disposition="inquiry", note="")
    said = {"result": "谈话提醒", "four_forms": "form1", "files": [cases.pdf()]}
    reply(clue, by=handler, today=DAY, **said)
    settle(clue, by=people.head, today=DAY, note="")


# -- what somebody gets ----------------------------------------------------------------------------------------------


class Answers(dict):
    """What one person got: by the name of each address its status, its text, and what was asked for it."""

    def __init__(self, people, name):
        super().__init__()
        self.user = people.users.get(name)
        self.client = Client()
        if self.user:
            Session.objects.filter(user=self.user).delete()
            self.client.force_login(self.user, backend="accounts.backends.ByPassword")
        self.client.get("/")

    def ask(self, label: str, url: str, data=None) -> None:
        """Open an address, or with ``data`` try a move over the API, and take back whatever that has done."""
        reset_queries()  # Django keeps the last thousands of them alone
        with transaction.atomic(), CaptureQueriesContext(connection) as asked:
            answer = self.client.get(url) if data is None else self.client.post(url, data)
            text = _text(answer)
            transaction.set_rollback(True)
        named = {name: value for name, value in answer.headers.items() if name not in OF_THE_MOMENT}
        head = text_of_keys(repr(sorted(named.items())))
        questions = json.dumps([one for one in map(_question, asked.captured_queries) if one])
        self[label] = (answer.status_code, head, *(zlib.compress(one.encode(), 1) for one in (text, questions)))


def text_of_keys(text: str) -> str:
    """Return the text with its random keys, and the numbers of exports, told alike."""
    text = re.sub(r"DC-\d{8}-\d+", "EXPORT", text)
    return re.sub(r"(?<![a-z0-9])[2-9a-hjkmnp-z]{12}(?![a-z0-9])", "KEY", text)


def _text(answer) -> str:
    content = b"".join(answer) if answer.streaming else answer.content
    if content[:2] == b"PK":
        content = _text_of_office(content)
    text = content.decode(errors="replace")
    text = re.sub(r"((csrfmiddlewaretoken|form_key)\" value=\"|X-CSRFToken\": \"|csrf_token\W+)[\w-]+", "", text)
    text = re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+(\+\d\d:\d\d|Z)?", "MOMENT", text)
    text = re.sub(r"\d+(\.\d)?\s[GT]B", "SPACE", text)  # what is free on the machine
    return text_of_keys(re.sub(r"nonce=\"[^\"]+\"|\b\d\d:\d\d(:\d\d(\.\d+)?)?\b", "", text))


def _text_of_office(content: bytes) -> bytes:
    """Return the cells of a workbook, or the text of a Word file; the numbers of copies stand in its footers."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        if "word/document.xml" in package.namelist():
            return package.read("word/document.xml")
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return repr({name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}).encode()


def _question(query) -> str:
    """Return a question to the database without its values; nothing for what keeps the session or a savepoint."""
    sql = query["sql"]
    if re.match(r"(RELEASE |ROLLBACK TO )?SAVEPOINT", sql) or "accounts_session" in sql:
        return ""
    sql = re.sub(r"_django_curs_\w+|(?<=round_)\d+", "?", sql)
    sql = re.sub(r"E?'(?:[^']|'')*'|(?<![\w.])-?\d+(\.\d+)?\b", "?", sql)
    return re.sub(r"\(\?(, \?)*\)", "(?)", sql)


def pages(name) -> Iterator[str]:
    """Yield the addresses without a key that this person opens: each list as a page or over the API, and all else."""
    for route, view, _initkwargs in addresses():
        kind, api = getattr(view, "model", None), route.startswith("api/")
        if "<" in route or route.startswith(("api/schema", "healthz", "readyz")):
            continue
        if kind not in TOUCHED and (api if name in CLOSELY else kind and not api):
            continue
        yield f"/{route}"
        if kind in TOUCHED and "q" in filters_of(view):
            yield f"/{route}?q=礼金"
        if kind in BEHIND and name in (*STUB, "leader", "secretary"):
            yield from (
                f"/{route}?{field}={value}"
                for field, one in filters_of(view).items()
                for value, _label in one.extra.get("choices", ())
            )


def filters_of(view) -> dict:
    return getattr(getattr(view, "filterset", None), "base_filters", {})


def everything(people, name) -> Answers:
    """Return what this person gets everywhere."""
    answers = Answers(people, name)
    for url in pages(name):
        answers.ask(url, url)
    if answers.user is None:
        return answers
    things = {}
    for model in SEES:
        rows = model.objects.visible_to(answers.user).order_by("pk")
        things[model] = list(rows if model in (Finding, WorkingPaper, Landing) and name in STUB else rows[:1])
        answers[f"rows of {model.__name__}"] = rows.count()
    for route, model, move, api in keyed_addresses():
        for place, thing in enumerate(things.get(model, ())):
            label = f"{model.__name__} {place} {route}"
            if move is None and (not api or model in TOUCHED):
                for line in LINES if BALANCE in route and "<str:name>" in route else [""]:
                    answers.ask(f"{label}{line}", reached(route, thing.key, line))
            elif move is not None and api and not place and model in TRIED and name in CLOSELY:
                answers.ask(label, reached(route, thing.key), said(move))
    for place, notice in enumerate(Notice.objects.filter(person=answers.user).order_by("pk")[:2]):
        answers.ask(f"notice {place}", f"/notices/{notice.key}/")
    return answers


def reached(route: str, key: str, name: str = "problems") -> str:
    return "/" + route.replace("<str:key>", key).replace("<str:name>", name or "problems")


def said(move) -> dict[str, str]:
    """Return something for each text that a move asks for, in words of the clue: what is refused, says why."""
    fields = move.asks.base_fields if move.asks else {}
    return {name: "请钱某退还礼金。" for name, one in fields.items() if type(one) is CharField}


def own_addresses(people, name) -> tuple[Answers, Answers]:
    """Return what this person gets at the clue's own addresses, and at the same ones with a key that nothing has."""
    kinds = (Clue, SealedLetter) if name in (*STUB, "leader") else (Clue, SealedLetter, *BEHIND)
    hidden = [people.clue, *filter(None, [cases.fresh(people.clue).letter])]
    if kinds[2:]:
        left = (row for model in BEHIND for row in model._base_manager.filter(stage="sealed"))
        hidden += [*left, *Landing.objects.filter(finding=people.clue.finding)]
    there, absent = Answers(people, name), Answers(people, name)
    there.client = absent.client  # one session, as one person has it
    for thing in hidden:
        for route, model, move, api in keyed_addresses():
            if model is type(thing) and not (model in BEHIND and move):
                for answers, key in ((there, thing.key), (absent, ABSENT)):
                    label = f"{model.__name__} {thing.pk} {route}"
                    answers.ask(label, reached(route, key), said(move) if api and move else None)
    for row in Attachment.objects.filter(thing_kind=people.clue.kind):
        there.ask(f"file {row.pk}", f"/files/{row.key}/")
        absent.ask(f"file {row.pk}", f"/files/{ABSENT}/")
    return there, absent


# -- what is compared ------------------------------------------------------------------------------------------------


def differences(one: Answers, other: Answers, *, but: str | None, costs=True) -> list[str]:
    """Say of each address at which two worlds differ in what they differ; with ``costs``, also in what is asked."""
    parts = 4 if costs else 3
    found = []
    for label in sorted({*one, *other}):
        here, there = (got[:parts] if isinstance(got := of.get(label), tuple) else got for of in (one, other))
        if here != there and not (but and but in label):
            found.append(f"{label}: {_first_difference(here, there)}")
    return found


def _first_difference(here, there) -> str:
    if not isinstance(here, tuple) or not isinstance(there, tuple):
        return f"{here and 'there'} ≠ {there and 'there'}" if isinstance(here or there, tuple) else f"{here} ≠ {there}"
    for one, other in zip(here, there, strict=True):
        if one != other:
            break
    if isinstance(one, int):
        return f"status {one} ≠ {other}"
    one, other = ((side if isinstance(side, str) else zlib.decompress(side).decode()) for side in (one, other))
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return " ≠ ".join(f"…{side[max(0, at - 60) : at + 90]}…" for side in (one, other))


#: what differs by nature of the reader's office
BY_OFFICE = {"secretary": BALANCE, "auditor": LOGS_EVERY_MOVE}


def unlike(one: dict[str, Answers], other: dict[str, Answers], but=None, *, costs=True) -> list[str]:
    """Say of everybody what differs for him; ``but`` says which addresses differ by nature of his office."""
    return [
        f"{name} {difference}"
        for name in one.keys() & other.keys()
        for difference in differences(one[name], other[name], but=(but or {}).get(name), costs=costs)
    ]


def words_read(answers: dict[str, Answers]) -> list[str]:
    """Say where somebody reads a word of it."""
    return [
        f"{name} {label}: {word}"
        for name, of_him in answers.items()
        for label, got in of_him.items()
        if isinstance(got, tuple)
        for word in WORDS
        if word in zlib.decompress(got[2]).decode() + got[1]
    ]


def own_addresses_tell(people, names) -> list[str]:
    """Say where the clue's own addresses answer otherwise than those of what never existed.

    A file's address asks one question more, whose thing it is; nobody comes to that who has not read its random key.
    """
    pairs = {name: own_addresses(people, name) for name in names}
    assert all(len(there) > 20 for there, _absent in pairs.values())
    return [
        f"{name} {one}"
        for name, both in pairs.items()
        for one in (*differences(*both, but="file "), *differences(*both, but=None, costs=False))
    ]


def everybody(people, names) -> dict[str, Answers]:
    return {name: everything(people, name) for name in names}


@contextmanager
def world(clue: str):
    """A world for a while; nothing of it is left when it is over."""
    with transaction.atomic():
        yield build(clue)
        transaction.set_rollback(True)


def test_whoever_has_no_part_in_it_gets_what_he_would_get_without_it():
    with world("") as people:
        everything(people, "sysadmin")  # what is asked once a process is asked now
        without = everybody(people, (*OUTSIDE, "discipline_handler"))
    with world("sealed") as people:
        wrong = [f"sealed: {one}" for one in unlike(without, everybody(people, NEAREST), BY_OFFICE)]
        wrong += own_addresses_tell(people, NEAREST)
        _decide(people, people.personnel)
        _send(people)
        _answer(people, people.personnel_handler)
        elsewhere = everybody(people, ["discipline_handler"])
        wrong += [f"sent elsewhere: {one}" for one in unlike(without, elsewhere)]
    with world("sent") as people:
        _answer(people, people.discipline_handler)
        answered = everybody(people, OUTSIDE)
        wrong += [f"answered: {one}" for one in unlike(without, answered, BY_OFFICE)]
        wrong += own_addresses_tell(people, OUTSIDE)
        wrong += words_read(answered)
    assert wrong == [], "\n".join(one[:1000] for one in wrong[:40])


def test_the_stub_does_not_say_what_becomes_of_it():
    with world("sealed") as people:
        sealed = everybody(people, STUB)
    with world("sent") as people:
        sent = everybody(people, ["leader"])
        _answer(people, people.discipline_handler)
        answered = everybody(people, (*STUB, "leader"))
        wrong = unlike(sealed, answered, {"clerk": BALANCE}, costs=False)
        wrong += unlike(sent, answered, costs=False)
        wrong += own_addresses_tell(people, (*STUB, "leader"))
        wrong += words_read(answered)
    assert wrong == [], "\n".join(one[:1000] for one in wrong[:40])
