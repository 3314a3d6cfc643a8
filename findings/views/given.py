"""What a unit gave already, beside the form in which somebody is about to ask it for more (已交材料)."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as now
from django.views.generic import View

from accounts.given import ASKED_IN, OFFERED, given
from accounts.models import Organisation
from casework import likeness
from casework.views import panel
from inspections.models import Engagement

from ..models import DocumentRequest, FactSheet

#: what a team had in its hands, though nobody uploaded it
LENT = (DocumentRequest.Stage.RECEIVED, DocumentRequest.Stage.RETURNED)
ANSWERED = (FactSheet.Stage.CONFIRMED, FactSheet.Stage.DISPUTED)


class GivenBefore(View):
    """The box beside the form: files of this and earlier inspections, papers lent, facts confirmed, as one may see."""

    inner = True
    model = Engagement

    def get(self, request, key):
        engagement = get_object_or_404(
            Engagement.objects.visible_to(request.user).select_related("unit", "round", "case"), key=key
        )
        said = request.POST or request.GET
        text = "\n".join(said.get(name, "").replace("\0", "") for name in ASKED_IN)[:2000].strip()
        unit = self.asked_of(engagement, said.get("receiver", "").replace("\0", ""))
        context = {
            "title": now("Given already"),
            "asked": text,
            "groups": self.groups(unit, request.user, text) if text else [],
            "nothing": now("%(unit)s has given nothing that reads like it, as far as you may see.") % {"unit": unit}
            if text
            else now("As soon as it is said what is asked for, what was given already is shown here."),
            "crumbs": [{"label": engagement.title, "url": engagement.get_absolute_url()}],
        }
        return panel(request, context, "findings/alike.html")

    post = get

    @staticmethod
    def asked_of(engagement: Engagement, receiver: str) -> Organisation:
        """Return who is asked: the unit itself, unless a request to another body says which."""
        other = Organisation.objects.filter(case=engagement.unit.case_id, key=receiver).first() if receiver else None
        return other or engagement.unit

    def groups(self, unit: Organisation, reader, text: str) -> list[dict[str, Any]]:
        files = [
            {
                "url": reverse("casework:file", args=[one.file.key]),
                "title": one.file.name,
                "about": f"{one.thing.title} · {one.file.on.isoformat()}",
                "alike": f"{one.alike:.0%}",
            }
            for one in given(unit, reader, text, least=likeness.ALIKE)
        ]
        lent = DocumentRequest.objects.visible_to(reader).filter(engagement__unit=unit, stage__in=LENT)
        sheets = FactSheet.objects.visible_to(reader).filter(engagement__unit=unit, stage__in=ANSWERED)
        groups = [
            {"label": now("Files handed in"), "rows": files},
            {"label": now("Documents lent to a team"), "rows": alike(lent, text, "received_on")},
            {"label": now("Facts put to the unit"), "rows": alike(sheets, text, "answered_on")},
        ]
        return [group for group in groups if group["rows"]]


def alike(rows, text: str, day: str) -> list[dict[str, Any]]:
    """Return those of the newest rows whose titles read like a line of the text, the likest first."""
    subjects, found = likeness.Subjects(text), []
    for row in rows.select_related("engagement__unit", "engagement__round").order_by("-pk")[:500]:
        near = subjects.alike(row.title)
        if near >= likeness.ALIKE:
            found.append((near, row))
    return [
        {
            "url": row.get_absolute_url(),
            "title": row.title,
            "about": " · ".join(map(str, filter(None, (row.engagement.round, getattr(row, day))))),
            "alike": f"{near:.0%}",
        }
        for near, row in sorted(found, key=lambda one: (-one[0], -one[1].pk))[:OFFERED]
    ]
