"""What the moves of a round ask for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Person
from casework.forms import MoveForm, MoveModelForm, Note, NoteWithDate, Papers, Reason

from .models import Engagement, Meeting, Posting, Round, Team, Term

__all__ = ["Note", "NoteWithDate", "Papers", "Reason"]


class OpenTerm(MoveModelForm):
    class Meta:
        model = Term
        fields = ["name", "begins_on", "ends_on"]

    def clean(self):
        cleaned = super().clean()
        begins, ends = cleaned.get("begins_on"), cleaned.get("ends_on")
        if begins and ends and ends <= begins:
            self.add_error("ends_on", _("A term ends after it begins."))
        return cleaned


ROUND_FIELDS = [
    "name",
    "year",
    "type",
    "mode",
    "profile",
    "category_set",
    "stays_from",
    "stays_until",
    "priorities",
]


class OpenRound(MoveModelForm):
    class Meta:
        model = Round
        fields = ROUND_FIELDS

    def clean(self):
        cleaned = super().clean()
        begins, ends = cleaned.get("stays_from"), cleaned.get("stays_until")
        if begins and ends and ends <= begins:
            self.add_error("stays_until", _("The stay ends after it begins."))
        kind = cleaned.get("type") or self.instance.type
        if not ends and kind != Round.Type.UPPER and "stays_until" not in self.errors:
            self.add_error("stays_until", _("Say until when the teams stay: it is a date that they are held to."))
        return cleaned


class AmendRound(OpenRound):
    class Meta(OpenRound.Meta):
        fields = [name for name in ROUND_FIELDS if name not in ("type", "profile", "category_set")]


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


class ChooseTarget(MoveForm):
    unit = forms.ModelChoiceField(Organisation.objects.none(), label=_("Inspected unit"))

    def prepare(self):
        here = Engagement.objects.filter(round=self.thing).values("unit")
        self.fields["unit"].queryset = (
            Organisation.objects.visible_to(self.by).inspectable().exclude(pk__in=here).in_order()
        )


class Assign(MoveForm):
    team = forms.ModelChoiceField(Team.objects.none(), label=_("Team"))

    def prepare(self):
        self.fields["team"].queryset = Team.objects.visible_to(self.by).filter(
            round=self.thing.round, stage__in=(Team.Stage.FORMING, Team.Stage.AUTHORISED)
        )


class RecordMeeting(MoveModelForm):
    class Meta:
        model = Meeting
        fields = ["kind_of", "held_on", "place", "attendees", "minutes"]

    def prepare(self):
        self.fields["held_on"].initial = self.today


class Mobilise(MoveModelForm):
    class Meta:
        model = Meeting
        fields = ["held_on", "place", "attendees", "minutes"]

    def prepare(self):
        self.fields["held_on"].initial = self.today


class HandInReport(Papers):
    report = forms.CharField(label=_("Summary of the report"), widget=forms.Textarea(attrs={"rows": 8}))

    field_order = ["report", "files", "note"]
