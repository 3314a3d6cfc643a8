"""The inspection report while it is written, and the phrases that the office keeps for it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.models import Case, Thing, ThingQuerySet
from inspections.models import Engagement


class ReportDraftQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The team's own until the report is handed in; then the office reads it with its numbers. Never the unit."""
        return self.filter(
            models.Q(case__in=policy.seen_by(user, "lead", "inspect"))
            | models.Q(case__in=policy.seen_by(user, "oversee", "direct"), stage=ReportDraft.Stage.HANDED_IN)
        )


class ReportDraft(Thing):
    """The report of a team in its three parts (帽子、身子、鞋子); each sentence names the papers that carry it.

    A number stands in the text itself, in 【】 at the end of its sentence, so it goes wherever the sentence goes.
    """

    class Stage(models.TextChoices):
        DRAFTING = "drafting", _("being written")
        HANDED_IN = "handed_in", _("handed in")

    #: its parts, in the order in which it is printed
    SECTIONS = ("overview", "problems", "suggestions")
    tones = {Stage.DRAFTING: "warn", Stage.HANDED_IN: "ok"}
    final = (Stage.HANDED_IN,)
    sealed = True
    inner = True
    named_by = ("engagement__unit",)

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.DRAFTING)
    engagement = models.OneToOneField(
        Engagement, models.PROTECT, related_name="report_draft", verbose_name=_("engagement")
    )
    overview = models.TextField(_("overview and overall view"), blank=True)
    problems = models.TextField(_("main problems"), blank=True)
    suggestions = models.TextField(_("suggestions"), blank=True)
    writer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("last written by"),
    )
    written_on = models.DateField(_("last written on"), null=True, editable=False)
    #: whether what it says now is a version that somebody asked to keep
    kept = models.BooleanField(_("kept as a version"), default=False, editable=False)
    #: what it said before, the oldest first: ``who``, ``on`` and ``words`` by section
    earlier = models.JSONField(_("earlier versions"), default=list, editable=False)

    objects = ReportDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft of an inspection report")
        verbose_name_plural = _("drafts of inspection reports")

    def __str__(self):
        return f"{self.engagement.unit} · {self._meta.verbose_name}"

    @property
    def unit(self):
        return self.engagement.unit

    def says(self) -> dict[str, str]:
        """Return what it says now, by section."""
        return {name: getattr(self, name) for name in self.SECTIONS}


class PhraseQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """Whoever writes reports or reads them: the teams and the office."""
        writes = Case.objects.filter(pk__in=policy.seen_by(user, "lead", "inspect", "oversee", "direct"))
        return self.filter(models.Exists(writes))

    def in_use(self):
        return self.filter(stage=Phrase.Stage.IN_USE)


class Phrase(Thing):
    """One wording of a problem or a suggestion that the office keeps for its reports."""

    class Stage(models.TextChoices):
        IN_USE = "in_use", _("in use")
        RETIRED = "retired", _("retired")

    class Kind(models.TextChoices):
        PROBLEM = "problem", _("problem")
        SUGGESTION = "suggestion", _("suggestion")

    #: which part of a report takes up which kind
    SECTIONS = {Kind.PROBLEM: "problems", Kind.SUGGESTION: "suggestions"}
    tones = {Stage.IN_USE: "ok", Stage.RETIRED: "idle"}
    final = (Stage.RETIRED,)
    sealed = True
    inner = True

    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices, default=Stage.IN_USE)
    kind_of = models.CharField(_("wording of"), max_length=12, choices=Kind.choices)
    topic = models.CharField(
        _("topic of the wording"), max_length=60, blank=True, help_text=_("By which it is found, such as the category.")
    )
    text = models.TextField(_("wording"))

    objects = PhraseQuerySet.as_manager()

    class Meta:
        verbose_name = _("phrase")
        verbose_name_plural = _("phrases")

    def __str__(self):
        return self.text if len(self.text) <= 40 else f"{self.text[:39]}…"

    @property
    def section(self) -> str:
        """The part of a report into which it goes."""
        return self.SECTIONS[Phrase.Kind(self.kind_of)]
