"""What drafting an opinion, feeding it back and answering it ask."""

from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework.forms import DateInput, FilesField, MoveForm, MoveModelForm
from casework.models import DeadlineRule
from casework.moves import rule_of
from findings import reporting
from findings.models import ReportDraft
from inspections.models import Engagement

from .. import guard
from ..models import Feedback, Opinion, OpinionProblem, audiences_left


class ReviseOpinion(MoveModelForm):
    class Meta:
        model = Opinion
        fields = ["overview", "demands", "limits"]

    def prepare(self):
        self.fields["overview"].widget.attrs["rows"] = 6
        self.fields["limits"].required = True
        for name in ("demands", "limits"):
            self.fields[name].widget.attrs["rows"] = 4


class DraftOpinion(ReviseOpinion):
    class Meta(ReviseOpinion.Meta):
        fields = ["audience", *ReviseOpinion.Meta.fields]

    def prepare(self):
        super().prepare()
        left = audiences_left(self.thing)
        self.fields["audience"].choices = [row for row in Feedback.Audience.choices if row[0] in left]
        self.fields["audience"].initial = left[0] if left else None
        self.fields["limits"].initial = limits_of(self.thing)
        report = ReportDraft.objects.visible_to(self.by).filter(engagement=self.thing).first()
        if report and left and left[-1] == Feedback.Audience.ORGANISATION and len(left) == 1:
            self.fields["overview"].initial = reporting.plain(report.overview)
            self.fields["demands"].initial = reporting.plain(report.suggestions)


def limits_of(engagement: Engagement) -> str:
    """Say by when the plan and the report are due, as the rules of the engagement have it."""
    lines = []
    for code in ("plan", "rectification_report"):
        rule: DeadlineRule = rule_of(code, engagement.case.profile_id)
        lines.append(
            now("Within %(amount)d %(unit)s of the feedback: %(what)s.")
            % {"amount": rule.amount, "unit": rule.get_unit_display(), "what": now(rule.name)}
        )
    return "\n".join(lines)


class RewordProblem(MoveModelForm):
    note = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))

    class Meta:
        model = OpinionProblem
        fields = ["problem", "manifestation", "recommendation"]


class Overrule(MoveForm):
    """Each place that is held up, in the words of the text itself; a reason for those that are chosen."""

    places = forms.MultipleChoiceField(label=_("Places held up"), widget=forms.CheckboxSelectMultiple, choices=())
    note = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))

    def prepare(self):
        texts = guard.texts_of(self.thing)
        self.fields["places"].choices = [
            (place.code, f"{texts.labels[place.name]} · {place}") for place in guard.open_places(self.thing, texts)
        ]


class FeedBack(MoveModelForm):
    """The meeting at which it is fed back: when and where, who presided, who was there and who was not, and why."""

    past = ("held_on", "principal_on")

    principal_on = forms.DateField(
        label=_("Told to the principal alone on"),
        required=False,
        widget=DateInput(),
        help_text=_("Leave it empty if it was on the day of the meeting."),
    )
    files = FilesField(label=_("Files"), required=False, help_text=_("the attendance list, what was read out"))

    field_order = ["principal_on", "held_on", "place", "chair", "attendees", "absent", "files"]

    class Meta:
        model = Feedback
        fields = ["held_on", "place", "chair", "attendees", "absent"]

    def prepare(self):
        self.fields["held_on"].initial = self.today
        for name in ("place", "chair", "attendees"):
            self.fields[name].required = True
        for name in ("attendees", "absent"):
            self.fields[name].widget.attrs["rows"] = 3
        if not self.thing.opinions.filter(audience=Feedback.Audience.PRINCIPAL).exists():
            self.fields["principal_on"].widget = forms.HiddenInput()

    def clean(self):
        cleaned = super().clean()
        told, held = cleaned.get("principal_on"), cleaned.get("held_on")
        if told and held and told > held:
            self.add_error("principal_on", _("The principal is told before the leadership team."))
        return cleaned


class StatePosition(MoveForm):
    statement = forms.CharField(
        label=_("Statement of position"), required=False, widget=forms.Textarea(attrs={"rows": 8})
    )
    files = FilesField(label=_("Files"), required=False, help_text=_("PDF, Word, Excel or pictures"))

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("statement") and not cleaned.get("files") and not self.errors:
            self.add_error("statement", _("Write the statement, or add it as a file."))
        return cleaned
