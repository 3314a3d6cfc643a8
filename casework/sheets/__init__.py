"""The reading room: every table that comes into the house is read here, whoever sends it and whatever it is about.

``read(content, papers)`` finds the known sheets of a file (``Paper``: its headings and how their cells are read), in
whatever order and under whatever title; a merged cell speaks for all rows that it covers, a formula for its value, a
hidden row like any other. What can't be understood is refused in words that name the cell, never guessed. ``marked``
gives the file back with those cells coloured. At most 10 MB, 20,000 rows and 200 columns are read, in a process that
takes less than 300 MB.
"""

from .cells import Broken, Unclear, choice, day, name, number_text, plain, several, text, whole
from .marking import marked
from .opening import ENDINGS, MAX_BYTES, MAX_COLUMNS, MAX_ROWS, letter, tables
from .paper import Cell, Heading, Line, Paper, Sheet
from .reading import read

__all__ = [
    "ENDINGS",
    "MAX_BYTES",
    "MAX_COLUMNS",
    "MAX_ROWS",
    "Broken",
    "Cell",
    "Heading",
    "Line",
    "Paper",
    "Sheet",
    "Unclear",
    "choice",
    "day",
    "letter",
    "marked",
    "name",
    "number_text",
    "plain",
    "read",
    "several",
    "tables",
    "text",
    "whole",
]
