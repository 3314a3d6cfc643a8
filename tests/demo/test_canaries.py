"""Where the house and the list of the canaries differ, one of the two is wrong."""

import datetime
import io
import json
import stat
import zipfile

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, models, transaction
from django.test import Client

from accounts.models import User
from casework import delivery, history, ical
from casework.models import Attachment, Draft, Message, Notice, Remark
from casework.papers import kinds_of
from casework.reminders import remind
from demo import canaries, papers, readers
from demo.management.commands.canaries import describe
from findings.models import Finding, WorkingPaper
from inspections.models import Engagement
from referrals.models import Clue
from tests.test_walls import addresses

DAY = datetime.date(2026, 6, 15)

#: fields that hold words and no secret: what everything is called and numbered, and what is chosen from a list
PLAIN = {
    "code_hash",
    "sha256",
    "job",
    "manifest_sha256",
    "content_sha256",
    "key",
    "kind",
    "kind_of",
    "edition",
    "since",
    "level",
    "short",
    "number",
    "finding_number",
    "team_name",
    "inspected",
    "pre_number",
    "numbers",
    "category",
    "education",
    "degree",
    "ethnicity",
    "political_status",
    "short_name",
    "code",
    "post",
    "pool_kind",
    "sort_key",
    "tree_key",
    "initials",
    "username",
    "language",
    "upper_source",
    "move",
    "source_kind",
    "source_number",
    "password",
    "token",
    "writer_key",
}
PLAIN_NAMES = {
    "accounts.organisation",
    "casework.papertemplate",
    "inspections.round",
    "inspections.team",
    "inspections.term",
    "rectification.overruling",
}
#: of one kind alone: which text of which thing an overruling is about
PLAIN_OF = {"rectification.overruling": {"thing_kind", "about", "digest"}}


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    """Three rounds of two teams with two units each; gone when the module ends."""
    with django_db_blocker.unblock(), transaction.atomic():
        built = canaries.build(DAY, teams=2, units=2)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ANALYZE")  # rows that nobody has committed are not counted by themselves
        yield built
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def tokens(made):
    return canaries.expected(made)


@pytest.mark.parametrize("model", readers.RULES, ids=lambda model: model.__name__)
def test_everybody_sees_what_the_list_says_and_nothing_else(made, model):
    rules = readers.Readers(made)
    allowed = {row.pk: rules.of(row) for row in model._base_manager.all()}
    assert allowed
    for name, user in made.users.items():
        user = User.objects.get(pk=user.pk)
        seen = set(model.objects.visible_to(user).values_list("pk", flat=True))
        assert seen == {pk for pk, names in allowed.items() if name in names}, f"{name}, {model.__name__}"


def test_every_kind_of_thing_has_its_rule():
    assert set(readers.RULES) == set(canaries.readable_models())


def test_there_is_somebody_in_each_of_the_fourteen_roles(made):
    roles = set(made.roles.values())
    assert roles == {
        *("head", "clerk", "observer", "leader", "deputy", "member", "liaison", "principal"),
        *("discipline", "personnel", "department", "sysadmin", "secadmin", "auditor"),
    }


def test_every_word_that_people_write_is_a_token(made, tokens):
    known = {(place["model"], place["field"]) for token in tokens for place in token["places"]}
    missing = []
    for model in [*canaries.readable_models(), Remark, Attachment, Draft]:
        label = model._meta.label_lower
        for field in model._meta.concrete_fields:
            words = isinstance(field, models.CharField | models.TextField) and not field.choices
            plain = field.name in PLAIN | PLAIN_OF.get(label, set())
            plain |= field.name == "name" and label in PLAIN_NAMES
            written = words and model._base_manager.exclude(**{field.name: ""}).exists()
            if written and not plain and model is not Attachment and (label, field.name) not in known:
                missing.append(f"{label}.{field.name}")
    assert missing == []
    assert {("casework.attachment", "name"), ("casework.attachment", "content"), ("casework.draft", "data")} <= known


def test_no_token_stands_for_two_secrets(tokens):
    texts = [token["token"] for token in tokens]
    assert len(texts) == len(set(texts))
    for token in tokens:
        assert token["places"]
        assert token["seen_by"] or token["model"] in ("casework.remark", "findings.reporteridentity"), token


def test_a_clue_is_read_by_the_head_and_the_discipline_commission_alone(tokens):
    sent = set(Clue.objects.exclude(sent_on=None).values_list("key", flat=True))
    clues = [token for token in tokens if token["model"] == "referrals.clue"]
    here = [token for token in clues if len(token["places"]) == 1]
    assert {tuple(token["seen_by"]) for token in here if token["key"] in sent} == {("discipline", "head")}
    before = [token for token in here if token["key"] not in sent]
    assert before
    for token in before:
        assert {"head", "clerk"} <= set(token["seen_by"]), "the clerk is named for it"
        assert not {"discipline", "observer", "personnel"} & set(token["seen_by"])
    of_clues = [token for token in tokens if "referrals.clue" in {place["model"] for place in token["places"]}]
    sealed = [token for token in of_clues if "-finding-facts-" in token["token"] and "discipline" in token["seen_by"]]
    assert sealed
    assert all(token["seen_by"] == ["discipline", "head"] for token in sealed)


def test_what_was_said_of_a_sealed_matter_is_read_by_nobody(tokens):
    keys = set(WorkingPaper.objects.filter(stage="sealed").values_list("key", flat=True))
    remarks = [token for token in tokens if token["model"] == "casework.remark" and token["key"] in keys]
    assert remarks
    assert all(token["seen_by"] == [] for token in remarks)


def test_no_page_and_no_list_shows_a_token_to_somebody_who_may_not_read_it(made, tokens):
    allowed = {token["token"]: token["seen_by"] for token in tokens}
    plain = [route for route, _view, _kwargs in addresses() if "<" not in route and "sign" not in route]
    leaks, shown = [], set()
    for name in dict.fromkeys({role: name for name, role in made.roles.items()}.values()):
        client, user = Client(), User.objects.get(username=name)
        client.force_login(user, backend="accounts.backends.ByPassword")
        pages = ["/" + route for route in plain]
        for model in canaries.readable_models():
            seen = [row.get_absolute_url() for row in model.objects.visible_to(user).order_by("pk")[:3]]
            pages += [*seen, *(f"{page}word/{kind.code}/" for page in seen for kind in kinds_of(model))]
        for page in pages:
            response = client.get(page)
            found = set(canaries.TOKEN.findall(said_in(response)))
            shown |= found
            leaks += [f"{name} {page}: {token}" for token in found if name not in allowed[token]]
    assert leaks == [], "\n".join(leaks)
    assert len(shown) > 300


def test_nothing_that_leaves_the_house_says_a_token(made, settings):
    """Every notice and every rung is told outside, over each channel, and everybody subscribes to his dates."""
    settings.CHANNELS, settings.SMS = {"group": "json://localhost"}, "tests.sms"
    with transaction.atomic():
        User.objects.update(email="somebody@example.cn", outside="all")
        Notice.objects.update(gathered_at=None, message=None)
        assert list(remind(DAY + datetime.timedelta(days=400)))
        delivery.gather()
        messages = list(Message.objects.select_related("person"))
        outside = [delivery.words(message) for message in messages]
        outside += [delivery.letter(one).message().as_string() for one in messages if one.channel == delivery.EMAIL]
        outside += [ical.calendar_of(person, "secret").decode() for person in User.objects.exclude(username="")]
        transaction.set_rollback(True)
    assert {message.channel for message in messages} == {"email", "sms", "group"}
    assert any("BEGIN:VEVENT" in text for text in outside)
    assert [text for text in outside if canaries.TOKEN.search(text.replace("\r\n ", ""))] == []


def said_in(response) -> str:
    """Return what a page says, or what stands in the parts of a workbook or a Word file."""
    content = b"".join(response) if response.streaming else response.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            content = b"".join(package.read(name) for name in package.namelist())
    return content.decode(errors="ignore")


def test_a_dissolved_team_reads_nothing_any_more(made):
    rules = readers.Readers(made)
    paper = WorkingPaper.objects.filter(engagement__round__number=1).first()
    assert not rules.of(paper) & {"leader-1", "leader-2", "member-1", "member-2"}


def test_a_unit_that_was_only_chosen_does_not_know_of_it(made):
    chosen = Engagement.objects.filter(stage=Engagement.Stage.SELECTED)
    assert chosen.count() == 2
    for engagement in chosen:
        assert not [name for name in readers.Readers(made).of(engagement) if name.startswith(("liaison", "principal"))]


def test_papers_lie_in_every_stage(made):
    assert set(WorkingPaper.objects.values_list("stage", flat=True)) == set(WorkingPaper.Stage)
    assert set(Finding.objects.values_list("stage", flat=True)) >= {"identified", "confirmed", "routed", "sealed"}


def test_the_files_hold_their_tokens(made, tokens):
    inside = [token for token in tokens if token["field"] == "content"]
    assert len(inside) == Attachment.objects.count()


def test_the_history_of_the_canaries_holds(made):
    assert list(history.verify()) == []


def test_the_file_names_everybody_with_his_password(made):
    told = describe(made)
    assert len(told["users"]) == User.objects.count()
    assert {user["role"] for user in told["users"]} == set(made.roles.values())
    assert all(user["password"] for user in told["users"])


def test_a_database_with_people_in_it_is_refused(made, tmp_path):
    with pytest.raises(CommandError, match="empty"):
        call_command("canaries", tmp_path / "canaries.json", "--here")
    assert not (tmp_path / "canaries.json").exists()


def test_the_text_of_a_letter_and_of_a_scan_can_be_read_back():
    for made in (papers.letter("a", "甲", ["CANARY-x-y-00001"]), papers.scan("a", ["CANARY-x-y-00001"])):
        assert "CANARY-x-y-00001" in papers.text_of(made.read())
    assert papers.text_of(b"PK") == ""
    assert papers.text_of(papers.ledger("a", ["b"], [["c"]]).read()) == ""


def test_the_command_makes_a_database_beside_this_one(db, settings, tmp_path, capfd):
    settings.DATA = tmp_path
    path = tmp_path / "canaries.json"
    call_command("canaries", path, "--rounds=1", "--teams=1", "--units=1")
    told = json.loads(path.read_text())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "tokens" in capfd.readouterr().out
    address = told["environment"]["DATABASE_URL"]
    assert address.endswith("_canaries")
    owner = psycopg2.connect(
        told["environment"]["MIGRATE_DATABASE_URL"].removesuffix("_canaries").rpartition("/")[0] + "/postgres"
    )
    owner.autocommit = True
    try:
        with psycopg2.connect(address) as other, other.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM accounts_user")
            assert cursor.fetchone() == (len(told["users"]),)
        other.close()
    finally:
        name = address.rpartition("/")[2]
        owner.cursor().execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        owner.close()
