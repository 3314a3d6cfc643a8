"""Who must keep away from what (回避): conflicts that somebody declared, and those that the registry shows."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework import policy
from casework.models import Thing, ThingQuerySet

from .team import Posting


class RecusalQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The office, and whoever applied himself; the leading group sees what was allowed by exception."""
        return self.filter(
            Q(case__in=policy.seen_by(user, "oversee", "direct"))
            | Q(case__in=policy.seen_by(user, "observe"), stage=Recusal.Stage.ALLOWED)
            | Q(applicant=user.pk or 0)
        )

    def unresolved(self):
        """Those that keep a team from being authorised."""
        return self.filter(stage__in=Recusal.UNRESOLVED)


class Recusal(Thing):
    """A reason for which somebody should not inspect a unit, and what became of it."""

    class Stage(models.TextChoices):
        OPEN = "open", _("not yet resolved")
        ASKED = "asked", _("exception asked for")
        ALLOWED = "allowed", _("allowed by exception")
        WITHDRAWN = "withdrawn", _("keeps away")
        UNFOUNDED = "unfounded", _("no conflict")

    class Kind(models.TextChoices):
        WORKS = "works", _("works in the unit")
        WORKED = "worked", _("worked in the unit before")
        KIN = "kin", _("kin in the unit")
        PLACE = "place", _("comes from there")
        LAST = "last", _("inspected the unit last time")
        OFTEN = "often", _("lent too often")
        OTHER = "other", _("another conflict")

    UNRESOLVED = (Stage.OPEN, Stage.ASKED)

    tones = {
        Stage.OPEN: "late",
        Stage.ASKED: "warn",
        Stage.ALLOWED: "warn",
        Stage.WITHDRAWN: "ok",
        Stage.UNFOUNDED: "idle",
    }
    final = (Stage.ALLOWED, Stage.WITHDRAWN, Stage.UNFOUNDED)
    inner = True
    sealed = True
    named_by = ("unit", "posting__person")

    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices, default=Stage.OPEN)
    number = models.CharField(_("number"), max_length=24)
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="recusals", verbose_name=_("person"))
    unit = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("inspected unit")
    )
    kind_of = models.CharField(_("conflict"), max_length=8, choices=Kind.choices)
    details = models.CharField(_("details"), max_length=300, blank=True)
    declared = models.BooleanField(_("declared by himself"), default=False)
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("applicant")
    )
    found_on = models.DateField(_("on record since"))
    grounds = models.TextField(_("grounds of the exception"), blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("exception asked for by")
    )
    allowed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("exception allowed by")
    )
    allowed_on = models.DateField(_("exception allowed on"), null=True)

    objects = RecusalQuerySet.as_manager()

    class Meta:
        verbose_name = _("recusal")
        verbose_name_plural = _("recusals")
        constraints = [
            models.UniqueConstraint(
                fields=["posting", "unit", "kind_of"],
                condition=~Q(stage="withdrawn"),
                nulls_distinct=False,
                name="one_conflict_of_a_kind",
            ),
            models.CheckConstraint(
                condition=~Q(stage="allowed") | Q(allowed_on__isnull=False, asked_by__isnull=False) & ~Q(grounds=""),
                name="an_exception_has_its_grounds",
            ),
            models.CheckConstraint(
                condition=Q(allowed_by__isnull=True)
                | Q(allowed_by__isnull=False) & ~Q(allowed_by=models.F("asked_by")),
                name="an_exception_takes_two_people",
            ),
        ]
        indexes = [models.Index(fields=["posting", "stage"], name="recusal_of_posting")]

    def __str__(self):
        about = f" · {self.unit}" if self.unit_id else ""
        return f"{self.posting.person}{about} · {self.get_kind_of_display()}"

    @property
    def person(self):
        return self.posting.person

    @property
    def team(self):
        return self.posting.team
