"""What the moves of a working paper ask."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework import policy, present
from casework.forms import FilesField, MoveForm, MoveModelForm, Reason
from inspections.models import Priority

from ..models import Sitting, WorkingPaper, evidence_of
from .extension import offer_extensions
from .likeness import SeenBefore

PAPER_FIELDS = [
    "title_text",
    "facts",
    "concerns",
    "basis",
    "evidence",
    "responsibility",
    "source",
    "source_other",
    "area",
    "led_by",
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
        self.fields["concerns"].required = True
        if not isinstance(self.thing, WorkingPaper):
            self.fields["found_on"].initial = self.today

    def clean(self):
        cleaned = super().clean()
        own = self.thing if isinstance(self.thing, WorkingPaper) else None
        files = len(cleaned.get("files") or ()) + (len(present.attachments(own)) if own else 0)
        for number, line in enumerate(evidence_of(cleaned.get("evidence") or ""), start=1):
            if line.first is not None and line.last is not None and line.last < line.first:
                self.add_error("evidence", _("Line %(number)d: the pages run backwards.") % {"number": number})
            if line.file is not None and not 1 <= line.file <= files:
                text = _("Line %(number)d names file %(file)d; the paper has %(files)d.")
                self.add_error("evidence", text % {"number": number, "file": line.file, "files": files})
        return cleaned


def others_of(paper: WorkingPaper):
    """Return the other papers of the same unit of which nothing has come yet."""
    open_papers = WorkingPaper.objects.filter(engagement=paper.engagement).exclude(stage__in=WorkingPaper.final)
    return open_papers.exclude(pk=paper.pk).order_by("pk")


class AgreePaper(MoveForm):
    """Which team meeting discussed the paper, and what it said."""

    sitting = forms.ModelChoiceField(
        Sitting.objects.none(),
        label=_("Team meeting that agreed to it"),
        help_text=_("From the register of meetings of the team; it is recorded there first."),
    )
    opinion = forms.CharField(label=_("Opinion of the team meeting"), widget=forms.Textarea(attrs={"rows": 3}))

    def prepare(self):
        held = Sitting.objects.filter(engagement=self.thing.engagement, kind_of=Sitting.Kind.TEAM)
        self.fields["sitting"].queryset = held.order_by("-on", "-pk")
        found = list(held[:2])
        if len(found) == 1:
            self.fields["sitting"].initial = found[0]


class MergePaper(Reason):
    """The paper in which the matter goes on."""

    into = forms.ModelChoiceField(WorkingPaper.objects.none(), label=_("Paper in which it goes on"))
    field_order = ["into", "note"]

    def prepare(self):
        self.fields["into"].queryset = others_of(self.thing)
        self.fields["into"].label_from_instance = lambda paper: f"{paper.number} {paper}"
