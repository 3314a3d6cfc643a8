"""The one-line promise of a round, as a bank statement."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.views.generic import View

from casework import clock, policy, present
from casework.views import panel, today
from findings.models import Finding, Landing, WorkingPaper
from inspections.models import Round

from .. import balance


def round_for_balance(request, key) -> Round:
    """Return the round if its reader may see its balance."""
    seen = policy.seen_by(request.user, "oversee", "direct", "observe")
    return get_object_or_404(Round.objects.visible_to(request.user).filter(case__in=seen), key=key)


def balance_lines(round: Round, found: balance.Balance) -> list[dict]:
    """Return the balance as a statement; every number links to its rows, sealed ones are a number alone."""
    base = reverse("findings:finding-list")
    rows = [{"label": now("Matters recorded"), "count": found.recorded, "sum": True}]
    for kind, label in Landing.Kind.choices:
        sealed = kind == Landing.Kind.DISCIPLINE
        url = "" if sealed else f"{base}?round={round.key}&landing={kind}"
        rows.append({"label": str(label), "count": found.landed[kind], "url": url, "sealed": sealed})
    papers = f"{reverse('findings:workingpaper-list')}?round={round.key}&stage={WorkingPaper.Stage.DROPPED}"
    rows.append({"label": now("Papers dropped with a reason"), "count": found.dropped_papers, "url": papers})
    if found.merged:
        merged = f"{reverse('findings:workingpaper-list')}?round={round.key}&stage={WorkingPaper.Stage.MERGED}"
        label = now("Papers merged into another, not counted again")
        rows.append({"label": label, "count": found.merged, "url": merged})
    rows.append(
        {
            "label": now("Findings not established"),
            "count": found.dropped - found.dropped_papers,
            "url": f"{base}?round={round.key}&stage={Finding.Stage.NOT_ESTABLISHED}",
        }
    )
    rows.append(
        {
            "label": now("Still open"),
            "count": found.open,
            "url": f"{reverse('rectification:balance', args=[round.key])}#exceptions",
            "tone": "warn" if found.open else "",
        }
    )
    if found.unexplained:
        rows.append({"label": now("Unexplained"), "count": found.unexplained, "tone": "late"})
    return rows


class BalancePage(View):
    """The one-line promise of a round, as a bank statement: recorded = answered."""

    inner = True

    def get(self, request, key):
        round, day = round_for_balance(request, key), today()
        found = balance.of(round, day)
        loose = balance.exceptions(round, day)
        things = present.things_of(((one.thing.kind, one.thing.pk) for one in loose), request.user)
        exceptions = []
        for one in loose:
            seen = things.get((one.thing.kind, one.thing.pk))
            exceptions.append(
                {
                    "number": one.thing.number if seen or not one.sealed else now("sealed"),
                    "url": seen.get_absolute_url() if seen else "",
                    "title": seen.title if seen else "",
                    "owner": one.owner,
                    "due": one.due_on.isoformat() if one.due_on else "",
                    "lamp": clock.lamp(one.due_on, None, day),
                    "why": one.what,
                }
            )
        labels = dict(Landing.Kind.choices)
        context = {
            "title": now("Balance of %(round)s") % {"round": round},
            "crumbs": [
                {"label": now("Desk"), "url": reverse("casework:home")},
                {"label": str(round), "url": round.get_absolute_url()},
            ],
            "lines": balance_lines(round, found),
            "further": [{"label": str(labels[kind]), "count": n} for kind, n in found.further.items()],
            "exceptions": exceptions,
            "balanced": found.balanced,
        }
        return render(request, "casework/balance.html", context)


class BalancePanel(View):
    """The balance in short, for the page of the round."""

    inner = True

    def get(self, request, key):
        round, day = round_for_balance(request, key), today()
        found = balance.of(round, day)
        context = {
            "title": now("Everything has its landing"),
            "lines": balance_lines(round, found),
            "balanced": found.balanced,
            "without_end": found.without_end,
            "url": reverse("rectification:balance", args=[round.key]),
        }
        return panel(request, context, "casework/balance_panel.html")
