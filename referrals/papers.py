"""The letters of transfer in Word: the letter, its list, and the receipt to sign; of the package that was frozen."""

from typing import Any

from accounts.models import Organisation
from casework.papers import PaperKind, dated, day, paper, paragraphs

from . import package
from .models import Clue, Outgoing, SealedLetter, TransferLetter


def office() -> str:
    """Return the name under which the inspection office signs."""
    return str(Organisation._base_manager.get(kind_of=Organisation.Kind.OFFICE))


def _letter(letter: Outgoing) -> dict[str, Any]:
    said = package.content(letter)
    return {
        "office": office(),
        "number": letter.number,
        "to": said["receiver"],
        "round": str(letter.round),
        "rests_on": dated(said["rests_on"]),
        "way": letter.get_way_display(),
        "count": len(said["matters"]),
        "demands": paragraphs(said["demand"]),
        "reply_by": day(letter.reply_by),
        "contact": said["contact"],
        "phone": said["phone"],
        "on": day(letter.sent_on),
        "matters": [one | _in_words(one) for one in said["matters"]],
        "files": [file["name"] for file in said["files"]],
        "signer": str(letter.signer or ""),
        "signed_on": day(letter.signed_on),
    }


def _in_words(matter: dict[str, str]) -> dict[str, str]:
    """Return what the list says of a matter in words: about whom it is, and where it comes from."""
    sources: dict[Any, Any] = dict(Clue._meta.get_field("source").flatchoices)
    about = filter(None, (matter.get("subject_name"), matter.get("subject_post")))
    return {"subject": "、".join(about), "source": str(sources.get(matter.get("source"), ""))}


LETTER = paper(PaperKind("letter", TransferLetter, _letter, lambda letter: f"移交函（{letter.number}）"))
SEALED = paper(PaperKind("sealed_letter", SealedLetter, _letter, lambda letter: f"问题线索移交函（{letter.number}）"))
