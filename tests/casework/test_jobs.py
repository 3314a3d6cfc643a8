"""What takes long is made by a worker, as its reader may see it by then, and waits for him alone."""

import datetime
import io

import pytest
from django.conf import settings
from django.test import Client, TestCase
from django.utils import timezone
from openpyxl import load_workbook

from casework import jobs, tasks
from casework.models import Export, InnerJob, OpenJob
from casework.views import lists
from findings.models import WorkingPaper
from rectification.models import Item
from referrals.models import Clue
from referrals.views.clue import readings
from tests import cases
from tests.people import cast

pytestmark = pytest.mark.django_db
URL = "/findings/papers/export/"
NOTICES = "/notices/"


@pytest.fixture
def people(db):
    return cast()


@pytest.fixture
def papers(people, monkeypatch):
    """Six working papers of a team, more than are written while somebody waits."""
    monkeypatch.setattr(lists, "EXPORT_LIMIT", 3)
    monkeypatch.setattr(jobs, "PULSE", 0.0)
    engagement = cases.on_site(people)
    for number in range(6):
        cases.paper(engagement, f"问题{number}")
    return people


@pytest.fixture
def small():
    """Makers of a test, taken away after it."""
    before = dict(jobs.MAKERS)
    yield jobs.maker
    jobs.MAKERS.clear()
    jobs.MAKERS.update(before)


def window(user):
    client = Client()
    client.force_login(user, "accounts.backends.ByPassword")
    return client


def asked(user, url=URL, **query):
    client = window(user)
    answer = client.get(url, query)
    assert (answer.status_code, answer.headers["Location"]) == (302, NOTICES)
    return client


def rows_of(content):
    return list(load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(min_row=3, values_only=True))


def left():
    """The files that lie in the house."""
    return [path for path in settings.FILES_ROOT.rglob("*") if path.is_file()]


def test_a_long_list_is_made_by_a_worker_and_waits_in_the_inbox(papers):
    client = asked(papers.member)
    job = InnerJob.objects.get()
    assert (job.person, job.title, job.total) == (papers.member, "问题底稿台账", 6)
    assert not Export.objects.exists(), "nothing has been taken yet"
    assert "排队等待生成" in client.get(NOTICES).content.decode()
    before = client.get(NOTICES).context["shell"]["notice_count"]
    assert tasks.make_files() == 1
    page = client.get(NOTICES)
    assert page.context["shell"]["notice_count"] == before + 1
    [row] = page.context["jobs"]
    answer = client.get(row["url"])
    content = b"".join(answer.streaming_content)
    assert len(rows_of(content)) == 6
    export = Export.objects.get()
    assert (export.person, export.rows) == (papers.member, 6)
    assert export.number in answer["Content-Disposition"]
    assert client.get(NOTICES).context["shell"]["notice_count"] == before, "it has been taken"
    assert client.get(row["url"]).status_code == 200, "and may be taken again"


def test_rows_order_and_filter_are_those_of_the_page(papers):
    some = WorkingPaper.objects.order_by("pk")[:4]
    WorkingPaper.objects.filter(pk__in=[one.pk for one in some]).update(stage="used")
    client = asked(papers.member, stage="used", sort="number")
    tasks.make_files()
    [row] = client.get(NOTICES).context["jobs"]
    found = rows_of(b"".join(client.get(row["url"]).streaming_content))
    assert [line[1] for line in found] == sorted(one.number for one in some)
    assert "：" in Export.objects.get().query


def test_nobody_else_sees_takes_or_drops_it(papers):
    asked(papers.member)
    tasks.make_files()
    url = f"/jobs/{InnerJob.objects.get().key}/"
    for user in (papers.leader, papers.auditor, papers.clerk, papers.liaison):
        assert window(user).get(url).status_code == 404
        assert window(user).post(url).status_code == 404
        assert window(user).get(NOTICES).context["jobs"] == []
        assert not InnerJob.objects.visible_to(user).exists()


def test_what_he_may_not_see_by_then_is_not_in_it(papers):
    client = asked(papers.member)
    papers.member.groups.clear()
    tasks.make_files()
    [row] = client.get(NOTICES).context["jobs"]
    assert rows_of(b"".join(client.get(row["url"]).streaming_content)) == []


def test_an_account_that_is_closed_gets_nothing(papers):
    asked(papers.member)
    type(papers.member).objects.filter(pk=papers.member.pk).update(is_active=False)
    tasks.make_files()
    job = InnerJob.objects.get()
    assert (job.ready_at, job.reason) == (None, "您的账号已停用。")
    assert not Export.objects.exists()


def test_how_far_it_is_stands_on_the_page(papers, small):
    said = []

    @small("slow")
    def make(job, file, tell):
        tell(0, 8)
        tell(6)
        page = window(papers.member).get("/jobs/", headers={"HX-Request": "true"})
        said.append((page.context["jobs"][0]["share"], page.context["jobs_running"], page.content.decode()))
        file.write(b"x")
        return "a.pdf", "application/pdf"

    jobs.ask(papers.member, "slow", "慢文件", {})
    assert jobs.make_next()
    [(share, running, page)] = said
    assert (share, running) == (75, True)
    assert '<progress value="75"' in page
    assert "every 2s" in page
    assert "every 2s" not in window(papers.member).get("/jobs/").content.decode(), "nothing runs any more"


def test_what_is_dropped_is_not_made_any_further_and_leaves_nothing(papers, small):
    @small("slow")
    def make(job, file, tell):
        file.write(b"x" * 100)
        window(papers.member).post(f"/jobs/{job.key}/")
        tell(1)
        raise AssertionError("it went on")

    before = left()
    jobs.ask(papers.member, "slow", "慢文件", {})
    assert jobs.make_next()
    assert not OpenJob.objects.exists()
    assert left() == before


def test_whoever_dies_over_it_leaves_it_to_the_next_and_after_some_tries_it_is_given_up(papers, small, monkeypatch):
    tries = []

    @small("broken")
    def make(job, file, tell):
        tries.append(job.place)
        file.write(b"half")
        raise RuntimeError("gone")

    before = left()
    job = jobs.ask(papers.member, "broken", "坏文件", {})
    while jobs.make_next():
        pass
    assert len(set(tries)) == jobs.MOST_TRIES, "each try writes into a file of its own"
    job.refresh_from_db()
    assert job.given_up_at
    assert job.reason.startswith("文件未能生成")
    assert left() == before
    assert not jobs.is_waiting()
    assert job.reason in window(papers.member).get(NOTICES).content.decode()


def test_a_job_that_somebody_works_at_is_left_to_him_until_he_must_be_dead(papers, small):
    @small("one")
    def make(job, file, tell):
        return "a.pdf", "application/pdf"

    job = jobs.ask(papers.member, "one", "文件", {})
    rows = OpenJob.objects.filter(pk=job.pk)
    rows.update(claimed_at=timezone.now(), tries=1)
    assert not jobs.make_next()
    rows.update(claimed_at=timezone.now() - jobs.LEASE - datetime.timedelta(seconds=1))
    assert jobs.make_next()
    assert rows.get().ready_at


def test_whoever_took_too_long_overwrites_nothing(papers, small):
    @small("one")
    def make(job, file, tell):
        OpenJob.objects.filter(pk=job.pk).update(tries=job.tries + 1)  # another has taken it over
        return "a.pdf", "application/pdf"

    before = left()
    job = jobs.ask(papers.member, "one", "文件", {})
    assert jobs.make_next()
    assert OpenJob.objects.get(pk=job.pk).ready_at is None
    assert left() == before


def test_a_file_is_kept_for_its_days_and_then_gone(papers):
    client = asked(papers.member)
    tasks.make_files()
    rows = InnerJob.objects.all()
    path = jobs.path_of(rows.get())
    assert path.is_file()
    url = f"/jobs/{rows.get().key}/"
    rows.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    assert client.get(url).status_code == 404
    with TestCase.captureOnCommitCallbacks(execute=True):
        tasks.ring_for_files()
    assert not rows.exists()
    assert not path.exists()


def test_nobody_fills_the_queue_for_the_others(papers):
    for _n in range(jobs.AT_ONCE):
        asked(papers.member)
    answer = window(papers.member).get(URL, follow=True)
    assert answer.redirect_chain[0][0].startswith("/findings/papers/")
    assert str(jobs.AT_ONCE) in str(next(iter(answer.context["messages"])))
    assert InnerJob.objects.count() == jobs.AT_ONCE


def test_what_is_sealed_is_asked_for_in_a_table_that_the_portal_has_no_grant_on(papers, small, settings):
    @small("one")
    def make(job, file, tell):
        return "a.pdf", "application/pdf"

    open_one = jobs.ask(papers.member, "one", "整改台账", {}, about=Item)
    inner = jobs.ask(papers.member, "one", "线索", {}, about=Clue)
    assert (type(open_one), type(inner)) == (OpenJob, InnerJob)
    assert InnerJob.sealed
    settings.DOOR = "portal"
    assert [job.title for job in jobs.of(papers.member)] == ["整改台账"]
    assert jobs.find(inner.key, papers.member) is None


def test_over_the_api_the_owner_sees_takes_and_drops_his_files_and_nobody_else(papers):
    client = asked(papers.member)
    (waiting,) = client.get("/api/v1/files/").json()
    assert (waiting["title"], waiting["total"], waiting["ready_at"]) == ("问题底稿台账", 6, None)
    one = f"/api/v1/files/{waiting['key']}/"
    early = client.get(f"{one}content/")
    assert (early.status_code, early.json()["detail"]) == (409, "尚未生成完毕。")
    tasks.make_files()
    assert client.get(one).json()["ready_at"]
    stranger = window(papers.stranger)
    for path in (one, f"{one}content/"):
        assert stranger.get(path).status_code == 404
    assert stranger.delete(one).status_code == 404
    assert stranger.get("/api/v1/files/").json() == []
    path = jobs.path_of(InnerJob.objects.get())
    assert path.exists()
    taken = client.get(f"{one}content/")
    assert len(rows_of(b"".join(taken.streaming_content))) == 6
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert client.delete(one).status_code == 204
    assert (client.get(one).status_code, path.exists()) == (404, False)


def test_an_unknown_maker_is_nobodys_job(papers):
    with pytest.raises(LookupError):
        jobs.ask(papers.member, "nobody", "文件", {})
    with pytest.raises(TypeError):
        jobs.maker(lists.LEDGER)(print)


def test_who_has_read_a_clue_is_written_down_when_the_list_is_made(papers, monkeypatch):
    noted = []
    monkeypatch.setattr(readings, "note", lambda user, rows, way: noted.append((user, way)))
    monkeypatch.setattr(lists, "EXPORT_LIMIT", -1)
    asked(papers.clerk, "/referrals/clues/export/")
    assert noted == []
    tasks.make_files()
    assert noted == [(papers.clerk, readings.Way.LEDGER)]
