"""Pages of terms, rounds, teams and engagements."""

import django_filters
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from accounts.models import Organisation
from casework import policy, present
from casework.present import Column
from casework.views import ThingList, ThingPage, move_url, panel, today, with_next_due

from . import actions
from .models import Engagement, Meeting, Posting, Round, Team, TeamReport, Term

ROUND_COLUMNS = (
    Column("name", link=True, sort="pk"),
    Column("year", kind="num", sort="year"),
    Column("type"),
    Column("profile", _("regulation profile")),
    Column("stays_from", kind="date"),
    Column("stage", kind="tag", sort="stage"),
)
ENGAGEMENT_COLUMNS = (
    Column("unit.name", _("inspected unit"), link=True),
    Column("team.name", _("team")),
    Column("entered_on", kind="date"),
    Column("fed_back_on", kind="date"),
    Column("lamp", _("lamp"), kind="lamp"),
    Column("stage", kind="tag", sort="stage"),
)
POSTING_COLUMNS = (
    Column("person.name", _("name"), link=True),
    Column("role"),
    Column("person.organisation.name", _("home unit")),
    Column("person.post", _("post")),
    Column("stage", kind="tag"),
)
TEAM_COLUMNS = (
    Column("name", link=True),
    Column("leader_name", _("team leader")),
    Column("authorised_on", kind="date"),
    Column("paper"),
    Column("stage", kind="tag"),
)
REPORT_COLUMNS = (
    Column("title", _("report"), link=True),
    Column("on", kind="date"),
    Column("stage", kind="tag"),
)
MEETING_COLUMNS = (
    Column("kind_of", _("meeting"), link=True),
    Column("held_on", kind="date"),
    Column("place"),
)


def children(title, model, columns, rows, *, actions=(), empty=""):
    """Return a table of children as a page takes it."""
    rows = list(rows)
    return {
        "title": title,
        "columns": present.headings(model, columns),
        "rows": present.table(rows, columns, today()),
        "count": len(rows),
        "actions": list(actions),
        "empty": {"text": empty} if empty else None,
    }


class TeamReportPage(ThingPage):
    model = TeamReport
    parents = ("engagement.round", "engagement")
    facts = (("unit.name", _("inspected unit")), "on", "text")

    def things(self):
        return super().things().select_related("engagement__round", "engagement__unit", "case")


class TermList(ThingList):
    model = Term
    heading = _("Terms")
    lead = _("In each term every inspectable unit is inspected once.")
    columns = (
        Column("name", link=True, sort="pk"),
        Column("begins_on", kind="date", sort="begins_on"),
        Column("ends_on", kind="date"),
        Column("stage", kind="tag"),
    )

    def actions(self):
        for authority in Organisation.objects.visible_to(self.request.user).filter(kind_of=Organisation.Kind.AUTHORITY):
            if actions.open_term.why_not(self.request.user, authority, today()) is None:
                return [
                    {"label": actions.open_term.label, "url": move_url(actions.open_term, authority), "primary": True}
                ]
        return []


class TermPage(ThingPage):
    model = Term
    facts = ("authority", "begins_on", "ends_on")

    def children(self, term):
        rounds = Round.objects.visible_to(self.request.user).filter(term=term).select_related("profile")
        return [children(now("Rounds"), Round, ROUND_COLUMNS, rounds.order_by("-number"))]


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

    def panels(self, round):
        if policy.words_on(self.request.user, round.case) & {"oversee", "direct", "observe"}:
            url = reverse("rectification:balance-panel", args=[round.key])
            return [{"title": now("Everything has its landing"), "url": url, "id": "balance"}]
        return []

    def children(self, round):
        user = self.request.user
        engagements = with_next_due(Engagement.objects.visible_to(user).filter(round=round))
        teams = Team.objects.visible_to(user).filter(round=round).with_leader()
        meetings = Meeting.objects.visible_to(user).filter(round=round)
        return [
            children(
                now("Inspected units"),
                Engagement,
                ENGAGEMENT_COLUMNS,
                engagements.select_related("unit", "team", "round").order_by("unit__official_order", "pk"),
                empty=now("No unit has been chosen yet."),
            ),
            children(
                now("Teams"), Team, TEAM_COLUMNS, teams.order_by("number"), empty=now("No team has been formed yet.")
            ),
            children(now("Meetings"), Meeting, MEETING_COLUMNS, meetings.order_by("held_on", "pk")),
        ]


class TeamPage(ThingPage):
    model = Team
    parents = ("round",)
    facts = ("round", "authorised_on", "paper")

    def things(self):
        return super().things().select_related("round", "case")

    def children(self, team):
        user = self.request.user
        postings = Posting.objects.visible_to(user).filter(team=team).select_related("person__organisation")
        engagements = with_next_due(Engagement.objects.visible_to(user).filter(team=team))
        return [
            children(now("People"), Posting, POSTING_COLUMNS, postings.order_by("pk")),
            children(
                now("Inspected units"),
                Engagement,
                ENGAGEMENT_COLUMNS,
                engagements.select_related("unit", "team", "round").order_by("pk"),
            ),
        ]


class PostingPage(ThingPage):
    model = Posting
    parents = ("team.round", "team")
    facts = ("team", ("person.name", _("name")), "role", ("person.organisation.name", _("home unit")))

    def things(self):
        return super().things().select_related("team__round", "person__organisation", "case")


class MeetingPage(ThingPage):
    model = Meeting
    parents = ("round",)
    facts = ("round", ("kind_of", _("meeting")), "held_on", "place", "attendees", "minutes")

    def things(self):
        return super().things().select_related("round", "case")


class EngagementFilter(django_filters.FilterSet):
    round = django_filters.ModelChoiceFilter(
        label=_("Round"), to_field_name="key", queryset=lambda request: Round.objects.visible_to(request.user)
    )
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=Engagement.Stage.choices)
    unit = django_filters.CharFilter(label=_("Unit"), field_name="unit__name", lookup_expr="icontains")

    class Meta:
        model = Engagement
        fields = ["round", "stage", "unit"]


class EngagementList(ThingList):
    model = Engagement
    heading = _("Inspected units and their stage")
    filterset = EngagementFilter
    columns = (
        Column("unit.name", _("inspected unit"), link=True, sort="unit__sort_key"),
        Column("round.name", _("round"), sort="round_id"),
        Column("team.name", _("team")),
        Column("entered_on", kind="date"),
        Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
        Column("stage", kind="tag", sort="stage"),
    )

    def rows(self):
        return super().rows().select_related("unit", "round", "team")


class EngagementPage(ThingPage):
    """Panels are asked for by address: what other apps show of a unit comes under their own walls."""

    model = Engagement
    parents = ("round",)
    facts = (
        ("unit.name", _("inspected unit")),
        ("unit.get_party_kind_display", _("Party organisation")),
        ("round.name", _("round")),
        ("team.name", _("team")),
        "entered_on",
        "withdrawn_on",
        "fed_back_on",
    )

    def things(self):
        return super().things().select_related("unit", "round__term", "team", "case")

    def crumbs(self, engagement):
        seen = Round.objects.visible_to(self.request.user).filter(pk=engagement.round_id).exists()
        return super().crumbs(engagement) if seen else super().crumbs(engagement)[:1]

    def children(self, engagement):
        if settings.DOOR == "portal":  # where the table of reports is closed
            return []
        reports = TeamReport.objects.visible_to(self.request.user).filter(engagement=engagement)
        reports = reports.select_related("engagement__unit")
        return [children(now("Report"), TeamReport, REPORT_COLUMNS, reports)] if reports else []

    def panels(self, engagement):
        words = policy.words_on(self.request.user, engagement.case)
        rows = []
        if words & {"lead", "inspect", "oversee", "direct"}:
            rows.append((now("Working papers"), "findings:papers-of", "papers"))
        if words & {"lead", "inspect", "oversee", "direct", "observe"}:
            rows.append((now("Findings"), "findings:findings-of", "findings"))
        rows.append((now("Rectification"), "rectification:of-engagement", "rectification"))
        if settings.DOOR == "portal":
            rows = rows[-1:]
        return [{"title": title, "url": reverse(url, args=[engagement.key]), "id": id_} for title, url, id_ in rows]


class MyEngagements(View):
    """What I am part of now, for the desk."""

    def get(self, request):
        mine = policy.seen_by(request.user, "lead", "inspect", "respond", "sign")
        rows = Engagement.objects.visible_to(request.user).filter(case__in=mine).exclude(stage__in=Engagement.final)
        rows = with_next_due(rows.select_related("unit", "round", "team")).order_by("-round_id", "pk")[:30]
        context = children(
            now("Where I am at work"), Engagement, ENGAGEMENT_COLUMNS, rows, empty=now("No unit at the moment.")
        )
        return panel(request, context)


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
