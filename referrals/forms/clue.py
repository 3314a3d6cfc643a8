"""What a clue asks on its way: of whom and of what, who may see it, which meetings studied and decided it."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from casework.forms import DateInput, MoveForm, MoveModelForm, Note
from findings.models import Lead, Petition, Sitting, Talk, WorkingPaper
from inspections.models import Meeting

from ..models import Clue
from .letter import DECIDING, Letter
from .receiver import receivers

SUBJECT = ("subject_name", "subject_post", "subject_level", "managed")
SORTED = ("discipline", "subcategory", "proposed_form")


def people_of_the_office(round):
    """Return those of the office who may be named for a clue; its head sees every one anyway."""
    office = Organisation.objects.get(case=round.term.authority.case, kind_of=Organisation.Kind.OFFICE)
    members = User.objects.filter(is_active=True, groups=office.members_id)
    return members.exclude(groups=office.principals_id).order_by("name", "pk")


class Overseers(forms.ModelMultipleChoiceField):
    def __init__(self, **kwargs):
        kwargs = {
            "queryset": User.objects.none(),
            "label": _("Who of the office sees it"),
            "help_text": _("Beside the head of the office; nobody else there learns of it."),
            "required": False,
            "widget": forms.CheckboxSelectMultiple,
        } | kwargs
        super().__init__(**kwargs)


class PutUnderSeal(MoveModelForm):
    """Of whom it is, and what goes along. Nothing of it is kept as a draft."""

    undrafted = (*SUBJECT, *SORTED, "talks", "petitions", "overseers", "note")

    talks = forms.ModelMultipleChoiceField(
        Talk.objects.none(),
        label=_("Records of talks that go along"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("With what was confided in them."),
    )
    petitions = forms.ModelMultipleChoiceField(
        Petition.objects.none(),
        label=_("Petitions that go along"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Who wrote them stays under a seal of its own; what came by the letter box stays in its register."),
    )
    overseers = Overseers()
    note = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))

    class Meta:
        model = Clue
        fields = [*SUBJECT, *SORTED]

    def prepare(self):
        engagement = self.thing.engagement
        for name in ("subject_name", "discipline"):
            self.fields[name].required = True
        for name in ("subject_name", "subject_post"):
            self.fields[name].initial = getattr(self.thing, name, "")
        self.fields["overseers"].queryset = people_of_the_office(engagement.round)
        self.fields["talks"].queryset = self._of(Talk, stage=Talk.Stage.HELD)
        self.fields["petitions"].queryset = self._of(Petition, stage=Petition.Stage.ACCEPTED, writer_key="")
        paper = self.thing if isinstance(self.thing, WorkingPaper) else self.thing.paper
        for lead in Lead.objects.filter(paper=paper) if paper else ():
            for name, model in (("talks", Talk), ("petitions", Petition)):
                if lead.source_kind == model._meta.label_lower:
                    self.fields[name].initial = self.fields[name].queryset.filter(pk=lead.source_id)

    def _of(self, model, **where):
        rows = model.objects.visible_to(self.by) if hasattr(self.by, "pk") else model.objects.all()
        return rows.filter(engagement=self.thing.engagement, **where).order_by("pk")


class AmendClue(MoveModelForm):
    undrafted = ("title_text", "facts", "basis", "evidence", *SUBJECT, *SORTED)

    class Meta:
        model = Clue
        fields = ["title_text", "facts", "basis", "evidence", *SUBJECT, *SORTED]


class NameOverseers(MoveForm):
    overseers = Overseers()

    def prepare(self):
        offered = people_of_the_office(self.thing.round)
        self.fields["overseers"].queryset = offered
        if self.thing.overseers:
            self.fields["overseers"].initial = offered.filter(groups=self.thing.overseers)


class StudyClue(Note):
    sitting = forms.ModelChoiceField(Sitting.objects.none(), label=_("Team meeting"))

    undrafted = ("note",)
    field_order = ["sitting", "note"]

    def prepare(self):
        held = Sitting.objects.filter(engagement=self.thing.engagement, kind_of=Sitting.Kind.TEAM)
        self.fields["sitting"].queryset = held.order_by("-on", "-pk")
        self.fields["sitting"].help_text = _("As it stands in the register of the team's meetings.")


class ProposeClue(Note):
    proposal = forms.CharField(label=_("Proposed way of handling"), widget=forms.Textarea(attrs={"rows": 5}))
    proposed_form = forms.ChoiceField(
        label=_("Four forms, as suggested"), choices=[("", "—"), *Clue.Form.choices], required=False
    )

    undrafted = ("proposal", "note")
    field_order = ["proposal", "proposed_form", "note"]

    def prepare(self):
        for name in ("proposal", "proposed_form"):
            self.fields[name].initial = getattr(self.thing, name)


class DecideClue(Note):
    receiver = forms.ModelChoiceField(Organisation.objects.none(), label=_("Receiver"))
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

    past = ("decided_on",)
    undrafted = ("decision", "note")
    field_order = ["receiver", "meeting", "decided_on", "decision", "note"]

    def prepare(self):
        offered = receivers(self.thing)
        self.fields["receiver"].queryset = offered
        self.fields["receiver"].initial = offered.filter(kind_of=Organisation.Kind.DISCIPLINE).first()
        self.fields["meeting"].queryset = Meeting.objects.open_to(self.thing.round, *DECIDING)

    def clean(self):
        cleaned = super().clean()
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
        return cleaned


class SendSealedLetter(Letter):
    clues = forms.ModelMultipleChoiceField(Clue.objects.none(), label=_("Clues"), widget=forms.CheckboxSelectMultiple)

    undrafted = ("clues", "decision", "demand", "contact", "phone", "note")
    field_order = ["clues", "way", "meeting", "decision", "demand", "contact", "phone", "files", "note"]

    def prepare(self):
        super().prepare()
        seen = Clue.objects.visible_to(self.by) if hasattr(self.by, "pk") else Clue.objects.all()
        waiting = Q(round=self.thing, stage=Clue.Stage.READY)
        self.fields["clues"].queryset = seen.filter(waiting).select_related("receiver").order_by("receiver", "pk")

    def clean_clues(self):
        clues = list(self.cleaned_data["clues"])
        if len({clue.receiver_id for clue in clues}) > 1:
            raise forms.ValidationError(_("One letter goes to one receiver: choose matters that go to the same one."))
        return clues
