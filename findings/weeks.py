"""What a weekly report counts, and how: from the history of the registers, so that each entry is counted once.

A report counts what was entered after the last one, also when it had happened before; so what is typed in late is not
lost, and the reports of a stay add up to its registers. The three columns of problems follow from what a finding says:
the disciplines that its category answers to, and its local priority.
"""

import datetime

from django.db.models import Count, Q

from casework.models import Event
from inspections.models import Discipline, Engagement

from .models import DocumentRequest, FieldVisit, Finding, Petition, Talk, WeeklyReport

PARTY_BUILDING = [Discipline.POLITICAL, Discipline.ORGANISATION]
STRICT_GOVERNANCE = [Discipline.INTEGRITY, Discipline.MASSES, Discipline.WORK, Discipline.LIFE]


def _came_to(model, stage: str) -> Q:
    return Q(thing_kind=model._meta.label_lower, to_stage=stage) & ~Q(from_stage=stage)


#: number → the lines of the history that it counts
COUNTED = {
    "talks": _came_to(Talk, Talk.Stage.HELD),
    "documents": _came_to(DocumentRequest, DocumentRequest.Stage.RECEIVED),
    "petitions": _came_to(Petition, Petition.Stage.ENTERED),
    "visits": _came_to(FieldVisit, FieldVisit.Stage.RECORDED),
}


def last_of(engagement: Engagement) -> WeeklyReport | None:
    """Return the last weekly report on this unit."""
    return engagement.weekly_reports.order_by("-on").first()


def begins_on(engagement: Engagement, last: WeeklyReport | None, today: datetime.date) -> datetime.date:
    """Return the first day of the week that is to be told next."""
    return last.on + datetime.timedelta(days=1) if last else engagement.entered_on or today


def numbers(engagement: Engagement, last: WeeklyReport | None) -> dict[str, int]:
    """Return every number of the report that would be handed in now."""
    lines = Event.objects.filter(case=engagement.case_id)
    if last:
        told = Event.objects.filter(thing_kind=last.kind, thing_id=last.pk).order_by("pk").values("pk")[:1]
        lines = lines.filter(pk__gt=told)
    found = lines.aggregate(**{name: Count("thing_id", filter=which, distinct=True) for name, which in COUNTED.items()})
    raised = lines.filter(_came_to(Finding, Finding.Stage.IDENTIFIED)).values("thing_id")
    problems = Finding._base_manager.filter(pk__in=raised).exclude(stage=Finding.Stage.NOT_ESTABLISHED)
    return found | problems.aggregate(
        problems=Count("pk"),
        party_building=Count("pk", filter=Q(category__disciplines__overlap=PARTY_BUILDING)),
        strict_governance=Count("pk", filter=Q(category__disciplines__overlap=STRICT_GOVERNANCE)),
        key_areas=Count("pk", filter=Q(priority__isnull=False)),
    )
