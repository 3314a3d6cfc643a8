"""Pages of regulation profiles: those that come with the house, and the office's own."""

import django_filters
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from accounts.models import Organisation
from casework import clock, policy, present
from casework.models import DeadlineRule, RegulationProfile, Rung
from casework.moves import begun_by, counted_back
from casework.present import Column
from casework.views import NUMBER, ThingList, ThingPage, move_url, panel, today, with_next_due

from .. import actions, exports
from ..models import OwnProfile, OwnRule, Round
from ..moving_dates import by_rule
from .category import OfInspectors, headings, line
from .tables import children

OWN_PROFILE_COLUMNS = (
    Column("name", link=True),
    Column("since"),
    Column("based_on", _("made from")),
    Column("lamp", _("lamp"), kind="lamp"),
    Column("stage", kind="tag"),
)
OWN_RULE_COLUMNS = (
    Column("title", _("rule"), link=True),
    Column("amount", kind="num"),
    Column("unit"),
    Column("direction"),
    Column("basis", wide=True),
    Column("certainty"),
    Column("stage", kind="tag"),
)


class ProfileList(OfInspectors):
    """Every profile that a round can have, and what the office is drawing up."""

    def get(self, request):
        labels = (_("regulation profile"), _("rules of its own"), _("from where"), _("rounds that have it"))
        rounds = list(Round.objects.visible_to(request.user).values_list("profile", flat=True))
        rows = []
        for one in RegulationProfile.objects.select_related("own").prefetch_related("rules"):
            url = reverse("inspections:profile", args=[one.code])
            where = str(one.own.get_stage_display()) if hasattr(one, "own") else now("reference data")
            if one.to_be_checked:
                where = f"{where} · {RegulationProfile._meta.get_field('to_be_checked').verbose_name}"
            rows.append(line(labels, url, str(one), str(len(one.rules.all())), where, str(rounds.count(one.pk))))
        cards = [{"title": now("Profiles"), "columns": headings(labels), "rows": rows, "count": len(rows)}]
        own = OwnProfile.objects.visible_to(request.user).select_related("based_on").order_by("-pk")
        if own or any(one["primary"] for one in self.actions()):
            empty = now("The office has not drawn up a profile of its own.")
            cards.append(
                children(
                    now("Profiles of the office"), OwnProfile, OWN_PROFILE_COLUMNS, with_next_due(own), empty=empty
                )
            )
        context = {
            "title": now("Regulation profiles"),
            "lead": now("A round picks one and keeps it. What is in use is never altered; a new edition replaces it."),
            "crumbs": [{"label": now("Desk"), "url": reverse("casework:home")}],
            "actions": self.actions(),
            "cards": cards,
        }
        return render(request, "inspections/cards.html", context)

    def actions(self):
        authority = Organisation.objects.visible_to(self.request.user).authority()
        verb = actions.draft_profile
        rows = []
        if policy.held_anywhere(self.request.user) & {"oversee", "direct", "observe"}:
            url = reverse("inspections:ownrule-list")
            rows.append({"label": now("Rules of own profiles"), "url": url, "primary": False})
        if authority is not None and verb.why_not(self.request.user, authority, today()) is None:
            rows.append({"label": verb.label, "url": move_url(verb, authority), "primary": True})
        return rows


class ProfilePage(OfInspectors):
    """One profile: what it says of its own, and what holds for all profiles beside it."""

    def get(self, request, code):
        one = get_object_or_404(RegulationProfile, code=code)
        own = list(one.rules.order_by("pk"))
        general = DeadlineRule.objects.filter(profile=None).exclude(code__in=[rule.code for rule in own])
        ladders = {rule.pk: [] for rule in own}
        for rung in Rung.objects.filter(rule__in=own).order_by("days"):
            ladders[rung.rule_id].append(str(rung.days))
        in_force = Rung.objects.filter(rule=None, withdrawn=False)
        usual = "、".join(map(str, in_force.values_list("days", flat=True)))
        cards = [
            self.table(now("Rules of its own"), own, {pk: "、".join(days) or usual for pk, days in ladders.items()}),
            self.table(now("What holds for all profiles"), general.order_by("pk"), {}, usual),
        ]
        note = now(one.note) if one.note else ""
        check = now("To be checked by the office before it is used.") if one.to_be_checked else ""
        context = {
            "title": str(one),
            "lead": " ".join(text for text in (check, note) if text),
            "crumbs": [
                {"label": now("Desk"), "url": reverse("casework:home")},
                {"label": now("Regulation profiles"), "url": reverse("inspections:profile-list")},
            ],
            "cards": cards,
        }
        return render(request, "inspections/cards.html", context)

    @staticmethod
    def direction(rule, back):
        """Say whether a rule is counted on, or back, and from which day."""
        if rule.unit == DeadlineRule.Unit.CHOSEN:
            return ""
        if rule.direction == DeadlineRule.Direction.BEFORE:
            return now("counted back from “%(day)s”") % {"day": back.get(rule.code, "")}
        return now("counted on")

    def table(self, title, rules, ladders, usual=""):
        labels = (
            _("rule"),
            _("begins with"),
            _("how long"),
            _("direction"),
            _("who must act"),
            _("basis"),
            _("certainty"),
            _("reminded so many days before (-) and after"),
        )
        began, back = begun_by(), counted_back()
        rows = [
            line(
                labels,
                "",
                now(rule.name),
                "、".join(began.get(rule.code, ())),
                clock.amount_in_words(rule),
                self.direction(rule, back),
                str(policy.WORDS.get(rule.word, rule.word)),
                now(rule.basis),
                rule.get_certainty_display(),
                ladders.get(rule.pk, usual),
            )
            for rule in rules
        ]
        empty = {"text": now("It says nothing of its own.")}
        return {"title": title, "columns": headings(labels), "rows": rows, "count": len(rows), "empty": empty}


class OwnProfilePage(ThingPage):
    model = OwnProfile
    facts = ("name", "since", "based_on", "note", "profile")

    def things(self):
        return super().things().select_related("based_on", "profile", "case")

    def children(self, own):
        rows = OwnRule.objects.visible_to(self.request.user).filter(own_profile=own).select_related("general")
        empty = now("No rule has been added yet.")
        return [children(now("Rules of its own"), OwnRule, OWN_RULE_COLUMNS, rows.order_by("pk"), empty=empty)]


class OwnRuleFilter(django_filters.FilterSet):
    profile = django_filters.CharFilter(
        label=_("profile of the office"), field_name="own_profile__name", lookup_expr="icontains"
    )
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=OwnRule.Stage.choices)

    class Meta:
        model = OwnRule
        fields = ["profile", "stage"]


class OwnRuleList(ThingList):
    """Every rule of every profile of the office's own, one a row."""

    model = OwnRule
    heading = _("Rules of own profiles")
    columns = (Column("own_profile", sort="own_profile_id"), *OWN_RULE_COLUMNS)
    filterset = OwnRuleFilter
    ledger = exports.OWN_RULES

    def rows(self):
        return super().rows().select_related("own_profile__based_on", "general")


class OwnRulePage(ThingPage):
    model = OwnRule
    of_unit = ""
    parents = ("own_profile",)
    facts = ("own_profile", "amount", "unit", "direction", "basis", "certainty", "days_before", "days_after")

    def things(self):
        return super().things().select_related("own_profile__based_on", "general", "case")

    def panels(self, rule):
        url = reverse("inspections:rule-moves", args=[rule.key])
        return [{"title": now("Dates that this moves"), "url": url, "id": "moves"}]


class RuleMoves(View):
    """Which open dates of the profile that a draft is made from would move by one of its rules."""

    inner = True
    model = OwnRule

    def get(self, request, key):
        return self.shown(request, key, request.GET)

    def post(self, request, key):
        return self.shown(request, key, request.POST)

    def shown(self, request, key, asked):
        line = OwnRule.objects.visible_to(request.user).filter(key=key).select_related("general", "own_profile").first()
        own = line.own_profile if line else get_object_or_404(OwnProfile.objects.visible_to(request.user), key=key)
        general = line.general if line else None
        if not line:
            general = DeadlineRule.objects.filter(profile=None, code=asked.get("general", "")).first()
        amount, unit, direction = asked.get("amount", ""), asked.get("unit", ""), asked.get("direction", "")
        if line and not amount:
            amount, unit, direction = str(line.amount), line.unit, line.direction
        if direction not in DeadlineRule.Direction:
            direction = DeadlineRule.Direction.AFTER
        moved = []
        if general and NUMBER.fullmatch(amount) and 0 < int(amount) < 1000 and unit in dict(OwnRule.UNITS):
            rule = DeadlineRule(
                code=general.code, name=general.name, amount=int(amount), unit=unit, direction=direction
            )
            moved = by_rule(rule, own.based_on_id)
        context = present.moved_dates(moved, request.user) | {"title": now("Dates that this moves")}
        context["bare"] = "beside" in request.GET
        return panel(request, context, "casework/moved.html")
