"""What the worker looks for in what is put right."""

from django.utils import timezone

from casework.tasks import also

from .actions import look_for_new_principals


@also
def ask_new_principals() -> None:
    """Ask every new principal to take over what his unit has left open; may run at any time and twice."""
    look_for_new_principals(timezone.localdate())
