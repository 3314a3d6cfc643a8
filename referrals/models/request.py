"""What is asked of a functional unit: people, information, expertise (商请职能单位协助).

A request lies in a case of its own. Whoever asked and the office hold it; the functional unit holds it from the day on
which the letter goes out, and nothing else of what the team does; the leading group holds it once it has been brought
before it. What may name people (clues, personal matters) is held by the leader and the head of the office alone.
"""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework import policy
from casework.models import Deadline, Thing, ThingQuerySet, missed
from inspections.models import Engagement, Round, Team


class FunctionalRequestQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """Whoever asked, the office, the unit that is asked, and the leading group when it has to decide."""
        return self.filter(case__in=policy.seen_by(user, "lead", "inspect", "oversee", "direct", "observe", "handle"))

    def with_punctuality(self, today):
        """Say of each whether its answer came, or should have come, later than the rule allows: ``late``."""
        answers = Deadline.objects.filter(
            thing_kind=FunctionalRequest._meta.label_lower, thing_id=OuterRef("pk"), rule__code="answer_request"
        )
        return self.annotate(late=Exists(answers.filter(missed(today))))


class FunctionalRequest(Thing):
    """One thing that one functional unit is asked for."""

    class Stage(models.TextChoices):
        ASKED = "asked", _("with the office")
        SENT = "sent", _("letter sent")
        SIGNED_FOR = "signed_for", _("signed for")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined with a reason")
        ESCALATED = "escalated", _("before the leading group")
        ANSWERED = "answered", _("with its answer")
        JUDGED = "judged", _("answered and judged")
        EXCUSED = "excused", _("need not be answered")
        WITHDRAWN = "withdrawn", _("taken back")

    class Kind(models.TextChoices):
        PEOPLE = "people", _("assignment of people")
        CLUE_INFO = "clue_info", _("information on clues")
        PRE_BRIEFING = "pre_briefing", _("briefing on the situation")
        EXPERTISE = "expertise", _("expert help")
        PERSONAL_MATTERS = "personal_matters", _("verification of personal matters")
        DATA = "data", _("data and documents")
        EXTENSION = "extension", _("help with an extension")

    class Satisfaction(models.TextChoices):
        SATISFIED = "satisfied", _("satisfied")
        PARTLY = "partly", _("partly satisfied")
        UNSATISFIED = "unsatisfied", _("not satisfied")

    #: what may name people: held by the leader and the head of the office alone
    CONFIDENTIAL = (Kind.CLUE_INFO, Kind.PERSONAL_MATTERS)
    #: stages in which the unit owes an answer
    OWED = (Stage.SENT, Stage.SIGNED_FOR, Stage.ACCEPTED)
    tones = {
        Stage.ASKED: "idle",
        Stage.ACCEPTED: "warn",
        Stage.DECLINED: "late",
        Stage.ESCALATED: "late",
        Stage.ANSWERED: "move",
        Stage.JUDGED: "ok",
        Stage.EXCUSED: "idle",
        Stage.WITHDRAWN: "idle",
    }
    final = (Stage.JUDGED, Stage.EXCUSED, Stage.WITHDRAWN)

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.ASKED)
    round = models.ForeignKey(Round, models.PROTECT, related_name="requests", verbose_name=_("round"))
    engagement = models.ForeignKey(
        Engagement, models.PROTECT, null=True, related_name="requests", verbose_name=_("engagement")
    )
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, related_name="requests", verbose_name=_("team that asked")
    )
    unit = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name=_("inspected unit")
    )
    receiver = models.ForeignKey(
        Organisation, models.PROTECT, related_name="requests", verbose_name=_("functional unit")
    )
    number = models.CharField(_("number of the letter"), max_length=40, unique=True)
    kind_of = models.CharField(_("kind of request"), max_length=20, choices=Kind.choices)
    title_text = models.CharField(_("matter"), max_length=200)
    wanted = models.TextField(_("what is asked for"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_on = models.DateField(_("asked on"))
    sent_on = models.DateField(_("letter sent on"), null=True)
    signed_on = models.DateField(_("signed for on"), null=True)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("handled by")
    )
    promised_on = models.DateField(_("promised for"), null=True)
    refusal = models.TextField(_("reason for declining"), blank=True)
    decision = models.TextField(_("decision on it"), blank=True)
    answer = models.TextField(_("what was answered"), blank=True)
    answered_on = models.DateField(_("date of the answer"), null=True)
    satisfaction = models.CharField(_("judgement"), max_length=16, choices=Satisfaction.choices, blank=True)

    objects = FunctionalRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to a functional unit")
        verbose_name_plural = _("requests to functional units")
        constraints = [
            models.CheckConstraint(
                condition=Q(engagement__isnull=True, unit__isnull=True, team__isnull=True)
                | Q(engagement__isnull=False, unit__isnull=False),
                name="request_names_its_unit",
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=True) | ~Q(unit=F("receiver")), name="nobody_is_asked_about_himself"
            ),
            models.CheckConstraint(
                condition=Q(handler__isnull=True) | Q(signed_on__isnull=False), name="whoever_handles_it_has_signed"
            ),
            models.CheckConstraint(
                condition=Q(satisfaction="") | Q(answered_on__isnull=False), name="only_an_answer_is_judged"
            ),
        ]
        indexes = [
            models.Index(fields=["round", "stage"], name="request_of_round"),
            models.Index(fields=["receiver", "stage"], name="request_of_receiver"),
        ]

    def __str__(self):
        return self.title_text

    @property
    def asker(self) -> str:
        """The word of whoever asked: the team's leader, or the office; the office too once the team is dissolved."""
        at_work = self.team is not None and self.team.stage != Team.Stage.DISSOLVED
        return "lead" if at_work else "oversee"

    @property
    def asking_body(self) -> str:
        """Who asks, as the letter says it."""
        return str(self.team.name if self.team else self.author.organisation_name)

    def word_for(self, rule):
        """What the asking side owes is owed by whoever asked."""
        return self.asker if rule.word == "lead" else rule.word
