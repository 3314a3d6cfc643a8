"""What score sheets and assessments ask."""

from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework.forms import FilesField, MoveForm, MoveModelForm

from .. import assessing
from ..models import ScoreCriterion, ScoreSheet
from ..models.sheet import Grade

TAKEN_OFF = _("Points were taken off: say why.")


class AmendSheet(MoveModelForm):
    """Its name, and from how many points on each grade is given."""

    class Meta:
        model = ScoreSheet
        fields = ["name", "since", "excellent_from", "passed_from", "basic_from", "sham_at_most"]

    def clean(self):
        cleaned = super().clean()
        for better, worse in (("excellent_from", "passed_from"), ("passed_from", "basic_from")):
            above, below = cleaned.get(better), cleaned.get(worse)
            if above is not None and below is not None and above <= below:
                self.add_error(better, _("A better grade needs more points than the next one."))
        return cleaned


class DraftSheet(AmendSheet):
    class Meta(AmendSheet.Meta):
        fields = [*AmendSheet.Meta.fields, "replaces"]

    def prepare(self):
        rows = ScoreSheet._base_manager.filter(case=self.thing.case_id) if self.thing else ScoreSheet.objects.none()
        self.fields["replaces"].queryset = rows.filter(stage=ScoreSheet.Stage.IN_USE)


class DraftCriterion(MoveModelForm):
    class Meta:
        model = ScoreCriterion
        fields = ["viewpoint", "group", "text", "weight", "fact"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}


class OpenAssessment(MoveForm):
    sheet = forms.ModelChoiceField(ScoreSheet.objects.none(), label=_("Score sheet"))

    def prepare(self):
        rows = ScoreSheet._base_manager.filter(stage=ScoreSheet.Stage.IN_USE)
        self.fields["sheet"].queryset = rows.order_by("-pk")
        self.fields["sheet"].initial = rows.order_by("-pk").first()


def points_for(score, **kwargs):
    """Return the field for the points of one criterion."""
    return forms.DecimalField(
        label=now("Points, %(weight)d at most") % {"weight": score.weight},
        min_value=0,
        max_value=score.weight,
        max_digits=4,
        decimal_places=1,
        **kwargs,
    )


class GivePoints(MoveForm):
    points = forms.DecimalField(label=_("Points"), min_value=0, max_digits=4, decimal_places=1)
    reason = forms.CharField(
        label=_("Why points were taken off"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def prepare(self):
        if self.thing:
            self.fields["points"] = points_for(self.thing, initial=self.thing.points)
            self.fields["reason"].initial = self.thing.reason

    def clean(self):
        cleaned = super().clean()
        points = cleaned.get("points")
        if points is not None and points < self.thing.weight and not cleaned.get("reason"):
            self.add_error("reason", TAKEN_OFF)
        return cleaned


class GiveAllPoints(forms.Form):
    """The criteria of one side on one page, each with the fact that was counted for it; what is left empty waits."""

    def __init__(self, *args, scores, facts, **kwargs):
        super().__init__(*args, **kwargs)
        self.scores = scores
        for score in scores:
            points = points_for(score, initial=score.points, required=False)
            points.label = f"{score.order}. {score.group}：{score.text}（{points.label}）"
            points.help_text = facts.get(score.fact, "")
            self.fields[f"points_{score.order}"] = points
            self.fields[f"reason_{score.order}"] = forms.CharField(
                label=_("Why points were taken off"),
                required=False,
                initial=score.reason,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def clean(self):
        cleaned = super().clean()
        for score in self.scores:
            points = cleaned.get(f"points_{score.order}")
            if points is not None and points < score.weight and not cleaned.get(f"reason_{score.order}"):
                self.add_error(f"reason_{score.order}", TAKEN_OFF)
        return cleaned

    def changed(self):
        """Yield each criterion that says something else now, with its points and its reason."""
        for score in self.scores:
            points, reason = (self.cleaned_data[f"{name}_{score.order}"] for name in ("points", "reason"))
            if points is not None and (points, reason) != (score.points, score.reason):
                yield score, points, reason


class ProposeAgain(MoveForm):
    """The grade, and the answer to the unit that goes with it."""

    grade = forms.ChoiceField(label=_("Grade of the rectification"), choices=Grade.choices, widget=forms.RadioSelect)
    answer = forms.CharField(label=_("Answer to the objection"), widget=forms.Textarea(attrs={"rows": 4}))

    def prepare(self):
        self.counted = assessing.counts_of(self.thing.engagement, self.today)
        self.total, self.by_points = assessing.grade_by_points(self.thing, self.counted)
        grade = self.fields["grade"]
        if assessing.is_sham(self.counted):
            cap = Grade(self.thing.sheet.sham_at_most)
            grade.choices = [row for row in Grade.choices if Grade(row[0]).at_most(cap) == row[0]]
            grade.help_text = now("Sham rectification was found: %(grade)s at best.") % {"grade": cap.label}
        else:
            grade.help_text = now("%(points)s points: %(grade)s by the sheet.") % {
                "points": self.total,
                "grade": self.by_points.label,
            }
        grade.initial = self.by_points


class ProposeGrade(ProposeAgain):
    why = forms.CharField(
        label=_("Reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed where the grade is another one than that by points."),
    )
    answer = None

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("grade") and cleaned["grade"] != self.by_points and not cleaned.get("why"):
            self.add_error("why", _("Another grade than that by points needs a reason."))
        return cleaned


class Objection(MoveForm):
    objection = forms.CharField(label=_("What is wrong with it"), widget=forms.Textarea(attrs={"rows": 6}))
    files = FilesField(label=_("Files"), required=False, help_text=_("PDF, Word, Excel or pictures"))


class AnswerObjection(MoveForm):
    answer = forms.CharField(label=_("Answer to the objection"), widget=forms.Textarea(attrs={"rows": 4}))
    files = FilesField(label=_("Files"), required=False, help_text=_("PDF, Word, Excel or pictures"))
