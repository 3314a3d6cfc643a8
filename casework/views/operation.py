"""Is the house well? For a monitoring server in figures, for the system administrator in words."""

import ipaddress
import secrets
from typing import Any

from axes.helpers import get_client_ip_address
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import View
from prometheus_client import CONTENT_TYPE_LATEST

from .. import metrics, policy, present
from ..context import version_of_house

#: below this share of the disk there is something to do
TIGHT = 0.1


@method_decorator(login_not_required, name="dispatch")
class Metrics(View):
    """The figures for Prometheus: to who brings the token, or to this machine where the settings say so."""

    inner = True

    def get(self, request):
        if not settings.METRICS_TOKEN and not settings.METRICS_LOCAL:
            raise Http404
        if not (self._brings_the_token(request) or (settings.METRICS_LOCAL and self._is_local(request))):
            return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
        return HttpResponse(metrics.exposition(metrics.figures()), content_type=CONTENT_TYPE_LATEST)

    @staticmethod
    def _brings_the_token(request) -> bool:
        kind, _blank, token = request.headers.get("Authorization", "").partition(" ")
        wanted = settings.METRICS_TOKEN.encode()
        return bool(wanted) and kind.lower() == "bearer" and secrets.compare_digest(token.strip().encode(), wanted)

    @staticmethod
    def _is_local(request) -> bool:
        """Whether this machine asks itself. What a proxy that we don't know of hands on comes from anywhere."""
        if "X-Forwarded-For" in request.headers and not settings.PROXIES:
            return False
        try:
            return ipaddress.ip_address(get_client_ip_address(request) or "").is_loopback
        except ValueError:
            return False


class Operation(View):
    """The same in words. For everybody but the system administrator it is not there."""

    inner = True

    def get(self, request):
        if "admit" not in policy.held_anywhere(request.user):
            raise Http404
        found = metrics.figures()
        context = {
            "title": _("Operation"),
            "crumbs": [{"label": _("Desk"), "url": reverse("casework:home")}],
            "lead": _("The worker, its queue and what waits to be sent, as they are at this moment."),
            "sections": [
                {"title": _("Worker"), "facts": self._worker(found)},
                {"title": _("Queue and messages"), "facts": self._messages(found)},
                {"title": _("Installation"), "facts": self._house(found)},
            ],
        }
        return render(request, "casework/operation.html", context)

    @staticmethod
    def _worker(found: metrics.Figures) -> list[dict[str, Any]]:
        late = found.worker_is_late
        trip = _("%(n).1f seconds") % {"n": found.round_trip} if found.round_trip is not None else _("not measured")
        return [
            fact(
                _("How it is"), _("not heard of: start the worker") if late else _("working"), "late" if late else "ok"
            ),
            fact(_("Last beat"), present.text_of(found.heartbeat_at) or _("has never run")),
            fact(_("Last call through the broker"), trip),
            fact(
                _("Dates of which nobody has been told yet"), str(found.untold), "warn" if found.untold and late else ""
            ),
        ]

    @staticmethod
    def _messages(found: metrics.Figures) -> list[dict[str, Any]]:
        if found.queues is None:
            queue = fact(_("Queue"), _("the broker does not answer"), "late")
        else:
            waiting = sum(found.queues.values())
            queue = fact(_("Queue"), ngettext("%(n)d call waits", "%(n)d calls wait", waiting) % {"n": waiting})
        lag = round(found.lag / 60)
        return [
            queue,
            fact(_("Messages waiting to be sent"), str(found.waiting)),
            fact(_("Oldest of them waits since"), ngettext("%(n)d minute", "%(n)d minutes", lag) % {"n": lag}),
            fact(_("Given up after several tries"), str(found.given_up), "late" if found.given_up else ""),
        ]

    @staticmethod
    def _house(found: metrics.Figures) -> list[dict[str, Any]]:
        free = _("%(free)s of %(size)s") % {
            "free": filesizeformat(found.disk_free),
            "size": filesizeformat(found.disk_size),
        }
        tight = found.disk_free < TIGHT * found.disk_size
        on = settings.METRICS_TOKEN or settings.METRICS_LOCAL
        return [
            fact(_("Version"), version_of_house()),
            fact(_("Disk free"), free, "late" if tight else ""),
            fact(_("Figures for a monitoring server"), "/metrics" if on else _("switched off")),
        ]


def fact(label: str, value: str, tone: str = "") -> dict[str, Any]:
    """Return one line; what somebody should look at is a tag."""
    return {"label": label, "value": value} | ({"kind": "tag", "tone": tone} if tone else {})
