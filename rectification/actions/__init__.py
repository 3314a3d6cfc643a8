"""From feedback to the last problem put right; and the archive, which closes only on a balance."""

from .archive import archive, assess_round
from .feedback import assign_item, attach_letter, draw_up, feed_back, give, sign_for
from .fix import close_fix, issue_fix, report_fix, return_fix, sign_for_fix
from .item import advance, begin, close, endorse_item, report_progress, request_close, return_item
from .plan import approve_plan, endorse_plan, fill, propose, rectify, return_plan, sign_plan
from .report import accept_report, close_engagement, file_report, return_report

__all__ = [
    "accept_report",
    "advance",
    "approve_plan",
    "archive",
    "assess_round",
    "assign_item",
    "attach_letter",
    "begin",
    "close",
    "close_engagement",
    "close_fix",
    "draw_up",
    "endorse_item",
    "endorse_plan",
    "feed_back",
    "file_report",
    "fill",
    "give",
    "issue_fix",
    "propose",
    "rectify",
    "report_fix",
    "report_progress",
    "request_close",
    "return_fix",
    "return_item",
    "return_plan",
    "return_report",
    "sign_for",
    "sign_for_fix",
    "sign_plan",
]
