"""The door for browsers: a list, a page, and a form for each move. Decisions are the engine's, words the templates'."""

from .deliveries import Deliveries
from .desk import File, Home, Notices, OneNotice
from .lists import EXPORT_LIMIT, LedgerDoor, ThingList
from .moving import MoveDoor, arguments, refused
from .offline import OfflineDoor
from .page import ThingPage, move_help, move_url, thread_name, thread_url
from .panels import Panel, panel
from .paths import thing_paths
from .rows import NUMBER, nearest_open, today, with_next_due
from .taken import TakenCopyList
from .word import DOCX, WordPaper, taken

__all__ = [
    "DOCX",
    "EXPORT_LIMIT",
    "NUMBER",
    "Deliveries",
    "File",
    "Home",
    "LedgerDoor",
    "MoveDoor",
    "Notices",
    "OfflineDoor",
    "OneNotice",
    "Panel",
    "TakenCopyList",
    "ThingList",
    "ThingPage",
    "WordPaper",
    "arguments",
    "move_help",
    "move_url",
    "nearest_open",
    "panel",
    "refused",
    "taken",
    "thing_paths",
    "thread_name",
    "thread_url",
    "today",
    "with_next_due",
]
