"""What departments and units are given about a common problem: before it leaves, its text is looked through here."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import DateInput, MoveForm

from ..models import CommonMember, CommonProblem


def stays_inside(problem: CommonProblem) -> set[str]:
    """Return what no text about it may name: the numbers of its findings, and the people whom they concern."""
    rows = CommonMember.objects.filter(problem=problem).values_list("finding__number", "finding__subject_name")
    return {word for row in rows for word in row if len(word) > 1}


class Outgoing(MoveForm):
    """A text that leaves the house, and the day by which it is to be answered."""

    ahead = ("due_on",)
    #: the fields whose text leaves
    leaves: tuple[str, ...] = ()

    due_on = forms.DateField(label=_("To be done by"), widget=DateInput())

    def clean(self):
        cleaned = super().clean()
        named = stays_inside(self.thing)
        for name in self.leaves:
            if found := sorted(word for word in named if word in (cleaned.get(name) or "")):
                self.add_error(
                    name, _("This stays inside and can't be named: %(words)s.") % {"words": "、".join(found)}
                )
        return cleaned
