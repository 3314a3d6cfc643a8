"""Opening a term and a round, building teams, sending them, bringing them home."""

from .engagement import assign, choose_target, enter, notify, report_is_in, withdraw
from .round import (
    PLANNING,
    STANDING_BODIES,
    amend,
    approve,
    begin_rectification,
    begin_reporting,
    go_on_site,
    grant_to_standing_bodies,
    lg_hear,
    lg_review,
    mobilise,
    open_round,
    record_meeting,
    secretary_hear,
    staff,
)
from .team import authorise, dissolve, end_posting, form_team, post
from .term import end_term, open_term

__all__ = [
    "PLANNING",
    "STANDING_BODIES",
    "amend",
    "approve",
    "assign",
    "authorise",
    "begin_rectification",
    "begin_reporting",
    "choose_target",
    "dissolve",
    "end_posting",
    "end_term",
    "enter",
    "form_team",
    "go_on_site",
    "grant_to_standing_bodies",
    "lg_hear",
    "lg_review",
    "mobilise",
    "notify",
    "open_round",
    "open_term",
    "post",
    "record_meeting",
    "report_is_in",
    "secretary_hear",
    "staff",
    "withdraw",
]
