"""Papers in Word: the templates that an office puts in the place of ours, and what was made of them."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import policy
from .thing import Thing, ThingQuerySet, new_key


class PaperTemplateQuerySet(ThingQuerySet):
    def visible_to(self, user):
        return self.filter(case__in=policy.seen_by(user, "oversee", "direct", "observe"))

    def in_force(self, code: str) -> "PaperTemplate | None":
        """Return the edition by which papers of this kind are made; None where ours is."""
        return self.filter(kind_of=code, stage=PaperTemplate.Stage.IN_FORCE).first()  # type: ignore[return-value]


class PaperTemplate(Thing):
    """One edition of the office's own template for one kind of paper. Its Word file lies with it.

    An edition stays as it was handed in; another one is another edition. At most one of a kind is in force, and where
    none is, papers are made by the template that comes with the house.
    """

    class Stage(models.TextChoices):
        HANDED_IN = "handed_in", _("not in force yet")
        IN_FORCE = "in_force", _("in force")
        OUT_OF_FORCE = "out_of_force", _("out of force")
        DROPPED = "dropped", _("dropped")

    tones = {Stage.HANDED_IN: "warn", Stage.IN_FORCE: "ok", Stage.OUT_OF_FORCE: "idle", Stage.DROPPED: "idle"}
    final = (Stage.DROPPED,)
    inner = True

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.HANDED_IN)
    kind_of = models.CharField(_("kind of paper"), max_length=40)
    name = models.CharField(_("name of the paper"), max_length=80)
    edition = models.PositiveIntegerField(_("edition"))
    about = models.CharField(_("what is different"), max_length=200, blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    handed_in_on = models.DateField(_("handed in on"))

    objects = PaperTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("template of the office")
        verbose_name_plural = _("templates of the office")
        constraints = [
            models.UniqueConstraint(fields=["kind_of", "edition"], name="an_edition_once"),
        ]

    def __str__(self):
        return _("%(name)s, edition %(number)d") % {"name": self.name, "number": self.edition}


class PaperVersionQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """One is seen with its thing (``casework.papers.versions``); by itself nobody finds any."""
        return self.none()

    def of(self, thing):
        """Return the versions of every paper of a thing, the newest first."""
        rows = self.filter(thing_kind=thing.kind, thing_id=thing.pk)
        return rows.select_related("made_by", "template").order_by("kind_of", "-number")


class PaperVersion(models.Model):
    """A paper as it was made: of which thing, by which template, by whom and when.

    No word of it is in this table. The Word file lies at ``place`` as a file of its case does, and beside it what it
    was made from; both leave with the case when the thing goes under seal.
    """

    #: whoever comes to the portal makes papers too
    portal = "SELECT, INSERT"

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="+", verbose_name=_("case"))
    thing_kind = models.CharField(max_length=64)
    thing_id = models.BigIntegerField()
    kind_of = models.CharField(_("kind of paper"), max_length=40)
    number = models.PositiveIntegerField(_("number of the version"))
    template = models.ForeignKey(
        PaperTemplate, models.PROTECT, null=True, related_name="+", verbose_name=_("template of the office")
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("made by"))
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    made_from = models.CharField(max_length=64, help_text="keyed digest of the data and of the template")
    place = models.CharField(max_length=120, unique=True)

    objects = PaperVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a paper")
        verbose_name_plural = _("versions of papers")
        constraints = [
            models.UniqueConstraint(
                fields=["thing_kind", "thing_id", "kind_of", "number"], name="a_version_of_a_paper_once"
            )
        ]

    def __str__(self):
        return f"{self.kind_of} {self.number}"
