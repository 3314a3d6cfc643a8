"""Who sees to a common problem (三位一体): a lead department, supporting ones, and the office that follows it up.

Each task is a case of its own: a department holds its own part and nothing else. It reads the problem as the office has
written it into the task, never the findings nor the units; the office's log lies with the common problem.
"""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework import policy
from casework.models import Deadline, Thing, ThingQuerySet, missed

from .common import CommonProblem

#: who reads what a department has in hand
PARTIES = ("oversee", "direct", "observe", "handle")


class OfPartyQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The department that it was given to, the office, and the leading group."""
        return self.filter(case__in=policy.seen_by(user, *PARTIES))


class TrinityTaskQuerySet(OfPartyQuerySet):
    def with_punctuality(self, today):
        """Say of each whether its answer came, or should have come, later than its date: ``late``."""
        answers = Deadline.objects.filter(
            thing_kind=TrinityTask._meta.label_lower, thing_id=OuterRef("pk"), rule__code="do_task"
        )
        return self.annotate(late=Exists(answers.filter(missed(today))))


class TrinityTask(Thing):
    """What one department does about a common problem."""

    class Stage(models.TextChoices):
        GIVEN = "given", _("given out")
        SIGNED_FOR = "signed_for", _("signed for")
        ANSWERED = "answered", _("with its answer")
        RETURNED = "returned", _("returned for more")
        ACCEPTED = "accepted", _("answer accepted")
        TAKEN_BACK = "taken_back", _("taken back")

    class Role(models.TextChoices):
        LEAD = "lead", _("lead department")
        SUPPORT = "support", _("supporting department")

    OWED = (Stage.GIVEN, Stage.SIGNED_FOR, Stage.RETURNED)
    IN_HAND = (Stage.SIGNED_FOR, Stage.RETURNED)
    tones = {
        Stage.GIVEN: "warn",
        Stage.RETURNED: "late",
        Stage.ANSWERED: "move",
        Stage.ACCEPTED: "ok",
        Stage.TAKEN_BACK: "idle",
    }
    final = (Stage.ACCEPTED, Stage.TAKEN_BACK)

    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices, default=Stage.GIVEN)
    problem = models.ForeignKey(CommonProblem, models.PROTECT, related_name="tasks", editable=False)
    number = models.CharField(_("number"), max_length=40, unique=True)
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("department"))
    role = models.CharField(_("part"), max_length=8, choices=Role.choices)
    title_text = models.CharField(_("common problem"), max_length=200)
    about = models.TextField(_("what the problem is"))
    task = models.TextField(_("task"))
    due_on = models.DateField(_("to be done by"))
    found_on = models.DateField(_("problem found by"), editable=False)
    given_on = models.DateField(_("given out on"))
    signed_on = models.DateField(_("signed for on"), null=True)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("signed for by")
    )
    answer = models.TextField(_("what was done"), blank=True)
    answered_on = models.DateField(_("answered on"), null=True)

    objects = TrinityTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task on a common problem")
        verbose_name_plural = _("tasks on common problems")
        constraints = [
            models.UniqueConstraint(
                fields=["problem"], condition=Q(role="lead") & ~Q(stage="taken_back"), name="one_lead_department"
            ),
            models.UniqueConstraint(
                fields=["problem", "owner"], condition=~Q(stage="taken_back"), name="one_task_a_department"
            ),
            models.CheckConstraint(
                condition=Q(handler__isnull=True) | Q(signed_on__isnull=False), name="task_signed_by_its_handler"
            ),
        ]
        indexes = [models.Index(fields=["owner", "stage"], name="task_of_department")]

    def __str__(self):
        return self.title_text


class TaskReport(Thing):
    """One dated report of a department on its task; reports are added, never overwritten."""

    class Stage(models.TextChoices):
        FILED = "filed", _("filed")

    tones = {Stage.FILED: "ok"}
    final = (Stage.FILED,)
    named_by = ("task",)

    stage = models.CharField(_("stage"), max_length=8, choices=Stage.choices, default=Stage.FILED)
    task = models.ForeignKey(TrinityTask, models.PROTECT, related_name="reports", verbose_name=_("task"))
    on = models.DateField(_("reported on"))
    done = models.TextField(_("what was done"))

    objects = OfPartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("report on a task")
        verbose_name_plural = _("reports on tasks")

    def __str__(self):
        return f"{self.task.number} · {self.on}"


class FollowUpQuerySet(ThingQuerySet):
    def visible_to(self, user):
        return self.filter(case__in=policy.seen_by(user, "oversee", "direct", "observe"))


class FollowUp(Thing):
    """An entry in the log of the office: how it followed a common problem up, and what it found (督办记录)."""

    class Stage(models.TextChoices):
        LOGGED = "logged", _("registered")

    class Means(models.TextChoices):
        CALL = "call", _("by telephone")
        LETTER = "letter", _("by letter")
        VISIT = "visit", _("on the spot")
        MEETING = "meeting", _("in a meeting")

    tones = {Stage.LOGGED: "ok"}
    final = (Stage.LOGGED,)
    sealed = True
    inner = True

    stage = models.CharField(_("stage"), max_length=8, choices=Stage.choices, default=Stage.LOGGED)
    problem = models.ForeignKey(
        CommonProblem, models.PROTECT, related_name="follow_ups", verbose_name=_("common problem"), editable=False
    )
    owner = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("department")
    )
    on = models.DateField(_("day"))
    means = models.CharField(_("how"), max_length=8, choices=Means.choices)
    seen = models.TextField(_("how it stands"))
    demand = models.TextField(_("what is demanded"), blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("registered by")
    )

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")

    def __str__(self):
        return f"{self.get_means_display()} {self.on}"
