"""The pages of templates: handed in, refused with each fault, looked at and put in force; for the office alone."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from casework.models import PaperTemplate
from casework.papers import KINDS
from tests import cases
from tests.casework.test_papers import words_of
from tests.casework.test_templates import SOURCE, built

pytestmark = pytest.mark.django_db


def post(client, people, content: bytes, code="ladder", name="模板.docx"):
    url = f"{people.authority.get_absolute_url()}hand-in-template/"
    return client.post(url, {"kind_of": code, "about": "", "files": SimpleUploadedFile(name, content)})


def test_the_form_names_every_fault_and_keeps_nothing_broken(world):
    people = world.people
    before = PaperTemplate.objects.count()
    answer = post(world.clients["clerk"], people, built(SOURCE + "{{ numbr }}\n{{ title "))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "第10段" in page
    assert "numbr" in page
    assert "第11段" in page
    assert PaperTemplate.objects.count() == before
    assert post(world.clients["clerk"], people, b"%PDF-1.4 x", name="模板.pdf").status_code == 422
    assert post(world.clients["clerk"], people, built(SOURCE)).status_code == 302
    made = PaperTemplate.objects.latest("pk")
    assert made.stage == PaperTemplate.Stage.HANDED_IN
    assert post(world.clients["secretary"], people, built(SOURCE)).status_code == 403
    assert post(world.clients["stranger"], people, built(SOURCE)).status_code == 404
    sample = world.clients["secretary"].get(f"{made.get_absolute_url()}sample/")
    assert "某某镇党委：" in words_of(b"".join(sample.streaming_content))


def test_a_program_hands_in_a_template_and_is_told_the_faults_by_field(world):
    people, clerk = world.people, world.clients["clerk"]
    url = f"/api/v1/organisations/{people.authority.key}/hand-in-template/"
    said = {"kind_of": "ladder", "files": SimpleUploadedFile("模板.docx", built(SOURCE + "{{ numbr }}"))}
    answer = clerk.post(url, said)
    assert answer.status_code == 400
    assert "numbr" in answer.json()["files"][0]
    answer = clerk.post(url, said | {"files": SimpleUploadedFile("模板.docx", built(SOURCE))})
    assert answer.status_code == 200
    key = answer.json()["key"]
    assert clerk.get(f"/api/v1/paper-templates/{key}/").json()["kind_of"] == "ladder"
    assert clerk.post(f"/api/v1/paper-templates/{key}/put-in-force/", {"note": ""}).status_code == 403
    assert world.clients["head"].post(f"/api/v1/paper-templates/{key}/put-in-force/", {"note": ""}).status_code == 200


@pytest.mark.parametrize("part", ["", "sample/", "fields/"])
def test_the_page_of_templates_and_its_files_are_for_the_office_alone(world, part):
    for code in sorted(KINDS):
        answer = world.clients["clerk"].get(f"/inspections/templates/{code}/{part}")
        assert answer.status_code == 200
        said = words_of(b"".join(answer.streaming_content))
        assert said
        assert part != "fields/" or "必填" in said
    for name in ("leader", "liaison", "sysadmin", "stranger"):
        assert world.clients[name].get(f"/inspections/templates/ladder/{part}").status_code == 404
        assert world.clients[name].get("/inspections/templates/").status_code == 404
    assert world.clients["clerk"].get(f"/inspections/templates/nothing/{part}").status_code == 404


def test_the_list_says_by_which_template_papers_are_made(world):
    page = world.clients["head"].get("/inspections/templates/").content.decode()
    assert "系统模板" in page
    cases.paper_template(world.people, "fix", used=True)
    page = world.clients["head"].get("/inspections/templates/").content.decode()
    assert "本单位第" in page
