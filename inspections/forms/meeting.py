"""What recording a meeting asks, and what a step that rests on one asks: which meeting it was."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import FilesField, MoveModelForm

from ..models import Meeting, Round, Term

#: what is said of a meeting, in the order of its minutes
MEETING_FIELDS = ["held_on", "place", "chair", "attendees", "agenda", "heard", "minutes", "paper"]


class CorrectMeeting(MoveModelForm):
    """One page: when and where, who was there, what was heard, what was decided."""

    past = ("held_on",)

    files = FilesField(label=_("Files"), required=False, help_text=_("the minutes, what was read out, the attendance"))

    class Meta:
        model = Meeting
        fields = MEETING_FIELDS

    def prepare(self):
        for name in ("attendees", "agenda", "heard"):
            self.fields[name].widget.attrs["rows"] = 3
        self.fields["minutes"].widget.attrs["rows"] = 5


class RecordMeeting(CorrectMeeting):
    class Meta(CorrectMeeting.Meta):
        fields = ["kind_of", *MEETING_FIELDS]

    def prepare(self):
        super().prepare()
        self.fields["held_on"].initial = self.today
        if isinstance(self.thing, Term):  # each round is mobilised by a meeting of its own
            choices = self.fields["kind_of"].choices
            self.fields["kind_of"].choices = [row for row in choices if row[0] not in Meeting.OF_A_ROUND]


class Held(CorrectMeeting):
    """A step of a round that rests on a meeting: one that is recorded already, or one that is recorded with it."""

    meeting = forms.ModelChoiceField(
        Meeting.objects.none(),
        label=_("Meeting"),
        required=False,
        help_text=_("Choose it if it is recorded already; otherwise leave this empty and record it below."),
    )
    note = forms.CharField(label=_("Opinion"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    field_order = ["meeting", "note", *MEETING_FIELDS, "files"]
    #: which kind of meeting decides on it
    kind = ""
    #: the field of the round that names it
    rests = ""

    def prepare(self):
        super().prepare()
        offered = self.offered()
        self.fields["meeting"].queryset = offered
        found = list(offered[:2])
        named = getattr(self.of_round(), self.rests) if self.rests else None
        if named or len(found) == 1:
            self.fields["meeting"].initial = named or found[0]
        if not found:
            self.fields["meeting"].widget = forms.HiddenInput()
        self.fields["held_on"].required = False
        self.fields["held_on"].initial = None if found else self.today

    def offered(self):
        """Return the meetings on which the step can rest; none on which another step rests already."""
        round = self.of_round()
        taken = [getattr(round, f"{name}_id") for name in Round.RESTS if name != self.rests]
        return Meeting.objects.open_to(round, self.kind).exclude(pk__in=[pk for pk in taken if pk])

    def of_round(self) -> Round:
        """Return the round for which the meeting was held."""
        return self.thing

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("meeting"):
            if not cleaned.get("held_on") and "held_on" not in self.errors:
                self.add_error("held_on", _("Choose the meeting above, or say on which day it was held."))
        elif written := [name for name in MEETING_FIELDS if cleaned.get(name)]:
            self.add_error(written[0], _("This meeting is recorded already; correct its record on its own page."))
        return cleaned


class LgReview(Held):
    kind, rests = Meeting.Kind.LEADING_GROUP, "review_meeting"


class Approve(Held):
    kind, rests = Meeting.Kind.COMMITTEE, "approval_meeting"


class Mobilise(Held):
    kind, rests = Meeting.Kind.MOBILISATION, "mobilisation_meeting"


class LgHear(Held):
    kind, rests = Meeting.Kind.LEADING_GROUP, "group_meeting"


class SecretaryHear(Held):
    kind, rests = Meeting.Kind.SECRETARY, "secretary_meeting"
