"""The balance as a picture: how many matters flow from the records into each landing, and to which end.

A Sankey diagram in plain SVG, reckoned here and drawn by a template. It is made for a width of 360 units, so that its
words can be read on a phone.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from .balance import LINES, Balance

WIDTH, BAR = 360, 8
#: where the bars of the three columns stand
COLUMNS = (0, 108, WIDTH - BAR)
#: as tall as all matters together, and the least room that a bar with its two lines of words needs
HEIGHT, ROOM, GAP, THIN = 220, 34, 8, 2

#: from the records to the landings, and from each to its ends, by the lines of the balance; with the tone of each
BRANCHES: dict[str, tuple[str, dict[str, str]]] = {
    "fed_back": ("info", {"fed_back_closed": "ok", "fed_back_open": "warn"}),
    "referred": (
        "move",
        {
            "referred_settled": "ok",
            "referred_handling": "warn",
            "referred_pending": "idle",
            "referred_returned": "late",
        },
    ),
    "at_once": ("info", {"at_once_closed": "ok", "at_once_open": "warn"}),
    "not_established": ("idle", {}),
    "open": ("warn", {}),
    "unexplained": ("late", {}),
}


@dataclass
class Bar:
    """One place to which matters flow."""

    name: str
    count: int
    tone: str
    x: float
    y: float = 0
    height: float = 0
    ends: list["Bar"] = field(default_factory=list)
    #: the shape of the flow that comes in from the left
    flow: str = ""

    @property
    def label(self) -> str:
        return str(LINES[self.name].label)

    @property
    def words_at(self) -> float:
        return self.x - 6 if self.last else self.x + BAR + 5

    @property
    def last(self) -> bool:
        """Whether it stands at the right edge, so that its words stand before it."""
        return self.x == COLUMNS[-1]

    @property
    def middle(self) -> float:
        return self.y + max(self.height, ROOM) / 2


def picture(found: Balance) -> dict | None:
    """Return the bars, the flows and the table of the picture; None while nothing is recorded."""
    if not found.recorded:
        return None
    scale = HEIGHT / found.recorded
    branches, y = [], 0.0
    for name, (tone, endings) in BRANCHES.items():
        count = found.count(name)
        if not count:
            continue
        branch = _bar(name, count, tone, COLUMNS[1], y, scale)
        below = y
        for ending, end_tone in endings.items():
            if at_end := found.count(ending):
                end = _bar(ending, at_end, end_tone, COLUMNS[2], below, scale)
                branch.ends.append(end)
                below += max(end.height, ROOM) + GAP
        branches.append(branch)
        y = max(y + max(branch.height, ROOM) + GAP, below)
    _draw_flows(branches)
    source = Bar("recorded", found.recorded, "idle", COLUMNS[0], 0, sum(branch.height for branch in branches))
    return {
        "width": WIDTH,
        "height": round(max(y, source.height)),
        "bar": BAR,
        "source": source,
        "branches": branches,
        "title": _("Where %(n)s matters went") % {"n": found.recorded},
        "rows": [row for branch in branches for row in _rows(branch)],
    }


def _bar(name, count, tone, x, y, scale) -> Bar:
    return Bar(name, count, tone, x, round(y, 1), round(max(count * scale, THIN), 1))


def _draw_flows(branches: list[Bar]) -> None:
    """Let what leaves a bar leave it in the order of the bars to which it flows, from the top down."""
    out = 0.0
    for branch in branches:
        branch.flow = _band(COLUMNS[0] + BAR, out, branch.x, branch.y, branch.height, branch.height)
        out += branch.height
        down = branch.y
        share = branch.height / sum(end.height for end in branch.ends) if branch.ends else 0
        for end in branch.ends:
            end.flow = _band(branch.x + BAR, down, end.x, end.y, end.height * share, end.height)
            down += end.height * share


def _band(x, y, to_x, to_y, thick, to_thick) -> str:
    """Return the outline of a flow: two curves that begin and end level."""
    half = (x + to_x) / 2
    return (
        f"M{x:g} {y:.1f}C{half:g} {y:.1f} {half:g} {to_y:.1f} {to_x:g} {to_y:.1f}"
        f"V{to_y + to_thick:.1f}C{half:g} {to_y + to_thick:.1f} {half:g} {y + thick:.1f} {x:g} {y + thick:.1f}Z"
    )


def _rows(branch: Bar) -> list[dict]:
    """Return what the picture shows of a branch, for those who read it as a table."""
    return [
        {"label": branch.label, "count": branch.count, "part": False},
        *({"label": end.label, "count": end.count, "part": True} for end in branch.ends),
    ]
