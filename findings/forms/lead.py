"""What the moves of a lead ask."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.forms import FilesField, MoveForm, MoveModelForm, NotTomorrow

from ..models import Lead, LeadStep
from .paper import FilePaper


class NoteLead(MoveModelForm):
    class Meta:
        model = Lead
        fields = ["title_text", "about", "category"]

    def prepare(self):
        engagement = getattr(self.thing, "engagement", self.thing)
        self.fields["category"].queryset = engagement.round.category_set.categories.all()


class TakeStep(NotTomorrow, MoveModelForm):
    files = FilesField(label=_("Files"), required=False, help_text=_("PDF, Word, Excel or pictures"))

    class Meta:
        model = LeadStep
        fields = ["means", "on", "result"]


class Conclude(MoveForm):
    conclusion = forms.CharField(
        label=_("Conclusion"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What was checked, and why there is nothing in it."),
    )


class LeadToPaper(FilePaper):
    """A paper that begins with what the lead and its steps say."""

    def prepare(self):
        super().prepare()
        lead = self.thing
        self.fields["second"].queryset = policy.holders(lead.case, "lead", "inspect").exclude(
            pk=getattr(self.by, "pk", None)
        )
        steps = [f"{step}：{step.result}" for step in lead.steps.order_by("on", "pk")]
        self.fields["title_text"].initial = lead.title_text
        self.fields["facts"].initial = "\n".join(filter(None, [lead.about, *steps]))
