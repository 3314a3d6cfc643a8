"""The door for browsers: a list, a page, and a form for each move. Decisions are the engine's, words the templates'."""

from .calendar import Calendar
from .deliveries import Deliveries
from .desk import File, Home, Notices, OneNotice
from .feed import Feed, FeedSettings
from .jobs import Job, Jobs
from .lists import EXPORT_LIMIT, LedgerDoor, ThingList
from .moving import MoveDoor, arguments, refused
from .offline import OfflineDoor, marked_copy, shown
from .operation import Metrics, Operation
from .page import ThingPage, move_help, move_url, thread_name, thread_url
from .panels import Panel, panel
from .paths import thing_paths
from .rehearsal import Rehearsal, RehearsalExport, Told, ToldExport, narrowed, of_office, said_page, said_to
from .rows import NUMBER, nearest_open, today, with_next_due
from .ruling import DateMoves
from .taken import TakenCopyList
from .template import PaperTemplatePage, SampleOfTemplate, word_file
from .word import DOCX, PaperAsMade, WordPaper, lost, taken, taken_again

__all__ = [
    "DOCX",
    "EXPORT_LIMIT",
    "NUMBER",
    "Calendar",
    "DateMoves",
    "Deliveries",
    "Feed",
    "FeedSettings",
    "File",
    "Home",
    "Job",
    "Jobs",
    "LedgerDoor",
    "Metrics",
    "MoveDoor",
    "Notices",
    "OfflineDoor",
    "OneNotice",
    "Operation",
    "Panel",
    "PaperAsMade",
    "PaperTemplatePage",
    "Rehearsal",
    "RehearsalExport",
    "SampleOfTemplate",
    "TakenCopyList",
    "ThingList",
    "ThingPage",
    "Told",
    "ToldExport",
    "WordPaper",
    "arguments",
    "lost",
    "marked_copy",
    "move_help",
    "move_url",
    "narrowed",
    "nearest_open",
    "of_office",
    "panel",
    "refused",
    "said_page",
    "said_to",
    "shown",
    "taken",
    "taken_again",
    "thing_paths",
    "thread_name",
    "thread_url",
    "today",
    "with_next_due",
    "word_file",
]
