"""What giving a decision to somebody and reporting on it ask."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework.forms import FilesField, MoveForm, MoveModelForm

from ..models import Decision, Team

#: bodies that decide, and see to nothing themselves
DECIDE_ONLY = (Organisation.Kind.AUTHORITY, Organisation.Kind.LEADING_GROUP)


class Decide(MoveModelForm):
    """Only bodies are offered in which somebody can report, and teams that are at work in the round."""

    ahead = ("due_on",)

    class Meta:
        model = Decision
        fields = ["text", "owner", "team", "due_on"]

    def prepare(self):
        meeting = self.thing.meeting if isinstance(self.thing, Decision) else self.thing
        staffed = Q(members__user__is_active=True) | Q(principals__user__is_active=True)
        bodies = Organisation.objects.filter(
            staffed, case=meeting.authority.case_id, stage=Organisation.Stage.ACTIVE
        ).exclude(kind_of__in=DECIDE_ONLY)
        self.fields["owner"].queryset = bodies.distinct().in_order()
        teams = Team.objects.filter(round=meeting.round_id, stage=Team.Stage.AUTHORISED).order_by("number")
        self.fields["team"].queryset = teams
        if meeting.round_id and teams:
            self.fields["owner"].help_text = _("Either a body or, below, a team of the round.")
        else:
            self.fields["team"].widget = forms.HiddenInput()
        if "text" in self.fields:
            self.fields["text"].widget.attrs["rows"] = 4

    def clean(self):
        cleaned = super().clean()
        if not {"owner", "team"} & set(self.errors):
            if not cleaned.get("owner") and not cleaned.get("team"):
                self.add_error("owner", _("Say who sees to it."))
            elif cleaned.get("owner") and cleaned.get("team"):
                self.add_error("team", _("One of the two sees to it, not both."))
        return cleaned


class ChangeDecision(Decide):
    note = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 4}))

    class Meta(Decide.Meta):
        fields = ["owner", "team", "due_on"]


class ReportDecision(MoveForm):
    report = forms.CharField(label=_("What has been done about it"), widget=forms.Textarea(attrs={"rows": 6}))
    files = FilesField(label=_("Files"), required=False, help_text=_("PDF, Word, Excel or pictures"))

    def prepare(self):
        self.fields["report"].initial = self.thing.report
