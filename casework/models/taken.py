"""Whose copy is it? What somebody took of a numbered thing, a file or a paper to print, has a number of its own."""

import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import policy
from .attachment import Attachment
from .case import Case
from .thing import ThingQuerySet, new_key


def new_number() -> str:
    """Return twelve digits by chance: a number that is read off a sheet tells nothing of how many others there are."""
    return f"{secrets.randbelow(10**12):012d}"


class TakenCopyQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The head of the office those of the cases that he holds, the auditor all of them."""
        if policy.seen_by(user, "audit").exists():
            return self.all()
        return self.filter(case__in=policy.seen_by(user, "direct"))


class TakenCopy(models.Model):
    """One taking of a copy: by whom, when, of what. Written before the first byte leaves, never changed.

    Key and number are made by whoever writes the row: the portal's role may add one, and read none.
    """

    #: whoever answers requests may add a row, and change none
    added_only = True
    portal = "INSERT"

    key = models.CharField(max_length=16, primary_key=True, default=new_key, editable=False)
    number = models.CharField(_("copy number"), max_length=12, unique=True, default=new_number, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", verbose_name=_("case"))
    thing_kind = models.CharField(max_length=64)
    thing_id = models.BigIntegerField()
    attachment = models.ForeignKey(
        Attachment, models.PROTECT, null=True, related_name="+", verbose_name=_("attachment")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("copy taken by")
    )
    marked = models.BooleanField(_("number on every page"), default=False)
    at = models.DateTimeField(_("copy taken at"), default=timezone.now)

    objects = TakenCopyQuerySet.as_manager()

    class Meta:
        verbose_name = _("copy that was taken")
        verbose_name_plural = _("copies that were taken")
        indexes = [models.Index(fields=["at"], name="taken_copies_by_time")]

    def __str__(self):
        return self.grouped

    def get_absolute_url(self):
        """Nothing more is to be read of it than its line in the register."""
        return ""

    @property
    def grouped(self) -> str:
        """The number in groups of four, as it is printed and read out."""
        return "-".join(self.number[at : at + 4] for at in range(0, len(self.number), 4))

    @property
    def mark(self) -> str:
        """What stands on every page: the number, whose copy it is, and the minute."""
        return f"份号 {self.grouped} {self.person} {timezone.localtime(self.at):%Y-%m-%d %H:%M}"
