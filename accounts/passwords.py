"""Passwords that everybody in the district would try first."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pypinyin import lazy_pinyin

from .models import Organisation

WORDS = (
    "xuncha",
    "xunchaban",
    "xunchazu",
    "jiwei",
    "zuzhibu",
    "dangwei",
    "quwei",
    "admin",
    "password",
    "passw0rd",
    "qwerty",
    "mima",
    "巡察",
    "巡视",
    "整改",
    "区委",
    "纪委",
    "组织部",
    "党组",
    "党委",
    "密码",
)
YEARS = re.compile(r"(19|20)\d\d")
RUNS = re.compile(r"(.)\1+")

#: what must be left when the well-known parts are taken away
OWN_PART = 6


class WellKnown:
    """Refuses a password that is mostly one's own name, the name of a body, a word of the trade or a year."""

    def validate(self, password, user=None):
        rest = password.lower()
        for word in sorted({*WORDS, *_names(), *_own(user)}, key=len, reverse=True):
            rest = rest.replace(word, "")
        rest = RUNS.sub(r"\1", YEARS.sub("", rest))
        if len(rest) < OWN_PART:
            raise ValidationError(self.get_help_text(), code="password_well_known")

    def get_help_text(self):
        return _("A name, a word of the trade or a year does not make a password.")


def _names():
    """Yield the names of bodies as people type them: in characters, in pinyin, by initials."""
    for name, short, first_letters in Organisation.objects.values_list("name", "short_name", "initials"):
        yield name.lower()
        yield "".join(lazy_pinyin(name)).lower()
        if short:
            yield short.lower()
        if len(first_letters) > 2:
            yield first_letters


def _own(user):
    """Yield what this person is called; a single character or letter of it is no part of a password."""
    if user is not None:
        name = getattr(user, "name", "")
        yield from (word.lower() for word in (user.get_username(), name, "".join(lazy_pinyin(name))) if len(word) > 1)
