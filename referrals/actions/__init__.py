"""A referral goes out, is answered, and is settled; a clue does the same under seal."""

from .handover import ask_for_more, dispose, receive, reply, return_, send_again, settle
from .sending import send, send_clue

__all__ = [
    "ask_for_more",
    "dispose",
    "receive",
    "reply",
    "return_",
    "send",
    "send_again",
    "send_clue",
    "settle",
]
