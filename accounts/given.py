"""What a body has handed in already (已交材料), so that nobody asks for it twice or uploads it twice.

A file is a body's when one of its people handed it in. Whoever looks finds what lies with things that he may see, and
nothing else; by title likeness with what is being asked for or answered.
"""

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework import likeness, present
from casework.forms import Beside
from casework.models import Attachment, Moving

from .models import Organisation

#: the fields in which forms say what is asked for
ASKED_IN = ("title_text", "names", "name", "wanted")
#: so many of a body's files are looked over, the newest
LOOKED_AT = 500
#: so many are offered
OFFERED = 20


@dataclass(frozen=True)
class Given:
    """A file that a body handed in, what it lies with, and how alike that is to a text."""

    file: Attachment
    thing: Moving
    alike: float

    def __str__(self):
        said = {"name": self.file.name, "matter": self.thing.title, "day": self.file.on.isoformat()}
        return now("%(name)s (%(matter)s, %(day)s)") % said


def given(organisation: Organisation, reader, text: str, *, least: float = 0.0) -> list[Given]:
    """Return what people of this body handed in and ``reader`` may see, what is likest to ``text`` first.

    The same file, handed in several times, is told once: as it was handed in last. Each line of the text is a subject.
    """
    rows = Attachment.objects.filter(by__person__organisation=organisation).order_by("-pk")[:LOOKED_AT]
    files = list({file.sha256: file for file in reversed(rows)}.values())
    things = present.things_of(((file.thing_kind, file.thing_id) for file in files), reader)
    subjects, found = likeness.Subjects(text), []
    for file in files:
        if thing := things.get((file.thing_kind, file.thing_id)):
            alike = subjects.alike(PurePath(file.name).stem, thing.title)
            if alike >= least:
                found.append(Given(file, thing, alike))
    return sorted(found, key=lambda one: (-one.alike, -one.file.pk))[:OFFERED]


class GivenBefore:
    """A form that asks a unit for something, with what it gave already beside it."""

    thing: Any
    fields: Any

    def beside(self):
        if self.thing.kind != "inspections.engagement":
            return None
        asked_with = tuple(name for name in (*ASKED_IN, "receiver") if name in self.fields)
        url = reverse("findings:given-before", args=[self.thing.key])
        return Beside(now("Given already"), now("Look it up"), url, asked_with)


class GivenAgain(forms.Form):
    """A form of a unit's answer: a file that its body gave before is handed in again by a press."""

    again = forms.ModelMultipleChoiceField(
        Attachment.objects.none(),
        to_field_name="key",
        label=_("Handed in before"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What your unit gave already need not be uploaded again; the history says that it was used again."),
    )

    thing: Any
    by: Any

    def prepare(self):
        super().prepare()
        person = getattr(self.by, "person", None)
        offered = given(person.organisation, self.by, self.thing.title) if person else []
        if not offered:
            del self.fields["again"]
            return
        labels = {one.file.pk: str(one) for one in offered}
        field: Any = self.fields["again"]
        field.queryset = Attachment.objects.filter(pk__in=labels)
        field.label_from_instance = lambda file: labels[file.pk]
        field.choices = [(one.file.key, labels[one.file.pk]) for one in offered]

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        again = cleaned.pop("again", None) or ()
        cleaned["files"] = [*(cleaned.get("files") or ()), *again]
        return cleaned
