"""The phrases that the office keeps for reports: added, amended, retired, used again."""

from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework.moves import move
from inspections.actions.term import is_the_authority

from .. import forms
from ..models import Phrase

Stage = Phrase.Stage


@move(_("Add a phrase"), Organisation.Stage.ACTIVE, by="oversee", asks=forms.WritePhrase, needs=is_the_authority)
def add_phrase(authority: Organisation, *, by, **values) -> Phrase:
    """A wording of a problem or a suggestion; whoever writes a report puts it into his text by a press."""
    return Phrase.objects.create(case=authority.case, **values)


@move(_("Amend"), Stage.IN_USE, by="oversee", asks=forms.WritePhrase, first=True)
def amend_phrase(phrase: Phrase, *, by, **values):
    """Changes the wording; reports that took it up keep theirs."""
    phrase.set(**values)


@move(_("Retire the phrase"), Stage.IN_USE, Stage.RETIRED, by="oversee", asks=forms.Note)
def retire_phrase(phrase: Phrase, *, by, note: str):
    """It is not offered any more; reports that took it up keep it."""


@move(_("Use again"), Stage.RETIRED, Stage.IN_USE, by="oversee")
def use_phrase_again(phrase: Phrase, *, by):
    """It is offered again."""
