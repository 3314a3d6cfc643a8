"""Tables of children, as the pages of this app show them."""

from django.utils.translation import gettext_lazy as _

from casework import present
from casework.present import Column
from casework.views import today

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
    Column("person.name", _("full name"), link=True),
    Column("role"),
    Column("duty"),
    Column("presence", _("today")),
    Column("person.organisation.name", _("home unit")),
    Column("person.post", _("post")),
    Column("begins_on", kind="date"),
    Column("ends_on", kind="date"),
    Column("pledged_on", _("pledge made on"), kind="date"),
    Column("stage", kind="tag"),
)
RECUSAL_COLUMNS = (
    Column("number", link=True),
    Column("posting.person.name", _("full name")),
    Column("unit.name", _("inspected unit")),
    Column("kind_of"),
    Column("details", wide=True),
    Column("stage", kind="tag"),
)
SECONDMENT_COLUMNS = (
    Column("number", _("number"), link=True, sort="pk"),
    Column("person.name", _("full name"), sort="person__sort_key"),
    Column("home_unit.name", _("lending unit"), sort="home_unit__sort_key"),
    Column("round.name", _("round"), sort="round_id"),
    Column("begins_on", kind="date", sort="begins_on"),
    Column("ends_on", kind="date", sort="ends_on"),
    Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
    Column("stage", kind="tag", sort="stage"),
)
TEAM_COLUMNS = (
    Column("name", link=True),
    Column("leader_name", _("team leader")),
    Column("authorised_on", kind="date"),
    Column("paper"),
    Column("stage", kind="tag"),
)
PROPOSAL_COLUMNS = (
    Column("title", _("proposal of teams"), link=True),
    Column("teams", kind="num"),
    Column("deputies", kind="num"),
    Column("members", kind="num"),
    Column("skills_text", _("skills in each team")),
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
    Column("steps", _("what rests on it")),
    Column("chair"),
    Column("place"),
)
DECISION_COLUMNS = (
    Column("text", wide=True, link=True),
    Column("seen_to_by", _("seen to by")),
    Column("meeting.kind_of", _("meeting")),
    Column("meeting.held_on", _("decided on"), kind="date", sort="meeting__held_on"),
    Column("due_on", kind="date", sort="due_on"),
    Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
    Column("stage", kind="tag", sort="stage"),
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
