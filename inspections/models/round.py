"""The round of inspection."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.models import RegulationProfile, Thing, ThingQuerySet

from .category import CategorySet
from .term import Term


def rests_on_a_meeting(step):
    """Return a field that names the meeting whose minutes are the authority of ``step``."""
    return models.ForeignKey(
        "inspections.Meeting", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=step
    )


class RoundQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The office and the leading group; teams and units see their engagements."""
        return self.filter(case__in=policy.seen_by(user, "oversee", "direct", "observe", "lead", "inspect"))


class Round(Thing):
    """A round of inspection: one mobilisation, several teams, many units."""

    class Stage(models.TextChoices):
        DRAFT = "draft", _("being planned")
        LG_REVIEWED = "lg_reviewed", _("reviewed by the leading group")
        APPROVED = "approved", _("approved by the committee")
        STAFFED = "staffed", _("teams authorised")
        PREPARED = "prepared", _("prepared")
        MOBILIZED = "mobilized", _("mobilised")
        ON_SITE = "on_site", _("on site")
        REPORTING = "reporting", _("reporting")
        LG_HEARD = "lg_heard", _("heard by the leading group")
        SECRETARY_HEARD = "secretary_heard", _("heard by the secretary")
        FED_BACK = "fed_back", _("fed back, being handed over")
        RECTIFYING = "rectifying", _("rectification")
        ASSESSED = "assessed", _("assessed")
        ARCHIVED = "archived", _("archived")

    class Type(models.TextChoices):
        REGULAR = "regular", _("regular inspection")
        SPECIAL = "special", _("special inspection")
        MOBILE = "mobile", _("mobile inspection")
        LOOK_BACK = "look_back", _("look-back")
        UPPER = "upper", _("feedback from an upper level")

    class Mode(models.TextChoices):
        ORDINARY = "ordinary", _("ordinary")
        ESCALATED = "escalated", _("escalated")
        CROSSED = "crossed", _("crossed")
        LINKED = "linked", _("linked")
        VILLAGE = "village", _("straight to the villages")

    tones = {Stage.DRAFT: "idle", Stage.ON_SITE: "move", Stage.RECTIFYING: "warn", Stage.ARCHIVED: "ok"}
    final = (Stage.ARCHIVED,)
    #: stages in which it is decided where findings go, and what was decided can still be added to
    HEARD = (Stage.SECRETARY_HEARD, Stage.FED_BACK, Stage.RECTIFYING, Stage.ASSESSED)

    inner = True

    stage = models.CharField(_("stage"), max_length=20, choices=Stage.choices, default=Stage.DRAFT)
    term = models.ForeignKey(Term, models.PROTECT, related_name="rounds", verbose_name=_("term"))
    number = models.PositiveSmallIntegerField(_("number"))
    year = models.PositiveSmallIntegerField(_("year"))
    name = models.CharField(_("name"), max_length=80)
    type = models.CharField(_("type"), max_length=16, choices=Type.choices, default=Type.REGULAR)
    mode = models.CharField(_("mode"), max_length=16, choices=Mode.choices, default=Mode.ORDINARY)
    profile = models.ForeignKey(RegulationProfile, models.PROTECT, verbose_name=_("regulation profile"))
    category_set = models.ForeignKey(CategorySet, models.PROTECT, verbose_name=_("category set"))
    stays_from = models.DateField(_("on site from"), null=True, blank=True)
    stays_until = models.DateField(_("on site until"), null=True, blank=True)
    priorities = models.TextField(_("priorities"), blank=True)
    review_meeting = rests_on_a_meeting(_("review of the plan"))
    approval_meeting = rests_on_a_meeting(_("approval of the round"))
    training_meeting = rests_on_a_meeting(_("training"))
    mobilisation_meeting = rests_on_a_meeting(_("mobilisation"))
    group_meeting = rests_on_a_meeting(_("hearing by the leading group"))
    secretary_meeting = rests_on_a_meeting(_("hearing by the secretary"))

    #: the fields that name the meeting on which a step of the round rests, in the order of the steps
    RESTS = (
        "review_meeting",
        "approval_meeting",
        "training_meeting",
        "mobilisation_meeting",
        "group_meeting",
        "secretary_meeting",
    )

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        constraints = [models.UniqueConstraint(fields=["term", "number"], name="one_round_a_number")]

    def __str__(self):
        return self.name
