"""What the worker does for those who keep the house."""

from django.db import transaction
from django.utils import timezone

from casework.delivery import newly_dead
from casework.models import Channel
from casework.policy import Actor
from casework.tasks import also

from .actions import lose_channel
from .models import Organisation


@also
def tell_of_dead_channels() -> None:
    """Tell the office of a channel that takes nothing; once, until it takes something again."""
    for channel in newly_dead():
        authority = Organisation.objects.authority()
        with transaction.atomic():
            ours = Channel.objects.filter(pk=channel.pk, dead_since__isnull=True).update(dead_since=timezone.now())
            if ours and authority:
                note = f"{channel.name}: {channel.last_failure}"
                lose_channel(authority, by=Actor.CLOCK, today=timezone.localdate(), note=note)
