"""Profiles of the office's own: made from an existing one, put in use, replaced by a new edition, retired.

Nothing that is open moves by any of this: a round keeps the edition that it has until it takes up another.
"""

import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework.models import DeadlineRule, RegulationProfile, Rung
from casework.moves import held, move
from casework.policy import Actor

from .. import forms
from ..models import OwnProfile, OwnRule
from ..rungs import rungs_of
from .term import is_the_authority

Profile, Line = OwnProfile.Stage, OwnRule.Stage
#: what a rule says that is copied from one profile to the next
SAID = ("amount", "unit", "direction", "basis", "certainty")


@move(
    _("Draw up a profile"),
    Organisation.Stage.ACTIVE,
    by="oversee",
    asks=forms.DraftProfile,
    needs=is_the_authority,
    starts="use_profile",
)
def draft_profile(authority: Organisation, *, by, today: datetime.date, **values) -> OwnProfile:
    """A profile of the office's own, with the rules of the one it is made from; a draft until it is put in use."""
    own = OwnProfile.objects.create(case=authority.case, **values)
    with translation.override(settings.LANGUAGE_CODE):  # from now on these are the office's own words
        bases = {rule.pk: now(rule.basis) for rule in own.based_on.rules.all()}
    general = {rule.code: rule for rule in DeadlineRule.objects.filter(profile=None)}
    for rule in own.based_on.rules.order_by("pk"):
        rungs = list(Rung.objects.filter(rule=rule).order_by("days").values_list("days", flat=True))
        add_rule(
            own,
            by=Actor.HOUSE,
            today=today,
            general=general[rule.code],
            days_before=[-days for days in rungs if days < 0],
            days_after=[days for days in rungs if days > 0],
            **{name: getattr(rule, name) for name in SAID} | {"basis": bases[rule.pk]},
        )
    return own


@move(_("Amend"), Profile.DRAFT, by="oversee", asks=forms.AmendProfile)
def amend_profile(own: OwnProfile, *, by, **values):
    """Changes the draft of the profile."""
    own.set(**values)


@move(_("Add a rule"), Profile.DRAFT, by=("oversee", Actor.HOUSE), asks=forms.AddRule, alone=True, first=True)
def add_rule(own: OwnProfile, *, by, **values) -> OwnRule:
    """What this profile says otherwise than what holds for all; of several rules for one thing the strictest counts."""
    return OwnRule.objects.create(case=own.case, own_profile=own, **values)


def _profile_is_a_draft(rule: OwnRule, by, today):
    if rule.own_profile.stage != Profile.DRAFT:
        return _("The profile is in use and stays as it is; draw up a new edition of it.")
    return None


@move(_("Amend"), Line.DRAFT, by="oversee", asks=forms.AmendRule, needs=_profile_is_a_draft, under="own_profile")
def amend_rule(rule: OwnRule, *, by, **values):
    """Changes the draft of the rule; which open dates would move is shown beside it."""
    rule.set(**values)


@move(
    _("Drop"),
    Line.DRAFT,
    Line.DROPPED,
    by="oversee",
    asks=forms.Reason,
    needs=_profile_is_a_draft,
    under="own_profile",
)
def drop_rule(rule: OwnRule, *, by, note: str):
    """The profile says nothing of it, and what holds for all profiles holds."""


def _has_a_rule(own: OwnProfile, by, today):
    if not own.rules.filter(stage=Line.DRAFT).exists():
        return _("A profile needs one rule at least.")
    return None


@move(
    _("Put in use"),
    Profile.DRAFT,
    Profile.IN_USE,
    by="direct",
    asks=forms.Note,
    needs=_has_a_rule,
    tells="oversee",
    meets="use_profile",
)
def use_profile(own: OwnProfile, *, by, today: datetime.date, note: str):
    """New rounds can choose it from now on; it stays as it is, and the edition that it was made from is retired."""
    own.profile = RegulationProfile.objects.create(code=f"own-{own.key}", name=str(own), note=own.note)
    for line in own.rules.filter(stage=Line.DRAFT).select_related("general").order_by("pk"):
        rule = DeadlineRule.objects.create(
            profile=own.profile,
            code=line.general.code,
            name=line.general.name,
            word=line.general.word,
            **{name: getattr(line, name) for name in SAID},
        )
        Rung.objects.bulk_create(rungs_of(rule, line.days_before, line.days_after))
        freeze_rule(line, by=Actor.HOUSE, today=today)
    before = OwnProfile.objects.filter(profile=own.based_on_id).first()
    if before and held(before).stage == Profile.IN_USE:
        replace_profile(before, by=Actor.HOUSE, today=today)


@move(_("In use"), Line.DRAFT, Line.FROZEN, by=Actor.HOUSE)
def freeze_rule(rule: OwnRule, *, by):
    """The profile is in use; the rule stays as it is."""


@move(_("Drop the draft"), Profile.DRAFT, Profile.DROPPED, by="oversee", asks=forms.Reason, grave=True)
def drop_profile(own: OwnProfile, *, by, note: str):
    """The draft does not become a profile."""


@move(_("Retire"), Profile.IN_USE, Profile.RETIRED, by="direct", asks=forms.Reason, tells="oversee", grave=True)
def retire_profile(own: OwnProfile, *, by, note: str):
    """New rounds can't choose it any more; rounds that have chosen it keep it."""


@move(_("Replaced by a new edition"), Profile.IN_USE, Profile.RETIRED, by=Actor.HOUSE)
def replace_profile(own: OwnProfile, *, by):
    """A new edition is in use."""
