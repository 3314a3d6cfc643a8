"""What the registers of a team ask: forms of one screen, for a phone as well."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.given import GivenBefore
from accounts.models import Person
from casework import policy
from casework.forms import DateInput, FilesField, MoveForm, MoveModelForm, NotTomorrow

from ..models import DocumentRequest, FieldVisit, PersonalMatterCheck, Sitting, Talk

#: how long the name and the post of somebody may be on the roster
NAME, POST = 60, 80


class PlanTalk(MoveModelForm):
    class Meta:
        model = Talk
        fields = ["name", "post", "organisation_name", "group", "due_on"]

    def prepare(self):
        self.fields["due_on"].required = True
        self.fields["organisation_name"].initial = self.thing.unit.name


class PlanTalks(MoveForm):
    """Several people at once: chosen from the registry of the unit, or one name a line."""

    people = forms.ModelMultipleChoiceField(
        Person.objects.none(), label=_("From the registry"), required=False, widget=forms.CheckboxSelectMultiple
    )
    names = forms.CharField(
        label=_("Others"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One person a line: the name, a space, the post."),
    )
    group = forms.ChoiceField(label=_("group of people"), choices=Talk.Group.choices)
    due_on = forms.DateField(label=_("to be held by"), widget=DateInput())

    def prepare(self):
        staff = Person.objects.filter(organisation=self.thing.unit, stage=Person.Stage.SERVING)
        self.fields["people"].queryset = staff.order_by("sort_key")
        self.fields["people"].label_from_instance = lambda person: f"{person.name} {person.post}".strip()

    def clean_names(self):
        rows = []
        for number, line in enumerate(self.cleaned_data["names"].splitlines(), start=1):
            name, _space, post = line.strip().partition(" ")
            if len(name) > NAME or len(post) > POST:
                raise forms.ValidationError(_("Line %(number)d is too long.") % {"number": number})
            if name:
                rows.append((name, post.strip()))
        return rows

    def clean(self):
        cleaned = super().clean()
        if not (cleaned.get("people") or cleaned.get("names") or self.errors):
            self.add_error("names", _("Say at least whom to talk to."))
        return cleaned


class HoldTalk(NotTomorrow, MoveModelForm):
    files = FilesField(label=_("Files"), required=False, help_text=_("PDF, Word, Excel or pictures"))

    class Meta:
        model = Talk
        fields = ["on", "place", "second", "recorder", "minutes", "summary", "signed"]

    def prepare(self):
        super().prepare()
        author = self.thing.author if isinstance(self.thing, Talk) and self.thing.stage == Talk.Stage.HELD else self.by
        team = policy.holders(self.thing.case, "lead", "inspect")
        self.fields["second"].queryset = team.exclude(pk=getattr(author, "pk", None))
        self.fields["recorder"].queryset = team
        for name in ("on", "second", "summary"):
            self.fields[name].required = True


class RecordTalk(HoldTalk):
    class Meta(HoldTalk.Meta):
        fields = ["name", "post", "organisation_name", "group", *HoldTalk.Meta.fields]

    def prepare(self):
        super().prepare()
        if not isinstance(self.thing, Talk):
            self.fields["organisation_name"].initial = self.thing.unit.name


class AskForDocuments(GivenBefore, MoveModelForm):
    class Meta:
        model = DocumentRequest
        fields = ["title_text", "keeper", "due_on"]


class ReceiveDocuments(MoveForm):
    past = ("received_on",)

    received_on = forms.DateField(label=_("received on"), widget=DateInput())

    def prepare(self):
        self.fields["received_on"].initial = self.today


class ReadDocuments(MoveModelForm):
    class Meta:
        model = DocumentRequest
        fields = ["truthful", "pages"]

    def prepare(self):
        self.fields["pages"].required = True


class RecordVisit(NotTomorrow, MoveModelForm):
    files = FilesField(label=_("Files"), required=False, help_text=_("PDF, Word, Excel or pictures"))

    class Meta:
        model = FieldVisit
        fields = ["place", "on", "met", "seen"]


class RecordCheck(NotTomorrow, MoveModelForm):
    files = FilesField(label=_("Files"), required=False, help_text=_("PDF, Word, Excel or pictures"))

    class Meta:
        model = PersonalMatterCheck
        fields = ["name", "post", "report", "on", "agrees", "result"]

    def clean(self):
        if not self.cleaned_data.get("agrees") and not self.cleaned_data.get("result"):
            self.add_error("result", _("Say where it differs from what was reported."))


class RecordSitting(NotTomorrow, MoveModelForm):
    files = FilesField(label=_("Files"), required=False, help_text=_("PDF, Word, Excel or pictures"))

    class Meta:
        model = Sitting
        fields = ["kind_of", "title_text", "on", "place", "chair", "speaker", "attendees", "agenda", "minutes"]
