"""The time of a place in a team."""

import datetime

from django.utils.translation import gettext_lazy as _

from casework.moves import move

from .. import forms
from ..models import Posting


@move(_("Change the time"), Posting.Stage.SERVING, by="oversee", asks=forms.ChangeTime)
def change_time(posting: Posting, *, by, begins_on: datetime.date, ends_on: datetime.date):
    """From when to when this person serves here; at no time in two teams."""
    posting.set(begins_on=begins_on, ends_on=ends_on)
