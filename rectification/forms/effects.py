"""What is asked of amounts, people dealt with, and rules made."""

from django.utils.translation import gettext_lazy as _

from casework.forms import FilesField, MoveModelForm, NotTomorrow

from ..models import Handling, Recovery
from .institution import RegisterInstitution


class EnterRecovery(NotTomorrow, MoveModelForm):
    files = FilesField(label=_("Files"), required=False, help_text=_("PDF, Word, Excel or pictures"))

    class Meta:
        model = Recovery
        fields = ["kind_of", "amount", "on", "paper"]


class EnterHandling(NotTomorrow, MoveModelForm):
    files = FilesField(label=_("Files"), required=False, help_text=_("PDF, Word, Excel or pictures"))

    class Meta:
        model = Handling
        fields = ["name", "post", "form", "on", "paper"]


class InstitutionOfItem(RegisterInstitution):
    """A rule of the unit itself; it must be dated after the problem was found."""

    def found_on(self):
        finding = self.thing.landing.finding
        return finding.paper.found_on if finding.paper else None
