"""What the record of a survey asks."""

from django.utils.translation import gettext_lazy as _

from casework.forms import FilesField, MoveModelForm, NotTomorrow

from ..models import Survey


class RecordSurvey(NotTomorrow, MoveModelForm):
    files = FilesField(label=_("Files"), required=False, help_text=_("PDF, Word, Excel or pictures"))

    class Meta:
        model = Survey
        fields = ["kind_of", "title_text", "group", "on", "sent_out", "returned", "valid", *Survey.ANSWERS, "result"]

    def clean(self):
        cleaned = super().clean()
        given = {name: cleaned.get(name) or 0 for name in ("sent_out", "returned", "valid", *Survey.ANSWERS)}
        if given["returned"] > given["sent_out"]:
            self.add_error("returned", _("More sheets came back than were given out."))
        if given["valid"] > given["returned"]:
            self.add_error("valid", _("More sheets are valid than came back."))
        elif sum(given[name] for name in Survey.ANSWERS) > given["valid"]:
            self.add_error("good", _("The answers are more than the valid sheets."))
        return cleaned
