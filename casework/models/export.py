"""What left the house as a workbook: who took it, when, which rows. Written before the first byte leaves."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .. import policy
from .case import Case
from .thing import ThingQuerySet


class ExportQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """One's own; the auditor sees everybody's."""
        if Case.objects.filter(pk__in=policy.seen_by(user, "audit")).exists():
            return self.all()
        return self.filter(person=user)


class Export(models.Model):
    """One workbook that somebody took; its number stands in the footer of every page."""

    number = models.CharField(_("number"), max_length=24, unique=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("taken by"))
    title = models.CharField(_("ledger"), max_length=60)
    query = models.CharField(_("filter"), max_length=500, blank=True)
    rows = models.PositiveIntegerField(_("rows"))
    paper = models.ForeignKey(
        "casework.PaperVersion", models.PROTECT, null=True, related_name="exports", verbose_name=_("version of a paper")
    )
    at = models.DateTimeField(_("taken at"), auto_now_add=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")

    def __str__(self):
        return self.number
