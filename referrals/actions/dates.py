"""Which of several dates of a matter counts: where the law, the county and a notice say differently by when."""

import datetime

from django.utils.translation import gettext_lazy as _

from casework import ruling
from casework.moves import move

from .. import forms
from ..models import Clue, Referral

OPEN = [stage for stage in Clue.Stage if stage not in Clue.final]


@move(
    _("Decide which date counts"),
    OPEN,
    by=("oversee", "direct"),
    asks=forms.WhichOfMatter,
    needs=ruling.several_apply,
    tells=("oversee", "direct", "handle"),
)
def decide_date(handover: Referral | Clue, *, by, today: datetime.date, date: str, note: str):
    """Of several rules that apply the strictest counts; the office says that another does, and why."""
    chosen = ruling.named(ruling.beside(handover), date)
    if chosen:
        ruling.decide(chosen, by=by, today=today, note=note)
