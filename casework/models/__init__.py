"""What every stage of an inspection shares."""

from .attachment import Attachment
from .case import Case, CaseGroupObjectPermission, CaseUserObjectPermission
from .deadline import Closure, Deadline, DeadlineRule, RegulationProfile, Reminder, Rung, missed
from .event import CASE, MEMBERSHIP, Event, Link, Remark
from .export import Export
from .feed import CalendarFeed
from .inbox import Channel, Draft, Message, Notice
from .job import InnerJob, Job, OpenJob
from .paper import PaperTemplate, PaperVersion
from .system import Counter, Database, Heartbeat
from .taken import TakenCopy
from .thing import Moving, Thing, ThingQuerySet, new_key

__all__ = [
    "CASE",
    "MEMBERSHIP",
    "Attachment",
    "CalendarFeed",
    "Case",
    "CaseGroupObjectPermission",
    "CaseUserObjectPermission",
    "Channel",
    "Closure",
    "Counter",
    "Database",
    "Deadline",
    "DeadlineRule",
    "Draft",
    "Event",
    "Export",
    "Heartbeat",
    "InnerJob",
    "Job",
    "Link",
    "Message",
    "Moving",
    "Notice",
    "OpenJob",
    "PaperTemplate",
    "PaperVersion",
    "RegulationProfile",
    "Remark",
    "Reminder",
    "Rung",
    "TakenCopy",
    "Thing",
    "ThingQuerySet",
    "missed",
    "new_key",
]
