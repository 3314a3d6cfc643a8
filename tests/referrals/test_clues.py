"""Clues from the beginning: seen by few, with all that lay behind them; and what comes back when there is none."""

import re

import pytest
from django.db import connection
from django.test import Client

from casework import history
from casework.models import Attachment, Event, Notice
from casework.moves import Refused
from findings import actions as findings
from findings.models import Concern, Finding, Landing, Lead, Petition, Talk, WorkingPaper
from rectification import balance
from referrals import actions as referrals
from referrals.forms import DecideClue, PutUnderSeal
from referrals.models import Clue, ClueReading, SealedLetter
from tests import cases
from tests.once import once
from tests.people import cast

DAY = cases.DAY
SAID = {"subject_name": "钱某", "subject_post": "副局长", "subject_level": "正科级", "discipline": "integrity"}
SAID |= {"managed": True, "subcategory": "违规收送礼金", "proposed_form": "form2"}
EVERYBODY = ("clerk", "member", "other_leader", "liaison", "principal", "secretary", "discipline_handler", "auditor")

pytestmark = pytest.mark.django_db


@once
def people(db):
    made = cast()
    made.engagement = cases.on_site(made)
    return made


@once
def behind(people):
    """A talk in which something was confided, a petition, a lead that came from the talk, and its signed paper."""
    engagement = people.engagement
    talk = cases.talk(engagement, "孙某", summary="谈到收受礼金。")
    cases.concern(talk, matter="礼金去向不明。")
    petition = cases.petition(engagement, "反映收受礼金。")
    findings.accept_petition(petition, by=people.member, today=DAY, note="")
    lead = findings.raise_lead(talk, by=people.member, today=DAY, title_text="收受礼金", about="谈话反映。")
    findings.take_step(lead, by=people.member, today=DAY, means="documents", on=DAY, result="账外收入三笔。")
    said = {"title_text": "违规收受礼金", "facts": "三次收受礼金。", "basis": "纪律处分条例", "evidence": "凭证第3页"}
    said |= {"source": "talk", "found_on": DAY, "second": people.second_member, "responsibility": ""}
    paper = findings.lead_to_paper(
        cases.fresh(lead), by=people.member, today=DAY, files=[cases.pdf("凭证.pdf")], **said
    )
    cases.signed(paper)
    return {"talk": talk, "petition": petition, "lead": lead, "paper": cases.fresh(paper)}


def sealed(people, source, **values):
    verb = referrals.put_under_seal.siblings[type(source)]
    return verb(cases.fresh(source), by=people.leader, today=DAY, note="涉嫌违纪", **SAID | values)


@once
def clue(people, behind):
    along = {"talks": [behind["talk"]], "petitions": [behind["petition"]]}
    return sealed(people, behind["paper"], overseers=[], **along)


def ready(people, clue, **decided):
    """Studied, proposed, examined and decided; it waits to be sent."""
    at = {"kind_of": "team", "title_text": "组务会", "on": DAY, "minutes": "研判。"}
    sitting = findings.record_sitting(clue.engagement, by=people.leader, today=DAY, **at)
    referrals.study_clue(clue, by=people.leader, today=DAY, sitting=sitting, note="")
    referrals.propose_clue(clue, by=people.leader, today=DAY, proposal="移交区纪委", proposed_form="form2", note="")
    referrals.examine_clue(clue, by=people.head, today=DAY, note="")
    values = {"receiver": people.discipline, "decided_on": DAY, "decision": "书记专题会议纪要"} | decided
    return referrals.decide_clue(clue, by=people.head, today=DAY, **values)


def sent(people, *clues):
    said = {"way": "single", "decision": "书记专题会议纪要", "demand": "", "contact": "主任", "phone": "000-0000"}
    round = cases.fresh(clues[0].round)
    return referrals.send_sealed_letter(round, by=people.head, today=DAY, clues=list(clues), note="", **said)


def sees(user, clue) -> bool:
    return Clue.objects.visible_to(user).filter(pk=clue.pk).exists()


def test_from_the_first_moment_the_leader_and_the_head_alone_see_it(people, clue):
    assert sees(people.leader, clue)
    assert sees(people.head, clue)
    for name in EVERYBODY:
        assert not sees(people.users[name], clue), name


def test_whoever_is_named_for_it_sees_this_one_and_no_other(people, behind):
    first = sealed(people, behind["paper"], overseers=[people.clerk])
    second = sealed(people, cases.finding(people.engagement, "另一事项"))
    assert sees(people.clerk, first)
    assert not sees(people.clerk, second)
    referrals.name_overseers(first, by=people.head, today=DAY, overseers=[])
    assert not sees(people.clerk, first)


def test_all_that_lay_behind_it_goes_along_and_numbers_stay(people, behind, clue):
    stub = Finding.objects.get(paper=behind["paper"])
    assert (stub.stage, stub.title_text, stub.facts, stub.left_on) == ("sealed", "", "", DAY)
    assert stub.number
    for name in ("talk", "petition", "lead", "paper"):
        assert cases.fresh(behind[name]).stage == "sealed", name
    assert cases.fresh(behind["talk"]).summary == ""
    assert cases.fresh(behind["petition"]).summary == ""
    assert (Concern.objects.get().name, Concern.objects.get().matter) == ("", "—")
    assert "账外收入三笔。" in clue.evidence
    row = Attachment.objects.get(name="凭证.pdf")
    assert (row.thing_kind, row.thing_id, row.case) == (clue.kind, clue.pk, clue.case)


def test_the_form_offers_what_the_lead_came_from(people, behind):
    form = PutUnderSeal(thing=behind["paper"], by=people.leader, today=DAY)
    assert list(form.fields["talks"].initial) == [behind["talk"]]
    assert list(form.fields["overseers"].queryset) == [people.clerk]
    assert set(PutUnderSeal({}, thing=behind["paper"], by=people.leader, today=DAY).errors) == {
        "subject_name",
        "discipline",
        "note",
    }


def test_only_the_leader_puts_something_under_seal(people, behind):
    with pytest.raises(Refused):
        referrals.put_under_seal.siblings[WorkingPaper](behind["paper"], by=people.member, today=DAY, note="x", **SAID)


def test_the_balance_holds_on_the_whole_way(people, clue):
    round = clue.round
    found = balance.of(round)
    assert (found.recorded, found.open, found.unexplained) == (1, 1, 0)
    ready(people, clue)
    found = balance.of(round)
    assert (found.open, found.landed["discipline"], found.unfinished, found.unexplained) == (0, 1, 1, 0)
    assert all(loose.sealed for loose in balance.exceptions(round, DAY) if loose.thing.kind == clue.kind)


def test_once_it_is_sent_the_receiver_holds_it_and_the_team_does_not(people, clue):
    referrals.name_overseers(clue, by=people.head, today=DAY, overseers=[people.clerk])
    ready(people, clue)
    assert cases.open_dates(clue) == {("send_clue", "direct")}
    letter = sent(people, clue)
    assert clue.landing.kind_of == Landing.Kind.DISCIPLINE
    assert letter.number == "巡线〔2026〕1号"
    assert sees(people.discipline_handler, clue)
    assert not sees(people.leader, clue)
    assert sees(people.clerk, clue), "named for it"
    assert SealedLetter.objects.visible_to(people.clerk).get() == letter
    assert cases.open_dates(clue) == {("receive", "handle"), ("reply", "handle")}
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert list(history.verify()) == []


def test_several_clues_go_out_in_one_letter(people, behind):
    clues = [sealed(people, behind["paper"]), sealed(people, cases.finding(people.engagement, "另一事项"))]
    for clue in clues:
        ready(people, clue)
    letter = sent(people, *clues)
    assert set(letter.matters.all()) == set(clues)
    referrals.sign_for_letter.siblings[SealedLetter](letter, by=people.discipline_handler, today=DAY, note="")
    assert {clue.stage for clue in letter.matters.all()} == {"received"}


def test_what_turns_out_to_be_no_clue_says_again_what_it_said(people, behind, clue):
    at = {"kind_of": "team", "title_text": "组务会", "on": DAY, "minutes": "研判。"}
    sitting = findings.record_sitting(clue.engagement, by=people.leader, today=DAY, **at)
    referrals.study_clue(clue, by=people.leader, today=DAY, sitting=sitting, note="")
    referrals.propose_clue(clue, by=people.leader, today=DAY, proposal="移交", proposed_form="", note="")
    with pytest.raises(Refused):
        referrals.give_back(clue, by=people.leader, today=DAY, note="我方收回")
    referrals.give_back(clue, by=people.head, today=DAY, note="属工作作风问题")
    finding = Finding.objects.get(paper=behind["paper"])
    assert (finding.stage, finding.title_text, finding.facts) == ("identified", "违规收受礼金", "三次收受礼金。")
    assert cases.fresh(behind["paper"]).facts == "三次收受礼金。"
    assert cases.fresh(behind["talk"]).summary == "谈到收受礼金。"
    assert (cases.fresh(behind["petition"]).stage, cases.fresh(behind["petition"]).summary) == (
        "accepted",
        "反映收受礼金。",
    )
    assert Concern.objects.get().matter == "礼金去向不明。"
    assert Lead.objects.get().steps.get().result == "账外收入三笔。"
    assert Attachment.objects.get(name="凭证.pdf").case == finding.case
    assert cases.fresh(clue).stage == "given_back"
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert list(history.verify()) == []


def test_what_was_merged_into_its_paper_goes_along_and_comes_back(people):
    paper, other = (cases.paper(people.engagement, title) for title in ("收受礼金", "收受购物卡"))
    findings.merge_paper(other, by=people.leader, today=DAY, into=paper, note="同一事项")
    clue = sealed(people, cases.signed(cases.fresh(paper)))
    paper, other = cases.fresh(paper), cases.fresh(other)
    assert [(one.stage, one.title_text) for one in (paper, other)] == [("sealed", ""), ("sealed", "")]
    assert "收受购物卡" in clue.evidence
    referrals.give_back(clue, by=people.leader, today=DAY, note="不属于问题线索")
    paper, other = cases.fresh(paper), cases.fresh(other)
    assert [(one.stage, one.title_text) for one in (paper, other)] == [("used", "收受礼金"), ("merged", "收受购物卡")]


def test_a_matter_that_goes_elsewhere_too_is_sent_there_first(people):
    found = cases.finding(people.engagement, "违规收礼", concerns="cadre")
    cases.heard(people, people.engagement.round)
    landing = cases.routed(people, found, "discipline")
    further = cases.routed_further(people, found, "personnel")
    with pytest.raises(Refused, match="另有去向"):
        referrals.send_clue(landing, by=people.head, today=DAY, note="")
    assert referrals.send(further, by=people.clerk, today=DAY, note="").facts
    assert referrals.send_clue(cases.fresh(landing), by=people.head, today=DAY, note="").facts


def test_a_confirmed_finding_that_comes_back_can_be_routed(people):
    found = cases.finding(people.engagement, "公车私用", concerns="cadre")
    before = {name: getattr(found, name) for name in ("facts", "category", "recommendation", "concerns", "cause")}
    clue = sealed(people, found)
    referrals.give_back(clue, by=people.leader, today=DAY, note="情节轻微")
    found = cases.fresh(found)
    assert {name: getattr(found, name) for name in before} == before
    findings.confirm(found, by=people.leader, today=DAY, note="")
    assert found.stage == "confirmed"


def test_a_decision_names_its_meeting_or_says_who_decided_when(people, clue):
    form = DecideClue({"receiver": people.discipline.key}, thing=clue, by=people.head, today=DAY)
    assert set(form.errors) == {"decided_on", "decision"}


# -- who reads it --------------------------------------------------------------------------------------------------


def window(user) -> Client:
    client = Client()
    client.force_login(user, backend="accounts.backends.ByPassword")
    return client


def test_its_stub_says_to_nobody_where_it_went(people, clue):
    stub, meeting = Finding.objects.get(stage="sealed"), clue.round.meetings.earliest("pk")
    urls = (
        "/findings/landings/",
        "/api/v1/landings/",
        "/findings/problems/?landing=discipline",
        f"/findings/of-meeting/{meeting.key}/problems/",
        stub.get_absolute_url(),
        f"/rectification/thread/finding/{stub.key}/",
    )

    def read():
        texts = {}
        for name in ("clerk", "member"):
            reader = window(people.users[name])
            for url in urls:
                answer = reader.get(url)
                said = re.sub(r"(csrfmiddlewaretoken\" value=\"|X-CSRFToken\": \")\w+", "", answer.content.decode())
                texts[name, url] = (answer.status_code, said)
        return texts

    before = read()
    ready(people, clue, meeting=meeting)
    sent(people, clue)
    assert read() == before
    for name in ("clerk", "leader"):
        assert not Landing.objects.visible_to(people.users[name]).exists(), name
    assert Landing.objects.visible_to(people.head).get() == cases.fresh(clue).landing


def test_every_opening_is_written_down_and_shown_to_whoever_holds_it(people, clue):
    leader = window(people.leader)
    assert leader.get(clue.get_absolute_url()).status_code == 200
    assert leader.get(f"/api/v1/clues/{clue.key}/").status_code == 200
    assert leader.get("/api/v1/clues/").status_code == 200
    row = Attachment.objects.filter(thing_kind=clue.kind).first()
    assert leader.get(f"/files/{row.key}/").status_code == 200
    assert leader.get("/referrals/clues/export/").status_code == 200
    assert window(people.clerk).get(clue.get_absolute_url()).status_code == 404
    read = ClueReading.objects.order_by("pk").values_list("person__username", "way")
    assert list(read) == [("leader", way) for way in ("page", "api", "api", "file", "ledger")]
    page = window(people.head).get(clue.get_absolute_url())
    [readings] = [child for child in page.context["children"] if child["id"] == "readings"]
    assert readings["count"] == 6
    assert "leader" in page.content.decode()


def test_thirty_openings_in_ten_minutes_are_told_to_the_head_once(people, clue):
    leader = window(people.leader)
    for _time in range(34):
        leader.get(clue.get_absolute_url())
    told = Notice.objects.filter(person=people.head, event__move="referrals.clue.warn-of-readings")
    assert told.count() == 1
    assert "leader" in Event.objects.get(move="referrals.clue.warn-of-readings").remark.text


def test_a_clue_is_put_under_seal_on_the_pages(people, behind):
    leader = window(people.leader)
    url = f"{behind['paper'].get_absolute_url()}put-under-seal/"
    assert leader.get(url).status_code == 200
    said = {name: value for name, value in SAID.items() if name != "managed"} | {"note": "涉嫌违纪"}
    said |= {"talks": [behind["talk"].key], "version": behind["paper"].version}
    answer = leader.post(url, said)
    assert answer.status_code == 302, answer.content.decode()
    clue = Clue.objects.get()
    assert answer.url == clue.get_absolute_url()
    assert Talk.objects.get().stage == "sealed"
    assert Petition.objects.get().stage == "accepted"
    assert window(people.member).get(f"{behind['paper'].get_absolute_url()}").status_code == 200
