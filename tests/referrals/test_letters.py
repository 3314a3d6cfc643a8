"""Letters: many matters for one department, a package that stays as it was sent, and every way back and forth."""

import datetime

import pytest
from django.db import connection
from django.test import Client

from casework import history, reminders
from casework.models import Attachment, Notice
from casework.moves import Refused, Stale
from findings.models import Finding, Landing
from referrals import actions as referrals
from referrals import package
from referrals.forms import SendAgain, SendLetter
from referrals.models import Clue, Referral, SealedLetter, TransferLetter
from tests import cases
from tests.once import once
from tests.people import cast

DAY = cases.DAY

pytestmark = pytest.mark.django_db


def kept(chain) -> bool:
    """Whether the history holds once everything that was done has been chained."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return list(chain) == []


def later(days):
    return DAY + datetime.timedelta(days=days)


@once
def people(db):
    return cast()


@once
def decided(people):
    """Two matters for the finance department, one for the organisation department, one sign of a breach."""
    engagement = cases.on_site(people)
    found = [cases.finding(engagement, title) for title in ("专项资金沉淀", "国库支付滞后", "选人用人程序不规范")]
    clue = cases.finding(engagement, "违规收受礼金", concerns="principal")
    people.round = cases.heard(people, engagement.round)
    landings = [cases.routed(people, one, "department", receiver=people.department) for one in found[:2]]
    landings.append(cases.routed(people, found[2], "personnel"))
    return [*landings, cases.routed(people, clue, "discipline")]


@once
def letter(people, decided):
    return cases.letter_of(people, people.round, decided[:2])


@once
def clue(people, decided):
    return referrals.send_clue(decided[3], by=people.head, today=DAY, note="")


def answered(people, matter, handler, today=DAY, **values):
    referrals.receive.siblings[type(matter)](matter, by=handler, today=today, note="")
    chosen = "self" if isinstance(matter, Referral) else "inquiry"
    referrals.dispose.siblings[type(matter)](matter, by=handler, today=today, disposition=chosen, note="")
    values = {"result": "已办结"} | ({} if isinstance(matter, Referral) else {"four_forms": "form1"}) | values
    return referrals.reply.siblings[type(matter)](matter, by=handler, today=today, **values)


def test_several_matters_for_one_department_go_out_in_one_letter(people, letter):
    assert letter.number == "巡移〔2026〕1号"
    assert letter.reply_by == datetime.date(2026, 6, 2), "three months by the profile"
    matters = list(letter.matters.order_by("pk"))
    assert [matter.title_text for matter in matters] == ["专项资金沉淀", "国库支付滞后"]
    assert len({matter.number for matter in matters}) == 2
    assert all(matter.landing.stage == Landing.Stage.TAKEN_UP for matter in matters)
    assert cases.open_dates(matters[0]) == {("receive", "handle"), ("reply", "handle")}
    assert TransferLetter.objects.visible_to(people.department_handler).get() == letter
    for name in ("personnel_handler", "liaison", "leader", "secretary", "discipline_handler"):
        assert not TransferLetter.objects.visible_to(people.users[name]).exists(), name


def test_matters_for_two_departments_need_two_letters(people, decided):
    form = SendLetter(
        {
            "landings": [decided[0].key, decided[2].key],
            "way": "single",
            "decision": "纪要",
            "contact": "干部",
        },
        thing=people.round,
        by=people.clerk,
        today=DAY,
    )
    assert not form.is_valid()
    assert set(form.errors) == {"landings"}
    assert decided[3] not in form.fields["landings"].queryset, "what goes under seal is not offered"


def test_a_letter_says_what_it_rests_on(people, decided):
    form = SendLetter(
        {"landings": [decided[0].key], "way": "single", "contact": "干部"},
        thing=people.round,
        by=people.clerk,
        today=DAY,
    )
    assert set(form.errors) == {"decision"}


def test_a_matter_goes_out_once(people, decided, letter):
    with pytest.raises((Refused, Stale)):
        cases.letter_of(people, people.round, [decided[0]])
    assert Referral.objects.count() == 2
    assert TransferLetter.objects.count() == 1


def test_the_package_agrees_until_somebody_touches_what_was_sent(people, decided):
    paper = cases.pdf("移交函.pdf")
    letter = cases.letter_of(people, people.round, decided[:2], files=[paper])
    assert list(package.faults(letter)) == []
    assert letter.sha256 == package.digest_of(letter.package)
    assert [one["name"] for one in package.content(letter)["files"]] == ["移交函.pdf"]
    client = Client()
    client.force_login(people.department_handler, backend="accounts.backends.ByPassword")
    assert letter.sha256 in client.get(f"{letter.get_absolute_url()}package/").content.decode()
    matter = letter.matters.first()
    Referral.objects.filter(pk=matter.pk).update(facts="改过的事实")
    assert matter.number in " ".join(package.faults(letter))
    Referral.objects.filter(pk=matter.pk).update(facts=matter.facts)
    row = Attachment.objects.get(thing_kind=letter.kind, thing_id=letter.pk)
    place = history.settings.FILES_ROOT / row.place
    place.chmod(0o600)
    place.write_bytes(b"%PDF-1.4 other")
    assert "移交函.pdf" in " ".join(package.faults(letter))
    letter.package = letter.package.replace("专项资金沉淀", "专项资金")
    assert len(list(package.faults(letter))) == 1


def test_the_department_signs_for_all_of_it_at_once(people, letter):
    referrals.sign_for_letter(letter, by=people.department_handler, today=later(1), note="")
    assert cases.fresh(letter).signer == people.department_handler
    assert {matter.stage for matter in letter.matters.all()} == {"received"}
    assert cases.open_dates(letter.matters.first()) == {("disposition", "handle"), ("reply", "handle")}


def test_signed_for_one_by_one_the_letter_is_signed_with_the_last(people, letter):
    first, second = letter.matters.order_by("pk")
    referrals.receive(first, by=people.department_handler, today=DAY, note="")
    assert cases.fresh(letter).stage == "sent"
    referrals.return_(second, by=people.department_handler, today=DAY, note="不属本单位职责")
    assert cases.fresh(letter).stage == "signed"


def test_a_letter_that_comes_back_brings_every_matter_back(people, letter):
    referrals.return_letter(letter, by=people.department_handler, today=DAY, note="均不属本单位职责")
    assert {matter.stage for matter in letter.matters.all()} == {"returned"}
    assert cases.open_dates(letter.matters.first()) == {("send_again", "oversee")}


def test_a_matter_that_came_back_goes_to_another_department_and_the_first_one_sees_it_no_more(people, letter):
    first, second = letter.matters.order_by("pk")
    for matter in (first, second):
        referrals.return_(matter, by=people.department_handler, today=DAY, note="不属本单位职责")
    assert cases.fresh(letter).stage == "returned"
    offered = SendAgain(thing=first, by=people.clerk, today=DAY).fields["receiver"].queryset
    assert people.personnel in offered
    assert {people.unit, people.discipline, people.office, people.leading_group}.isdisjoint(offered)
    again = {"today": later(3), "receiver": people.personnel, "note": "", "files": [cases.pdf("补充说明.pdf")]}
    referrals.send_again(first, by=people.clerk, **again)
    new = cases.fresh(first).letter
    assert (new.number, new.receiver, new.sent_on) == ("巡移〔2026〕2号", people.personnel, later(3))
    assert cases.fresh(first).sent_on == later(3)
    assert list(package.faults(new)) == []
    assert list(package.faults(letter)) == [], "the first package still stands"
    assert set(Referral.objects.visible_to(people.department_handler)) == {second}
    assert set(Referral.objects.visible_to(people.personnel_handler)) == {first}
    assert cases.open_dates(first) == {("receive", "handle"), ("reply", "handle")}


def test_a_clue_never_leaves_for_a_department_that_may_not_read_one(people, clue):
    referrals.return_(clue, by=people.discipline_handler, today=DAY, note="不属管辖")
    offered = SendAgain(thing=clue, by=people.head, today=DAY).fields["receiver"].queryset
    assert set(offered) == {people.discipline, people.personnel}
    referrals.send_again(clue, by=people.head, today=DAY, receiver=people.personnel, note="")
    assert not Clue.objects.visible_to(people.discipline_handler).exists()
    assert Clue.objects.visible_to(people.personnel_handler).get() == clue
    assert SealedLetter.objects.visible_to(people.clerk).count() == 0


def test_what_is_kept_for_later_is_looked_at_again_on_the_day_that_was_chosen(people, clue):
    handler = people.discipline_handler
    referrals.receive(clue, by=handler, today=DAY, note="")
    referrals.keep_for_later(clue, by=handler, today=DAY, review_on=later(90), note="知情人在外")
    assert cases.open_dates(clue) == {("review_pending", "handle")}
    assert referrals.settle.siblings[Clue].why_not(people.head, clue, DAY)
    referrals.keep_longer(clue, by=handler, today=later(90), review_on=later(150), note="仍在外")
    assert clue.due_on == later(150)
    referrals.take_up_again(clue, by=handler, today=later(150), disposition="inquiry", note="已回")
    assert cases.open_dates(clue) == {("reply", "handle")}


def test_a_review_can_t_be_put_on_a_day_that_is_over(people, clue):
    from referrals.forms import KeepForLater

    form = KeepForLater({"review_on": DAY, "note": "x"}, thing=clue, by=people.discipline_handler, today=DAY)
    assert set(form.errors) == {"review_on"}


def test_nothing_is_settled_without_the_paper_of_the_answer(people, clue):
    answered(people, clue, people.discipline_handler)
    verb = referrals.settle.siblings[Clue]
    with pytest.raises(Refused, match="反馈函"):
        verb(clue, by=people.head, today=DAY, note="")
    paper = {"note": "", "files": [cases.pdf()]}
    referrals.hand_in_reply.siblings[Clue](clue, by=people.discipline_handler, today=DAY, **paper)
    verb(clue, by=people.head, today=DAY, note="")
    assert cases.fresh(clue).stage == "settled"
    assert kept(history.verify())


def test_whoever_was_dealt_with_has_his_form(people, clue):
    from referrals.forms import Reply

    said = {"result": "已处分", "four_forms": "none", "party_sanctions": 1}
    form = Reply(said, thing=clue, by=people.discipline_handler, today=DAY)
    assert set(form.errors) == {"four_forms"}
    counted = {"four_forms": "none", "party_sanctions": 1, "files": [cases.pdf()]}
    answered(people, clue, people.discipline_handler, **counted)
    with pytest.raises(Refused, match="四种形态"):
        referrals.settle.siblings[Clue](clue, by=people.head, today=DAY, note="")


def test_the_leading_group_is_told_that_a_letter_is_unanswered_and_not_what_it_is_about(people, letter, clue):
    list(reminders.remind(later(140)))
    client = Client()
    client.force_login(people.secretary, backend="accounts.backends.ByPassword")
    told = [row for row in Notice.objects.filter(person=people.secretary) if row.reminder]
    kinds = {row.reminder.deadline.thing_kind for row in told}
    assert {"referrals.clue", "referrals.referral"} <= kinds
    page = client.get("/notices/").content.decode()
    assert "逾期未反馈" in page
    for word in (clue.number, clue.title_text, "线索", letter.number, "专项资金沉淀", "国库支付滞后"):
        assert word not in page, word
    for row in told:
        if row.reminder.deadline.thing_kind.startswith("referrals."):
            assert client.get(f"/notices/{row.key}/").status_code == 404


def test_progress_is_read_by_the_office_while_the_department_is_at_it(people, letter):
    matter = letter.matters.first()
    handler = people.department_handler
    referrals.receive(matter, by=handler, today=DAY, note="")
    referrals.dispose(matter, by=handler, today=DAY, disposition="self", note="")
    referrals.note_progress(matter, by=handler, today=DAY, progress="已约谈相关单位。")
    client = Client()
    client.force_login(people.clerk, backend="accounts.backends.ByPassword")
    assert "已约谈相关单位。" in client.get(matter.get_absolute_url()).content.decode()


def test_a_letter_is_sent_and_signed_for_on_the_pages(people, decided):
    clerk, department = Client(), Client()
    clerk.force_login(people.clerk, backend="accounts.backends.ByPassword")
    department.force_login(people.department_handler, backend="accounts.backends.ByPassword")
    url = f"{people.round.get_absolute_url()}send-letter/"
    said = {"landings": [decided[0].key, decided[1].key], "way": "double", "decision": "纪要", "contact": "张三"}
    assert clerk.get(url).status_code == 200
    answer = clerk.post(url, said | {"version": cases.fresh(people.round).version, "form_key": "a"})
    assert answer.status_code == 302, answer.content.decode()
    letter = TransferLetter.objects.get()
    assert letter.way == "double"
    page = department.get(letter.get_absolute_url())
    assert [row["cells"][1]["text"] for row in page.context["children"][0]["rows"]] == ["专项资金沉淀", "国库支付滞后"]
    answer = department.post(f"{letter.get_absolute_url()}sign-for-letter/", {"version": letter.version})
    assert answer.status_code == 302
    assert cases.fresh(letter).stage == "signed"
    assert "巡移〔2026〕1号" in clerk.get(f"/referrals/of-round/{people.round.key}/letters/").content.decode()


def test_the_history_of_letters_holds(people, letter, clue):
    referrals.return_letter(letter, by=people.department_handler, today=DAY, note="不属本单位")
    referrals.sign_for_letter.siblings[SealedLetter](clue.letter, by=people.discipline_handler, today=DAY, note="")
    assert kept(history.verify())
    assert Finding.objects.filter(stage="sealed").count() == 1
