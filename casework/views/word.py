"""A paper in Word, made at the moment somebody takes it; who takes it is written down first."""

import io
from typing import ClassVar

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.generic import View

from .. import exports, files, policy, present, stamp, taking
from ..models import Moving
from ..papers import PaperKind

DOCX = next(iter(files.KINDS[".docx"]))


class WordPaper(View):
    """The paper of one thing as a .docx, for whoever may see the thing."""

    kind: ClassVar[PaperKind | None] = None
    model: ClassVar[type[Moving] | None] = None

    def get(self, request, key):
        return taken(self.kind, key, request.user)


def taken(kind: PaperKind, key: str, person) -> FileResponse:
    """Return the paper as a download; of a numbered thing each page has the number of the copy that this is.

    Raises ``Http404`` where ``person`` sees no such thing, where all that he sees of it is that it has left, where the
    paper is not for him, and where there is none of it yet.
    """
    seen = kind.model.objects.visible_to(person).exclude(stage__in=getattr(kind.model, "left", ()))
    thing = get_object_or_404(present.named(seen), key=key)
    if not kind.is_for(policy.words_on(person, thing.case)) or kind.why_not(thing):
        raise Http404
    content, name = kind.make(thing), files.clean_name(f"{kind.called(thing)}.docx")
    if thing.numbered:
        content = stamp.stamped(content, DOCX, taking.take_paper(thing, person).mark) or content
    else:
        exports.register(person, _("Paper in Word"), name, 1)
    response = FileResponse(io.BytesIO(content), as_attachment=True, filename=name, content_type=DOCX)
    response["Content-Security-Policy"] = "sandbox"
    return response
