"""What somebody is good at, and in which rounds he served: as a page, a list, a workbook and over the API."""

import io

import openpyxl
import pytest

from accounts import actions as registry
from accounts import forms as registry_forms
from accounts.models import Person
from findings import actions as findings
from tests import cases
from tests.once import once
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY


@once
def people():
    people = cast()
    people.engagement = cases.on_site(people)
    return people


def window(client, user):
    client.force_login(user, backend="accounts.backends.ByPassword")
    return client


def saying(person, **values):
    """What the form of a person would send, with some of it changed."""
    said = {name: getattr(person, name) for name in registry_forms.PERSON_FIELDS}
    return {name: "" if value is None else value for name, value in (said | values).items()}


def test_the_office_says_what_somebody_is_good_at_and_finds_him_by_it(people, client):
    page, person = window(client, people.clerk), people.member.person
    form = saying(person, skills=["writing", "finance"], leads="deputy", version=person.version)
    answer = page.post(f"{person.get_absolute_url()}amend-person/", form)
    assert answer.status_code == 302
    person.refresh_from_db()
    assert (person.skills, person.leads) == (["finance", "writing"], "deputy"), "in their usual order"
    assert "财务审计、文字综合" in page.get(person.get_absolute_url()).content.decode()
    found = page.get("/accounts/people/?skill=finance").content.decode()
    assert person.key in found
    assert people.leader.person.key not in found
    assert person.key not in page.get("/accounts/people/?skill=works").content.decode()
    assert page.get(f"/api/v1/people/{person.key}/").json()["skills"] == ["finance", "writing"]


def test_a_skill_that_nobody_knows_is_named_and_the_rest_stays(people, client):
    page, person = window(client, people.clerk), people.member.person
    form = saying(person, skills=["flying"], phone="000-11112222", version=person.version)
    answer = page.post(f"{person.get_absolute_url()}amend-person/", form)
    assert answer.status_code == 422
    assert "skills" in answer.context["form"].errors
    assert "000-11112222" in answer.content.decode()


def test_the_pool_is_taken_as_a_workbook_under_the_headings_of_the_office(people, client):
    registry.amend_person(people.member.person, by=people.clerk, today=DAY, skills=["works"], leads="leader")
    answer = window(client, people.clerk).get("/accounts/people/export/?in_pool=on")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    head, *rows = list(book["人才库"].iter_rows(min_row=2, values_only=True))
    assert {"可任职务", "专长", "所属单位"} <= set(head)
    row = next(dict(zip(head, row, strict=True)) for row in rows if "member" in row)
    assert (row["可任职务"], row["专长"]) == ("组长", "工程项目")


def test_a_person_s_page_tells_his_rounds_and_counts_only_what_has_left_the_team(people, client):
    cases.paper(people.engagement)
    cases.finding(people.engagement, "公款使用不规范")
    person = people.member.person
    page = window(client, people.clerk)
    url = f"/findings/of-person/{person.key}/service/"
    assert url in page.get(person.get_absolute_url()).content.decode()
    (row,) = page.get(url).context["rows"]
    texts = {cell["label"]: cell["text"] for cell in row["cells"]}
    written = (texts["撰写底稿数"], texts["形成问题数"])
    assert written == ("1", "1"), "the paper that is still being written is the team's own"


def test_a_member_reads_his_own_record_while_he_serves_and_nobody_else_s(people, client):
    page = window(client, people.member)
    own = page.get(f"/findings/of-person/{people.member.person.key}/service/")
    assert len(own.context["rows"]) == 1
    assert page.get(f"/findings/of-person/{people.leader.person.key}/service/").status_code == 404
    assert "第一轮巡察" not in page.get("/findings/service/").content.decode(), "the list is the office's"


def test_the_service_record_is_taken_as_a_workbook(people, client):
    posting = people.engagement.team.postings.get(person=people.member.person)
    findings.end_posting(posting, by=people.clerk, today=DAY, note="调回")
    answer = window(client, people.clerk).get("/findings/service/export/?q=member")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    head, *rows = list(book["巡察干部履职台账"].iter_rows(min_row=2, values_only=True))
    row = next(dict(zip(head, row, strict=True)) for row in rows if "member" in row)
    assert (row["组内职务"], row["结束时间"].date(), row["撰写底稿数"]) == ("组员", DAY, 0)
    assert Person.objects.count() > len(rows)
