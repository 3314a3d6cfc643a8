"""Pages of proposed teams: who would go where, why everybody else is left out, what an exchange would bring."""

import django_filters
from django.db.models import Count
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from accounts.models import Person, in_words
from casework import present
from casework.present import Column
from casework.views import MoveDoor, Panel, ThingList, ThingPage, refused, today

from .. import exports
from ..actions import Change
from ..models import Candidate, Round, TeamProposal
from .tables import PROPOSAL_COLUMNS

SEAT_COLUMNS = (
    Column("person.name", _("full name"), link=True),
    Column("role"),
    Column("person.organisation.name", _("home unit")),
    Column("person.post", _("post")),
    Column("person.skills_text", _("skills")),
    Column("load", kind="num"),
)


def table(rows, columns):
    return {"columns": present.headings(Candidate, columns), "rows": present.table(rows, columns, today())}


def line(labels, *cells):
    """Return a row of words; a pair is a link."""
    found = []
    for label, cell in zip(labels, cells, strict=True):
        text, url = cell if isinstance(cell, tuple) else (cell, "")
        found.append({"kind": "link" if url else "text", "text": text, "url": url, "label": str(label)})
    return {"cells": found}


class ProposalPage(ThingPage):
    model = TeamProposal
    parents = ("round",)
    facts = (
        "round",
        "teams",
        "deputies",
        "members",
        ("skills_text", _("skills in each team")),
        "seconds",
        "exchanged",
    )
    template_name = "inspections/proposal.html"

    def things(self):
        return super().things().select_related("round__term", "case")

    def sections(self, proposal):
        if proposal.stage == TeamProposal.Stage.IMPOSSIBLE:
            return [{"title": now("Why there are no teams"), "text": "\n".join(proposal.reasons)}]
        if proposal.load is None:
            return []
        return [self.goodness(proposal), *self.teams(proposal), *self.left_out(proposal)]

    def goodness(self, proposal):
        rules = (
            (now("Fair load"), proposal.goodness),
            (
                now("Leaders are not fixed"),
                now("%(n)d of %(teams)d leaders led their last team too.")
                % {"n": proposal.led_again, "teams": proposal.teams},
            ),
            (now("Targets are not fixed"), now("Nobody goes to a unit to which he was sent the last time.")),
            (
                now("Authorisation is not fixed"),
                now(
                    "Each team is authorised for this round alone; beyond the first of each, %(n)d people stay with"
                    " others of their last team."
                )
                % {"n": proposal.together},
            ),
        )
        facts = [{"label": label, "value": value, "url": "", "wide": True, "kind": "text"} for label, value in rules]
        return {"title": now("How good it is"), "id": "goodness", "facts": facts}

    def teams(self, proposal):
        seats = list(proposal.candidates.seated().select_related("person__organisation"))
        units = list(proposal.units.select_related("engagement__unit").order_by("engagement__unit__tree_key", "pk"))
        for number in range(1, proposal.teams + 1):
            rows = [seat for seat in seats if seat.team == number]
            goes = [unit.engagement.unit.name for unit in units if unit.team == number]
            able = in_words({skill for seat in rows for skill in seat.person.skills})
            facts = [
                {"label": now("Inspected units"), "value": "、".join(goes), "url": "", "wide": True, "kind": "text"},
                {"label": now("Skills covered"), "value": able or now("none"), "url": "", "wide": True, "kind": "text"},
            ]
            title = now("Team %(number)d") % {"number": number}
            yield {"title": title, "id": f"team-{number}", "facts": facts, "table": table(rows, SEAT_COLUMNS)}

    def left_out(self, proposal):
        """How many were left out for what, for whoever may read of whom that is."""
        rows = Candidate.objects.visible_to(self.request.user).filter(proposal=proposal).left_out()
        labels = (_("why left out"), _("number of people"))
        url = reverse("inspections:candidate-list") + f"?proposal={proposal.key}&cause="
        counted = dict(rows.order_by().values_list("cause").annotate(n=Count("pk")))
        lines = [
            line(labels, (str(cause.label), url + cause), str(counted[cause]))
            for cause in Candidate.Cause
            if cause in counted
        ]
        if not lines:
            return []
        columns = [{"label": str(label), "key": str(label), "kind": "text"} for label in labels]
        return [
            {"title": now("Who is left out, and why"), "id": "left-out", "table": {"columns": columns, "rows": lines}}
        ]

    def more(self, proposal):
        return {"computing": proposal.stage == TeamProposal.Stage.COMPUTING}


class ProposalsOfRound(Panel):
    model = TeamProposal
    heading = _("Proposals of teams")
    columns = PROPOSAL_COLUMNS
    empty = _("No teams have been proposed.")

    def parent(self, key):
        return get_object_or_404(Round.objects.visible_to(self.request.user), key=key)

    def rows(self, round):
        return TeamProposal.objects.visible_to(self.request.user).filter(round=round).order_by("-pk")


class CandidateFilter(django_filters.FilterSet):
    proposal = django_filters.ModelChoiceFilter(
        label=_("Proposal of teams"),
        to_field_name="key",
        queryset=lambda request: TeamProposal.objects.visible_to(request.user).order_by("-pk"),
    )
    q = django_filters.CharFilter(
        label=_("Name or initials"),
        method=lambda rows, _name, text: rows.filter(person__in=Person.objects.called(text.strip())),
    )
    cause = django_filters.ChoiceFilter(label=_("Why left out"), choices=Candidate.Cause.choices)

    class Meta:
        model = Candidate
        fields = ["proposal", "q", "cause"]


class CandidateList(ThingList):
    model = Candidate
    heading = _("Who is chosen and who is left out")
    lead = _("Everybody of the talent pool in a proposal of teams: his seat, or why he has none.")
    ledger = exports.CANDIDATES
    filterset = CandidateFilter
    columns = (
        Column("person.name", _("full name"), link=True, sort="person__sort_key"),
        Column("person.organisation.name", _("home unit"), sort="person__organisation__tree_key"),
        Column("person.skills_text", _("skills")),
        Column("load", kind="num", sort="load"),
        Column("team", kind="num"),
        Column("cause", sort="cause"),
        Column("why", _("in words"), wide=True),
        Column("proposal.title", _("proposal of teams")),
    )

    def rows(self):
        return super().rows().select_related("person__organisation", "proposal", "unit", "elsewhere")


class SwapDoor(MoveDoor):
    """Shows what an exchange of two people would bring before it is made; what is shown is what is confirmed."""

    template_name = "inspections/swap.html"

    def post(self, request, key):
        if reason := self.move.why_not(request.user, self.thing, today()):
            return refused(request, reason, self.thing)
        form = self._form(request.POST)
        if request.POST.get("draft") or not form.is_valid():
            return super().post(request, key)
        chosen = form.cleaned_data
        seen = f"{chosen['first'].key} {chosen['second'].key}"
        if request.POST.get("seen") == seen:
            return super().post(request, key)
        change = Change(self.thing, chosen["first"], chosen["second"], today())
        form.change, form.seen = self.shown(change), "" if change.refusals else seen
        return self._form_page(form)

    @staticmethod
    def shown(change: Change):
        labels = (_("what"), _("before"), _("after"))
        rows = [line(labels, now("Sum of the squares of the rounds served"), *map(str, change.loads))]
        rows.append(line(labels, now("Stays as it was in the last teams"), *map(str, change.kept)))
        for team in change.teams:
            what = now("Skills covered in team %(number)d") % {"number": team + 1}
            rows.append(line(labels, what, *(able or now("none") for able in change.skills(team))))
        columns = [{"label": str(label), "key": str(label), "kind": "text"} for label in labels]
        return {"refusals": change.refusals, "columns": columns, "rows": rows}
