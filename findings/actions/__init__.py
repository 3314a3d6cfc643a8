"""From what was noticed to where it lands."""

from .finding import amend, confirm, drop, empty, enter_upper_finding, raise_finding, seal, settle
from .paper import (
    TEAM,
    TEAM_AT_WORK,
    amend_paper,
    drop_paper,
    file_paper,
    return_paper,
    seal_paper,
    series,
    sign_paper,
    submit_paper,
    use_paper,
)
from .routing import land, put_right_at_once, route, route_again, route_further, take_back, take_up

__all__ = [
    "TEAM",
    "TEAM_AT_WORK",
    "amend",
    "amend_paper",
    "confirm",
    "drop",
    "drop_paper",
    "empty",
    "enter_upper_finding",
    "file_paper",
    "land",
    "put_right_at_once",
    "raise_finding",
    "return_paper",
    "route",
    "route_again",
    "route_further",
    "seal",
    "seal_paper",
    "series",
    "settle",
    "sign_paper",
    "submit_paper",
    "take_back",
    "take_up",
    "use_paper",
]
