"""What departments and units are given about a common problem: before it leaves, its text is looked through here."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import DateInput, MoveForm
from inspections.models import Round

from .. import guard
from ..models import CommonMember, CommonProblem, Overruling


def stays_inside(problem: CommonProblem) -> set[str]:
    """Return what no text about it may name: the numbers of its findings, and the people whom they concern."""
    rows = CommonMember.objects.filter(problem=problem).values_list("finding__number", "finding__subject_name")
    return {word for row in rows for word in row if len(word) > 1}


def held_up(problem: CommonProblem, texts: dict[str, str]) -> list[guard.Place]:
    """Return the places of texts about it that show what the rounds of its findings keep under seal.

    A telephone number alone is none: such a text may end with that of the office, and nobody can overrule it here.
    """
    rounds = Round.objects.filter(
        pk__in=CommonMember.objects.filter(problem=problem).values("finding__engagement__round")
    )
    places = [place for round in rounds for place in guard.places_in(texts, round)]
    return [place for place in dict.fromkeys(places) if place.hit.rule != Overruling.Rule.PHONE]


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
        texts = {name: cleaned[name] for name in self.leaves if cleaned.get(name)}
        for place in held_up(self.thing, texts):
            self.add_error(
                place.name, _("This lies under seal and must not leave the house: %(words)s.") % {"words": place}
            )
        return cleaned
