"""The numbered copies of a feedback: whose copy is it that was photographed? The register says."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework import policy
from casework.models import Thing, ThingQuerySet

from .feedback import Feedback


class CopyQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The office all of them; the body that got one, that one; and whoever took one to print, his own."""
        return self.filter(
            Q(case__in=policy.seen_by(user, "oversee", "direct", "handle"))
            | Q(case__in=policy.seen_by(user, "lead", "observe", "respond", "sign"), author=getattr(user, "pk", None))
        )


class Copy(Thing):
    """One numbered copy of a feedback: sent to a body that has to know of it, handed over on paper, or printed."""

    class Stage(models.TextChoices):
        NUMBERED = "numbered", _("numbered")
        SENT = "sent", _("sent, not signed for yet")
        SIGNED_FOR = "signed_for", _("signed for")

    class Kind(models.TextChoices):
        LEADER = "leader", _("to the district leader in charge")
        DISCIPLINE = "discipline", _("to the discipline commission")
        PERSONNEL = "personnel", _("to the organisation department")
        SUPERIOR = "superior", _("to the department in charge")
        PRINTED = "printed", _("printed by a reader")

    tones = {Stage.NUMBERED: "idle", Stage.SENT: "warn", Stage.SIGNED_FOR: "ok"}
    final = (Stage.NUMBERED, Stage.SIGNED_FOR)
    numbered = True
    named_by = ("feedback",)

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.NUMBERED)
    feedback = models.ForeignKey(Feedback, models.PROTECT, related_name="copies", verbose_name=_("feedback"))
    ordinal = models.PositiveSmallIntegerField(_("copy no."))
    kind_of = models.CharField(_("for whom"), max_length=16, choices=Kind.choices)
    receiver = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("receiver")
    )
    holder = models.CharField(_("who holds it"), max_length=120)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("sent or printed by")
    )
    on = models.DateField(_("sent or printed on"))
    on_paper = models.BooleanField(_("on paper"), default=False)
    signed_by = models.CharField(_("receipt signed by"), max_length=60, blank=True)
    signed_on = models.DateField(_("signed for on"), null=True)

    objects = CopyQuerySet.as_manager()

    class Meta:
        verbose_name = _("copy of a feedback")
        verbose_name_plural = _("copies of feedback")
        constraints = [models.UniqueConstraint(fields=["feedback", "ordinal"], name="one_copy_a_number")]

    def __str__(self):
        return f"{self.feedback.number} · {self.mark}"

    @property
    def mark(self) -> str:
        """The number as it is printed on the copy."""
        return f"第{self.ordinal:02d}号"

    @property
    def unit(self):
        return self.feedback.engagement.unit

    def word_for(self, rule):
        """A body without anybody who could sign in signs on paper; the office then notes who did."""
        if self.receiver and policy.holders(self.case, "handle").exists():
            return rule.word
        return "oversee"
