"""Who comes in, who does not, and what those outside learn from the answer."""

import datetime
import json

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts import actions
from accounts.models import Session, User
from casework.models import Database, Event
from casework.moves import Refused
from casework.policy import Actor
from tests.once import once
from tests.people import PASSWORD, cast

pytestmark = pytest.mark.django_db
DOOR, CODE, OUT = "/accounts/sign-in/", "/accounts/one-time/", "/accounts/sign-out/"
NEW = "Lotus-pond-after-rain"


@once
def people():
    return cast()


def sign_in(username, password=PASSWORD, client=None, **extra):
    client = client or Client()
    return client.post(DOOR, {"username": username, "password": password}, **extra)


def invited(people, username="liaison"):
    """This person's account waits for its first sign-in; returns the code that he was handed."""
    user = User.objects.get(username=username)
    actions.issue_code(user, by=people.sysadmin)
    return user.new_code


def use_code(username, code, password=NEW, again=None, client=None):
    client = client or Client()
    typed = {"username": username, "code": code, "password": password, "again": again or password}
    return client.post(CODE, typed)


def text(response):
    return response.content.decode()


def signed_in(client):
    return client.get("/accounts/me/").status_code == 200


def test_name_and_password_open_the_house(people, client):
    response = sign_in("liaison", client=client)
    assert response.headers["Location"] == "/"
    assert signed_in(client)


def test_after_signing_in_the_reader_gets_the_page_that_he_asked_for(people, client):
    asked = client.get("/accounts/me/").headers["Location"]
    assert asked == f"{DOOR}?next=/accounts/me/"
    typed = {"username": "liaison", "password": PASSWORD, "next": "/accounts/me/"}
    assert client.post(DOOR, typed).headers["Location"] == "/accounts/me/"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "http:evil.example",
        "https:///evil.example",
        "javascript:alert(1)",
        " //evil.example",
        "\t//evil.example",
        "https://testserver@evil.example/",
        "ftp://testserver/",
    ],
)
def test_the_door_leads_nowhere_else(people, elsewhere):
    typed = {"username": "liaison", "password": PASSWORD, "next": elsewhere}
    assert Client().post(DOOR, typed).headers["Location"] == "/"


def test_outside_nobody_learns_which_accounts_there_are(people):
    invited(people, "other_liaison")
    actions.disable(User.objects.get(username="stranger"), by=people.sysadmin, note="调离")
    replies = [
        sign_in("liaison", "wrong-password"),
        sign_in("no-such-name", "wrong-password"),
        sign_in("other_liaison"),
        sign_in("stranger"),
    ]
    shown = {(reply.status_code, text(reply).split("</form>")[0].count("用户名或密码不正确")) for reply in replies}
    assert shown == {(422, 1)}


def test_outside_nobody_learns_it_from_the_code_page_either(people):
    invited(people, "other_liaison")
    replies = [
        use_code("other_liaison", "ABCD-EFGH-JKMN-PQRS"),
        use_code("no-such-name", "ABCD"),
        use_code("head", "A"),
    ]
    assert {(reply.status_code, "用户名或验证码不正确" in text(reply)) for reply in replies} == {(422, True)}


def test_guessing_is_slowed_for_this_name_from_this_address_alone(people):
    for _n in range(9):
        assert sign_in("liaison", "wrong").status_code == 422
    locked = sign_in("liaison", "wrong")
    assert locked.status_code == 429
    assert "请一刻钟后再试" in text(locked)
    assert locked.headers["Retry-After"] == "900"

    assert sign_in("liaison").status_code == 429, "even the right password waits"
    assert sign_in("head").status_code == 302, "a colleague at the same address does not"
    assert sign_in("liaison", REMOTE_ADDR="10.0.0.7").status_code == 302, "nor does he himself elsewhere"


def test_a_name_that_nobody_has_is_slowed_in_the_same_way(people):
    replies = [sign_in("no-such-name", "wrong") for _n in range(10)]
    assert [reply.status_code for reply in replies] == [422] * 9 + [429]


def test_the_wait_ends_by_itself_and_trying_does_not_prolong_it(people):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _n in range(10):
            sign_in("liaison", "wrong")
        clock.shift(10 * 60)
        assert sign_in("liaison").status_code == 429
        clock.shift(5 * 60 + 1)
        assert sign_in("liaison").status_code == 302


def test_guessing_codes_is_slowed_too(people):
    code = invited(people)
    replies = [use_code("liaison", "ABCD-EFGH-JKMN-PQRS") for _n in range(10)]
    assert replies[-1].status_code == 429
    assert use_code("liaison", code).status_code == 429


def test_what_was_typed_wrongly_is_not_written_down(people):
    from axes.models import AccessAttempt

    use_code("liaison", "WRNG-WRNG", password=NEW)
    sign_in("liaison", "nearly-right")
    kept = "".join(f"{row.post_data}{row.get_data}" for row in AccessAttempt.objects.all())
    assert kept
    assert not any(word in kept for word in ("WRNG", NEW, "nearly"))


def test_a_planted_session_is_not_taken_over(people, client):
    client.cookies["session"] = "planted0planted0planted0planted0"
    sign_in("liaison", client=client)
    assert client.cookies["session"].value != "planted0planted0planted0planted0"


def test_signing_out_ends_the_session_on_the_server(people, client):
    sign_in("liaison", client=client)
    key = client.cookies["session"].value
    response = client.post(OUT)
    assert response.headers["Location"] == DOOR
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    thief = Client()
    thief.cookies["session"] = key
    assert not signed_in(thief)


def test_a_link_does_not_sign_anybody_out(people, client):
    sign_in("liaison", client=client)
    assert client.get(OUT).status_code == 405
    assert signed_in(client)


def test_a_one_time_code_opens_once_and_sets_the_password(people, client):
    code = invited(people)
    assert sign_in("liaison").status_code == 422, "the old password ended with the code"
    assert use_code("liaison", code, client=client).headers["Location"] == "/"
    assert signed_in(client)
    assert use_code("liaison", code, "Another-long-phrase").status_code == 422
    assert sign_in("liaison", NEW).status_code == 302
    assert User.objects.get(username="liaison").stage == "active"


def test_a_code_is_taken_however_it_was_typed(people):
    code = invited(people)
    assert use_code("liaison", f" {code.lower().replace('-', ' ')} ").status_code == 302


def test_a_code_expires_after_a_day(people):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        code = invited(people)
        clock.shift(datetime.timedelta(hours=24, seconds=1))
        assert use_code("liaison", code).status_code == 422


def test_a_new_code_ends_the_one_before(people):
    first, second = invited(people), invited(people)
    assert use_code("liaison", first).status_code == 422
    assert use_code("liaison", second).status_code == 302


def test_a_code_is_never_kept_in_clear(people):
    code = invited(people)
    user = User.objects.get(username="liaison")
    assert user.code_hash
    assert code not in user.code_hash
    assert not Event.objects.filter(digest__contains=code).exists()


WEAK = [
    "short",
    "1234567890123",
    "password123",
    "测试区委2026",
    "Xuncha2026!!",
    "区住建局区住建局2025",
    "quzhujianju2026",
    "liaison-liaison",
]


@pytest.mark.parametrize("weak", WEAK)
def test_what_everybody_would_try_first_is_no_password(people, weak):
    code = invited(people)
    assert use_code("liaison", code, weak).status_code == 422
    assert use_code("liaison", code).status_code == 302, "and the code still counts"


def test_two_different_new_passwords_are_not_taken(people):
    code = invited(people)
    assert "两次输入的密码不一致" in text(use_code("liaison", code, NEW, "Something-else-1"))


def test_a_disabled_account_is_out_at_its_next_request(people, client):
    sign_in("liaison", client=client)
    assert signed_in(client)
    actions.disable(User.objects.get(username="liaison"), by=people.sysadmin, note="调离")
    assert client.get("/accounts/me/").status_code == 302
    assert not Session.objects.filter(user=people.liaison).exists()


def test_whoever_gets_a_new_code_is_out_everywhere_until_he_uses_it(people, client):
    sign_in("liaison", client=client)
    invited(people)
    assert not signed_in(client)


def test_changing_the_password_ends_every_other_session(people, client):
    elsewhere = Client()
    sign_in("liaison", client=client)
    sign_in("liaison", client=elsewhere)
    typed = {"old": PASSWORD, "password": NEW, "again": NEW}
    assert client.post("/accounts/password/", typed).headers["Location"] == "/accounts/me/"
    assert signed_in(client)
    assert not signed_in(elsewhere)
    assert sign_in("liaison").status_code == 422
    assert sign_in("liaison", NEW).status_code == 302


def test_the_present_password_is_asked_for_and_guessing_it_is_slowed(people, client):
    sign_in("liaison", client=client)
    typed = {"old": "wrong", "password": NEW, "again": NEW}
    replies = [client.post("/accounts/password/", typed) for _n in range(10)]
    assert "当前密码不正确" in text(replies[0])
    assert replies[-1].status_code == 429
    assert sign_in("liaison", REMOTE_ADDR="10.0.0.7").status_code == 302


def test_a_person_sees_where_he_is_signed_in_and_ends_one_of_them(people, client):
    elsewhere = Client(headers={"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/90.0 Safari/537.36"})
    sign_in("liaison", client=client)
    sign_in("liaison", client=elsewhere, REMOTE_ADDR="10.2.8.77")
    page = client.get("/accounts/me/")
    assert "Chrome 90 · Linux" in text(page)
    assert "10.2.8.77" in text(page)
    [other] = [line for line in page.context["sessions"] if not line["current"]]
    client.post("/accounts/me/", {"end": other["id"]})
    assert not signed_in(elsewhere)
    assert signed_in(client)


def test_nobody_ends_another_persons_session(people, client):
    elsewhere = Client()
    sign_in("head", client=elsewhere)
    sign_in("liaison", client=client)
    client.post("/accounts/me/", {"end": Session.objects.get(user=people.head).label})
    assert signed_in(elsewhere)


def test_a_person_sets_his_language_and_type_size_for_every_later_day(people, client):
    sign_in("liaison", client=client)
    client.post("/accounts/me/", {"language": "en", "density": "large", "keyboard": "on", "outside": "late"})
    user = User.objects.get(username="liaison")
    assert (user.language, user.density, user.keyboard, user.outside) == ("en", "large", True, "late")
    assert "My settings" in text(client.get("/accounts/me/"))
    later = Client()
    sign_in("liaison", client=later)
    assert "My settings" in text(later.get("/accounts/me/"))


def test_a_demonstration_lists_its_people_and_one_click_signs_in(people, settings, tmp_path, client):
    settings.DATA = tmp_path
    listed = {
        "username": "liaison",
        "password": PASSWORD,
        "name": "周明远",
        "role": "联络员",
        "organisation": "区住建局",
    }
    (tmp_path / "demo-accounts.json").write_text(json.dumps([listed]))
    Database.objects.update(use=Database.Use.DEMO)
    page = text(client.get(DOOR))
    assert "周明远" in page
    assert PASSWORD not in page
    assert client.post(DOOR, {"person": "liaison"}).headers["Location"] == "/"


def test_an_offices_database_lists_nobody(people, settings, tmp_path, client):
    settings.DATA = tmp_path
    listed = {"username": "liaison", "password": PASSWORD, "name": "周明远", "role": "", "organisation": ""}
    (tmp_path / "demo-accounts.json").write_text(json.dumps([listed]))
    Database.objects.update(use=Database.Use.OFFICE)
    assert "周明远" not in text(client.get(DOOR))
    assert client.post(DOOR, {"person": "liaison"}).status_code == 422


def test_whoever_was_idle_is_told_why_he_is_out(client):
    assert "长时间未操作" in text(client.get(f"{DOOR}?ended=idle"))


def test_every_page_is_closed_to_strangers(people):
    for path in ("/", "/accounts/me/", "/accounts/password/", "/notices/"):
        assert Client().get(path).headers["Location"].startswith(DOOR)


def test_a_program_gets_a_token_and_ends_it(people, client):
    given = client.post("/api/v1/token/", {"username": "liaison", "password": PASSWORD}, "application/json")
    assert given.status_code == 200
    token = {"Authorization": f"Token {given.json()['token']}"}
    assert client.delete("/api/v1/token/", headers=token).status_code == 204
    assert client.delete("/api/v1/token/", headers=token).status_code == 401
    assert client.delete("/api/v1/token/").status_code == 401


def test_a_programs_guesses_are_slowed_like_a_persons(people, client):
    asked = {"username": "liaison", "password": "wrong"}
    replies = [client.post("/api/v1/token/", asked, "application/json") for _n in range(10)]
    assert [reply.status_code for reply in replies] == [401] * 9 + [429]
    assert replies[0].json()["detail"] == "用户名或密码不正确。"


def test_a_token_ends_with_the_password(people, client):
    given = client.post("/api/v1/token/", {"username": "liaison", "password": PASSWORD}, "application/json").json()
    invited(people)
    token = {"Authorization": f"Token {given['token']}"}
    assert client.delete("/api/v1/token/", headers=token).status_code == 401


def test_the_eleventh_token_ends_the_first(people, client):
    asked = {"username": "liaison", "password": PASSWORD}
    tokens = [client.post("/api/v1/token/", asked, "application/json").json()["token"] for _n in range(11)]
    assert people.liaison.auth_token_set.count() == 10
    assert client.delete("/api/v1/token/", headers={"Authorization": f"Token {tokens[0]}"}).status_code == 401


def test_nobody_but_the_house_chooses_a_password_for_somebody(people):
    with pytest.raises(Refused):
        actions.choose_password(people.liaison, by=people.sysadmin, password=NEW)
    actions.choose_password(User.objects.get(username="liaison"), by=Actor.HOUSE, password=NEW)
