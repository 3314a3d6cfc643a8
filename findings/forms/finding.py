"""What the moves of a finding ask, and where it may not go."""

from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework.forms import DateInput, MoveForm, MoveModelForm
from inspections.models import Meeting

from ..models import MANAGED, Finding, Landing, WorkingPaper, lines_of_persons
from .likeness import SeenBefore
from .paper import offer_priorities

FINDING_FIELDS = [
    "title_text",
    "facts",
    "judgement",
    "basis",
    "responsibility",
    "duties",
    "category",
    "priority",
    "whose",
    "level",
    "concerns",
    "persons",
    "cause",
    "cause_text",
    "recommended_to",
    "recommendation",
    "marks",
    "amount",
    "irregular",
    "recoverable",
]
#: how long a name and a post may be
NAME, POST = 60, 80


class PersonsField(forms.CharField):
    """Everybody concerned, one a line: the name, the post, and 区管干部 for whom the district manages."""

    def prepare_value(self, value):
        return "\n".join(lines_of_persons(value)) if isinstance(value, list) else value

    def clean(self, value):
        found = []
        for number, line in enumerate(filter(None, map(str.strip, super().clean(value).splitlines())), start=1):
            name, *rest = line.split()
            managed = MANAGED in rest
            post = " ".join(word for word in rest if word != MANAGED)
            if len(name) > NAME or len(post) > POST:
                raise forms.ValidationError(_("Line %(number)d is too long.") % {"number": number})
            found.append({"name": name, "post": post, "managed": managed})
        return found

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)


class RaiseFinding(SeenBefore, MoveModelForm):
    persons = PersonsField(
        label=_("persons concerned"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One person a line: the name, a space, the post; then 区管干部 if the district manages him."),
    )
    duties = forms.MultipleChoiceField(
        label=_("responsibility pointed at"),
        choices=Finding.Duty.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    marks = forms.MultipleChoiceField(
        label=_("marks"), choices=Finding.Mark.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Finding
        fields = FINDING_FIELDS
        labels = {
            "facts": _("1. What was seen"),
            "judgement": _("2. What is wrong with it"),
            "responsibility": _("3. Who is responsible"),
            "recommended_to": _("Recommendation: who is to do it"),
            "recommendation": _("Recommendation: what is to be done"),
        }
        help_texts = {
            "facts": _("The facts, with numbers and days."),
            "judgement": _("What they mean: which requirement was not met, and how far."),
            "responsibility": _("Whose political responsibility stands behind it, by body or post."),
        }

    def prepare(self):
        engagement = self.thing.engagement
        self.fields["category"].queryset = engagement.round.category_set.categories.all()
        self.fields["category"].required = True
        self.fields["concerns"].required = True
        offer_priorities(self, engagement.round)
        if isinstance(self.thing, WorkingPaper):
            for name in ("title_text", "facts", "concerns", "basis", "responsibility", "priority"):
                self.fields[name].initial = getattr(self.thing, name)

    def clean(self):
        cleaned = super().clean()
        named = cleaned.get("concerns") not in (None, "", Finding.Concerns.UNIT)
        if named and not cleaned.get("persons") and "persons" not in self.errors:
            self.add_error("persons", _("Say whom it concerns."))
        return cleaned


class EnterUpperFinding(RaiseFinding):
    class Meta(RaiseFinding.Meta):
        fields = ["upper_source", *FINDING_FIELDS]

    def prepare(self):
        self.fields["category"].queryset = self.thing.round.category_set.categories.all()
        offer_priorities(self, self.thing.round)
        for name in ("upper_source", "category", "concerns"):
            self.fields[name].required = True


class TagFinding(MoveModelForm):
    class Meta:
        model = Finding
        fields = ["priority"]

    def prepare(self):
        offer_priorities(self, self.thing.engagement.round)


#: the meetings that may decide where a finding goes
DECIDING = (Meeting.Kind.SECRETARY, Meeting.Kind.LEADING_GROUP, Meeting.Kind.COMMITTEE)
#: what each route is for, as the form offers it
ROUTES_OFFERED = (
    Landing.Kind.ORGANISATION,
    Landing.Kind.PRINCIPAL,
    Landing.Kind.DISCIPLINE,
    Landing.Kind.PERSONNEL,
    Landing.Kind.DEPARTMENT,
)


class Route(MoveForm):
    kind_of = forms.ChoiceField(label=_("Where it goes"), widget=forms.RadioSelect, choices=())
    receiver = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Which department"),
        required=False,
        help_text=_("Only for another department"),
    )
    meeting = forms.ModelChoiceField(
        Meeting.objects.none(), label=_("Meeting that decided it"), required=False, help_text=_("As it is recorded.")
    )
    decided_on = forms.DateField(
        label=_("Decided on"),
        required=False,
        widget=DateInput(),
        help_text=_("Not needed when the meeting is chosen above."),
    )
    decision = forms.CharField(
        label=_("Decided by"), max_length=120, required=False, help_text=_("meeting and minutes, if it is not above")
    )
    note = forms.CharField(label=_("Opinion"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def prepare(self):
        self.fields["kind_of"].choices = [(kind.value, kind.label) for kind in self.routes()]
        departments = (Organisation.Kind.DEPARTMENT, Organisation.Kind.TOWN, Organisation.Kind.COMPANY)
        self.fields["receiver"].queryset = (
            Organisation.objects.visible_to(self.by)
            .filter(kind_of__in=departments)
            .exclude(pk=self.thing.engagement.unit_id)
            .in_order()
        )
        round = self.thing.engagement.round
        offered = Meeting.objects.open_to(round, *DECIDING)
        self.fields["meeting"].queryset = offered
        chosen = round.secretary_meeting or (offered[0] if len(offered[:2]) == 1 else None)
        self.fields["meeting"].initial = chosen
        if not offered:
            self.fields["meeting"].widget = forms.HiddenInput()
        self.fields["decided_on"].initial = None if chosen else self.today

    def routes(self):
        return ROUTES_OFFERED

    def clean(self):
        cleaned = super().clean()
        self.say_who_decided(cleaned)
        kind = cleaned.get("kind_of")
        if kind == Landing.Kind.DEPARTMENT and not cleaned.get("receiver"):
            self.add_error("receiver", _("Choose the department."))
        if kind and (reason := why_not_there(self.thing, kind)):
            self.add_error("kind_of", reason)
        return cleaned

    def say_who_decided(self, cleaned):
        """A meeting of record says its day itself; without one both the day and the meeting are written down."""
        meeting, day = cleaned.get("meeting"), cleaned.get("decided_on")
        if meeting and day and day != meeting.held_on:
            text = _("The meeting that is chosen was held on %(day)s.")
            self.add_error("decided_on", text % {"day": meeting.held_on.isoformat()})
        elif meeting:
            cleaned["decided_on"] = meeting.held_on
        else:
            for name in ("decided_on", "decision"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("Choose the meeting above, or say who decided it and when."))


class RouteFurther(Route):
    def routes(self):
        taken = set(self.thing.landings.exclude(stage=Landing.Stage.WITHDRAWN).values_list("kind_of", flat=True))
        return [kind for kind in ROUTES_OFFERED if kind not in taken and kind != Landing.Kind.DISCIPLINE]


def why_not_there(finding: Finding, kind: str) -> str | None:
    """Return why this finding can't go there, with the routes that are open instead; None when it can."""
    about_principal = finding.concerns == Finding.Concerns.PRINCIPAL
    if about_principal and kind in (Landing.Kind.PRINCIPAL, Landing.Kind.ORGANISATION, Landing.Kind.AT_ONCE):
        return now(
            "It concerns the principal himself, so it can't be fed back to him or to his unit. "
            "Open to it: the discipline commission or the organisation department."
        )
    if finding.concerns == Finding.Concerns.MEMBER and kind == Landing.Kind.ORGANISATION:
        return now(
            "It concerns a member of the leadership team: it goes to the principal alone, "
            "to the discipline commission or to the organisation department."
        )
    if finding.concerns == Finding.Concerns.UNIT and kind == Landing.Kind.PRINCIPAL:
        return now("It concerns the unit as a whole: it is fed back to the unit's Party organisation.")
    return None
