"""What registering and handling pleading asks: as little as one can remember while it is fresh."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Person
from casework.forms import FilesField, MoveForm, MoveModelForm

from ..models import InterferenceRecord, Posting


def people_of_the_inspection(engagement, *, but):
    """Return who is at work in the inspection of a unit: its team, the office, the leading group; without ``but``."""
    bodies = Organisation.objects.filter(
        case=engagement.round.term.authority.case,
        kind_of__in=(Organisation.Kind.OFFICE, Organisation.Kind.LEADING_GROUP),
    )
    groups = {group for body in bodies for group in (body.members_id, body.principals_id)}
    # by their places in the team and not by its groups: whoever has not made his pledge yet may be concerned as well
    serving = Posting.objects.serving().filter(team=engagement.team_id or 0).values("person")
    ours = Person.objects.filter(Q(user__groups__in=groups) | Q(pk__in=serving)).distinct()
    return ours.exclude(pk=but.person_id or 0).order_by("sort_key")


class RegisterInterference(MoveModelForm):
    """One screen. Nothing of it is kept as a draft."""

    past = ("on",)

    interferer = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Somebody of the inspection"),
        required=False,
        help_text=_("Choose him if he is of this team, the office or the leading group: the record goes past him."),
    )
    name = forms.CharField(
        label=_("Who asked or pleaded"),
        max_length=60,
        required=False,
        help_text=_("Not needed when somebody of the inspection is chosen."),
    )
    said = forms.CharField(label=_("What was asked or said"), widget=forms.Textarea(attrs={"rows": 4}))
    files = FilesField(label=_("Files"), required=False, help_text=_("PDF, Word, Excel or pictures"))

    undrafted = ("interferer", "name", "post", "relation", "channel", "on", "said")
    field_order = ["name", "interferer", "post", "relation", "channel", "on", "said", "files"]

    class Meta:
        model = InterferenceRecord
        fields = ["name", "post", "relation", "channel", "on", "said"]

    def prepare(self):
        self.fields["interferer"].queryset = people_of_the_inspection(self.thing, but=self.by)
        self.fields["on"].initial = self.today

    def clean(self):
        cleaned = super().clean()
        ours = cleaned.get("interferer")
        if ours:
            cleaned["name"] = ours.name
            cleaned["post"] = cleaned.get("post") or ours.post
        elif not cleaned.get("name"):
            self.add_error("name", _("Who was it? Write the name, or choose somebody of the inspection."))
        return cleaned


class AddToInterference(MoveForm):
    text = forms.CharField(label=_("Addition"), widget=forms.Textarea(attrs={"rows": 4}))
    files = FilesField(label=_("Files"), required=False, help_text=_("PDF, Word, Excel or pictures"))

    undrafted = ("text",)


class HandleInterference(MoveForm):
    outcome = forms.ChoiceField(label=_("How it was handled"), choices=InterferenceRecord.Outcome.choices)
    result = forms.CharField(label=_("Result"), widget=forms.Textarea(attrs={"rows": 4}))
    files = FilesField(label=_("Files"), required=False, help_text=_("PDF, Word, Excel or pictures"))

    undrafted = ("result",)
