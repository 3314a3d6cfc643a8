"""What the moves of a finding ask."""

from django.utils.translation import gettext_lazy as _

from casework.forms import FilesField, MoveModelForm, Reason

from ..models import Finding, WorkingPaper
from .paper import offer_priorities

FINDING_FIELDS = [
    "title_text",
    "facts",
    "category",
    "priority",
    "concerns",
    "subject_name",
    "subject_post",
    "basis",
    "responsibility",
    "cause",
    "cause_text",
    "recommendation",
    "mark",
    "amount",
]


class RaiseFinding(MoveModelForm):
    class Meta:
        model = Finding
        fields = FINDING_FIELDS

    def prepare(self):
        engagement = self.thing.engagement
        self.fields["category"].queryset = engagement.round.category_set.categories.all()
        self.fields["category"].required = True
        self.fields["concerns"].required = True
        offer_priorities(self, engagement.round)
        if isinstance(self.thing, WorkingPaper):
            for name in ("title_text", "facts", "basis", "responsibility", "priority"):
                self.fields[name].initial = getattr(self.thing, name)

    def clean(self):
        cleaned = super().clean()
        named = cleaned.get("concerns") not in (None, "", Finding.Concerns.UNIT)
        if named and not cleaned.get("subject_name"):
            self.add_error("subject_name", _("Say whom it concerns."))
        return cleaned


class EnterUpperFinding(RaiseFinding):
    class Meta:
        model = Finding
        fields = ["upper_source", *FINDING_FIELDS]

    def prepare(self):
        self.fields["category"].queryset = self.thing.round.category_set.categories.all()
        offer_priorities(self, self.thing.round)
        for name in ("upper_source", "category", "concerns"):
            self.fields[name].required = True


class TagFinding(MoveModelForm):
    class Meta:
        model = Finding
        fields = ["priority"]

    def prepare(self):
        offer_priorities(self, self.thing.engagement.round)


class NotEstablished(Reason):
    """Why it does not hold; the paper that says so may come with it."""

    files = FilesField(
        label=_("Paper that says so"),
        required=False,
        help_text=_("the record of what was looked into"),
    )
