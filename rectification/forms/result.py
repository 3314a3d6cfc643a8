"""What entering a use of the results asks: always with its evidence."""

from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework.forms import FilesField, MoveModelForm, NotTomorrow

from ..models import ResultUse


class EnterResult(NotTomorrow, MoveModelForm):
    files = FilesField(label=_("Evidence"), help_text=_("PDF, Word, Excel or pictures"))

    class Meta:
        model = ResultUse
        fields = ["kind_of", "title_text", "about", "owner", "on"]

    def prepare(self):
        super().prepare()
        kinds = [kind for kind in ResultUse.Kind if kind not in ResultUse.BY_ITSELF]
        self.fields["kind_of"].choices = [("", ""), *((kind.value, kind.label) for kind in kinds)]
        here = Organisation.objects.filter(case=self.thing.authority.case, stage=Organisation.Stage.ACTIVE)
        self.fields["owner"].queryset = here.in_order()
