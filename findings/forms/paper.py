"""What the moves of a working paper ask."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.forms import FilesField, MoveModelForm, Note
from inspections.models import Priority

from ..models import Sitting, WorkingPaper
from .extension import offer_extensions
from .likeness import SeenBefore

PAPER_FIELDS = [
    "title_text",
    "facts",
    "basis",
    "evidence",
    "responsibility",
    "source",
    "extension",
    "priority",
    "found_on",
    "second",
]


def offer_priorities(form, round) -> None:
    """Let one of the round's own list be chosen, and what is chosen already be kept; without a list ask nothing."""
    chosen = getattr(form.instance, "priority_id", None) or getattr(form.thing, "priority_id", None)
    offered = round.priority_list.filter(Q(stage=Priority.Stage.LISTED) | Q(pk=chosen))
    form.fields["priority"].queryset = offered
    if not offered:
        form.fields["priority"].widget = forms.HiddenInput()


class FilePaper(SeenBefore, MoveModelForm):
    past = ("found_on",)

    files = FilesField(label=_("Files"), required=False, help_text=_("PDF, Word, Excel or pictures"))

    class Meta:
        model = WorkingPaper
        fields = PAPER_FIELDS

    def prepare(self):
        engagement = getattr(self.thing, "engagement", self.thing)
        offer_priorities(self, engagement.round)
        offer_extensions(self, engagement)
        author = self.thing.author if isinstance(self.thing, WorkingPaper) else self.by
        team = policy.holders(self.thing.case, "lead", "inspect").exclude(pk=getattr(author, "pk", None))
        self.fields["second"].queryset = team
        if not isinstance(self.thing, WorkingPaper):
            self.fields["found_on"].initial = self.today


class SignPaper(Note):
    """The leader's opinion, and the team meeting that agreed to the paper when there was one."""

    sitting = forms.ModelChoiceField(
        Sitting.objects.none(),
        label=_("Team meeting that agreed to it"),
        required=False,
        help_text=_("From the register of meetings of the team."),
    )

    field_order = ["sitting", "note"]

    def prepare(self):
        held = Sitting.objects.filter(engagement=self.thing.engagement, kind_of=Sitting.Kind.TEAM)
        self.fields["sitting"].queryset = held.order_by("-on", "-pk")
        found = list(held[:2])
        if len(found) == 1:
            self.fields["sitting"].initial = found[0]
        if not found:
            self.fields["sitting"].widget = forms.HiddenInput()
