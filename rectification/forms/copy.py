"""What sending copies and noting their receipt ask."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework.forms import DateInput, MoveForm


class SendCopies(MoveForm):
    leader = forms.CharField(
        label=_("District leader in charge"),
        required=False,
        max_length=120,
        help_text=_("Name and post; he gets it on paper."),
    )
    bodies = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        label=_("Bodies that get a copy"),
        required=False,
        help_text=_("The discipline commission, the organisation department and the department in charge."),
    )

    def prepare(self):
        unit = self.thing.engagement.unit
        sent = self.thing.copies.exclude(receiver=None).values("receiver")
        kinds = (*Organisation.INSPECTABLE, Organisation.Kind.DISCIPLINE, Organisation.Kind.PERSONNEL)
        offered = Organisation.objects.visible_to(self.by).filter(kind_of__in=kinds, stage=Organisation.Stage.ACTIVE)
        offered = offered.exclude(pk=unit.pk).exclude(pk__in=sent)
        self.fields["bodies"].queryset = offered.in_order()
        always = (Organisation.Kind.DISCIPLINE, Organisation.Kind.PERSONNEL)
        self.fields["bodies"].initial = [
            body for body in offered if body.kind_of in always or body.pk == unit.parent_id
        ]

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("leader") and not cleaned.get("bodies") and not self.errors:
            self.add_error("bodies", _("Say who gets a copy."))
        return cleaned


class NoteReceipt(MoveForm):
    past = ("signed_on",)

    signed_by = forms.CharField(label=_("Receipt signed by"), max_length=60)
    signed_on = forms.DateField(label=_("Signed for on"), widget=DateInput())

    def prepare(self):
        self.fields["signed_on"].initial = self.today
