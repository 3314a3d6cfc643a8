"""Referrals, and clues under seal, go out, are answered and settled; requests are answered or declined."""

from .handover import ask_for_more, dispose, receive, reply, return_, send_again, settle
from .preparing import prepare
from .request import (
    accept_request,
    answer_request,
    answer_to_lead,
    ask_for_more_of_request,
    ask_functional_unit,
    decline_request,
    escalate_request,
    excuse_request,
    insist_on_request,
    judge_request,
    send_request,
    sign_for_request,
    take_back_request,
    urge_request,
)
from .sending import send, send_clue

__all__ = [
    "accept_request",
    "answer_request",
    "answer_to_lead",
    "ask_for_more",
    "ask_for_more_of_request",
    "ask_functional_unit",
    "decline_request",
    "dispose",
    "escalate_request",
    "excuse_request",
    "insist_on_request",
    "judge_request",
    "prepare",
    "receive",
    "reply",
    "return_",
    "send",
    "send_again",
    "send_clue",
    "send_request",
    "settle",
    "sign_for_request",
    "take_back_request",
    "urge_request",
]
