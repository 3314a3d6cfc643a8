"""The usual rungs: what is in force, what an edition would change, and the editions so far."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import View

from accounts.models import Organisation
from casework import policy, present, rehearsal
from casework.models import Deadline, Rung
from casework.present import Column
from casework.views import ThingPage, move_url, panel, today

from .. import actions, forms
from ..models import UsualRungs
from ..rungs import as_if, usual_rungs
from .category import OfInspectors, headings, line
from .tables import children

EDITION_COLUMNS = (
    Column("since", kind="date", link=True),
    Column("days_before"),
    Column("days_after"),
    Column("stage", kind="tag"),
)
#: so many lines that are told otherwise are listed
MOST = 200


def in_words(days: int) -> str:
    """Say on which day a rung speaks: “20 days before”, “on the day”, “1 day after”."""
    if days == 0:
        return now("on the day")
    if days < 0:
        return ngettext("%(n)d day before", "%(n)d days before", -days) % {"n": -days}
    return ngettext("%(n)d day after", "%(n)d days after", days) % {"n": days}


def told_in_words(words: str) -> str:
    return "、".join(str(policy.WORDS.get(word, word)) for word in words.split())


class RungsPage(OfInspectors):
    """The usual rungs as they hold now, the rules that have rungs of their own, and the editions."""

    def get(self, request):
        cards = [self.usual(), self.own()]
        editions = UsualRungs.objects.visible_to(request.user).order_by("-pk")
        if policy.held_anywhere(request.user) & {"oversee", "direct", "observe"}:
            empty = now("The rungs are those that come with the house.")
            cards.append(children(now("Editions of the office"), UsualRungs, EDITION_COLUMNS, editions, empty=empty))
        context = {
            "title": now("Rungs of reminders"),
            "lead": now("Told is the one who must act, and beside him whoever stands here, as far as he may see it."),
            "crumbs": [{"label": now("Desk"), "url": reverse("casework:home")}],
            "actions": self.actions(),
            "cards": cards,
        }
        return render(request, "inspections/cards.html", context)

    def actions(self):
        authority = Organisation.objects.visible_to(self.request.user).authority()
        verb = actions.set_rungs
        if authority is None or verb.why_not(self.request.user, authority, today()):
            return []
        return [{"label": verb.label, "url": move_url(verb, authority), "primary": True}]

    @staticmethod
    def usual():
        labels = (_("when"), _("rung"), _("told beside the one who must act"), _("in force since"))
        rungs = Rung.objects.filter(rule=None, withdrawn=False).order_by("days")
        rows = [
            line(
                labels,
                "",
                in_words(rung.days),
                now(rung.name),
                told_in_words(rung.words),
                present.text_of(rung.since) or now("reference data"),
            )
            for rung in rungs
        ]
        return {"title": now("Usual rungs"), "columns": headings(labels), "rows": rows, "count": len(rows)}

    @staticmethod
    def own():
        labels = (_("rule"), _("regulation profile"), _("when"))
        of_rule: dict = {}
        for rung in Rung.objects.exclude(rule=None).select_related("rule__profile").order_by("rule", "days"):
            of_rule.setdefault(rung.rule, []).append(in_words(rung.days))
        rows = [
            line(labels, "", now(rule.name), str(rule.profile or ""), "、".join(days)) for rule, days in of_rule.items()
        ]
        empty = {"text": now("No rule has rungs of its own.")}
        title = now("Rules with rungs of their own")
        return {"title": title, "columns": headings(labels), "rows": rows, "count": len(rows), "empty": empty}


class RungsMove(View):
    """Which reminders of the 30 days to come would be told besides, or no longer: beside the form of the rungs."""

    inner = True

    def get(self, request):
        return self.shown(request, request.GET)

    def post(self, request):
        return self.shown(request, request.POST)

    def shown(self, request, asked):
        if "direct" not in policy.held_anywhere(request.user):
            raise Http404
        form = forms.SetRungs(asked, thing=None, by=request.user, today=today())
        form.is_valid()
        rows = []
        if "days_before" in form.cleaned_data and "days_after" in form.cleaned_data:
            said = {step: form.cleaned_data.get(step) or [] for step in UsualRungs.STEPS}
            wanted = usual_rungs(form.cleaned_data["days_before"], form.cleaned_data["days_after"], said, said)
            rows = self.changes(as_if(wanted, today()))
        labels = (_("to be told on"), _("person"), _("the matter"), _("rung"), _("what changes"))
        context = {
            "title": now("What this changes in the next 30 days"),
            "columns": headings(labels),
            "rows": [line(labels, "", *texts) for texts in rows[:MOST]],
            "count": len(rows),
            "empty": {"text": now("Nothing changes in the next 30 days of what you may see.")},
            "bare": "beside" in request.GET,
        }
        return panel(request, context, "casework/moved.html")

    def changes(self, ladders):
        """Return day, person, matter, rung and what changes of every line that is told on one side alone."""
        among = Deadline.objects.visible_to(self.request.user)
        so_far, then = (
            {
                (one.day, one.person.pk, one.deadline.pk, one.rung.days): one
                for one in rehearsal.rehearse(today(), among=among, ladders=of)
            }
            for of in (None, ladders)
        )
        lines = {**so_far, **then}
        differing = sorted(so_far.keys() ^ then.keys())
        pairs = ((lines[key].deadline.thing_kind, lines[key].deadline.thing_id) for key in differing)
        things = present.things_of(pairs, self.request.user)
        found = []
        for key in differing:
            one = lines[key]
            if thing := things.get((one.deadline.thing_kind, one.deadline.thing_id)):
                change = now("told besides") if key in then else now("no longer told")
                found.append((one.day.isoformat(), one.person.name, thing.title, in_words(one.rung.days), change))
        return found


class UsualRungsPage(ThingPage):
    model = UsualRungs
    of_unit = ""
    facts = ("since", "days_before", "days_after")

    def children(self, rungs):
        labels = (_("step"), _("told beside the one who must act"))
        rows = [line(labels, "", *texts) for texts in rungs.told_by_step()]
        title = now("Who is told at each step")
        return [{"title": title, "columns": headings(labels), "rows": rows, "count": len(rows)}]

    def things(self):
        return super().things().select_related("case")
