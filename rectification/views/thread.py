"""The whole way of a matter on one page."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.views.generic import View

from casework import present

from .. import thread


class ThreadPage(View):
    """From any record to the whole way that it is part of."""

    model = None

    def get(self, request, key):
        start = get_object_or_404(self.model.objects.visible_to(request.user).select_related("case"), key=key)
        found = thread.of(start, request.user)
        context = {
            "title": now("The whole way"),
            "crumbs": [
                {"label": now("Desk"), "url": reverse("casework:home")},
                {"label": start.title, "url": start.get_absolute_url()},
            ],
            "steps": [
                {
                    "on": step.on.isoformat() if step.on else "",
                    "kind": step.kind_name,
                    "number": present.number_of(step.thing),
                    "title": step.thing.title,
                    "url": step.thing.get_absolute_url(),
                    "who": step.who,
                    "stage": present.stage_of(step.thing),
                    "here": (step.thing.kind, step.thing.pk) == (start.kind, start.pk),
                }
                for step in found.steps
            ],
            "more_before": found.more_before,
            "more_after": found.more_after,
        }
        return render(request, "casework/thread.html", context)
