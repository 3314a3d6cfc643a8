"""What a text to be published asks: its words, and where it was published."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import FilesField, MoveModelForm

from ..models import Disclosure


class WriteDisclosure(MoveModelForm):
    class Meta:
        model = Disclosure
        fields = ["heading", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 16})}


class Publish(MoveModelForm):
    """Where and when; the evidence is asked for, the address only where there is one."""

    past = ("published_from",)

    address = forms.URLField(label=_("address on the web"), required=False, max_length=300, assume_scheme="https")
    files = FilesField(
        label=_("Photo or printed page"),
        help_text=_("What shows that it is published: PDF, Word, Excel or pictures"),
    )

    class Meta:
        model = Disclosure
        fields = ["place", "address", "published_from", "published_until"]
        help_texts = {"place": _("e.g. the unit's website, the notice board, a meeting of all Party members")}

    def prepare(self):
        for name in ("place", "published_from", "published_until"):
            self.fields[name].required = True
        self.fields["published_from"].initial = self.today

    def clean(self):
        cleaned = super().clean()
        begins, ends = cleaned.get("published_from"), cleaned.get("published_until")
        if begins and ends and ends < begins:
            self.add_error("published_until", _("The last day comes before the first."))
        return cleaned
