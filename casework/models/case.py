"""The thing on which powers are held.

Everything in the house (a round, a paper, an item, a file, a deadline) answers ``.case``, so there is one
kind of object to ask about. Walls are made of cases: what is sealed is a case of its own with few holders.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase


class Case(models.Model):
    """What a few words of power are held on, by groups. Its owner (a round, an engagement, a clue) points here."""

    kind = models.CharField(_("kind"), max_length=64, help_text="label of the model that this case belongs to")
    profile = models.ForeignKey(
        "casework.RegulationProfile",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("regulation profile"),
    )
    stopped_on = models.DateField(_("clock stopped on"), null=True, blank=True)
    stopped_why = models.TextField(_("why the clock was stopped"), blank=True)
    opened_at = models.DateTimeField(_("opened at"), auto_now_add=True)

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stopped_on__isnull=True, stopped_why="")
                | (models.Q(stopped_on__isnull=False) & ~models.Q(stopped_why="")),
                name="stopped_with_a_reason",
            )
        ]
        default_permissions = ()
        permissions = [
            ("oversee", "the inspection office"),
            ("direct", "the head of the inspection office"),
            ("observe", "the leading group and the secretary"),
            ("lead", "team leader and deputies"),
            ("inspect", "team members"),
            ("respond", "the unit's liaison and staff"),
            ("sign", "the unit's principal"),
            ("supervise", "daily supervision of rectification"),
            ("handle", "the department that received a referral"),
            ("own", "the person himself"),
            ("admit", "the system administrator"),
            ("entrust", "the security administrator"),
            ("audit", "the auditor"),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"

    @classmethod
    def opened_beside(cls, other: "Case", kind: str) -> "Case":
        """Open a case of the same unit: by the same rules, and with its clock standing where that one's stands."""
        return cls.objects.create(
            kind=kind, profile=other.profile, stopped_on=other.stopped_on, stopped_why=other.stopped_why
        )


class CaseGroupObjectPermission(GroupObjectPermissionBase):
    """A word held on a case by a group: guardian's row, with a direct foreign key."""

    content_object = models.ForeignKey(Case, models.CASCADE, related_name="grants")

    class Meta(GroupObjectPermissionBase.Meta):
        indexes = [models.Index(fields=["group", "permission", "content_object"], name="grant_by_group")]


class CaseUserObjectPermission(UserObjectPermissionBase):
    """A word held on a case by one person; only for exceptions, groups are the rule."""

    content_object = models.ForeignKey(Case, models.CASCADE, related_name="personal_grants")
