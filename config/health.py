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
    """The database answers, no migration waits, and the worker was heard of lately; 503 with what is missing."""
    try:
        faults = _faults()
    except DatabaseError:
        faults = {"database": "does not answer"}
    return JsonResponse({"ready": not faults, "faults": faults}, status=503 if faults else 200)


def _faults():
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return {"migrations": len(waiting)}
    now = timezone.now()
    faults = {}
    beats = {}
    for beat in apps.get_model("casework", "Heartbeat").objects.all():
        beats[beat.name] = round((now - beat.at).total_seconds())
    if not beats:
        faults["worker"] = "never heard of"
    for name, age in beats.items():
        if age > settings.HEARTBEAT_LIMIT.total_seconds():
            faults[name] = f"last heard of {age} s ago"
    return faults
