"""Score sheets of the office: drawn up, put in use, replaced by a new edition, retired. What was scored stays."""

import datetime

from django.db.models import Max, Sum
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework.moves import held, move
from casework.policy import Actor
from inspections.actions.term import is_the_authority

from ..assessing import USUAL
from ..forms import Note, Reason
from ..forms import assessment as forms
from ..models import CriterionText, ScoreCriterion, ScoreSheet
from ..models.sheet import WHOLE

Sheet, Line = ScoreSheet.Stage, ScoreCriterion.Stage
#: what a criterion says, apart from its place
SAID = tuple(field.name for field in CriterionText._meta.get_fields() if field.name != "order")


@move(
    _("Draw up a score sheet"),
    Organisation.Stage.ACTIVE,
    by="oversee",
    asks=forms.DraftSheet,
    needs=is_the_authority,
    starts="use_sheet",
)
def draft_sheet(authority: Organisation, *, by, today: datetime.date, **values) -> ScoreSheet:
    """The criteria by which a rectification is assessed; it begins with the usual ones, or with those it replaces."""
    sheet = ScoreSheet.objects.create(case=authority.case, **values)
    before = sheet.replaces
    if before:
        rows = list(before.criteria.exclude(stage=Line.DROPPED).order_by("order").values_list(*SAID))
    else:
        rows = list(USUAL)
    for row in rows:
        add_criterion(sheet, by=Actor.HOUSE, today=today, **dict(zip(SAID, row, strict=True)))
    return sheet


@move(_("Amend"), Sheet.DRAFT, by="oversee", asks=forms.AmendSheet)
def amend_sheet(sheet: ScoreSheet, *, by, **values):
    """Changes the name of the draft, and from how many points on each grade is given."""
    sheet.set(**values)


@move(_("Add a criterion"), Sheet.DRAFT, by="oversee", asks=forms.DraftCriterion, alone=True, first=True)
def add_criterion(sheet: ScoreSheet, *, by, **values) -> ScoreCriterion:
    """What is looked at, by whom it is scored, for how many points, and which fact is shown beside it."""
    order = (sheet.criteria.aggregate(last=Max("order"))["last"] or 0) + 1
    return ScoreCriterion.objects.create(case=sheet.case, sheet=sheet, order=order, **values)


def _sheet_is_a_draft(criterion: ScoreCriterion, by, today):
    if criterion.sheet.stage != Sheet.DRAFT:
        return _("The sheet is in use and stays as it is; draw up a new edition of it.")
    return None


@move(_("Amend"), Line.DRAFT, by="oversee", asks=forms.DraftCriterion, needs=_sheet_is_a_draft, under="sheet")
def amend_criterion(criterion: ScoreCriterion, *, by, **values):
    """Changes the draft of the criterion."""
    criterion.set(**values)


@move(_("Drop"), Line.DRAFT, Line.DROPPED, by="oversee", asks=Reason, needs=_sheet_is_a_draft, under="sheet")
def drop_criterion(criterion: ScoreCriterion, *, by, note: str):
    """It does not become part of the sheet."""


def _adds_up(sheet: ScoreSheet, by, today):
    points = sheet.criteria.filter(stage=Line.DRAFT).aggregate(all=Sum("weight", default=0))["all"]
    if points != WHOLE:
        return _("The full points have to add up to %(whole)d; they add up to %(points)d.") % {
            "whole": WHOLE,
            "points": points,
        }
    return None


@move(
    _("Put in use"),
    Sheet.DRAFT,
    Sheet.IN_USE,
    by="direct",
    asks=Note,
    needs=_adds_up,
    tells="oversee",
    meets="use_sheet",
)
def use_sheet(sheet: ScoreSheet, *, by, today: datetime.date, note: str):
    """New assessments can choose it from now on; it stays as it is, and the edition that it replaces is retired."""
    for criterion in sheet.criteria.filter(stage=Line.DRAFT).order_by("order"):
        freeze_criterion(criterion, by=Actor.HOUSE, today=today)
    before = held(sheet.replaces) if sheet.replaces else None
    if before and before.stage == Sheet.IN_USE:
        replace_sheet(before, by=Actor.HOUSE, today=today)


@move(_("In use"), Line.DRAFT, Line.FROZEN, by=Actor.HOUSE)
def freeze_criterion(criterion: ScoreCriterion, *, by):
    """The sheet is in use; the criterion stays as it is."""


@move(_("Drop the draft"), Sheet.DRAFT, Sheet.DROPPED, by="oversee", asks=Reason, grave=True)
def drop_sheet(sheet: ScoreSheet, *, by, note: str):
    """The draft does not become a sheet."""


@move(_("Retire"), Sheet.IN_USE, Sheet.RETIRED, by="direct", asks=Reason, tells="oversee", grave=True)
def retire_sheet(sheet: ScoreSheet, *, by, note: str):
    """New assessments can't choose it any more; those that were scored by it keep it."""


@move(_("Replaced by a new edition"), Sheet.IN_USE, Sheet.RETIRED, by=Actor.HOUSE)
def replace_sheet(sheet: ScoreSheet, *, by):
    """A new edition is in use."""
