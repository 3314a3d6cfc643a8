"""The register of what the results of inspection were used for (成果运用), each entry with its evidence."""

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework import policy
from casework.models import Thing, ThingQuerySet
from inspections.models import Term


class ResultUseQuerySet(ThingQuerySet):
    def visible_to(self, user):
        return self.filter(case__in=policy.seen_by(user, "oversee", "direct", "observe"))


class ResultUse(Thing):
    """One use: by itself from an institution or a suggestion letter, or entered by the office with its papers."""

    class Stage(models.TextChoices):
        ENTERED = "entered", _("entered")

    class Kind(models.TextChoices):
        INSTITUTION = "institution", _("institution built")
        LETTER = "letter", _("suggestion letter")
        SPECIAL = "special", _("special campaign")
        CADRE = "cadre", _("appraisal of cadres")
        CIRCULAR = "circular", _("circular")

    #: what comes by itself
    BY_ITSELF = (Kind.INSTITUTION, Kind.LETTER)
    tones = {Stage.ENTERED: "ok"}
    final = (Stage.ENTERED,)
    sealed = True
    inner = True

    stage = models.CharField(_("stage"), max_length=8, choices=Stage.choices, default=Stage.ENTERED)
    number = models.CharField(_("number"), max_length=40, unique=True)
    term = models.ForeignKey(Term, models.PROTECT, related_name="+", verbose_name=_("term"), editable=False)
    kind_of = models.CharField(_("kind of use"), max_length=12, choices=Kind.choices)
    title_text = models.CharField(_("matter"), max_length=200)
    about = models.TextField(_("how it was used"), blank=True)
    owner = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("carried out by")
    )
    on = models.DateField(_("day"))
    source_kind = models.CharField(max_length=64, blank=True, editable=False)
    source_id = models.BigIntegerField(null=True, editable=False)
    source_number = models.CharField(_("evidence"), max_length=80, blank=True, editable=False)

    objects = ResultUseQuerySet.as_manager()

    class Meta:
        verbose_name = _("use of results")
        verbose_name_plural = _("use of results")
        indexes = [models.Index(fields=["term", "kind_of"], name="result_of_term")]

    def __str__(self):
        return self.title_text

    @property
    def source(self):
        """The institution or the letter that it came from; None when the office has entered it."""
        return (
            apps.get_model(self.source_kind)._base_manager.filter(pk=self.source_id).first() if self.source_id else None
        )
