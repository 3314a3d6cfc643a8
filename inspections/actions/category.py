"""Category sets of the office's own: drawn up, put in use, replaced by a new edition, retired."""

import datetime

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework.moves import held, move
from casework.policy import Actor

from .. import forms
from ..models import Category, CategorySet, OwnCategory, OwnSet
from .term import is_the_authority

Set, Line = OwnSet.Stage, OwnCategory.Stage
#: a set with fewer categories says nothing
FEWEST = 2


@move(
    _("Draw up a category set"),
    Organisation.Stage.ACTIVE,
    by="oversee",
    asks=forms.DraftSet,
    needs=is_the_authority,
    starts="use_set",
)
def draft_set(authority: Organisation, *, by, **values) -> OwnSet:
    """A set of the office's own; it can be changed until it is put in use."""
    return OwnSet.objects.create(case=authority.case, **values)


@move(_("Amend"), Set.DRAFT, by="oversee", asks=forms.DraftSet)
def amend_set(own: OwnSet, *, by, **values):
    """Changes the draft of the set."""
    own.set(**values)


@move(_("Add a category"), Set.DRAFT, by="oversee", asks=forms.DraftCategory, alone=True, first=True)
def add_category(own: OwnSet, *, by, **values) -> OwnCategory:
    """A category, the disciplines that it answers to, and the questions that guide a team."""
    order = (own.categories.aggregate(last=Max("order"))["last"] or 0) + 1
    return OwnCategory.objects.create(case=own.case, own_set=own, order=order, **values)


def _set_is_a_draft(category: OwnCategory, by, today):
    if category.own_set.stage != Set.DRAFT:
        return _("The set is in use and stays as it is; draw up a new edition of it.")
    return None


@move(_("Amend"), Line.DRAFT, by="oversee", asks=forms.DraftCategory, needs=_set_is_a_draft, under="own_set")
def amend_category(category: OwnCategory, *, by, **values):
    """Changes the draft of the category."""
    category.set(**values)


@move(
    _("Drop"),
    Line.DRAFT,
    Line.DROPPED,
    by="oversee",
    asks=forms.Reason,
    needs=_set_is_a_draft,
    under="own_set",
)
def drop_category(category: OwnCategory, *, by, note: str):
    """It does not become part of the set."""


def _is_complete(own: OwnSet, by, today):
    drafts = list(own.categories.filter(stage=Line.DRAFT).order_by("order"))
    if len(drafts) < FEWEST:
        return _("A set needs two categories at least.")
    unmapped = "、".join(one.short for one in drafts if not one.disciplines)
    if unmapped:
        return _("Not mapped to any of the six disciplines yet: %(names)s.") % {"names": unmapped}
    return None


@move(
    _("Put in use"),
    Set.DRAFT,
    Set.IN_USE,
    by="direct",
    asks=forms.Note,
    needs=_is_complete,
    tells="oversee",
    meets="use_set",
)
def use_set(own: OwnSet, *, by, today: datetime.date, note: str):
    """New rounds can choose it from now on; it stays as it is, and the edition that it replaces is retired."""
    own.category_set = CategorySet.objects.create(code=f"own-{own.key}", name=own.name, since=own.since)
    drafts = own.categories.filter(stage=Line.DRAFT).order_by("order")
    for place, draft in enumerate(drafts, start=1):
        said = {name: getattr(draft, name) for name in ("name", "short", "disciplines", "questions")}
        Category.objects.create(category_set=own.category_set, order=place, **said)
        freeze_category(draft, by=Actor.HOUSE, today=today)
    before = OwnSet.objects.filter(category_set=own.replaces_id).first() if own.replaces_id else None
    if before and held(before).stage == Set.IN_USE:
        replace_set(before, by=Actor.HOUSE, today=today)


@move(_("In use"), Line.DRAFT, Line.FROZEN, by=Actor.HOUSE)
def freeze_category(category: OwnCategory, *, by):
    """The set is in use; the category stays as it is."""


@move(_("Drop the draft"), Set.DRAFT, Set.DROPPED, by="oversee", asks=forms.Reason, grave=True)
def drop_set(own: OwnSet, *, by, note: str):
    """The draft does not become a set."""


@move(_("Retire"), Set.IN_USE, Set.RETIRED, by="direct", asks=forms.Reason, tells="oversee", grave=True)
def retire_set(own: OwnSet, *, by, note: str):
    """New rounds can't choose it any more; rounds that have chosen it keep it."""


@move(_("Replaced by a new edition"), Set.IN_USE, Set.RETIRED, by=Actor.HOUSE)
def replace_set(own: OwnSet, *, by):
    """A new edition is in use."""
