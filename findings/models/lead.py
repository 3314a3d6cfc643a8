"""The lead (疑点): something that was heard, read or seen and is not yet a problem, nor yet nothing.

A lead ends in a working paper or in a written conclusion; what could not be finished is parked with a reason and
waits for the return visit. Its steps show how deep it was dug.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.models import Thing, ThingQuerySet
from inspections.models import Category, Engagement

from .paper import WorkingPaper
from .source import Source


class LeadQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The team's own; the office's too from the day on which the report is handed in. Never the unit's."""
        return self.filter(
            Q(case__in=policy.seen_by(user, "lead", "inspect"))
            | Q(case__in=policy.seen_by(user, "oversee", "direct"), engagement__stage__in=Source.HANDED_OVER)
        )

    def unfinished(self):
        """Those of which nobody has said yet what is in them."""
        return self.filter(stage=Lead.Stage.OPEN)


class Lead(Thing):
    """A matter that somebody has to look into."""

    class Stage(models.TextChoices):
        OPEN = "open", _("being looked into")
        PARKED = "parked", _("left for the return visit")
        USED = "used", _("became a working paper")
        NOTHING = "nothing", _("nothing in it")
        CARRIED = "carried", _("taken along to the next visit")
        SEALED = "sealed", _("moved under seal")

    tones = {
        Stage.OPEN: "warn",
        Stage.PARKED: "info",
        Stage.USED: "ok",
        Stage.NOTHING: "idle",
        Stage.CARRIED: "move",
        Stage.SEALED: "move",
    }
    final = (Stage.USED, Stage.NOTHING, Stage.CARRIED, Stage.SEALED)
    left = (Stage.SEALED,)
    sealed = True
    inner = True

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.OPEN)
    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="leads", verbose_name=_("engagement"))
    number = models.CharField(_("number"), max_length=24)
    title_text = models.CharField(_("what is doubtful"), max_length=200)
    about = models.TextField(_("what is known so far"), blank=True)
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("category")
    )
    source_kind = models.CharField(max_length=64, blank=True, editable=False)
    source_id = models.BigIntegerField(null=True, editable=False)
    source_number = models.CharField(_("found in"), max_length=24, blank=True, editable=False)
    came_from = models.OneToOneField(
        "self", models.PROTECT, null=True, editable=False, related_name="goes_on", verbose_name=_("left over from")
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("noted by"))
    on = models.DateField(_("noted on"), editable=False)
    conclusion = models.TextField(_("conclusion"), blank=True, editable=False)
    paper = models.OneToOneField(
        WorkingPaper,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="lead",
        verbose_name=_("working paper"),
    )

    objects = LeadQuerySet.as_manager()

    class Meta:
        verbose_name = _("lead")
        verbose_name_plural = _("leads")
        constraints = [
            models.UniqueConstraint(fields=["engagement", "number"], name="one_lead_a_number"),
            models.CheckConstraint(
                condition=Q(source_kind="", source_id__isnull=True) | (~Q(source_kind="") & Q(source_id__isnull=False)),
                name="source_is_named_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["engagement", "stage"], name="lead_of_engagement"),
            models.Index(fields=["source_kind", "source_id"], name="lead_of_source"),
        ]

    def __str__(self):
        return self.title_text or self.number

    @property
    def unit(self):
        return self.engagement.unit


class LeadStepQuerySet(ThingQuerySet):
    def visible_to(self, user):
        return self.filter(lead__in=Lead.objects.visible_to(user))


class LeadStep(Thing):
    """What was done about a lead: a talk, documents, a visit, an inquiry."""

    class Stage(models.TextChoices):
        TAKEN = "taken", _("taken")
        SEALED = "sealed", _("moved under seal")

    class Means(models.TextChoices):
        TALK = "talk", _("individual talk")
        DOCUMENTS = "documents", _("documents")
        VISIT = "visit", _("field visit")
        REQUEST = "request", _("inquiry with a functional unit")
        CHECK = "check", _("special check")

    tones = {Stage.TAKEN: "ok", Stage.SEALED: "move"}
    final = (Stage.TAKEN, Stage.SEALED)
    left = (Stage.SEALED,)
    sealed = True
    inner = True

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.TAKEN)
    lead = models.ForeignKey(Lead, models.PROTECT, related_name="steps", verbose_name=_("lead"))
    means = models.CharField(_("by what means"), max_length=16, choices=Means.choices)
    on = models.DateField(_("taken on"))
    result = models.TextField(_("what came out"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("looked into by")
    )

    objects = LeadStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")

    def __str__(self):
        return f"{self.get_means_display()} {self.on}"

    @property
    def unit(self):
        return self.lead.engagement.unit
