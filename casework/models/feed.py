"""The address by which a person's own calendar asks the house for his dates."""

import hashlib
import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .thing import ThingQuerySet


def digest(token: str) -> str:
    """Return what is kept of an address: who reads the database can't ask for anybody's calendar."""
    return hashlib.sha256(token.encode()).hexdigest()


class CalendarFeedQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """Everybody sees his own."""
        return self.filter(person=user)

    def at(self, token: str):
        """Return the feed at this address, if it is on and its person may sign in."""
        rows = self.filter(token_hash=digest(token), person__is_active=True)
        return rows.select_related("person").first()


class CalendarFeed(models.Model):
    """One person's subscription: on while it has an address, of which only the digest is kept."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feed", verbose_name=_("person")
    )
    token_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001 - off is NULL
    since = models.DateTimeField(_("on since"), null=True)
    asked_at = models.DateTimeField(_("last asked for"), null=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")

    def __str__(self):
        return str(self.person)

    @classmethod
    def renew(cls, person, now) -> str:
        """Give the person a new address and return it, this once; the former one is gone."""
        token = secrets.token_urlsafe(32)
        cls.objects.update_or_create(
            person=person, defaults={"token_hash": digest(token), "since": now, "asked_at": None}
        )
        return token

    @classmethod
    def switch_off(cls, person) -> None:
        """Let the address lead nowhere."""
        cls.objects.filter(person=person).update(token_hash=None, since=None, asked_at=None)
