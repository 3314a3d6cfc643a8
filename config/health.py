"""Is it alive, and is it ready? Both without secrets, and without asking the broker."""

from django.apps import apps
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def healthz(request):
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_safe
def readyz(request):
    """The database answers, no migration waits, the worker came by lately; else 503 with what is missing."""
    try:
        state = _state()
    except DatabaseError:
        state = {"faults": {"database": "does not answer"}}
    ready = not state["faults"]
    return JsonResponse({"ready": ready, **state}, status=200 if ready else 503)


def _state():
    executor = MigrationExecutor(connection)
    if waiting := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return {"faults": {"migrations": f"{len(waiting)} not applied"}}
    beat = apps.get_model("casework", "Heartbeat").objects.filter(name="worker").first()
    if beat is None:
        return {"faults": {"worker": "never came by"}}
    age = (timezone.now() - beat.at).total_seconds()
    late = age > settings.HEARTBEAT_LIMIT.total_seconds()
    return {
        "faults": {"worker": f"last came by {age:.0f} s ago"} if late else {},
        "sweep_age": round(age, 1),
        "round_trip": beat.detail.get("round_trip"),
    }
