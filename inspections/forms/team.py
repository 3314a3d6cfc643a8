"""What the moves of a team ask."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from casework.forms import MoveForm, Note

from ..models import Posting


class FormTeam(MoveForm):
    name = forms.CharField(label=_("Name"), max_length=60, help_text=_("e.g. 区委第一巡察组"))
    leader = forms.ModelChoiceField(Person.objects.none(), label=_("Team leader"))
    deputies = forms.ModelMultipleChoiceField(Person.objects.none(), label=_("Deputy leaders"), required=False)
    members = forms.ModelMultipleChoiceField(Person.objects.none(), label=_("Members"), required=False)

    def prepare(self):
        pool = Person.objects.visible_to(self.by).in_pool().select_related("organisation").order_by("sort_key")
        for name in ("leader", "deputies", "members"):
            self.fields[name].queryset = pool
            self.fields[name].label_from_instance = lambda person: f"{person}（{person.organisation} {person.post}）"

    def clean(self):
        cleaned = super().clean()
        chosen = [cleaned.get("leader"), *cleaned.get("deputies", ()), *cleaned.get("members", ())]
        chosen = [person for person in chosen if person]
        twice = {str(person) for person in chosen if chosen.count(person) > 1}
        if twice:
            raise forms.ValidationError(_("Chosen twice: %(names)s."), params={"names": "、".join(sorted(twice))})
        return cleaned


class Post(MoveForm):
    person = forms.ModelChoiceField(Person.objects.none(), label=_("Person"))
    role = forms.ChoiceField(label=_("Role"), choices=Posting.Role.choices, initial=Posting.Role.MEMBER)

    def prepare(self):
        here = Posting.objects.serving().filter(team=self.thing).values("person")
        self.fields["person"].queryset = (
            Person.objects.visible_to(self.by).in_pool().exclude(pk__in=here).order_by("sort_key")
        )


class Authorise(Note):
    paper = forms.CharField(label=_("Number of the authorising paper"), max_length=80)

    field_order = ["paper", "note"]
