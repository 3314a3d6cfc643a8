"""Files that came with a move. Named by chance, kept per case, given out only as downloads."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .thing import new_key


class Attachment(models.Model):
    """A file and what it lies with. Who sees the thing sees the file, nobody else."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="attachments")
    thing_kind = models.CharField(max_length=64)
    thing_id = models.BigIntegerField()
    event = models.ForeignKey("casework.Event", models.PROTECT, related_name="attachments")
    name = models.CharField(_("file name"), max_length=200)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    place = models.CharField(max_length=120, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    on = models.DateField(_("handed in on"))
    again = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("handed in before as")
    )
    seal = models.CharField(max_length=64, help_text="keyed digest of the row, with what it lies with")

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        indexes = [models.Index(fields=["thing_kind", "thing_id"], name="attachment_of_thing")]

    def __str__(self):
        return self.name
