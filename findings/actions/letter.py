"""The letter box is opened and closed; what came through it becomes a petition; the team and the writer answer."""

import datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from casework.moves import move
from casework.policy import Actor
from inspections.models import Engagement

from .. import forms
from ..models import Letter, LetterAddition, LetterBox, LetterReply, Petition, new_token
from .paper import TEAM, TEAM_AT_WORK
from .petition import seal_reporter
from .source import enter

Box, Said, Reply, Added = LetterBox.Stage, Petition.Stage, LetterReply.Stage, LetterAddition.Stage

#: so much of a letter stands in the register until somebody has put it in short
IN_SHORT = 100


# -- the box -----------------------------------------------------------------------------------------------------


def _has_no_letter_box(engagement: Engagement, by, today):
    if LetterBox._base_manager.filter(engagement=engagement).exists():
        return _("There is a letter box already; it is opened again on its own page.")
    return None


@move(
    _("Open a letter box"),
    TEAM_AT_WORK,
    by="oversee",
    asks=forms.OpenLetterBox,
    needs=_has_no_letter_box,
    tells=TEAM,
    starts="close_letter_box",
    alone=True,
)
def open_letter_box(engagement: Engagement, *, by, closes_on: datetime.date) -> LetterBox:
    """A page without sign-in behind a code to be put up: whoever wants to may write about this unit, until that day."""
    return LetterBox.objects.create(case=engagement.case, engagement=engagement, closes_on=closes_on)


def _team_is_there(box: LetterBox, by, today):
    if box.engagement.stage not in TEAM_AT_WORK:
        return _("The team has ended its work in this unit.")
    return None


@move(
    _("Move the last day"),
    Box.OPEN,
    by="oversee",
    asks=forms.MoveLastDay,
    needs=_team_is_there,
    tells=TEAM,
    meets="close_letter_box",
    starts="close_letter_box",
    under="engagement",
)
def move_last_day(box: LetterBox, *, by, closes_on: datetime.date, note: str):
    """The stay was made longer or shorter; the code on the wall stays the same."""
    box.closes_on = closes_on


@move(
    _("Close the letter box"),
    Box.OPEN,
    Box.CLOSED,
    by="oversee",
    asks=forms.Reason,
    tells=TEAM,
    meets="close_letter_box",
    grave=True,
)
def close_letter_box(box: LetterBox, *, by, note: str):
    """Nobody can write a new letter any more. When it is opened again it gets another code, to be put up anew."""


def _last_day_has_passed(box: LetterBox, by, today):
    return None if box.closes_on < today else _("The last day for letters has not passed yet.")


@move(
    _("The last day has passed"),
    Box.OPEN,
    Box.CLOSED,
    by=Actor.CLOCK,
    needs=_last_day_has_passed,
    tells=("oversee", *TEAM),
    meets="close_letter_box",
)
def close_by_itself(box: LetterBox, *, by):
    """The letter box closes by itself in the night after its last day."""


@move(
    _("Open the letter box again"),
    Box.CLOSED,
    Box.OPEN,
    by="oversee",
    asks=forms.OpenLetterBox,
    needs=_team_is_there,
    tells=TEAM,
    starts="close_letter_box",
    under="engagement",
)
def reopen_letter_box(box: LetterBox, *, by, closes_on: datetime.date):
    """Under another code: the notice has to be printed and put up anew, the old one leads nowhere."""
    box.set(token=new_token(), closes_on=closes_on)


# -- what comes in -----------------------------------------------------------------------------------------------


@move(
    _("Letter through the letter box"),
    (Box.OPEN, Box.CLOSED),
    by=Actor.WRITER,
    tells="lead",
    starts="sort_petition",
)
def receive_letter(
    box: LetterBox,
    *,
    by,
    today: datetime.date,
    text: str,
    reporter_name: str = "",
    reporter_unit: str = "",
    reporter_phone: str = "",
    **values,
) -> Petition:
    """What somebody wrote becomes an entry to be sorted. Who he is, if he says so, goes under seal at once."""
    petition = enter(
        Petition,
        box.engagement,
        None,
        channel=Petition.Channel.QR,
        about_unit=box.unit.name,
        summary=Truncator(" ".join(text.split())).chars(IN_SHORT),
        wording=text,
        named=bool(reporter_name),
        **values,
    )
    if reporter_name:
        said = {"reporter_name": reporter_name, "reporter_unit": reporter_unit, "reporter_phone": reporter_phone}
        seal_reporter(petition, by=Actor.HOUSE, today=today, **said)
    return petition


@move(_("The writer added something"), tuple(Said), by=Actor.WRITER, tells=TEAM, starts="read_addition")
def writer_adds(petition: Petition, *, by, text: str, on: datetime.date) -> LetterAddition:
    """What the writer added by his receipt waits until somebody has read it."""
    return LetterAddition.objects.create(case=petition.case, petition=petition, text=text, on=on)


@move(
    _("Read"),
    Added.CAME,
    Added.READ,
    by=(*TEAM, "oversee"),
    asks=forms.Note,
    meets="read_addition",
    first=True,
)
def read_addition(addition: LetterAddition, *, by, note: str):
    """It was read and goes with the petition; what follows from it is said there."""


def _came_through_the_box(petition: Petition, by, today):
    return None if petition.writer_key else _("Only who wrote through the letter box can be reached by his receipt.")


@move(
    _("Ask the writer"),
    (Said.ENTERED, Said.ACCEPTED),
    by=TEAM,
    asks=forms.WriteBack,
    needs=_came_through_the_box,
    starts="writer_answers",
)
def ask_writer(petition: Petition, *, by, today: datetime.date, text: str) -> LetterReply:
    """He reads the question when he comes back with his receipt, and may answer it; nobody learns who he is."""
    return LetterReply.objects.create(case=petition.case, petition=petition, text=text, on=today)


@move(
    _("Tell the writer"),
    tuple(Said),
    by=TEAM,
    asks=forms.WriteBack,
    needs=_came_through_the_box,
)
def tell_writer(petition: Petition, *, by, today: datetime.date, text: str) -> LetterReply:
    """A word that asks for nothing: he reads it when he comes back with his receipt."""
    return LetterReply.objects.create(case=petition.case, petition=petition, text=text, on=today, stage=Reply.TOLD)


@move(_("The writer has answered"), Reply.ASKED, Reply.ANSWERED, by=Actor.WRITER, meets="writer_answers")
def writer_has_answered(reply: LetterReply, *, by):
    """What he answered lies with the petition, among what he added."""


@move(
    _("Go on without an answer"),
    Reply.ASKED,
    Reply.LAPSED,
    by=TEAM,
    asks=forms.Note,
    meets="writer_answers",
)
def go_on_without_answer(reply: LetterReply, *, by, note: str):
    """He did not come back in time; whatever he still adds is read as it comes."""


# -- taking in ---------------------------------------------------------------------------------------------------


def take_in(letter: Letter, today: datetime.date) -> Petition | LetterAddition | None:
    """Make of a letter what it is to become, and empty its row; the caller holds the row in a transaction.

    Returns None, and leaves the row as it is, when nobody knows the box or the receipt that it names.
    """
    uploads = [SimpleUploadedFile(row.name, bytes(row.content)) for row in letter.files.order_by("name")]
    made: Petition | LetterAddition
    if letter.box:
        box = LetterBox._base_manager.select_related("engagement__unit", "case").filter(key=letter.box).first()
        if box is None:
            return None
        said = {
            name: getattr(letter, name)
            for name in ("text", "on", "about_name", "about_post", "reporter_name", "reporter_unit", "reporter_phone")
        }
        made = receive_letter(box, by=Actor.WRITER, today=today, files=uploads, writer_key=letter.receipt, **said)
    else:
        petition = Petition._base_manager.select_related("case").filter(writer_key=letter.receipt).first()
        if petition is None:
            return None
        made = writer_adds(petition, by=Actor.WRITER, today=today, files=uploads, text=letter.text, on=letter.on)
        for reply in petition.replies.filter(stage=Reply.ASKED):
            writer_has_answered(reply, by=Actor.WRITER, today=today)
    blank = {"text": "", "about_name": "", "about_post": "", "reporter_name": "", "reporter_unit": ""}
    Letter.objects.filter(pk=letter.pk).update(**blank, reporter_phone="", taken_at=timezone.now())
    letter.files.update(content=b"")
    return made
