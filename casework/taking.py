"""How a copy of a numbered thing is taken: a file, or the paper to print. Who took it is written down first."""

import io
from typing import Any, BinaryIO

from django.utils import timezone

from .models import Attachment, Moving, TakenCopy
from .moves import MOMENT
from .stamp import stamped


def take_file(thing: Moving, row: Attachment, content: BinaryIO, person: Any) -> BinaryIO:
    """Return the file as its reader gets it: with the number on every page where it can be put there, else as it is."""
    copy = _copy(thing, person, attachment=row)
    with_number = stamped(content.read(), row.content_type, copy.mark)
    copy.marked = with_number is not None
    copy.save(force_insert=True)
    if with_number is not None:
        content.close()
        return io.BytesIO(with_number)
    content.seek(0)
    return content


def take_paper(thing: Moving, person: Any) -> TakenCopy:
    """Return the copy that somebody is about to print from the page of a thing."""
    copy = _copy(thing, person, marked=True)
    copy.save(force_insert=True)
    return copy


def _copy(thing: Moving, person: Any, **values) -> TakenCopy:
    at = MOMENT.get() or timezone.now()
    return TakenCopy(case=thing.case, thing_kind=thing.kind, thing_id=thing.pk, person=person, at=at, **values)
