"""Pages of teams and of the people in them."""

from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework.views import ThingPage, today, with_next_due

from ..models import Engagement, Posting, Recusal, Secondment, Team
from .secondment import hint
from .tables import ENGAGEMENT_COLUMNS, POSTING_COLUMNS, RECUSAL_COLUMNS, SECONDMENT_COLUMNS, children


class TeamPage(ThingPage):
    model = Team
    parents = ("round",)
    facts = ("round", "authorised_on", "paper")

    def things(self):
        return super().things().select_related("round", "case")

    def sections(self, team):
        if not self.words & {"oversee", "direct"}:
            return []
        text = hint(team.postings.serving())
        return [{"title": now("Consent of the home units"), "text": text, "id": "consent"}] if text else []

    def children(self, team):
        user = self.request.user
        postings = Posting.objects.visible_to(user).filter(team=team).with_presence(today())
        postings = postings.select_related("person__organisation", "pledge")
        engagements = with_next_due(Engagement.objects.visible_to(user).filter(team=team))
        recusals = Recusal.objects.visible_to(user).filter(posting__team=team)
        recusals = list(recusals.select_related("posting__person", "unit").order_by("pk"))
        tables = [
            children(now("People"), Posting, POSTING_COLUMNS, postings.order_by("pk")),
            children(
                now("Inspected units"),
                Engagement,
                ENGAGEMENT_COLUMNS,
                engagements.select_related("unit", "team", "round").order_by("pk"),
            ),
        ]
        return [
            *tables,
            *([children(now("Matters of recusal"), Recusal, RECUSAL_COLUMNS, recusals)] if recusals else []),
            *secondments_of(user, posting__team=team),
        ]


def secondments_of(user, **which):
    """Return the table of those secondments, as far as this reader may see them; nothing where there is none."""
    rows = Secondment.objects.visible_to(user).filter(**which).select_related("person", "home_unit", "round")
    rows = list(with_next_due(rows).order_by("person__sort_key", "pk"))
    return [children(now("Secondments"), Secondment, SECONDMENT_COLUMNS, rows)] if rows else []


class PostingPage(ThingPage):
    model = Posting
    parents = ("team.round", "team")
    facts = (
        "team",
        ("person.name", _("full name")),
        "role",
        "duty",
        ("person.organisation.name", _("home unit")),
        "begins_on",
        "ends_on",
        ("pledged_on", _("pledge made on")),
        "ended_on",
    )

    def things(self):
        return super().things().select_related("team__round", "person__organisation", "pledge", "case")

    def children(self, posting):
        recusals = Recusal.objects.visible_to(self.request.user).filter(posting=posting)
        recusals = list(recusals.select_related("posting__person", "unit").order_by("pk"))
        return [
            *([children(now("Matters of recusal"), Recusal, RECUSAL_COLUMNS, recusals)] if recusals else []),
            *secondments_of(self.request.user, posting=posting),
        ]
