"""Who belongs to the leading group and to the office, from when to when, by which paper (成员名单)."""

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Person
from casework import policy
from casework.models import Thing, ThingQuerySet


class SeatQuerySet(ThingQuerySet):
    def visible_to(self, user):
        return self.filter(case__in=policy.seen_by(user, "oversee", "direct", "observe"))

    def on(self, day):
        """Those who belonged to it on that day: from the day of the appointment to the day before they left."""
        return self.filter(Q(left_on=None) | Q(left_on__gt=day), appointed_on__lte=day)

    def of(self, kind: str):
        """Those of the leading group, or those of the office."""
        return self.filter(body__kind_of=kind)

    def with_rank(self):
        """Annotate each with its place when the list is read out, as ``rank``."""
        steps = [When(role=role, then=Value(place * 1000)) for place, role in enumerate(Seat.Role.values)]
        return self.annotate(rank=Case(*steps, output_field=models.IntegerField()) + F("place"))


class Seat(Thing):
    """One person's place in the leading group or the office, for a time. Whoever left stays on earlier lists."""

    class Stage(models.TextChoices):
        SERVING = "serving", _("serving")
        LEFT = "left", _("left")

    class Role(models.TextChoices):
        HEAD = "head", _("head of the leading group")
        DEPUTY_HEAD = "deputy_head", _("deputy head of the leading group")
        MEMBER = "member", _("member of the leading group")
        DIRECTOR = "director", _("director of the office")
        DEPUTY_DIRECTOR = "deputy_director", _("deputy director of the office")
        STAFF = "staff", _("staff of the office")

    #: kind of body → the roles that there are in it
    ROLES = {
        Organisation.Kind.LEADING_GROUP: (Role.HEAD, Role.DEPUTY_HEAD, Role.MEMBER),
        Organisation.Kind.OFFICE: (Role.DIRECTOR, Role.DEPUTY_DIRECTOR, Role.STAFF),
    }
    tones = {Stage.SERVING: "ok", Stage.LEFT: "idle"}
    final = (Stage.LEFT,)
    inner = True
    named_by = ("person",)

    stage = models.CharField(_("stage"), max_length=8, choices=Stage.choices, default=Stage.SERVING)
    body = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("body"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)
    place = models.PositiveSmallIntegerField(
        _("order"), default=99, help_text=_("Among those of the same role, as the list is read out.")
    )
    appointed_on = models.DateField(_("appointed on"))
    paper = models.CharField(_("paper of the appointment"), max_length=80, blank=True)
    left_on = models.DateField(_("no longer from"), null=True, blank=True)
    left_paper = models.CharField(_("paper of leaving"), max_length=80, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("place in the leading group or the office")
        verbose_name_plural = _("places in the leading group and the office")
        constraints = [
            models.UniqueConstraint(fields=["body", "person"], condition=Q(stage="serving"), name="one_seat_a_person"),
            models.CheckConstraint(
                condition=Q(stage="left", left_on__gte=F("appointed_on")) | Q(stage="serving", left_on__isnull=True),
                name="seat_left_on_a_day",
            ),
        ]
        indexes = [models.Index(fields=["body", "appointed_on"], name="seat_by_day")]

    def __str__(self):
        return f"{self.person} · {self.get_role_display()}"
