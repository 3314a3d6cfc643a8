"""The letters of the office to other bodies in Word.

Of transfer: the letter, its list, and the receipt to sign, of the package that was frozen. And what a functional unit
is asked for.
"""

import re
from pathlib import PurePath
from typing import Any

from django.utils.translation import gettext_lazy as _

from casework.models import Deadline
from casework.papers import PaperKind, dated, day, paper, paragraphs
from inspections.papers import office

from . import package
from .models import Clue, FunctionalRequest, Outgoing, SealedLetter, TransferLetter


def _letter(letter: Outgoing) -> dict[str, Any]:
    said = package.content(letter)
    return {
        "office": office(),
        "number": letter.number,
        "to": said["receiver"],
        "round": str(letter.round),
        "rests_on": dated(_basis(said["rests_on"])),
        "way": letter.get_way_display(),
        "count": len(said["matters"]),
        "demands": paragraphs(said["demand"]),
        "reply_by": day(letter.reply_by),
        "contact": said["contact"],
        "phone": said["phone"],
        "on": day(letter.sent_on),
        "matters": [one | _in_words(one) for one in said["matters"]],
        "files": [PurePath(file["name"]).stem for file in said["files"]],
        "signer": str(letter.signer or ""),
        "signed_on": day(letter.signed_on),
    }


def _basis(rests_on: str) -> str:
    """Return the meeting on which a letter rests as a letter names it: its day before it."""
    return re.sub(r"^(\S+) (\d{4}-\d\d-\d\d)$", r"\2\1精神", rests_on)


def _in_words(matter: dict[str, str]) -> dict[str, str]:
    """Return what the list says of a matter in words: about whom it is, and where it comes from."""
    sources: dict[Any, Any] = dict(Clue._meta.get_field("source").flatchoices)
    about = filter(None, (matter.get("subject_name"), matter.get("subject_post")))
    return {"subject": "、".join(about), "source": str(sources.get(matter.get("source"), ""))}


def _request(request: FunctionalRequest) -> dict[str, Any]:
    dates = Deadline.objects.filter(thing_kind=request.kind, thing_id=request.pk, rule__code="answer_request")
    return {
        "office": office(),
        "number": request.number,
        "to": str(request.receiver),
        "round": str(request.round),
        "kind": request.get_kind_of_display(),
        "matter": request.title_text,
        "wanted": paragraphs(request.wanted),
        "due_on": day(dates.order_by("-counts", "pk").values_list("due_on", flat=True).first()),
        "on": day(request.sent_on),
        "signed_by": str(request.handler or ""),
        "signed_on": day(request.signed_on),
    }


def _not_sent(request: FunctionalRequest) -> Any:
    return "" if request.sent_on else _("The letter has not gone out yet.")


LETTER = paper(PaperKind("letter", TransferLetter, _letter, lambda letter: f"移交函（{letter.number}）"))
SEALED = paper(PaperKind("sealed_letter", SealedLetter, _letter, lambda letter: f"问题线索移交函（{letter.number}）"))
REQUEST = paper(
    PaperKind(
        "request",
        FunctionalRequest,
        _request,
        lambda request: f"协助函（{request.number}）",
        label=_("Letter asking for help"),
        why_not=_not_sent,
    )
)
