"""What a satisfaction survey asks of the office that opens it, and of whoever has a slip."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import MoveModelForm
from findings.forms.letter import DigitsField

from ..models import SatisfactionSurvey, SurveyAnswer
from ..models.survey import Mark
from ..surveying import DIGITS


class OpenSurvey(MoveModelForm):
    ahead = ("closes_on",)

    class Meta:
        model = SatisfactionSurvey
        fields = ["asked", "codes", "closes_on"]
        help_texts = {
            "asked": _("e.g. staff of the unit, people whom it serves, delegates"),
            "codes": _("5 to 200; each bears a code that counts once. Of fewer than 5 answers nothing is told."),
            "closes_on": _("The survey closes by itself in the night after this day."),
        }


class AnswerSurvey(forms.Form):
    """The code of a slip and one mark a question. No name, and no room for words."""

    code = DigitsField(DIGITS, label=_("Code on your slip"), help_text=_("Ten digits. Each code counts once."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in SurveyAnswer.QUESTIONS:
            self.fields[name] = forms.ChoiceField(
                label=SurveyAnswer._meta.get_field(name).verbose_name,
                choices=Mark.choices,
                widget=forms.RadioSelect,
                error_messages={"required": _("Please choose one.")},
            )

    def marks(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in SurveyAnswer.QUESTIONS}
