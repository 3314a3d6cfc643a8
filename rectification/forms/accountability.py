"""What holding somebody to account asks: whom and why, the meeting, the receiver, the decision, what came of it."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Person
from casework.forms import DateInput, FilesField, MoveForm, MoveModelForm, Papers, Reason
from findings.models import Obstruction
from inspections.models import Engagement, LeakIncident, Meeting, Posting

from ..models import Accountability, EvidenceFlag, LadderPaper, VisitedItem
from .ladder import hold_up

Why = Accountability.Why
FILES = _("PDF, Word, Excel or pictures")
Kind = Organisation.Kind


def people_of(engagement: Engagement, *, but):
    """Return who can be concerned: people of the unit, of its team, of the office and the leading group."""
    bodies = Q(organisation__case=engagement.round.term.authority.case_id)
    bodies &= Q(organisation__kind_of__in=(Kind.OFFICE, Kind.LEADING_GROUP))
    team = Q(pk__in=Posting.objects.serving().filter(team=engagement.team_id or 0).values("person"))
    rows = Person.objects.filter(Q(organisation=engagement.unit_id) | bodies | team)
    return rows.exclude(pk=getattr(but, "person_id", 0) or 0).distinct().order_by("sort_key")


def engagement_of(source) -> Engagement:
    """Return the inspection that something is part of."""
    match source:
        case Engagement():
            return source
        case VisitedItem():
            return source.visit.engagement
    return source.engagement


def said_by(source) -> dict[str, Any]:
    """Return what a source says already: why, the facts, and of a proposal and a leak whom it concerns."""
    match source:
        case Accountability():
            return {name: getattr(source, name) for name in ("kind_of", "organisation", "person", "facts")}
        case VisitedItem():
            why = Why.SHAM if source.result == VisitedItem.Result.SHAM else Why.POOR
            return {"kind_of": why, "facts": f"{source.title}\n{source.seen}"}
        case LadderPaper():
            return {"kind_of": Why.POOR, "facts": f"{source.title}\n{source.facts_text}"}
        case EvidenceFlag():
            return {"kind_of": Why.SHAM, "facts": f"{source.problem}\n{source.reason}\n{source.ruling}"}
        case Obstruction():
            false = source.kind_of == Obstruction.Kind.FALSE
            return {"kind_of": Why.SHAM if false else Why.INTERFERENCE, "facts": f"{source.title}\n{source.facts}"}
        case LeakIncident():
            return {"kind_of": Why.LEAK, "facts": f"{source.title}\n{source.inquiry}", "person": source.suspect}
    return {}


class Propose(MoveForm):
    """Why, and whom it concerns: the unit, or one person. Nothing of it is kept as a draft."""

    undrafted = ("kind_of", "organisation", "person", "facts")

    kind_of = forms.ChoiceField(label=_("Reason for accountability"), choices=Why.choices, widget=forms.RadioSelect)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Organisation that is concerned"),
        required=False,
        help_text=_("Choose the organisation or the person, not both."),
    )
    person = forms.ModelChoiceField(Person.objects.none(), label=_("Person who is concerned"), required=False)
    facts = forms.CharField(label=_("Facts and grounds"), widget=forms.Textarea(attrs={"rows": 6}))
    files = FilesField(label=_("Files"), required=False, help_text=FILES)

    def prepare(self):
        engagement = engagement_of(self.thing)
        self.fields["organisation"].queryset = Organisation.objects.filter(pk=engagement.unit_id)
        self.fields["person"].queryset = people_of(engagement, but=self.by)
        for name, value in said_by(self.thing).items():
            self.fields[name].initial = value

    def clean(self):
        cleaned = super().clean()
        if bool(cleaned.get("organisation")) == bool(cleaned.get("person")) and "person" not in self.errors:
            self.add_error("person", _("Choose the organisation or the person, not both."))
        return cleaned


class RefuseAccountability(Reason):
    meeting = forms.ModelChoiceField(
        Meeting.objects.none(), label=_("Meeting"), required=False, help_text=_("If the leading group decided it.")
    )

    field_order = ["note", "meeting"]

    def prepare(self):
        term = self.thing.engagement.round.term
        self.fields["meeting"].queryset = Meeting.objects.of_the_term(term, Meeting.Kind.LEADING_GROUP)


class Refer(MoveForm):
    receiver = forms.ModelChoiceField(Organisation.objects.none(), label=_("Sent for decision to"))
    demand = forms.CharField(label=_("Suggestion to the receiver"), widget=forms.Textarea(attrs={"rows": 4}))
    files = FilesField(label=_("Files"), required=False, help_text=FILES)

    field_order = ["receiver", "demand", "files"]

    def prepare(self):
        authority = self.thing.engagement.round.term.authority
        self.fields["receiver"].queryset = Organisation.objects.filter(
            case=authority.case_id, kind_of__in=(Kind.DISCIPLINE, Kind.PERSONNEL)
        ).exclude(pk=self.thing.organisation_id or 0)


class DecideAccountability(MoveModelForm):
    past = ("decided_on",)
    undrafted = ("decision",)

    files = FilesField(label=_("Paper of the decision"), required=False, help_text=FILES)

    class Meta:
        model = Accountability
        fields = ["measure", "decided_on", "paper", "decision"]

    def prepare(self):
        self.fields["measure"].required = True
        self.fields["decided_on"].required = True
        self.fields["paper"].required = True
        self.fields["decided_on"].initial = self.today
        self.initial["decided_on"] = self.today
        self.fields["decision"].widget.attrs["rows"] = 4

    def clean_decided_on(self):
        on = self.cleaned_data["decided_on"]
        if on and on < self.thing.referred_on:
            raise forms.ValidationError(_("It had not been sent for decision yet on that day."))
        return on


class ServeDecision(MoveForm):
    """What the unit reads; before it leaves it is looked through for what lies under seal."""

    text = forms.CharField(
        label=_("What the unit is told"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The principal of the unit reads this, and nothing else of the matter."),
    )
    files = FilesField(label=_("Files"), required=False, help_text=FILES)

    def clean(self):
        cleaned = super().clean()
        hold_up(self, self.thing.engagement.round, "text")
        return cleaned


class EnforceDecision(Papers):
    past = ("enforced_on",)

    enforcement = forms.CharField(label=_("How it was enforced"), widget=forms.Textarea(attrs={"rows": 4}))
    enforced_on = forms.DateField(label=_("Enforced on"), widget=DateInput())

    field_order = ["enforcement", "enforced_on", "files", "note"]

    def prepare(self):
        self.fields["enforced_on"].initial = self.today

    def clean_enforced_on(self):
        on = self.cleaned_data["enforced_on"]
        if on < self.thing.decided_on:
            raise forms.ValidationError(_("It had not been decided yet on that day."))
        return on


class PublishDecision(MoveForm):
    past = ("published_on",)

    published_where = forms.CharField(label=_("Published where"), max_length=120)
    published_on = forms.DateField(label=_("Published on"), widget=DateInput())
    published_text = forms.CharField(label=_("Published text"), widget=forms.Textarea(attrs={"rows": 6}))
    files = FilesField(label=_("Files"), required=False, help_text=FILES)

    def prepare(self):
        self.fields["published_on"].initial = self.today

    def clean(self):
        cleaned = super().clean()
        hold_up(self, self.thing.engagement.round, "published_text", "published_where")
        return cleaned
