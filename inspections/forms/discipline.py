"""What matters of conduct and leaks ask for. Nothing of it is kept as a draft."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from casework.forms import FilesField, MoveForm, MoveModelForm, NotTomorrow

from ..models import ConductMatter, LeakIncident, Outcome, Posting
from .conduct import people_of_the_inspection


class NoteConduct(NotTomorrow, MoveModelForm):
    files = FilesField(label=_("Files"), required=False, help_text=_("PDF, Word, Excel or pictures"))

    undrafted = ("posting", "kind_of", "on", "facts")

    class Meta:
        model = ConductMatter
        fields = ["posting", "kind_of", "on", "facts"]
        help_texts = {"kind_of": _("A violation goes to the head of the office; the leader alone can't close it.")}

    def prepare(self):
        super().prepare()
        others = Posting.objects.serving().filter(team=self.thing.team_id or 0).exclude(person=self.by.person_id or 0)
        self.fields["posting"].queryset = others.select_related("person").order_by("pk")


class Admonish(MoveForm):
    text = forms.CharField(
        label=_("What is said to him"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("He reads this, and nothing else of the matter."),
    )

    undrafted = ("text",)


class HandleConduct(MoveForm):
    outcome = forms.ChoiceField(label=_("How it was handled"), choices=Outcome.choices)
    result = forms.CharField(label=_("Result"), widget=forms.Textarea(attrs={"rows": 4}))
    files = FilesField(label=_("Files"), required=False, help_text=_("PDF, Word, Excel or pictures"))

    undrafted = ("result",)


class ReportLeak(NotTomorrow, MoveModelForm):
    files = FilesField(label=_("Files"), required=False, help_text=_("PDF, Word, Excel or pictures"))

    undrafted = ("on", "channel", "leaked", "suspect")

    class Meta:
        model = LeakIncident
        fields = ["leaked", "channel", "on", "suspect"]
        help_texts = {
            "suspect": _("Choose him if he is of this team, the office or the leading group: the report goes past him.")
        }

    def prepare(self):
        super().prepare()
        self.fields["suspect"].queryset = people_of_the_inspection(self.thing, but=self.by)


class ContainLeak(MoveForm):
    measures = forms.CharField(label=_("What was done at once"), widget=forms.Textarea(attrs={"rows": 4}))

    undrafted = ("measures",)


class InvestigateLeak(MoveForm):
    inquiry = forms.CharField(label=_("What the inquiry showed"), widget=forms.Textarea(attrs={"rows": 5}))
    suspect = forms.ModelChoiceField(
        Person.objects.none(), label=_("Somebody of the inspection who is concerned"), required=False
    )
    files = FilesField(label=_("Files"), required=False, help_text=_("PDF, Word, Excel or pictures"))

    undrafted = ("inquiry", "suspect")

    def prepare(self):
        self.fields["suspect"].queryset = people_of_the_inspection(self.thing.engagement, but=self.by)
        self.fields["suspect"].initial = self.thing.suspect
