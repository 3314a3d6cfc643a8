"""What a unit is asked about its team."""

from django import forms

from casework.forms import MoveModelForm

from ..models import TeamReview


class ReviewTeam(MoveModelForm):
    class Meta:
        model = TeamReview
        fields = [*TeamReview.MARKED, "text"]

    def prepare(self):
        for name in TeamReview.MARKED:
            field = self.fields[name]
            field.required = True
            field.choices = TeamReview.Mark.choices
            field.widget = forms.RadioSelect(choices=TeamReview.Mark.choices)
