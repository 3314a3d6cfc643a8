"""What appointing to the leading group or the office, and leaving it, ask."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from casework.forms import DateInput, FilesField, MoveModelForm, Reason

from ..models import Seat


class CorrectSeat(MoveModelForm):
    past = ("appointed_on",)

    files = FilesField(label=_("Files"), required=False, help_text=_("PDF, Word, Excel or pictures"))

    class Meta:
        model = Seat
        fields = ["place", "appointed_on", "paper"]


class Appoint(CorrectSeat):
    class Meta(CorrectSeat.Meta):
        fields = ["person", "role", "place", "appointed_on", "paper"]

    def prepare(self):
        people = Person.objects.filter(case=self.thing.case_id, stage=Person.Stage.SERVING)
        people = people.select_related("organisation").order_by("sort_key", "pk")
        self.fields["person"].queryset = people
        self.fields["person"].label_from_instance = _with_post
        roles = Seat.ROLES.get(self.thing.kind_of, ())
        self.fields["role"].choices = [("", ""), *((role.value, role.label) for role in roles)]
        self.fields["appointed_on"].initial = self.today

    def clean_person(self):
        person = self.cleaned_data["person"]
        if Seat.objects.filter(body=self.thing, person=person, stage=Seat.Stage.SERVING).exists():
            raise forms.ValidationError(_("He is on the list already; for another role he leaves first."))
        return person


def _with_post(person: Person) -> str:
    return f"{person}（{person.organisation}{person.post}）"


class LeaveSeat(Reason):
    past = ("left_on",)

    left_on = forms.DateField(label=_("No longer from"), widget=DateInput())
    left_paper = forms.CharField(label=_("Paper of leaving"), max_length=80, required=False)

    field_order = ["left_on", "left_paper", "note"]

    def prepare(self):
        self.fields["left_on"].initial = self.today

    def clean_left_on(self):
        day = self.cleaned_data["left_on"]
        if day < self.thing.appointed_on:
            raise forms.ValidationError(
                _("He was appointed on %(day)s.") % {"day": self.thing.appointed_on.isoformat()}
            )
        return day
