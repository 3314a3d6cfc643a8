"""What a letter asks: what goes with it, what it rests on, whom the receiver can ask."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import FilesField, MoveForm
from findings.models import Landing
from inspections.models import Meeting

from ..models import Outgoing

#: the meetings that a letter can rest on
DECIDING = (Meeting.Kind.SECRETARY, Meeting.Kind.LEADING_GROUP, Meeting.Kind.COMMITTEE)
#: what goes to departments openly
TO_DEPARTMENTS = (Landing.Kind.PERSONNEL, Landing.Kind.DEPARTMENT)


class Matters(forms.ModelMultipleChoiceField):
    """The matters that wait, each with its number, its name and where it goes."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, landing):
        receiver = landing.receiver or landing.get_kind_of_display()
        return f"{landing.number} {landing.finding} → {receiver}"


class Letter(MoveForm):
    """What both kinds of letter say beside their matters."""

    way = forms.ChoiceField(label=_("Way of transfer"), choices=Outgoing.Way.choices, initial=Outgoing.Way.SINGLE)
    meeting = forms.ModelChoiceField(
        Meeting.objects.none(), label=_("Meeting that it rests on"), required=False, help_text=_("As it is recorded.")
    )
    decision = forms.CharField(
        label=_("What it rests on"), max_length=120, required=False, help_text=_("In words, if it is no meeting above.")
    )
    demand = forms.CharField(
        label=_("What is asked of the receiver"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    contact = forms.CharField(label=_("Contact at the office"), max_length=60)
    phone = forms.CharField(label=_("Phone of the contact"), max_length=40, required=False)
    files = FilesField(
        label=_("Files"), required=False, help_text=_("The letter as it was signed, and what is with it.")
    )
    note = forms.CharField(label=_("Opinion"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def prepare(self):
        offered = Meeting.objects.open_to(self.thing, *DECIDING)
        self.fields["meeting"].queryset = offered
        self.fields["meeting"].initial = self.thing.secretary_meeting
        self.fields["contact"].initial = str(self.by or "")
        self.fields["phone"].initial = getattr(getattr(self.by, "person", None), "phone", "")

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("meeting") and not cleaned.get("decision"):
            self.add_error("decision", _("Choose the meeting above, or say what it rests on."))
        return cleaned


class SendLetter(Letter):
    landings = Matters(Landing.objects.none(), label=_("Matters"))

    field_order = ["landings", "way", "meeting", "decision", "demand", "contact", "phone", "files", "note"]

    def prepare(self):
        super().prepare()
        waiting = Landing.objects.filter(
            finding__engagement__round=self.thing, stage=Landing.Stage.DECIDED, kind_of__in=TO_DEPARTMENTS
        )
        waiting = waiting.select_related("finding__engagement__unit", "receiver")
        self.fields["landings"].queryset = waiting.order_by("kind_of", "receiver", "pk")

    def clean_landings(self):
        landings = list(self.cleaned_data["landings"])
        if len({(one.kind_of, one.receiver_id) for one in landings}) > 1:
            raise forms.ValidationError(_("One letter goes to one receiver: choose matters that go to the same one."))
        return landings
