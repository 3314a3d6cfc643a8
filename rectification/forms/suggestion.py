"""What a suggestion letter asks, and what answers it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework.forms import FilesField, Papers

from ..models import SuggestionLetter, TrinityTask
from .outgoing import Outgoing
from .task import departments


class Suggest(Outgoing):
    """To which department, which kind of measure, and the text; the lead department is offered first."""

    leaves = ("title_text", "text")

    receiver = forms.ModelChoiceField(Organisation.objects.none(), label=_("Department"))
    measure = forms.ChoiceField(
        label=_("Kind of measure"), choices=SuggestionLetter.Measure.choices, widget=forms.RadioSelect
    )
    title_text = forms.CharField(label=_("Subject of the letter"), max_length=200)
    text = forms.CharField(label=_("What is suggested"), widget=forms.Textarea(attrs={"rows": 8}))
    files = FilesField(label=_("Files"), required=False, help_text=_("PDF, Word, Excel or pictures"))

    field_order = ["receiver", "measure", "title_text", "text", "due_on", "files"]

    def prepare(self):
        self.fields["receiver"].queryset = departments(self.thing)
        self.fields["title_text"].initial = self.thing.title_text
        leads = self.thing.tasks.filter(role=TrinityTask.Role.LEAD).exclude(stage=TrinityTask.Stage.TAKEN_BACK)
        if lead := leads.select_related("owner").first():
            self.fields["receiver"].initial = lead.owner


class AnswerSuggestion(Papers):
    answer = forms.CharField(label=_("What is answered"), widget=forms.Textarea(attrs={"rows": 6}))

    field_order = ["answer", "files", "note"]
