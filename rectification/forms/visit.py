"""What a return visit asks: who goes when, what is in the sample, what was seen, and its report."""

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework.forms import DateInput, FilesField, MoveForm, MoveModelForm, Papers, Reason
from inspections.forms import MEETING_FIELDS, Held
from inspections.models import Meeting

from .. import guard, relapse
from ..models import Item, ReturnVisit, VisitedItem, verifiers_of

User = get_user_model()
Result = VisitedItem.Result
FILES = _("PDF, Word, Excel or pictures")


def may_go(engagement):
    """Return who may go: the office's people, and those who were in the team."""
    office = Organisation.objects.get(case=engagement.round.term.authority.case, kind_of=Organisation.Kind.OFFICE)
    ours = Q(groups__in=(office.members, office.principals))
    team = Q(person__postings__team=engagement.team_id) if engagement.team_id else Q(pk=None)
    return User.objects.filter(ours | team, is_active=True).distinct().order_by("pk")


class WhoGoes(forms.Form):
    """Who leads the visit, and who else goes."""

    leader = forms.ModelChoiceField(User.objects.none(), label=_("Who leads the visit"))
    visitors = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=_("Who else goes"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("People of the office, or of the team that was there."),
    )

    def offer(self, engagement):
        """Let only those be chosen who may go."""
        for name in ("leader", "visitors"):
            self.fields[name].queryset = may_go(engagement)


class AmendVisit(MoveModelForm, WhoGoes):
    ahead = ("due_on", "until")

    class Meta:
        model = ReturnVisit
        fields = ["announced", "purpose", "due_on", "until"]

    field_order = ["announced", "due_on", "until", "leader", "visitors", "purpose"]

    def prepare(self):
        self.offer(getattr(self.thing, "engagement", self.thing))
        self.fields["purpose"].widget.attrs["rows"] = 3
        if isinstance(self.thing, ReturnVisit):
            self.fields["leader"].initial = self.thing.leader
            self.fields["visitors"].initial = list(self.thing.goers.user_set.values_list("key", flat=True))

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("due_on") and cleaned.get("until") and cleaned["until"] < cleaned["due_on"]:
            self.add_error("until", _("The last day comes before the first."))
        return cleaned


class PlanVisit(AmendVisit):
    """The plan, and how many of the closed items are proposed."""

    how_many = forms.IntegerField(
        label=_("Items that are proposed at most"),
        initial=10,
        min_value=1,
        max_value=200,
        help_text=_("Those where a relapse is likeliest, each with its facts. The leader may change the sample."),
    )

    field_order = [*AmendVisit.field_order, "how_many"]


class ChangePeople(Reason, WhoGoes):
    field_order = ["leader", "visitors", "note"]

    def prepare(self):
        self.offer(self.thing.engagement)
        self.fields["leader"].initial = self.thing.leader
        self.fields["visitors"].initial = list(self.thing.goers.user_set.values_list("key", flat=True))


class NoticeText(MoveForm):
    """What the unit reads; before it leaves it is looked through for what lies under seal."""

    text = forms.CharField(
        label=_("What is to be ready"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The unit reads this, the days and who comes, and nothing else of the visit."),
    )

    def clean_text(self):
        places = guard.places_in({"text": self.cleaned_data["text"]}, self.thing.engagement.round)
        if places:
            words = _("What lies under seal must not leave the house: %(places)s.")
            raise forms.ValidationError(words, params={"places": "；".join(map(str, places))})
        return self.cleaned_data["text"]


class Arrive(NoticeText):
    """A visit that was announced has its notice already."""

    def prepare(self):
        if self.thing.notice_id:
            self.fields["text"].required = False
            self.fields["text"].widget = forms.HiddenInput()


class AddToSample(Reason):
    item = forms.ModelChoiceField(Item.objects.none(), label=_("Closed item"))

    field_order = ["item", "note"]

    def prepare(self):
        rows = relapse.closed_items([self.thing.engagement]).order_by("place")
        self.fields["item"].queryset = rows.exclude(pk__in=self.thing.visited.exclude(item=None).values("item"))


class Look(Papers):
    """What was seen, and on which day."""

    past = ("on",)

    on = forms.DateField(label=_("Looked at on"), widget=DateInput())
    seen = forms.CharField(label=_("What was seen"), widget=forms.Textarea(attrs={"rows": 5}))
    title_text = forms.CharField(
        label=_("What was newly found"),
        max_length=200,
        required=False,
        help_text=_("For something new. It becomes a lead of the unit, marked as found on the return visit."),
    )
    files = FilesField(label=_("Files"), required=False, help_text=FILES)

    def prepare(self):
        self.fields["on"].initial = self.today

    def clean(self):
        cleaned = super().clean()
        on, arrived = cleaned.get("on"), self.thing.visit.arrived_on
        if on and arrived and on < arrived:
            self.add_error("on", _("The visit was not on site yet on that day."))
        if cleaned.get("result") == Result.NEW and not cleaned.get("title_text"):
            self.add_error("title_text", _("Say in one line what was newly found."))
        return cleaned


class RecordResult(Look):
    ahead = ("due_on",)

    result = forms.ChoiceField(label=_("Result"), choices=Result.choices, widget=forms.RadioSelect)
    second = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Together with"),
        required=False,
        help_text=_("Whoever verified the item doesn't look at it alone."),
    )
    demand = forms.CharField(
        label=_("What the unit is told"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Where it was not put right: the item is opened again, and the unit reads this as the reason."),
    )
    due_on = forms.DateField(label=_("New date"), required=False, widget=DateInput())

    field_order = ["result", "seen", "on", "second", "demand", "due_on", "title_text", "files", "note"]

    def prepare(self):
        super().prepare()
        visit = self.thing.visit
        going = User.objects.filter(groups__in=(visit.leaders, visit.goers)).distinct().order_by("pk")
        self.fields["second"].queryset = going.exclude(pk=getattr(self.by, "pk", None))

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("result") in VisitedItem.REOPENS:
            for name in ("demand", "due_on"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("The item is opened again: the unit has to be told what, and by when."))
        verified = verifiers_of(self.thing.item) if self.thing.item_id else set()
        second = cleaned.get("second")
        if getattr(self.by, "pk", 0) in verified and (second is None or second.pk in verified):
            self.add_error("second", _("You verified this item: somebody else who didn't has to look at it with you."))
        places = guard.places_in({"demand": cleaned.get("demand") or ""}, self.thing.visit.engagement.round)
        if places:
            words = _("What lies under seal must not leave the house: %(places)s.")
            self.add_error("demand", words % {"places": "；".join(map(str, places))})
        return cleaned


class EndLead(Look):
    """What came of a lead that was left for the return visit."""

    result = forms.ChoiceField(
        label=_("Result"),
        choices=[
            (Result.DEEPENED.value, _("looked into, and there is nothing in it")),
            (Result.NEW.value, _("there is something in it")),
        ],
        widget=forms.RadioSelect,
    )

    field_order = ["result", "seen", "on", "title_text", "files", "note"]

    def prepare(self):
        super().prepare()
        self.fields["title_text"].initial = self.thing.lead.title_text


class ReportVisit(Papers):
    report = forms.CharField(label=_("Report of the visit"), widget=forms.Textarea(attrs={"rows": 10}))

    field_order = ["report", "files", "note"]


class HearVisit(Held):
    """The meeting of the leading group that hears the report."""

    kind = Meeting.Kind.LEADING_GROUP
    field_order = ["meeting", "note", *MEETING_FIELDS, "files"]

    def prepare(self):
        super().prepare()
        self.fields["meeting"].initial = None  # one that decided on the round is not the one that heard this

    def of_round(self):
        return self.thing.engagement.round

    def offered(self):
        return Meeting.objects.of_the_term(self.of_round().term, self.kind)
