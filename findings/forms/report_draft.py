"""What writing an inspection report and keeping phrases ask."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import MoveModelForm
from inspections.forms import HandInReport

from .. import reporting
from ..models import Phrase, ReportDraft

#: so long a part of a report may be: twenty times what is usual
LONGEST = 120_000


class WriteDraft(MoveModelForm):
    class Meta:
        model = ReportDraft
        fields = list(ReportDraft.SECTIONS)
        widgets = {name: forms.Textarea(attrs={"rows": 12, "maxlength": LONGEST}) for name in fields}

    def clean(self):
        for name in self.fields:
            if len(self.cleaned_data.get(name) or "") > LONGEST:
                self.add_error(name, _("At most %(n)d characters.") % {"n": LONGEST})
        return self.cleaned_data


class WritePhrase(MoveModelForm):
    class Meta:
        model = Phrase
        fields = ["kind_of", "topic", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}

    def clean_text(self):
        text = self.cleaned_data["text"].strip()
        if reporting.MARK.search(text):
            raise forms.ValidationError(_("A phrase names no working paper: leave out what stands in 【】."))
        return text


class HandInDrafted(HandInReport):
    """What is handed in begins with the draft as it is printed, without the numbers of the papers."""

    def prepare(self):
        super().prepare()
        draft = ReportDraft.objects.filter(engagement=self.thing).first() if self.thing else None
        if draft:
            self.fields["report"].initial = reporting.printed(draft)
            self.fields["report"].widget.attrs["rows"] = 24
