"""Papers are kept as they were made: what changed makes a new version, what did not is the same one."""

import io
from zipfile import ZipFile

import docx
import pytest
from django.conf import settings

from casework import files
from casework.models import Export, PaperVersion, TakenCopy
from casework.papers import KINDS, fill, ours, versions
from findings.models import Talk, WorkingPaper
from rectification.models import ImmediateFix, LadderPaper
from tests import cases
from tests.casework.test_papers import taken, words_of

pytestmark = pytest.mark.django_db


def of(thing) -> list[PaperVersion]:
    return list(PaperVersion.objects.of(thing).order_by("number"))


def unpacked(content: bytes) -> bytes:
    """Everything that a Word file says, in all its parts."""
    with ZipFile(io.BytesIO(content)) as package:
        return b"".join(package.read(name) for name in package.namelist())


def old(client, version):
    answer = client.get(f"/versions-of-papers/{version.key}/")
    return answer.status_code, b"".join(answer.streaming_content) if answer.streaming else b""


def test_a_paper_that_says_the_same_is_the_same_version_byte_by_byte(world):
    fix = world.things[ImmediateFix]
    first, again = taken(world, "clerk", fix)[1], taken(world, "liaison", fix)[1]
    assert first == again
    [version] = of(fix)
    assert (version.number, version.made_by, version.template) == (1, world.people.clerk, None)
    assert versions.content(version) == first


def test_what_changed_makes_a_new_version_and_the_old_one_stays(world):
    fix = world.things[ImmediateFix]
    before = taken(world, "clerk", fix)[1]
    ImmediateFix._base_manager.filter(pk=fix.pk).update(problem="另一个问题")
    after = taken(world, "clerk", fix)[1]
    assert "另一个问题" in words_of(after)
    assert "另一个问题" not in words_of(before)
    first, second = of(fix)
    assert (first.number, second.number) == (1, 2)
    assert old(world.clients["clerk"], first) == (200, before)
    kept = versions.data_of(first)
    assert kept["problem"] == fix.problem
    assert words_of(fill(ours("fix"), kept)) == words_of(before)


def test_another_template_makes_a_new_version(world):
    paper = world.things[LadderPaper]
    taken(world, "clerk", paper)
    template = cases.paper_template(world.people, "ladder", used=True)
    said = words_of(taken(world, "clerk", paper)[1])
    assert "本区格式" in said
    assert [version.template for version in of(paper)] == [None, template]
    page = world.clients["clerk"].get(paper.get_absolute_url()).content.decode()
    assert "2个版本" in page
    assert f"/versions-of-papers/{of(paper)[0].key}/" in page


def test_whoever_does_not_have_the_case_in_hand_sees_what_he_took_himself(world):
    """What the office took before the unit was told is not for the unit."""
    fix = world.things[ImmediateFix]
    taken(world, "clerk", fix)
    ImmediateFix._base_manager.filter(pk=fix.pk).update(problem="另一个问题")
    taken(world, "liaison", fix)
    first, second = of(fix)
    assert old(world.clients["liaison"], first)[0] == 404
    assert old(world.clients["liaison"], second)[0] == 200
    assert old(world.clients["clerk"], second)[0] == 200
    assert old(world.clients["stranger"], second)[0] == 404
    assert old(world.clients["other_leader"], second)[0] == 404
    page = world.clients["liaison"].get(fix.get_absolute_url()).content.decode()
    assert f"/versions-of-papers/{first.key}/" not in page
    assert f"/versions-of-papers/{second.key}/" in page


def test_a_program_lists_and_takes_versions(world):
    fix = world.things[ImmediateFix]
    taken(world, "clerk", fix)
    url = f"/api/v1/fixes/{fix.key}/versions-of-papers/"
    [row] = world.clients["clerk"].get(url).json()
    assert (row["kind"], row["number"], row["template"]) == ("fix", 1, None)
    assert world.clients["clerk"].get(f"/api/v1/versions-of-papers/{row['key']}/").status_code == 200
    assert world.clients["liaison"].get(url).json() == []
    assert world.clients["stranger"].get(url).status_code == 404
    assert world.clients["stranger"].get(f"/api/v1/versions-of-papers/{row['key']}/").status_code == 404


def test_who_takes_an_old_version_stands_in_the_register(world):
    fix = world.things[ImmediateFix]
    taken(world, "clerk", fix)
    [version] = of(fix)
    before = Export.objects.count()
    old(world.clients["head"], version)
    row = Export.objects.latest("pk")
    assert (Export.objects.count(), row.person, row.paper) == (before + 1, world.people.head, version)


def test_the_table_says_no_word_of_a_paper(world):
    fix = world.things[ImmediateFix]
    taken(world, "clerk", fix)
    [version] = of(fix)
    said = " ".join(str(getattr(version, field.attname)) for field in version._meta.concrete_fields)
    assert fix.problem not in said
    assert fix.number not in said
    for place in (version.place, f"{version.place}.json"):
        assert (settings.FILES_ROOT / place).stat().st_mode & 0o077 == 0


def test_what_goes_under_seal_takes_its_papers_along(world, django_capture_on_commit_callbacks):
    paper, talk = world.things[WorkingPaper], world.things[Talk]
    taken(world, "member", paper)
    [version] = of(paper)
    before = settings.FILES_ROOT / version.place, settings.FILES_ROOT / f"{version.place}.json"
    with django_capture_on_commit_callbacks(execute=True):
        files.move(paper, talk)
    assert of(paper) == []
    [moved] = of(talk)
    assert moved.pk == version.pk
    assert not any(path.exists() for path in before)
    assert (settings.FILES_ROOT / moved.place).exists()
    assert versions.data_of(moved)["facts"] == paper.facts


def test_a_sealed_kind_is_not_named_in_the_register(world):
    from referrals.models import SealedLetter

    letter = world.things[SealedLetter]
    assert taken(world, "head", letter)[0] == 200
    row = Export.objects.latest("pk")
    assert letter.number not in row.title + row.query


def test_a_lost_file_is_said_and_nothing_is_given(world):
    fix = world.things[ImmediateFix]
    taken(world, "clerk", fix)
    [version] = of(fix)
    (settings.FILES_ROOT / version.place).write_bytes(b"x")
    status, content = old(world.clients["clerk"], version)
    assert (status, content) == (403, b"")


# -- marks ----------------------------------------------------------------------------------------------------------


def test_an_inner_paper_bears_reader_minute_and_number_across_each_page(world):
    paper = world.things[WorkingPaper]
    before = TakenCopy.objects.count()
    content = taken(world, "member", paper)[1]
    copy = TakenCopy.objects.latest("at")
    assert TakenCopy.objects.count() == before + 1
    assert copy.person == world.people.member
    section = docx.Document(io.BytesIO(content)).sections[0]
    for header in (section.header, section.first_page_header, section.even_page_header):
        assert copy.mark in header._element.xml
    for footer in (section.footer, section.even_page_footer):
        assert copy.mark in "".join(paragraph.text for paragraph in footer.paragraphs)
    [version] = of(paper)
    assert copy.mark.encode() not in unpacked(versions.content(version))


def test_a_paper_for_outside_is_clean(world):
    content = taken(world, "clerk", world.things[ImmediateFix])[1]
    assert "份号".encode() not in unpacked(content)


def test_every_kind_says_whether_it_is_for_outside():
    inner = {code for code, kind in KINDS.items() if not kind.outside}
    assert {"working_paper", "talk", "assessment"} <= inner
    assert not inner & {"letter", "sealed_letter", "feedback", "ladder", "fix", "report", "disclosure"}
