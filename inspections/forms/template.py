"""What a template of the office asks: for which kind of paper, and a Word file that can be filled."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework import files
from casework.forms import FilesField, MoveForm
from casework.papers import KINDS, lint


class HandInTemplate(MoveForm):
    kind_of = forms.ChoiceField(label=_("Kind of paper"))
    about = forms.CharField(label=_("What is different"), max_length=200, required=False)
    files = FilesField(
        label=_("Word file"),
        help_text=_(
            "One .docx file of at most 5 MB. Begin with the template that is in force and keep the tags between {{ }} "
            "and {% %}. Every mistake is named with its place, and nothing is kept before there is none."
        ),
    )

    def prepare(self):
        self.fields["kind_of"].choices = [("", ""), *((code, kind.name) for code, kind in KINDS.items())]

    def clean_files(self):
        uploads = self.cleaned_data["files"]
        if len(uploads) != 1:
            raise forms.ValidationError(_("A template is one file."))
        files.check(uploads[0], {".docx": files.KINDS[".docx"]}, lint.LARGEST)
        return uploads

    def clean(self):
        cleaned = super().clean()
        kind = KINDS.get(cleaned.get("kind_of", ""))
        if kind and cleaned.get("files"):
            [upload] = cleaned["files"]
            upload.seek(0)
            faults = lint.faults_of(upload.read(), kind)
            upload.seek(0)
            if faults:
                self.add_error("files", [str(fault) for fault in faults])
        return cleaned
