"""Pages of rounds."""

import django_filters
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from accounts.models import Organisation
from casework import policy
from casework.views import ThingList, ThingPage, move_url, panel, today, with_next_due

from .. import actions
from ..models import Engagement, Meeting, Round, Team, Term
from ..process import steps_of_round
from .tables import ENGAGEMENT_COLUMNS, MEETING_COLUMNS, ROUND_COLUMNS, TEAM_COLUMNS, children


class RoundFilter(django_filters.FilterSet):
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=Round.Stage.choices)
    type = django_filters.ChoiceFilter(label=_("Type"), choices=Round.Type.choices)

    class Meta:
        model = Round
        fields = ["stage", "type"]


class RoundList(ThingList):
    model = Round
    heading = _("Rounds")
    columns = ROUND_COLUMNS
    filterset = RoundFilter

    def rows(self):
        return super().rows().select_related("profile")

    def actions(self):
        rows = []
        for term in Term.objects.visible_to(self.request.user).filter(stage=Term.Stage.RUNNING):
            if actions.open_round.why_not(self.request.user, term, today()) is None:
                label = f"{actions.open_round.label}（{term}）"
                rows.append({"label": label, "url": move_url(actions.open_round, term), "primary": True})
        return rows


class RoundPage(ThingPage):
    model = Round
    parents = ("term",)
    facts = (
        "term",
        "year",
        "type",
        "mode",
        "profile",
        ("category_set.name", _("category set")),
        "stays_from",
        "stays_until",
        "priorities",
    )

    def things(self):
        return super().things().select_related("term", "profile", "category_set", "case")

    def way(self, round):
        return steps_of_round(round)

    def panels(self, round):
        if not self.words & {"oversee", "direct", "observe"}:
            return []
        if round.type == Round.Type.UPPER:
            panels: tuple[tuple[str, str, str], ...] = (
                (now("Problems fed back by the upper level"), "findings:externals-of-round", "from-above"),
                (now("Reports to the upper level"), "findings:reports-up-of-round", "reports-up"),
                (now("Everything has its landing"), "rectification:balance-panel", "balance"),
                (now("What was decided and what is still open"), "inspections:decisions-of-round", "decisions"),
                (now("Findings by category and discipline"), "findings:matrix-of-round", "matrix"),
                (now("Repeated problems"), "findings:repeats-of-round", "repeats"),
            )
        else:
            panels = (
                (now("What was decided and what is still open"), "inspections:decisions-of-round", "decisions"),
                (now("Proposals of teams"), "inspections:proposals-of-round", "proposals"),
                (now("Everything has its landing"), "rectification:balance-panel", "balance"),
                (now("Return visits"), "rectification:visits-of-round", "visits"),
                (now("Findings by local priority"), "findings:priorities-of-round", "priorities"),
                (now("Findings by category and discipline"), "findings:matrix-of-round", "matrix"),
                (now("Repeated problems"), "findings:repeats-of-round", "repeats"),
                (now("Weekly reports"), "findings:weeks-of-round", "weeks"),
                (now("Consent of the home units"), "inspections:secondments-of-round", "secondments"),
                (now("Requests to functional units"), "referrals:requests-of-round", "requests"),
                (now("Support of the round"), "inspections:support-of-round", "support"),
            )
        if self.words & {"oversee", "direct"}:
            panels += ((now("Letters of transfer"), "referrals:letters-of-round", "letters"),)
            if round.stage == Round.Stage.ARCHIVED:
                panels += ((now("Archives of rounds"), "rectification:archives-of-round", "archives"),)
        return [{"title": title, "url": reverse(url, args=[round.key]), "id": id_} for title, url, id_ in panels]

    def lists(self, round):
        """Return the way to the lists of the round, for those who may see its people."""
        if not self.words & {"oversee", "direct", "observe"}:
            return []
        url = reverse("inspections:read-out", args=[round.key])
        return [{"label": now("Lists as they are read out"), "url": url, "primary": False}]

    def children(self, round):
        user = self.request.user
        engagements = with_next_due(Engagement.objects.visible_to(user).filter(round=round))
        teams = Team.objects.visible_to(user).filter(round=round).with_leader()
        named = [pk for name in Round.RESTS if (pk := getattr(round, f"{name}_id"))]
        meetings = list(
            Meeting.objects.visible_to(user).filter(Q(round=round) | Q(pk__in=named)).order_by("held_on", "pk")
        )
        for meeting in meetings:
            meeting.steps = "、".join(meeting.steps_of(round))
        return [
            children(
                now("Inspected units"),
                Engagement,
                ENGAGEMENT_COLUMNS,
                engagements.select_related("unit", "team", "round").order_by("unit__official_order", "pk"),
                empty=now("No unit has been chosen yet."),
            ),
            children(
                now("Teams"),
                Team,
                TEAM_COLUMNS,
                teams.order_by("number"),
                actions=self.lists(round),
                empty=now("No team has been formed yet."),
            ),
            children(now("Meetings"), Meeting, MEETING_COLUMNS, meetings),
        ]


class LiveRounds(View):
    """Rounds that run, for the desk of those who oversee or observe them; and how to begin when there is none."""

    inner = True

    def get(self, request):
        user = request.user
        rounds = Round.objects.visible_to(user).select_related("profile")
        running = rounds.exclude(stage__in=Round.final).order_by("-pk")
        context = children(now("Rounds that run"), Round, ROUND_COLUMNS, running, empty=now("No round runs."))
        if not rounds.exists():
            context |= {"steps": self.steps(user)}
        return panel(request, context, "inspections/live_rounds.html")

    def steps(self, user):
        """Return the first steps of an office that has just begun, each done or not."""
        authority = (
            Organisation.objects.visible_to(user).filter(kind_of=Organisation.Kind.AUTHORITY).select_related("case")
        ).first()
        if authority is None or "oversee" not in policy.words_on(user, authority.case):
            return []
        term = Term.objects.visible_to(user).filter(stage=Term.Stage.RUNNING).first()
        return [
            {
                "label": now("Read in the register of units and people"),
                "help": now("From the Excel sheets that the office has."),
                "url": reverse("accounts:import"),
                "done": Organisation.objects.visible_to(user).inspectable().exists(),
            },
            {
                "label": now("Open a term"),
                "help": now("In each term every inspectable unit is inspected once."),
                "url": move_url(actions.open_term, authority),
                "done": term is not None,
            },
            {
                "label": now("Open a round"),
                "help": now("It gets its rules, its units and its teams."),
                "url": move_url(actions.open_round, term) if term else reverse("inspections:term-list"),
                "done": False,
            },
        ]
