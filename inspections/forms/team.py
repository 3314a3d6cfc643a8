"""What the moves of a team ask."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from casework.forms import DateInput, MoveForm, Note

from ..models import Posting


def not_in_two_teams(people, round, begins_on=None, ends_on=None, *, but=None) -> None:
    """Say who of these people serves in another team meanwhile; without dates, in the time of the round."""
    begins_on, ends_on = begins_on or round.stays_from, ends_on or round.stays_until
    if begins_on is None or ends_on is None:
        return
    others = Posting.objects.at_the_same_time(begins_on, ends_on).filter(person__in=people).exclude(pk=but)
    taken = [f"{posting.person}（{posting.team}）" for posting in others.select_related("person", "team")]
    if taken:
        text = _("In another team at the same time: %(names)s.")
        raise forms.ValidationError(text, params={"names": "、".join(taken)})


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
        not_in_two_teams(chosen, self.thing)
        return cleaned


class Post(MoveForm):
    person = forms.ModelChoiceField(Person.objects.none(), label=_("Person"))
    role = forms.ChoiceField(label=_("Role"), choices=Posting.Role.choices, initial=Posting.Role.MEMBER)

    def prepare(self):
        here = Posting.objects.serving().filter(team=self.thing).values("person")
        self.fields["person"].queryset = (
            Person.objects.visible_to(self.by).in_pool().exclude(pk__in=here).order_by("sort_key")
        )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("person"):
            not_in_two_teams([cleaned["person"]], self.thing.round)
        return cleaned


class ChangeTime(MoveForm):
    begins_on = forms.DateField(label=_("Serves from"), widget=DateInput())
    ends_on = forms.DateField(label=_("Serves until"), widget=DateInput())

    def prepare(self):
        for name in ("begins_on", "ends_on"):
            self.fields[name].initial = getattr(self.thing, name)

    def clean(self):
        cleaned = super().clean()
        begins, ends = cleaned.get("begins_on"), cleaned.get("ends_on")
        if begins and ends:
            if ends < begins:
                raise forms.ValidationError(_("The last day comes before the first."))
            not_in_two_teams([self.thing.person], self.thing.team.round, begins, ends, but=self.thing.pk)
        return cleaned


class Authorise(Note):
    paper = forms.CharField(label=_("Number of the authorising paper"), max_length=80)

    field_order = ["paper", "note"]
