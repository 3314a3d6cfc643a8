"""What asking a functional unit, answering and judging ask for."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.given import GivenAgain, GivenBefore
from accounts.models import Organisation
from casework import policy
from casework.forms import DateInput, FilesField, MoveForm, MoveModelForm, Papers
from findings.forms import NoteLead

from ..models import FunctionalRequest

#: bodies that have no part in it, or are asked for nothing by a letter
ASKS_ITSELF = (Organisation.Kind.AUTHORITY, Organisation.Kind.OFFICE, Organisation.Kind.LEADING_GROUP)


class AskFunctionalUnit(GivenBefore, MoveModelForm):
    """Who is asked for what. Only bodies are offered in which somebody can sign for it."""

    files = FilesField(label=_("Files"), required=False, help_text=_("PDF, Word, Excel or pictures"))

    class Meta:
        model = FunctionalRequest
        fields = ["kind_of", "receiver", "title_text", "wanted"]

    def prepare(self):
        round = getattr(self.thing, "round", self.thing)
        kinds = FunctionalRequest.Kind
        if not isinstance(self.by, policy.Actor) and self.by is not None:
            words = policy.words_on(self.by, self.thing.case)
            if not words & {"lead", "direct"}:
                kinds = [kind for kind in kinds if kind not in FunctionalRequest.CONFIDENTIAL]
        self.fields["kind_of"].choices = [("", ""), *((kind.value, kind.label) for kind in kinds)]
        staffed = Q(members__user__is_active=True) | Q(principals__user__is_active=True)
        self.fields["receiver"].queryset = (
            Organisation.objects.filter(staffed, case=round.term.authority.case, stage=Organisation.Stage.ACTIVE)
            .exclude(kind_of__in=ASKS_ITSELF)
            .exclude(pk=getattr(self.thing, "unit_id", None))
            .distinct()
            .in_order()
        )
        self.fields["wanted"].widget = forms.Textarea(attrs={"rows": 6})


class Accept(MoveForm):
    ahead = ("promised_on",)

    promised_on = forms.DateField(label=_("Answer promised for"), widget=DateInput())

    def prepare(self):
        self.fields["promised_on"].initial = self.today


class Decline(MoveForm):
    refusal = forms.CharField(
        label=_("Reason for declining"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Whoever asked may bring it before the leading group."),
    )


class Answer(GivenAgain, Papers):
    answer = forms.CharField(label=_("What is answered"), widget=forms.Textarea(attrs={"rows": 6}))

    field_order = ["answer", "files", "again", "note"]


class Decide(MoveForm):
    decision = forms.CharField(label=_("Decision"), widget=forms.Textarea(attrs={"rows": 4}))


class Judge(MoveForm):
    satisfaction = forms.ChoiceField(
        label=_("Judgement"), widget=forms.RadioSelect, choices=FunctionalRequest.Satisfaction.choices
    )
    note = forms.CharField(label=_("Opinion"), required=False, widget=forms.Textarea(attrs={"rows": 3}))


class AnswerToLead(NoteLead):
    """A lead that begins with what the unit answered."""

    def prepare(self):
        super().prepare()
        self.fields["title_text"].initial = self.thing.title_text
        self.fields["about"].initial = self.thing.answer
