"""What proposing, changing and taking teams asks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from casework.forms import MoveForm

from ..models import Engagement, TeamProposal

MOST_TEAMS, MOST_PEOPLE = 20, 20
DIGITS = "一二三四五六七八九"


def ordinal(number: int) -> str:
    """Return a number from 1 to 99 as it stands in the name of a team."""
    tens, ones = divmod(number, 10)
    before = "" if not tens else "十" if tens == 1 else f"{DIGITS[tens - 1]}十"
    return before + (DIGITS[ones - 1] if ones else "")


class ProposeTeams(MoveForm):
    units = forms.ModelMultipleChoiceField(
        Engagement.objects.none(),
        label=_("Inspected units"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Those of the round that have no team yet; they are shared out evenly."),
    )
    teams = forms.IntegerField(label=_("Number of teams"), min_value=1, max_value=MOST_TEAMS, initial=1)
    deputies = forms.IntegerField(label=_("Deputy leaders in each team"), min_value=0, max_value=MOST_PEOPLE, initial=1)
    members = forms.IntegerField(label=_("Members in each team"), min_value=1, max_value=MOST_PEOPLE, initial=3)
    skills = forms.MultipleChoiceField(
        label=_("Skills in each team"),
        choices=Person.Skill.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Somebody in every team is to be good at each of them."),
    )
    seconds = forms.IntegerField(
        label=_("Seconds that the search may take"), min_value=1, max_value=TeamProposal.LONGEST, initial=10
    )

    def prepare(self):
        waiting = self.thing.engagements.filter(team=None, stage=Engagement.Stage.SELECTED).select_related("unit")
        self.fields["units"].queryset = self.fields["units"].initial = waiting.order_by("unit__tree_key", "pk")
        self.fields["units"].label_from_instance = lambda engagement: engagement.unit.name

    def clean_skills(self):
        return [skill.value for skill in Person.Skill if skill in self.cleaned_data["skills"]]

    def clean(self):
        cleaned = super().clean()
        units, teams = cleaned.get("units"), cleaned.get("teams")
        if units is not None and teams and len(units) < teams:
            text = _("There are %(units)d units for %(teams)d teams: each team needs one.")
            self.add_error("teams", text % {"units": len(units), "teams": teams})
        return cleaned


class SwapPeople(MoveForm):
    first = forms.ModelChoiceField(Person.objects.none(), label=_("Somebody who has a seat"))
    second = forms.ModelChoiceField(Person.objects.none(), label=_("Whom he changes places with"))

    def prepare(self):
        rows = self.thing.candidates.select_related("person__organisation").order_by("team", "pk")
        said = {row.person_id: self._say(row) for row in rows}
        people = Person.objects.visible_to(self.by)
        self.fields["first"].queryset = people.filter(
            pk__in=self.thing.candidates.seated().order_by().values("person")
        ).order_by("sort_key", "pk")
        self.fields["second"].queryset = people.filter(pk__in=self.thing.candidates.values("person")).order_by(
            "sort_key", "pk"
        )
        for name in ("first", "second"):
            self.fields[name].label_from_instance = lambda person: said.get(person.pk, str(person))

    @staticmethod
    def _say(row) -> str:
        if row.team:
            seat = _("team %(team)d, %(role)s") % {"team": row.team, "role": row.get_role_display()}
        else:
            seat = row.get_cause_display()
        return f"{row.person}（{row.person.organisation}，{seat}）"

    def clean(self):
        cleaned = super().clean()
        first, second = cleaned.get("first"), cleaned.get("second")
        if first and first == second:
            self.add_error("second", _("Choose somebody else: nobody changes places with himself."))
        return cleaned


class TakeProposal(MoveForm):
    names = forms.CharField(
        label=_("Names of the teams"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One on each line, in the order of the teams."),
    )

    def prepare(self):
        there = self.thing.round.teams.count()
        lines = [f"第{ordinal(there + number)}巡察组" for number in range(1, self.thing.teams + 1)]
        self.fields["names"].initial = "\n".join(lines)

    def clean_names(self):
        names = [line.strip() for line in self.cleaned_data["names"].splitlines() if line.strip()]
        if len(names) != self.thing.teams:
            text = _("There are %(teams)d teams and %(names)d names.")
            raise forms.ValidationError(text % {"teams": self.thing.teams, "names": len(names)})
        if len(set(names)) != len(names) or self.thing.round.teams.filter(name__in=names).exists():
            raise forms.ValidationError(_("Two teams of the round would have the same name."))
        if max(map(len, names)) > 60:
            raise forms.ValidationError(_("A name has at most 60 characters."))
        return names
