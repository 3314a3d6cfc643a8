"""What the moves of a finding ask."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import FilesField, MoveModelForm, Reason

from ..models import MANAGED, Finding, WorkingPaper, lines_of_persons
from .likeness import SeenBefore
from .paper import offer_priorities

FINDING_FIELDS = [
    "title_text",
    "facts",
    "judgement",
    "basis",
    "responsibility",
    "duties",
    "category",
    "priority",
    "whose",
    "level",
    "concerns",
    "persons",
    "cause",
    "cause_text",
    "recommended_to",
    "recommendation",
    "marks",
    "amount",
    "irregular",
    "recoverable",
]
#: how long a name and a post may be
NAME, POST = 60, 80


class PersonsField(forms.CharField):
    """Everybody concerned, one a line: the name, the post, and 区管干部 for whom the district manages."""

    def prepare_value(self, value):
        return "\n".join(lines_of_persons(value)) if isinstance(value, list) else value

    def clean(self, value):
        found = []
        for number, line in enumerate(filter(None, map(str.strip, super().clean(value).splitlines())), start=1):
            name, *rest = line.split()
            managed = MANAGED in rest
            post = " ".join(word for word in rest if word != MANAGED)
            if len(name) > NAME or len(post) > POST:
                raise forms.ValidationError(_("Line %(number)d is too long.") % {"number": number})
            found.append({"name": name, "post": post, "managed": managed})
        return found

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)


class RaiseFinding(SeenBefore, MoveModelForm):
    persons = PersonsField(
        label=_("persons concerned"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One person a line: the name, a space, the post; then 区管干部 if the district manages him."),
    )
    duties = forms.MultipleChoiceField(
        label=_("responsibility pointed at"),
        choices=Finding.Duty.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    marks = forms.MultipleChoiceField(
        label=_("marks"), choices=Finding.Mark.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Finding
        fields = FINDING_FIELDS
        labels = {
            "facts": _("1. What was seen"),
            "judgement": _("2. What is wrong with it"),
            "responsibility": _("3. Who is responsible"),
            "recommended_to": _("Recommendation: who is to do it"),
            "recommendation": _("Recommendation: what is to be done"),
        }
        help_texts = {
            "facts": _("The facts, with numbers and days."),
            "judgement": _("What they mean: which requirement was not met, and how far."),
            "responsibility": _("Whose political responsibility stands behind it, by body or post."),
        }

    def prepare(self):
        engagement = self.thing.engagement
        self.fields["category"].queryset = engagement.round.category_set.categories.all()
        self.fields["category"].required = True
        self.fields["concerns"].required = True
        offer_priorities(self, engagement.round)
        if isinstance(self.thing, WorkingPaper):
            for name in ("title_text", "facts", "concerns", "basis", "responsibility", "priority"):
                self.fields[name].initial = getattr(self.thing, name)

    def clean(self):
        cleaned = super().clean()
        named = cleaned.get("concerns") not in (None, "", Finding.Concerns.UNIT)
        if named and not cleaned.get("persons") and "persons" not in self.errors:
            self.add_error("persons", _("Say whom it concerns."))
        return cleaned


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
