"""What leaves the house: once a day to each person, in office hours, and it says nothing."""

import datetime
import http.server
import json
import re
import smtplib
import threading

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db.models import Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.tasks import tell_of_dead_channels
from casework import delivery, history, tasks
from casework.models import Channel, Deadline, Event, Heartbeat, Message, Notice
from casework.moves import rule_of
from casework.reminders import remind
from findings import actions as findings
from referrals import actions as referrals
from tests import cases

DAY = cases.DAY
NOW = datetime.datetime(2026, 3, 3, 1, tzinfo=datetime.UTC)  # a Tuesday, nine in the morning here


@pytest.fixture
def addressed(people):
    """Everybody has an address, and nothing waits to be sent."""
    User.objects.update(email=Concat("username", Value("@example.cn")))
    Notice.objects.update(gathered_at=timezone.now())
    Deadline.objects.all().delete()
    return people


@pytest.fixture
def submitted(addressed, engagement):
    """The leader has one notice that nobody told him of yet."""
    paper = cases.paper(engagement)
    findings.submit_paper(paper, by=addressed.member, today=DAY, note="")
    return Notice.objects.get(person=addressed.leader, event__move="findings.workingpaper.submit-paper")


def deliver(now=None):
    """Gather and send; return how many went out."""
    delivery.gather(now)
    return delivery.send()


def receivers():
    return sorted(address for message in mail.outbox for address in message.to)


# -- one a day, in office hours --------------------------------------------------------------------------------------


def test_a_person_is_told_once_a_day_however_much_there_is(addressed, engagement):
    for n in range(2):  # papers are sealed: they are told of, and not counted
        findings.submit_paper(cases.paper(engagement, f"第{n}件"), by=addressed.member, today=DAY, note="")
    Deadline.objects.all().delete()
    for code in ("stay", "enter"):
        rule = rule_of(code, None)
        same = {"case": engagement.case, "thing_kind": engagement.kind, "thing_id": engagement.pk, "word": "lead"}
        Deadline.objects.create(rule=rule, from_event=Event.objects.last(), from_on=DAY, due_on=DAY, **same)
    assert len(list(remind(DAY))) == 2
    assert deliver() == 1
    assert deliver() == 0
    [letter] = mail.outbox
    message = Message.objects.get()
    assert letter.to == ["leader@example.cn"]
    assert "2条" in letter.body
    assert letter.extra_headers["Message-ID"].startswith(f"<{message.key}@")
    assert (message.number, message.tries, message.error, message.lease_until) == (2, 1, "", None)
    assert message.sent_at
    assert message.notices.count() == 4


def test_what_comes_after_the_message_of_the_day_is_told_on_the_next(submitted, addressed, engagement):
    assert deliver() == 1
    findings.submit_paper(cases.paper(engagement, "第二件"), by=addressed.member, today=DAY, note="")
    assert deliver() == 0
    assert Notice.objects.filter(gathered_at=None).count() == 1
    assert deliver(timezone.now() + datetime.timedelta(days=1)) == 1
    assert Message.objects.count() == 2


@pytest.mark.parametrize(
    ("hours", "leaves"),
    [(0, True), (-0.6, False), (8.9, True), (9.1, False), (4 * 24, False), (6 * 24, True)],
    ids=["nine", "before 08:30", "before 18:00", "after 18:00", "on a Saturday", "on a Monday"],
)
def test_nothing_leaves_in_quiet_hours_nor_on_a_day_off(submitted, settings, hours, leaves):
    settings.MESSAGES_FROM, settings.MESSAGES_UNTIL = datetime.time(8, 30), datetime.time(18)
    settings.MESSAGES_EVERY_DAY = False
    now = NOW + datetime.timedelta(hours=hours)
    assert delivery.is_open(now) == leaves
    assert delivery.gather(now) == leaves
    assert (Notice.objects.filter(gathered_at=None).count() == 0) == leaves


def test_an_office_that_works_every_day_is_told_every_day(submitted, settings):
    settings.MESSAGES_EVERY_DAY = True
    assert delivery.is_open(NOW + datetime.timedelta(days=4))


def test_what_was_gathered_before_the_quiet_hours_is_not_sent_in_them(submitted, settings):
    assert delivery.gather() == 1
    settings.MESSAGES_UNTIL = datetime.time.min
    assert delivery.send() == 0
    settings.MESSAGES_UNTIL = datetime.time.max
    assert delivery.send() == 1


# -- what a person chose ---------------------------------------------------------------------------------------------


def test_who_wants_to_hear_only_of_what_is_late_still_hears_that(submitted, addressed, engagement):
    User.objects.update(outside="late")
    assert deliver() == 0
    assert Notice.objects.get(pk=submitted.pk).message is None, "the inbox has it"
    cases.paper(engagement, "第二件")
    assert list(remind(DAY + datetime.timedelta(days=8)))
    assert deliver() > 0
    assert "leader@example.cn" in receivers()


def test_nobody_can_turn_off_what_is_late():
    assert {choice for choice, _label in User.Outside.choices} == {"all", "late"}


def test_a_person_without_an_address_or_an_account_keeps_nobody_waiting(addressed, engagement):
    User.objects.filter(username="leader").update(email="")
    User.objects.filter(username="clerk").update(is_active=False)
    found = cases.finding(engagement)
    assert Notice.objects.filter(gathered_at=None, event__thing_id=found.pk).exists()
    deliver()
    assert not Notice.objects.filter(gathered_at=None).exists()
    members = {"member@example.cn", "second_member@example.cn"}  # they are told that the paper was signed
    assert set(receivers()) == {"head@example.cn"} | members


# -- failures --------------------------------------------------------------------------------------------------------


class Dead(EmailBackend):
    """A mail server that answers nobody."""

    def send_messages(self, messages):
        raise smtplib.SMTPServerDisconnected("gone")


def fail(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Dead"


def heal(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def test_what_could_not_be_sent_is_tried_later_and_later_given_up_and_sent_again(submitted, settings):
    fail(settings)
    waits = []
    for _try in range(delivery.MOST_TRIES):
        before = timezone.now()
        assert deliver() == 0
        message = Message.objects.get()
        waits.append(message.lease_until and round((message.lease_until - before) / settings.MESSAGE_LEASE))
        assert message.error == "SMTPServerDisconnected"
        assert delivery.send() == 0, "not before its time"
        Message.objects.filter(lease_until__isnull=False).update(lease_until=before)
    assert waits == [2, 4, 8, 16, 32, 64, 64, None]
    assert message.state == Message.State.GIVEN_UP
    assert Message.objects.given_up().count() == 1
    heal(settings)
    assert delivery.send() == 0, "given up, and to be seen"
    assert delivery.send_again(message)
    assert delivery.send() == 1
    assert not delivery.send_again(message), "it is sent"
    assert deliver() == 0


def test_what_is_just_being_sent_is_not_sent_again_beside(submitted):
    delivery.gather()
    claimed = delivery._claim(set())
    assert not delivery.send_again(claimed)


def test_one_address_that_can_t_be_written_to_keeps_nobody_else_waiting(addressed, engagement):
    User.objects.filter(username="head").update(email="一@坏的\n地址")
    cases.finding(engagement)
    deliver()
    told = {f"{name}@example.cn" for name in ("leader", "clerk", "member", "second_member")}
    assert set(receivers()) == told
    assert Message.objects.get(sent_at=None).person == addressed.head
    assert Channel.objects.get().failures == 0, "no fault of the channel"


def test_a_channel_that_takes_nothing_is_left_alone_for_a_while(addressed, engagement, settings):
    cases.finding(engagement)
    fail(settings)
    assert deliver() == 0
    assert Message.objects.exclude(tries=0).count() == delivery.TIRED < Message.objects.count()


def test_a_dead_channel_tells_the_office_once_and_answers_again(addressed, submitted, settings):
    fail(settings)
    deliver()
    Channel.objects.update(failures=delivery.DEAD - 1)
    tell_of_dead_channels()
    told = Notice.objects.filter(event__move="accounts.organisation.lose-channel")
    assert not told.exists()
    Message.objects.update(lease_until=None)
    delivery.send()
    tell_of_dead_channels()
    tell_of_dead_channels()
    assert sorted(told.values_list("person__username", flat=True)) == ["clerk", "head"]
    assert "email" in told[0].event.remark.text
    heal(settings)
    Message.objects.update(lease_until=None)
    assert delivery.send() == 1
    channel = Channel.objects.get()
    assert (channel.failures, channel.dead_since) == (0, None)


def test_a_claim_ends_with_its_lease_and_a_late_sender_changes_nothing(submitted):
    delivery.gather()
    asleep = delivery._claim(set())
    assert delivery._claim(set()) is None, "somebody has it"
    Message.objects.filter(pk=asleep.pk).update(lease_until=timezone.now() - datetime.timedelta(seconds=1))
    assert delivery.send() == 1
    sent_at = Message.objects.get(pk=asleep.pk).sent_at
    delivery._send(asleep, delivery.Post())
    assert Message.objects.get(pk=asleep.pk).sent_at == sent_at
    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == 1, "a reader can tell"


# -- what it says ----------------------------------------------------------------------------------------------------


TOKEN = "机密标记"


@pytest.fixture
def tokens(addressed):
    """Every text of every thing that is told of carries a token of its own. Return what must not leave the house."""
    engagement = addressed.engagement
    found = cases.finding(
        engagement,
        f"{TOKEN}题",
        concerns="principal",
        facts=f"{TOKEN}事",
        basis=f"{TOKEN}据",
        subject_name=f"{TOKEN}人",
        subject_post=f"{TOKEN}职",
        responsibility=f"{TOKEN}责",
        recommendation=f"{TOKEN}议",
    )
    cases.finding(cases.fresh(engagement), f"{TOKEN}二")
    cases.heard(addressed, engagement.round)
    landing = cases.routed(addressed, found, "discipline")
    clue = referrals.send_clue(landing, by=addressed.head, today=DAY, note=f"{TOKEN}附言")
    referrals.receive(clue, by=addressed.discipline_handler, today=DAY, note=f"{TOKEN}收")
    list(remind(DAY + datetime.timedelta(days=200)))
    return {TOKEN, clue.number, found.number, engagement.unit.name, engagement.round.name, "钱某", "leader", "线索"}


def test_a_message_holds_no_fact_of_the_case(tokens):
    while deliver():
        pass
    assert len(mail.outbox) > 5
    for message in mail.outbox:
        whole = message.message().as_string() + message.body + message.subject
        assert not [fact for fact in tokens if fact in whole.replace(message.to[0], "")]
    said = {(message.subject, re.sub(r"\d+条", "N条", message.body)) for message in mail.outbox}
    assert len(said) <= 2, "two fixed sentences: with a number, and without one"


def test_of_what_is_sealed_not_even_the_number_is_told(tokens, addressed):
    assert "referrals.clue" in delivery.sealed_kinds()
    Notice.objects.exclude(event__thing_kind="referrals.clue").update(gathered_at=timezone.now())
    assert Notice.objects.filter(gathered_at=None).exists()
    assert deliver() > 0
    assert set(Message.objects.values_list("number", flat=True)) == {0}
    assert not [message for message in mail.outbox if re.search(r"\d+条", message.body)]


# -- robots and SMS --------------------------------------------------------------------------------------------------


@pytest.fixture
def hook():
    """A webhook that writes down what it is told."""
    heard = []

    class Ear(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Ear)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"json://127.0.0.1:{server.server_port}/office", heard
    server.shutdown()
    server.server_close()


def test_no_robot_is_rung_unless_the_settings_name_one(tokens, settings):
    assert settings.CHANNELS == {}
    deliver()
    assert not Message.objects.filter(person=None).exists()


def test_a_robot_hears_once_a_day_how_many_dates_have_passed_and_nothing_of_sealed_ones(tokens, settings, hook):
    address, heard = hook
    settings.CHANNELS = {"office": address}
    late = Deadline.objects.late(timezone.localdate())
    counted = late.exclude(thing_kind__in=delivery.sealed_kinds()).count()
    assert 0 < counted < late.count()
    deliver()
    deliver()
    [told] = heard
    assert f"{counted}个" in told["message"]
    assert settings.SITE_URL in told["message"]
    assert not [fact for fact in tokens if fact in json.dumps(told, ensure_ascii=False)]
    assert Message.objects.get(channel="office").sent_at


def test_a_robot_with_nothing_but_sealed_dates_is_silent(tokens, settings, hook):
    settings.CHANNELS = {"office": hook[0]}
    Deadline.objects.exclude(thing_kind__in=delivery.sealed_kinds()).delete()
    assert Deadline.objects.late(timezone.localdate()).exists()
    deliver()
    assert hook[1] == []


def test_a_robot_that_does_not_answer_is_a_failure_of_its_own(tokens, settings):
    settings.CHANNELS = {"office": "json://127.0.0.1:9/"}
    assert deliver() == len(mail.outbox) > 0
    assert Message.objects.get(channel="office").error == "NotTaken"
    assert Channel.objects.get(name="office").failures == 1


@pytest.mark.parametrize(
    "address",
    [
        "wecombot://0123456789abcdef0123456789abcdef",
        "dingtalk://0123456789abcdef0123456789abcdef",
        "feishu://0123456789abcdef0123456789abcdef",
        "json://localhost/hook",
    ],
)
def test_the_robots_that_offices_have_are_known(address):
    import apprise

    assert apprise.Apprise().add(address)


TEXTED = []


def text(person, words, key):
    """What an office would write for its gateway."""
    TEXTED.append((person.username, words, key))


def test_an_sms_gateway_is_rung_for_what_is_late_alone(addressed, engagement, settings):
    TEXTED.clear()
    settings.SMS = f"{__name__}.text"
    User.objects.update(email="")
    findings.submit_paper(cases.paper(engagement), by=addressed.member, today=DAY, note="")
    deliver()
    assert TEXTED == []
    list(remind(DAY + datetime.timedelta(days=60)))
    deliver()
    assert "leader" in {username for username, _words, _key in TEXTED}
    assert len(TEXTED) == len({username for username, _words, _key in TEXTED}) == Message.objects.count()


# -- what the worker does when somebody rings ----------------------------------------------------------------------


def test_a_look_reminds_sends_anchors_and_leaves_a_heartbeat(addressed, engagement, chained, settings, tmp_path):
    settings.ANCHOR_FILE = tmp_path / "anchor"
    paper = cases.paper(engagement)
    findings.submit_paper(paper, by=addressed.member, today=DAY, note="")
    tasks.look(rung_at=timezone.now().isoformat())
    assert tasks.send() == len(mail.outbox) > 0
    beat = Heartbeat.objects.get(name="worker")
    assert beat.detail["told"] > 0
    assert beat.detail["gathered"] == len(mail.outbox)
    assert beat.detail["given_up"] == 0
    assert 0 <= beat.detail["round_trip"] < 5
    lines = settings.ANCHOR_FILE.read_text().splitlines()
    tasks.look()
    assert Heartbeat.objects.get(name="worker").detail["round_trip"] is None
    assert settings.ANCHOR_FILE.read_text().splitlines() == lines, "once a day"
    assert [fault for fault in history.verify(lines) if not fault.startswith("row")] == []


def test_an_anchor_that_can_t_be_written_is_tried_again(addressed, chained, settings, tmp_path):
    settings.ANCHOR_FILE = tmp_path  # a folder
    with pytest.raises(OSError, match="directory"):
        tasks._anchor_once_a_day(timezone.now())
    assert not Heartbeat.objects.filter(name="anchor").exists()
    settings.ANCHOR_FILE = tmp_path / "anchor"
    tasks._anchor_once_a_day(timezone.now())
    assert settings.ANCHOR_FILE.read_text()


# -- the page and the API --------------------------------------------------------------------------------------------


@pytest.fixture
def given_up(submitted):
    delivery.gather()
    Message.objects.update(tries=delivery.MOST_TRIES, error="TimeoutError", given_up_at=timezone.now())
    return Message.objects.get()


def page(client, user, **post):
    client.force_login(user, "accounts.backends.ByPassword")
    address = reverse("casework:deliveries")
    return client.post(address, post) if post else client.get(address)


@pytest.mark.parametrize("name", ["clerk", "head", "sysadmin"])
def test_who_keeps_the_doorbell_sees_what_failed_and_sends_it_again(client, given_up, addressed, name):
    shown = page(client, getattr(addressed, name)).content.decode()
    assert "TimeoutError" in shown
    assert addressed.leader.name in shown
    page(client, getattr(addressed, name), key=[given_up.key], action="again")
    assert delivery.send() == 1


@pytest.mark.parametrize("name", ["leader", "member", "liaison", "secadmin", "auditor"])
def test_for_everybody_else_the_page_is_not_there(client, given_up, addressed, name):
    assert page(client, getattr(addressed, name)).status_code == 404
    assert page(client, getattr(addressed, name), key=[given_up.key], action="again").status_code == 404
    assert client.post(f"/api/v1/messages/{given_up.key}/send-again/").status_code == 404
    assert delivery.send() == 0


def test_the_api_lists_and_sends_again_and_says_why_not(client, given_up, addressed):
    client.force_login(addressed.clerk, "accounts.backends.ByPassword")
    [row] = client.get("/api/v1/messages/").json()["results"]
    assert (row["key"], row["state"], row["error"]) == (given_up.key, "given_up", "TimeoutError")
    again = f"/api/v1/messages/{given_up.key}/send-again/"
    assert client.post(again).json()["state"] == "waiting"
    assert delivery.send() == 1
    assert client.post(again).status_code == 409


def test_a_silent_channel_stands_above_the_list(client, given_up, addressed):
    Channel.objects.create(name="email", failures=20, dead_since=timezone.now(), last_failure="TimeoutError")
    assert "渠道中断" in page(client, addressed.clerk).content.decode()
