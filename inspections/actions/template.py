"""The office puts a template of its own in the place of ours, in editions, and takes it back."""

import datetime
import hashlib
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework.models import PaperTemplate
from casework.moves import held, move
from casework.papers import KINDS
from casework.policy import Actor

from .. import forms
from .term import is_the_authority

Step = PaperTemplate.Stage


@move(
    _("Hand in a template"),
    Organisation.Stage.ACTIVE,
    by="oversee",
    asks=forms.HandInTemplate,
    needs=is_the_authority,
    tells="direct",
    alone=True,
)
def hand_in_template(
    authority: Organisation, *, by, today: datetime.date, kind_of: str, about: str = "", uploads: Any = ()
) -> PaperTemplate:
    """A Word file of the office for one kind of paper; it is used once the head of the office puts it in force."""
    last = PaperTemplate.objects.filter(kind_of=kind_of).aggregate(last=Max("edition"))["last"] or 0
    [upload] = uploads
    upload.seek(0)
    return PaperTemplate.objects.create(
        case=authority.case,
        kind_of=kind_of,
        name=KINDS[kind_of].name,
        edition=last + 1,
        about=about,
        sha256=hashlib.file_digest(upload, "sha256").hexdigest(),
        handed_in_on=today,
    )


@move(
    _("Put the template in force"),
    (Step.HANDED_IN, Step.OUT_OF_FORCE),
    Step.IN_FORCE,
    by="direct",
    asks=forms.Note,
    tells="oversee",
)
def put_in_force(template: PaperTemplate, *, by, today: datetime.date, note: str):
    """Papers of this kind are made by it from now on; what was made before stays as it is."""
    held(Organisation.objects.get(kind_of=Organisation.Kind.AUTHORITY))  # one edition at a time
    others = PaperTemplate.objects.filter(kind_of=template.kind_of, stage=Step.IN_FORCE).exclude(pk=template.pk)
    for other in others.select_related("case"):
        replace_template(other, by=Actor.HOUSE, today=today)


@move(
    _("Put out of force"),
    Step.IN_FORCE,
    Step.OUT_OF_FORCE,
    by="direct",
    asks=forms.Reason,
    tells="oversee",
)
def put_out_of_force(template: PaperTemplate, *, by, note: str):
    """Papers of this kind are made by the template of the system again."""


@move(_("Replaced by another edition"), Step.IN_FORCE, Step.OUT_OF_FORCE, by=Actor.HOUSE)
def replace_template(template: PaperTemplate, *, by):
    """Another edition is in force."""


@move(_("Drop the template"), Step.HANDED_IN, Step.DROPPED, by=("oversee", "direct"), asks=forms.Reason, grave=True)
def drop_template(template: PaperTemplate, *, by, note: str):
    """The edition is not used."""
