"""What the moves about conflicts ask."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework.forms import FilesField, MoveForm, MoveModelForm

from ..models import Recusal

#: what the record of earlier rounds shows, nobody applies for
APPLIED_FOR = [(kind.value, kind.label) for kind in Recusal.Kind if kind not in (Recusal.Kind.LAST, Recusal.Kind.OFTEN)]


class Application(MoveModelForm):
    """A conflict that somebody names himself, once."""

    details = forms.CharField(
        label=_("Details"), max_length=300, help_text=_("Who it is and what he does there; from when to when.")
    )
    files = FilesField(label=_("Application"), required=False, help_text=_("PDF, Word, Excel or pictures"))

    def prepare(self):
        self.fields["kind_of"].choices = [("", ""), *APPLIED_FOR]

    def known(self):
        """Return the conflicts among which this one may not be yet."""
        raise NotImplementedError

    def clean(self):
        cleaned = super().clean()
        if self.known().filter(kind_of=cleaned.get("kind_of")).exclude(stage=Recusal.Stage.WITHDRAWN).exists():
            raise forms.ValidationError(_("This conflict is on record already."))
        return cleaned


class DeclareRecusal(Application):
    class Meta:
        model = Recusal
        fields = ["unit", "kind_of", "details"]

    def prepare(self):
        super().prepare()
        self.fields["unit"].queryset = Organisation.objects.filter(engagements__team=self.thing.team).in_order()
        self.fields["unit"].help_text = _("Leave it empty when it holds for every unit of the team.")

    def known(self):
        return Recusal.objects.filter(posting=self.thing, unit=self.cleaned_data.get("unit"))


class ApplyForRecusal(Application):
    class Meta:
        model = Recusal
        fields = ["kind_of", "details"]

    def known(self):
        here = {"posting__team": self.thing.team, "posting__stage": "serving", "unit": self.thing.unit}
        return Recusal.objects.filter(posting__person=getattr(self.by, "person_id", None) or 0, **here)


class AskException(MoveForm):
    grounds = forms.CharField(
        label=_("Grounds of the exception"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Why nobody else can do it, and from what the person keeps away all the same."),
    )
    files = FilesField(label=_("Files"), required=False, help_text=_("PDF, Word, Excel or pictures"))
