"""A paper in Word, made when somebody takes it, or as it was made before; who takes it is written down first."""

import io
from typing import ClassVar

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import View

from .. import exports, files, jobs, pdf, policy, present, stamp, taking
from ..models import Job, Moving, PaperVersion
from ..papers import KINDS, PaperKind, versions
from .moving import refused

#: who writes papers as PDF
AS_PDF = "paper as pdf"
DOCX = next(iter(files.KINDS[".docx"]))


class WordPaper(View):
    """The paper of one thing as a .docx, for whoever may see the thing."""

    kind: ClassVar[PaperKind | None] = None
    model: ClassVar[type[Moving] | None] = None

    def get(self, request, key):
        try:
            return taken(self.kind, key, request.user)
        except versions.Lost as error:
            return refused(request, lost(error))

    def post(self, request, key):
        """Have it written as PDF by a worker; it waits in the inbox of whoever asked."""
        thing = thing_with(self.kind, key, request.user)
        try:
            ask_for_pdf(self.kind, thing, request.user)
        except versions.Lost as error:
            return refused(request, lost(error), thing)
        except (pdf.NotInstalled, jobs.TooMany) as error:
            return refused(request, str(error), thing)
        messages.info(request, _("The PDF is being made. It waits here as soon as it is ready."))
        return redirect("casework:notices")


class PaperAsMade(View):
    """A version of a paper as it was made, for whoever sees its thing and may see that version."""

    def get(self, request, key):
        try:
            return taken_again(key, request.user)
        except versions.Lost as error:
            return refused(request, lost(error))


def taken(kind: PaperKind, key: str, person) -> FileResponse:
    """Return the paper as a download; what is not for outside has its reader and the number of his copy on each page.

    Raises ``Http404`` where ``person`` sees no such thing, where all that he sees of it is that it has left, where the
    paper is not for him, and where there is none of it yet; ``versions.Lost`` where its template can't be read.
    """
    thing = thing_with(kind, key, person)
    version, content = versions.made(kind, thing, person)
    return given(version, content, thing, person)


def thing_with(kind: PaperKind, key: str, person) -> Moving:
    """Return the thing whose paper somebody may take. Raises ``Http404``."""
    seen = kind.model.objects.visible_to(person).exclude(stage__in=getattr(kind.model, "left", ()))
    thing: Moving = get_object_or_404(present.named(seen), key=key)
    if not kind.is_for(policy.words_on(person, thing.case)) or kind.why_not(thing):
        raise Http404
    return thing


def taken_again(key: str, person) -> FileResponse:
    """Return a version of a paper as a download. Raises ``Http404`` and ``versions.Lost``."""
    version, thing = version_with(key, person)
    return given(version, versions.content(version), thing, person)


def version_with(key: str, person) -> tuple[PaperVersion, Moving]:
    """Return a version that somebody may see, and its thing. Raises ``Http404``."""
    row = get_object_or_404(PaperVersion, key=key)
    about = row.thing_kind, row.thing_id
    thing = present.things_of([about], person).get(about)
    if thing is None or thing.stage in getattr(type(thing), "left", ()):
        raise Http404
    return get_object_or_404(versions.seen_by(thing, person, policy.words_on(person, thing.case)), key=key), thing


def given(version: PaperVersion, content: bytes, thing: Moving, person) -> FileResponse:
    """Return a version as a download, marked where it must be; the register of exports says who took it."""
    content, name = marked(version, content, thing, person), name_of(version, thing)
    response = FileResponse(io.BytesIO(content), as_attachment=True, filename=name, content_type=DOCX)
    response["Content-Security-Policy"] = "sandbox"
    return response


def marked(version: PaperVersion, content: bytes, thing: Moving, person, title: str = "") -> bytes:
    """Write down who takes a version, and return it as he gets it; ``title`` is what the register calls that.

    Papers of a numbered thing bear the number of the copy at the foot of each page; inner papers also across it.
    """
    kind = KINDS.get(version.kind_of)
    # Of what is sealed the register says no more than what kind of paper it is.
    said = str(kind.name if kind else "") if thing.sealed else name_of(version, thing)
    with transaction.atomic():
        exports.register(person, title or _("Paper in Word"), said, 1, version)
    inner = kind is None or not kind.outside
    if not (inner or thing.numbered):
        return content
    copy = taking.take_paper(thing, person)
    return stamp.stamped(content, DOCX, copy.mark, across=copy.mark if inner else "") or content


def ask_for_pdf(kind: PaperKind, thing: Moving, person) -> Job:
    """Write down that somebody wants a paper as it is now as PDF.

    Raises ``pdf.NotInstalled`` and ``jobs.TooMany``, which say why not, and ``versions.Lost``.
    """
    if pdf.program() is None:
        raise pdf.NotInstalled(pdf.what_to_install())
    version, _content = versions.made(kind, thing, person)
    title = _("%(name)s (PDF)") % {"name": kind.name if thing.sealed else kind.called(thing)}
    return jobs.ask(person, AS_PDF, title, {"version": version.key}, about=type(thing))


@jobs.maker(AS_PDF)
def make_pdf(job, file, tell):
    """Write a version of a paper as PDF, as its reader may see it by now, marked as the Word file is."""
    try:
        version, thing = version_with(job.asked["version"], job.person)
        content = versions.content(version)
    except Http404 as error:
        raise jobs.CanNotBeMade(_("This paper is not open to you any more.")) from error
    except versions.Lost as error:
        raise jobs.CanNotBeMade(lost(error)) from error
    tell(0, 1)
    try:
        file.write(pdf.of_word(marked(version, content, thing, job.person, _("Paper as PDF"))))
    except (pdf.NotInstalled, pdf.Failed) as error:
        raise jobs.CanNotBeMade(str(error)) from error
    return name_of(version, thing).removesuffix(".docx") + ".pdf", pdf.PDF


def name_of(version: PaperVersion, thing: Moving) -> str:
    """Return how the file of a version is called."""
    kind = KINDS.get(version.kind_of)
    called = kind.called(thing) if kind and kind.model is type(thing) else str(kind.name if kind else version)
    return files.clean_name(f"{called}{f'（第{version.number}版）' if version.number > 1 else ''}.docx")


def lost(error: versions.Lost) -> str:
    """Say what can't be read, and who can help."""
    text = _("“%(what)s” can't be read from the store. Tell the system administrator; nothing was written down.")
    return text % {"what": error.what}
