"""What making a common problem of a suggestion asks."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.forms import MoveModelForm

from ..models import CommonProblem, Pair, may_show
from .common import FindingsField, findings_field


def findings_of(cluster, user):
    """Return the findings of a suggestion that still stand."""
    pairs = Pair.objects.filter(cluster=cluster)
    linked = Q(pk__in=pairs.values("one")) | Q(pk__in=pairs.values("other"))
    return may_show(user).filter(linked).select_related("engagement__unit", "engagement__round").order_by("pk")


class TakeCluster(MoveModelForm):
    """The words of the problem, and which of the suggested findings show it."""

    findings: FindingsField = findings_field(help_text=_("Leave out what only reads alike."))

    field_order = ["title_text", "manifestation", "cause", "cause_text", "findings"]

    class Meta:
        model = CommonProblem
        fields = ["title_text", "manifestation", "cause", "cause_text"]

    def prepare(self):
        found = findings_of(self.thing, self.by)
        self.fields["findings"].queryset = found
        self.fields["findings"].required = True
        self.fields["findings"].initial = list(found)
        self.fields["manifestation"].widget.attrs["rows"] = 5
        self.fields["cause_text"].widget.attrs["rows"] = 3
        if first := found.first():
            self.fields["title_text"].initial = first.title_text
            self.fields["cause"].initial = first.cause

    def clean_findings(self):
        chosen = self.cleaned_data["findings"]
        if len({finding.engagement.unit_id for finding in chosen}) < CommonProblem.FEWEST:
            raise forms.ValidationError(_("A common problem shows in several units."))
        return chosen
