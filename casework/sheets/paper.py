"""A sheet that the house knows: its headings, and how their cells are read; and such a sheet as a file has it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Heading:
    """A column of a known sheet: what it is called, which field it fills, how its cells are read.

    A column without a field is known and not read. ``also`` are other words under which offices keep the same column.
    """

    name: str
    field: str
    read: Callable[[Any], Any]
    #: what its drop-down in the template offers
    offers: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    #: says which row of the house a line is: people don't see it
    hidden: bool = False


@dataclass(frozen=True)
class Paper:
    """A known sheet. The headings named by ``marks`` must all be there; the others may be missing."""

    name: str
    marks: tuple[str, ...]
    headings: tuple[Heading, ...]

    def find(self, written: str) -> Heading | None:
        """Return the heading of this name, whatever the file calls it."""
        return next((heading for heading in self.headings if heading.name == written), None)


@dataclass(slots=True)
class Cell:
    """One cell as its writer sees it, what it would replace, and why it can't be taken."""

    text: str
    was: str = ""
    error: str = ""


@dataclass(slots=True)
class Line:
    """One row of a sheet: its number in the file, its cells by heading, the values read from them by field."""

    number: int
    cells: dict[str, Cell]
    values: dict[str, Any] = field(default_factory=dict)
    state: str = "same"

    def refuse(self, heading: str, reason: str) -> None:
        """Say that the row can't be taken because of this cell; of two reasons the first stands."""
        cell = self.cells.setdefault(heading, Cell(""))
        cell.error = cell.error or reason
        self.state = "refused"


@dataclass
class Sheet:
    """A sheet that was recognised. ``columns`` names the letter under which each heading stands."""

    name: str
    paper: Paper
    columns: dict[str, str]
    lines: list[Line]
    #: columns that nobody knows, as the file calls them
    unknown: list[str] = field(default_factory=list)
    #: how many of the lines are hidden in the file; they are read like the others
    hidden: int = 0

    def faults(self) -> Iterator[str]:
        """Yield a sentence for each refused cell that names sheet, row and column."""
        for line in self.lines:
            for heading, cell in line.cells.items():
                if cell.error:
                    yield _("“%(sheet)s”, row %(row)d, column %(column)s: %(fault)s") % {
                        "sheet": self.name,
                        "row": line.number,
                        "column": self.columns.get(heading, "?"),
                        "fault": cell.error,
                    }

    def notes(self) -> Iterator[str]:
        """Yield what its writer should know of how it was read."""
        if self.unknown:
            yield _("Columns that are not read: %(columns)s.") % {"columns": "、".join(self.unknown)}
        if self.hidden:
            yield _("%(n)d rows are hidden in the file; they are read like the others.") % {"n": self.hidden}
