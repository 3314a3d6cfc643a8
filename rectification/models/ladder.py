"""The ladder of five papers (整改督办五书) about a rectification that is not done.

The house prepares a paper from dates and facts; people read it, change it, sign it or leave it. The unit sees a paper
once it has been sent, and nothing of it before. One ladder belongs to one feedback, so what was said to the principal
alone has a ladder that he alone reads.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.models import Thing, ThingQuerySet
from inspections.models import Meeting

from .feedback import Feedback
from .unit import READERS


class LadderPaperQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The office and the leading group; whoever reads the feedback, once the paper has been sent."""
        return self.filter(
            Q(case__in=policy.seen_by(user, "oversee", "direct", "observe"))
            | Q(case__in=policy.seen_by(user, *READERS), issued_on__isnull=False)
        )

    def unfinished(self):
        return self.exclude(stage__in=LadderPaper.final)

    def about(self, items):
        """Those that rest on one of these items."""
        either = Q(pk__in=())
        for item in items:
            either |= Q(facts__contains=[{"rows": [[item.kind, item.pk]]}])
        return self.filter(either)


class LadderPaper(Thing):
    """One paper of the ladder: why, what is to be done by when, and what the unit answered."""

    class Stage(models.TextChoices):
        DRAFT = "draft", _("drafted, before the office")
        FOR_SIGNATURE = "for_signature", _("waiting for the head's signature")
        SENT = "sent", _("sent, not signed for yet")
        SIGNED_FOR = "signed_for", _("signed for")
        ANSWERED = "answered", _("answered, before the office")
        ACCEPTED = "accepted", _("answer accepted")
        CLIMBED = "climbed", _("gone up a rung")
        NOT_ISSUED = "not_issued", _("not issued")
        TAKEN_BACK = "taken_back", _("taken back")

    class Rung(models.TextChoices):
        """The five papers, from the lowest to the highest."""

        SUPERVISION = "supervision", _("Notice of supervision of the rectification")
        GUIDANCE = "guidance", _("Guidance on the stage of the rectification")
        REMINDER = "reminder", _("Reminder about the rectification")
        WARNING = "warning", _("Warning about the rectification")
        ACCOUNT = "account", _("Paper of accountability of the inspection")

    class Fact(models.TextChoices):
        """What a paper can rest on."""

        ITEM_LATE = "item_late", _("not put right in time")
        PLAN_LATE = "plan_late", _("plan not handed in in time")
        REPORT_LATE = "report_late", _("not reported in time")
        RETURNED = "returned", _("returned at least twice")
        SHAM = "sham", _("sham, as a return visit found")
        RELAPSED = "relapsed", _("relapsed, as a return visit found")
        EVIDENCE = "evidence", _("evidence not acceptable")
        UNANSWERED = "unanswered", _("the paper before was not answered in time")
        NOT_ENOUGH = "not_enough", _("the answer to the paper before was not enough")

    DRAFTED = (Stage.DRAFT, Stage.FOR_SIGNATURE)
    WITH_UNIT = (Stage.SENT, Stage.SIGNED_FOR)
    tones = {
        Stage.DRAFT: "warn",
        Stage.FOR_SIGNATURE: "warn",
        Stage.SENT: "warn",
        Stage.SIGNED_FOR: "info",
        Stage.ANSWERED: "move",
        Stage.ACCEPTED: "ok",
        Stage.CLIMBED: "late",
        Stage.NOT_ISSUED: "idle",
        Stage.TAKEN_BACK: "idle",
    }
    final = (Stage.ACCEPTED, Stage.CLIMBED, Stage.NOT_ISSUED, Stage.TAKEN_BACK)
    named_by = ("feedback__engagement__unit",)

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.DRAFT)
    feedback = models.ForeignKey(Feedback, models.PROTECT, related_name="papers", verbose_name=_("feedback"))
    rung = models.CharField(_("which paper"), max_length=12, choices=Rung.choices)
    number = models.CharField(_("number of the supervision paper"), max_length=40, blank=True)
    before = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", editable=False, verbose_name=_("paper before")
    )
    #: each with its code, the rows that it is about, what it is called, and a day or a count
    facts = models.JSONField(_("facts that it rests on"), default=list, editable=False)
    text = models.TextField(_("what is found"))
    demand = models.TextField(_("what is to be done"))
    due_on = models.DateField(_("to be answered by"))
    prepared_on = models.DateField(_("prepared on"))
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, related_name="+", editable=False, verbose_name=_("meeting that decided it")
    )
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("signed and sent by")
    )
    issued_on = models.DateField(_("paper sent on"), null=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("signed for by")
    )
    signed_on = models.DateField(_("signed for on"), null=True)
    answer = models.TextField(_("what was done about the paper"), blank=True)
    answered_on = models.DateField(_("answered on"), null=True)
    why = models.TextField(_("why it was not issued, or taken back"), blank=True)

    objects = LadderPaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("supervision paper")
        verbose_name_plural = _("supervision papers")
        constraints = [
            models.UniqueConstraint(
                fields=["feedback"],
                condition=Q(stage__in=("draft", "for_signature")),
                name="one_paper_drafted_at_a_time",
            ),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="one_paper_a_number"),
        ]
        indexes = [models.Index(fields=["feedback", "stage"], name="paper_of_feedback")]

    def __str__(self):
        return f"{self.unit} · {self.get_rung_display()}"

    @property
    def engagement(self):
        return self.feedback.engagement

    @property
    def unit(self):
        return self.feedback.engagement.unit

    @property
    def next_rung(self) -> str | None:
        """The paper above this one; above the last there is none."""
        rungs = list(self.Rung)
        above = rungs.index(self.Rung(self.rung)) + 1
        return rungs[above] if above < len(rungs) else None

    @property
    def is_last(self) -> bool:
        return self.next_rung is None

    @property
    def facts_text(self) -> str:
        """What it rests on, one fact a line."""
        return "\n".join(in_words(fact) for fact in self.facts)


def in_words(fact: dict) -> str:
    said = f"（{fact['said']}）" if fact["said"] else ""
    return f"{LadderPaper.Fact(fact['code']).label}：{fact['name']}{said}"
