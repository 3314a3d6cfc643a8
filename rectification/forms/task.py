"""What giving a common problem to departments asks, what they answer with, and what the office writes down of it."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework.forms import FilesField, MoveForm, MoveModelForm, NotTomorrow, Papers, Reason

from ..models import FollowUp, TrinityTask, can_sign
from .outgoing import Outgoing

#: bodies to which nothing is given by a letter
ABOVE = (Organisation.Kind.AUTHORITY, Organisation.Kind.OFFICE, Organisation.Kind.LEADING_GROUP)


def departments(problem):
    """Return the bodies of the district in which somebody can sign for what they are given."""
    here = Organisation.objects.filter(case=problem.term.authority.case, stage=Organisation.Stage.ACTIVE)
    return can_sign(here).exclude(kind_of__in=ABOVE).in_order()


class TaskText(Outgoing):
    """What a department reads of the problem, as the office writes it for others."""

    leaves = ("title_text", "about", "task")

    title_text = forms.CharField(label=_("Common problem"), max_length=200)
    about = forms.CharField(
        label=_("What the problem is"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The department reads this and nothing else of it: not the findings, and not which units have it."),
    )

    def prepare(self):
        self.fields["title_text"].initial = self.thing.title_text
        self.fields["about"].initial = self.thing.manifestation


class AssignCommon(TaskText):
    """One department leads, others support it; each reads its own part."""

    leaves = ("title_text", "about", "task", "support_task")

    lead = forms.ModelChoiceField(Organisation.objects.none(), label=_("Lead department"))
    task = forms.CharField(label=_("Task of the lead department"), widget=forms.Textarea(attrs={"rows": 4}))
    support = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        label=_("Supporting departments"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    support_task = forms.CharField(
        label=_("Task of the supporting departments"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    field_order = ["title_text", "about", "lead", "task", "support", "support_task", "due_on"]

    def prepare(self):
        super().prepare()
        for name in ("lead", "support"):
            self.fields[name].queryset = departments(self.thing)

    def clean(self):
        cleaned = super().clean()
        lead, support = cleaned.get("lead"), list(cleaned.get("support") or ())
        if lead in support:
            self.add_error("support", _("A department either leads or supports."))
        if support and not cleaned.get("support_task") and "support_task" not in self.errors:
            self.add_error("support_task", _("Say what the supporting departments have to do."))
        return cleaned


class AddTask(TaskText):
    """One department more, or another one that leads."""

    owner = forms.ModelChoiceField(Organisation.objects.none(), label=_("Department"))
    role = forms.ChoiceField(label=_("Part"), choices=TrinityTask.Role.choices)
    task = forms.CharField(label=_("Task"), widget=forms.Textarea(attrs={"rows": 4}))

    field_order = ["title_text", "about", "owner", "role", "task", "due_on"]

    def prepare(self):
        super().prepare()
        here = self.thing.tasks.exclude(stage=TrinityTask.Stage.TAKEN_BACK)
        self.fields["owner"].queryset = departments(self.thing).exclude(pk__in=here.values("owner"))
        self.fields["role"].initial = TrinityTask.Role.SUPPORT

    def clean_role(self):
        role = self.cleaned_data["role"]
        leading = Q(role=TrinityTask.Role.LEAD) & ~Q(stage=TrinityTask.Stage.TAKEN_BACK)
        if role == TrinityTask.Role.LEAD and self.thing.tasks.filter(leading).exists():
            raise forms.ValidationError(_("A department leads already."))
        return role


class ReportTask(MoveForm):
    done = forms.CharField(label=_("What was done"), widget=forms.Textarea(attrs={"rows": 5}))
    files = FilesField(label=_("Files"), required=False, help_text=_("PDF, Word, Excel or pictures"))


class AnswerTask(Papers):
    answer = forms.CharField(label=_("What was done"), widget=forms.Textarea(attrs={"rows": 6}))

    field_order = ["answer", "files", "note"]


class LogFollowUp(NotTomorrow, MoveModelForm):
    files = FilesField(label=_("Files"), required=False, help_text=_("PDF, Word, Excel or pictures"))

    class Meta:
        model = FollowUp
        fields = ["on", "means", "owner", "seen", "demand"]

    def prepare(self):
        super().prepare()
        given = self.thing.tasks.exclude(stage=TrinityTask.Stage.TAKEN_BACK)
        self.fields["owner"].queryset = Organisation.objects.filter(pk__in=given.values("owner")).in_order()
        self.fields["owner"].empty_label = _("All departments")
        for name in ("seen", "demand"):
            self.fields[name].widget.attrs["rows"] = 4


class AssessCommon(Papers):
    assessment = forms.CharField(label=_("Assessment"), widget=forms.Textarea(attrs={"rows": 6}))

    field_order = ["assessment", "files", "note"]


class AssessWithout(Reason):
    """Why no institution is needed, and how well it was seen to."""

    assessment = forms.CharField(label=_("Assessment"), widget=forms.Textarea(attrs={"rows": 6}))
    files = FilesField(label=_("Files"), required=False, help_text=_("PDF, Word, Excel or pictures"))

    field_order = ["note", "assessment", "files"]
