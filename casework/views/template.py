"""One edition of a template of the office: its page, and a sample made by it."""

import io
from typing import ClassVar

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from .. import files
from ..models import PaperTemplate
from ..papers import KINDS, fill, versions
from .moving import refused
from .page import ThingPage
from .word import DOCX, lost


class PaperTemplatePage(ThingPage):
    model = PaperTemplate
    facts = ("name", "edition", "about", "handed_in_on", "sha256")
    template_name = "casework/paper_template.html"

    def things(self):
        return super().things().select_related("case")

    def more(self, thing):
        known = thing.kind_of in KINDS
        return {"sample": reverse("casework:papertemplate-sample", args=[thing.key]) if known else ""}


class SampleOfTemplate(View):
    """A paper made of invented data by one edition, to be looked at before it is put in force."""

    inner = True
    model: ClassVar[type[PaperTemplate]] = PaperTemplate

    def get(self, request, key):
        template = get_object_or_404(PaperTemplate.objects.visible_to(request.user), key=key)
        kind = KINDS.get(template.kind_of)
        if kind is None:
            return refused(request, _("There are no papers of this kind any more."), template)
        try:
            content = fill(versions.content_of(template), kind.sample_data())
        except versions.Lost as error:
            return refused(request, lost(error), template)
        return word_file(content, _("%(name)s (sample)") % {"name": template})


def word_file(content: bytes, name: str) -> FileResponse:
    """Return a Word file that holds nothing of any case, as a download."""
    name = files.clean_name(f"{name}.docx")
    response = FileResponse(io.BytesIO(content), as_attachment=True, filename=name, content_type=DOCX)
    response["Content-Security-Policy"] = "sandbox"
    return response
