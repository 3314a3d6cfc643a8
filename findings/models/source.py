"""Where a team hears, reads and sees things: one register for each way of finding out (了解方式).

The registers are the team's own while it is on site; once its report is in they are handed over to the office. The
inspected unit never sees them.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.models import Thing, ThingQuerySet
from inspections.models import Engagement


class SourceQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The team's own; the office's too from the day on which the report is handed in."""
        return self.filter(
            Q(case__in=policy.seen_by(user, "lead", "inspect"))
            | Q(case__in=policy.seen_by(user, "oversee", "direct"), engagement__stage__in=Source.HANDED_OVER)
        )


class Source(Thing):
    """What every entry of a register has: the unit, a number, who made it."""

    #: stages of the engagement in which its registers lie with the office too
    HANDED_OVER = (
        Engagement.Stage.REPORTED,
        Engagement.Stage.FED_BACK,
        Engagement.Stage.RECTIFYING,
        Engagement.Stage.CLOSED,
    )
    sealed = True
    inner = True
    #: letter of the number: 谈-01, 阅-02 …
    letter = ""

    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="%(class)ss", verbose_name=_("engagement"))
    number = models.CharField(_("number"), max_length=24)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("entered by"))

    objects = SourceQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def unit(self):
        return self.engagement.unit


class Talk(Source):
    """An individual talk: planned with a person who has to be talked to, or simply held (个别谈话)."""

    class Stage(models.TextChoices):
        PLANNED = "planned", _("to be held")
        HELD = "held", _("held")
        NOT_HELD = "not_held", _("not held, with a reason")
        SEALED = "sealed", _("moved under seal")

    class Group(models.TextChoices):
        LEADERSHIP = "leadership", _("leadership team")
        MIDDLE = "middle", _("heads of sections")
        STAFF = "staff", _("staff")
        RETIRED = "retired", _("retired cadres")
        PUBLIC = "public", _("service users and the public")
        OTHER = "other", _("others")

    tones = {Stage.PLANNED: "warn", Stage.HELD: "ok", Stage.NOT_HELD: "idle", Stage.SEALED: "move"}
    final = (Stage.HELD, Stage.NOT_HELD, Stage.SEALED)
    left = (Stage.SEALED,)
    letter = "谈"

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.HELD)
    name = models.CharField(_("name of the person talked to"), max_length=60)
    post = models.CharField(_("post of the person talked to"), max_length=80, blank=True)
    organisation_name = models.CharField(_("unit of the person talked to"), max_length=120, blank=True)
    group = models.CharField(_("group of people"), max_length=16, choices=Group.choices, default=Group.STAFF)
    due_on = models.DateField(_("to be held by"), null=True, blank=True)
    on = models.DateField(_("day of the talk"), null=True, blank=True)
    place = models.CharField(_("place of the talk"), max_length=80, blank=True)
    second = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("second inspector"),
    )
    recorder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("recorder")
    )
    minutes = models.PositiveSmallIntegerField(_("length in minutes"), null=True, blank=True)
    signed = models.BooleanField(_("record signed by the person"), default=False)
    summary = models.TextField(_("outline and summary of the talk"), blank=True)

    class Meta:
        verbose_name = _("talk")
        verbose_name_plural = _("talks")
        constraints = [
            models.UniqueConstraint(fields=["engagement", "number"], name="one_talk_a_number"),
            models.CheckConstraint(
                condition=Q(second__isnull=True) | ~Q(second=models.F("author")), name="two_inspectors_are_two"
            ),
        ]
        indexes = [models.Index(fields=["engagement", "stage"], name="talk_of_engagement")]

    def __str__(self):
        return f"{self.name or self.number}（{self.get_group_display()}）"

    @property
    def inspector(self):
        """The first of the two who held it; whoever only planned it did not hold it."""
        return self.author if self.stage == Talk.Stage.HELD else None

    @property
    def signature(self):
        """Whether the record is signed; nothing while there is no record."""
        return self.signed if self.stage == Talk.Stage.HELD else None


class DocumentRequest(Source):
    """Papers asked for, lent, read and given back (调阅资料)."""

    class Stage(models.TextChoices):
        ASKED = "asked", _("asked for")
        RECEIVED = "received", _("lent to the team")
        RETURNED = "returned", _("given back")
        NOT_GIVEN = "not_given", _("not handed over")

    tones = {Stage.ASKED: "warn", Stage.RECEIVED: "move", Stage.RETURNED: "ok", Stage.NOT_GIVEN: "late"}
    final = (Stage.RETURNED, Stage.NOT_GIVEN)
    letter = "阅"

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.ASKED)
    title_text = models.CharField(_("documents"), max_length=200)
    keeper = models.CharField(_("who keeps them"), max_length=120, blank=True)
    due_on = models.DateField(_("to be handed over by"))
    received_on = models.DateField(_("received on"), null=True, editable=False)
    returned_on = models.DateField(_("given back on"), null=True, editable=False)
    truthful = models.BooleanField(_("complete and true"), null=True, blank=True)
    pages = models.TextField(_("what was read, with pages"), blank=True)

    class Meta:
        verbose_name = _("documents asked for")
        verbose_name_plural = _("documents asked for")
        constraints = [models.UniqueConstraint(fields=["engagement", "number"], name="one_document_a_number")]
        indexes = [models.Index(fields=["engagement", "stage"], name="document_of_engagement")]

    def __str__(self):
        return self.title_text

    @property
    def late(self):
        """Whether it was handed over after the day that the team had set."""
        return bool(self.received_on and self.received_on > self.due_on)


class FieldVisit(Source):
    """A visit on the spot (实地走访、下沉了解)."""

    class Stage(models.TextChoices):
        RECORDED = "recorded", _("recorded")

    tones = {Stage.RECORDED: "ok"}
    final = (Stage.RECORDED,)
    letter = "访"

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.RECORDED)
    place = models.CharField(_("place visited"), max_length=120)
    on = models.DateField(_("day of the visit"))
    met = models.PositiveSmallIntegerField(_("people met"), default=0)
    seen = models.TextField(_("what was seen and heard"))

    class Meta:
        verbose_name = _("field visit")
        verbose_name_plural = _("field visits")
        constraints = [models.UniqueConstraint(fields=["engagement", "number"], name="one_visit_a_number")]

    def __str__(self):
        return f"{self.place} {self.on}"


class PersonalMatterCheck(Source):
    """A spot check of what somebody has reported of his personal matters (抽查个人有关事项)."""

    class Stage(models.TextChoices):
        RECORDED = "recorded", _("recorded")

    tones = {Stage.RECORDED: "ok"}
    final = (Stage.RECORDED,)
    letter = "查"

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.RECORDED)
    name = models.CharField(_("name of the person checked"), max_length=60)
    post = models.CharField(_("post of the person checked"), max_length=80, blank=True)
    report = models.CharField(_("name of the report"), max_length=120)
    on = models.DateField(_("day of the check"))
    agrees = models.BooleanField(_("agrees with what was reported"), default=True)
    result = models.TextField(_("what the check showed"), blank=True)

    class Meta:
        verbose_name = _("check of personal matters")
        verbose_name_plural = _("checks of personal matters")
        constraints = [models.UniqueConstraint(fields=["engagement", "number"], name="one_check_a_number")]

    def __str__(self):
        return f"{self.name} · {self.report}"


class Sitting(Source):
    """A meeting of the team in this unit: a hearing, a team meeting, a branch meeting, a forum."""

    class Stage(models.TextChoices):
        RECORDED = "recorded", _("recorded")

    class Kind(models.TextChoices):
        HEARING = "hearing", _("hearing of a report")
        TEAM = "team", _("team meeting")
        BRANCH = "branch", _("meeting of the team's Party branch")
        FORUM = "forum", _("forum")
        ATTENDED = "attended", _("meeting of the unit attended")

    tones = {Stage.RECORDED: "ok"}
    final = (Stage.RECORDED,)
    letter = "会"

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.RECORDED)
    kind_of = models.CharField(_("kind of meeting"), max_length=16, choices=Kind.choices)
    title_text = models.CharField(_("name of the meeting"), max_length=120)
    on = models.DateField(_("day of the meeting"))
    place = models.CharField(_("place of the meeting"), max_length=80, blank=True)
    chair = models.CharField(_("chair of the meeting"), max_length=60, blank=True)
    speaker = models.CharField(_("who reported"), max_length=120, blank=True)
    attendees = models.TextField(_("attendees"), blank=True)
    agenda = models.TextField(_("agenda"), blank=True, help_text=_("One item a line."))
    minutes = models.TextField(_("content of the meeting"))

    class Meta:
        verbose_name = _("meeting of the team")
        verbose_name_plural = _("meetings of the team")
        constraints = [models.UniqueConstraint(fields=["engagement", "number"], name="one_sitting_a_number")]

    def __str__(self):
        return self.title_text
