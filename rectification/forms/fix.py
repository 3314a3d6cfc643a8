"""What a notice of something to be put right at once asks, and the report that answers it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import DateInput, FilesField, MoveForm, Papers

from .. import guard
from ..models import ImmediateFix


class IssueFix(MoveForm):
    """What is demanded, by when; within the stay unless somebody says why not."""

    ahead = ("due_on",)

    demand = forms.CharField(label=_("What is demanded"), widget=forms.Textarea(attrs={"rows": 4}))
    due_on = forms.DateField(label=_("To be done by"), widget=DateInput())
    later_because = forms.CharField(
        label=_("Why not within the stay"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only for a day after the team has left."),
    )

    def prepare(self):
        self.fields["demand"].initial = self.thing.finding.recommendation
        self.fields["due_on"].initial = self.engagement().round.stays_until

    def engagement(self):
        return self.thing.finding.engagement

    def clean_demand(self):
        places = guard.places_in({"demand": self.cleaned_data["demand"]}, self.engagement())
        if places:
            text = _("What lies under seal must not leave the house: %(places)s.")
            raise forms.ValidationError(text, params={"places": "；".join(map(str, places))})
        return self.cleaned_data["demand"]

    def clean(self):
        cleaned = super().clean()
        stays_until, due_on = self.engagement().round.stays_until, cleaned.get("due_on")
        if due_on and stays_until and due_on > stays_until and not cleaned.get("later_because"):
            text = _("The team stays until %(day)s: say why it is not put right by then.")
            self.add_error("later_because", text % {"day": stays_until.isoformat()})
        return cleaned


class IssueFixFromPaper(IssueFix):
    """The same, before the paper has become a finding; what was proposed stands there already."""

    def prepare(self):
        self.fields["demand"].initial = self.thing.fix_demand
        self.fields["due_on"].initial = self.thing.fix_due_on or self.engagement().round.stays_until
        self.fields["later_because"].initial = self.thing.fix_later_because

    def engagement(self):
        return self.thing.engagement


class ProposeFix(IssueFixFromPaper):
    """The same, by a member. Only the leader, who issues it, is told what of it lies under seal: nobody can probe."""

    def clean_demand(self):
        return self.cleaned_data["demand"]


class ReportFix(Papers):
    """What was done; without evidence nobody can verify it."""

    result = forms.CharField(label=_("Result"), widget=forms.Textarea(attrs={"rows": 4}))
    files = FilesField(label=_("Evidence"), help_text=_("PDF, Word, Excel or pictures"))

    field_order = ["result", "files", "note"]

    def prepare(self):
        self.fields["files"].required = self.thing is None or self.thing.stage != ImmediateFix.Stage.RETURNED
