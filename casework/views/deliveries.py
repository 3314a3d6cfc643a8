"""What left the house, what could not, and the button that sends it again."""

import django_filters
from django.contrib import messages
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .. import delivery, policy, present
from ..models import Channel, Message
from ..present import Column
from .lists import ThingList
from .rows import today

STATES = {
    Message.State.WAITING: Q(sent_at__isnull=True, given_up_at__isnull=True),
    Message.State.SENT: Q(sent_at__isnull=False),
    Message.State.GIVEN_UP: Q(given_up_at__isnull=False),
}


class MessageFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label=_("State of sending"), choices=Message.State.choices, method="in_state")
    who = django_filters.CharFilter(label=_("Name or user name"), method="meant_for")

    class Meta:
        model = Message
        fields = ["state", "who"]

    def in_state(self, rows, _name, state):
        return rows.filter(STATES[state])

    def meant_for(self, rows, _name, text):
        return rows.filter(Q(person__name__icontains=text.strip()) | Q(person__username__iexact=text.strip()))


class Deliveries(ThingList):
    """For the office and the system administrator; for everybody else it is not there."""

    model = Message
    inner = True
    heading = _("Messages outside")
    columns = (
        Column("addressee", _("receiver of the message")),
        Column("way", _("channel")),
        Column("made_at", kind="date", sort="made_at"),
        Column("number", kind="num"),
        Column(
            "state_name",
            _("state of sending"),
            kind="tag",
            tones={
                str(Message.State.SENT.label): "ok",
                str(Message.State.WAITING.label): "info",
                str(Message.State.GIVEN_UP.label): "late",
            },
        ),
        Column("sent_at", kind="date"),
        Column("tries", kind="num"),
        Column("error", wide=True),
    )
    filterset = MessageFilter
    order = "-made_at"

    @property
    def lead(self):
        text = now(
            "Each person is told once a day, outside the quiet hours: a fixed sentence and a link. "
            "What could not be sent is tried again by itself for some six hours, and then by hand."
        )
        for channel in Channel.objects.filter(dead_since__isnull=False).order_by("name"):
            text += " " + now("Silent since %(when)s: %(channel)s (%(error)s).") % {
                "when": timezone.localtime(channel.dead_since).strftime("%Y-%m-%d %H:%M"),
                "channel": name_of(channel.name),
                "error": channel.last_failure,
            }
        return text

    def dispatch(self, request, *args, **kwargs):
        if not policy.held_anywhere(request.user) & Message.KEEPERS:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def rows(self):
        return super().rows().select_related("person")

    def post(self, request):
        """Send the chosen ones again: the next ring takes them."""
        chosen = self.model.objects.visible_to(request.user).filter(key__in=request.POST.getlist("key"))
        done = sum(delivery.send_again(message) for message in chosen)
        text = ngettext("%(n)d message will be sent again.", "%(n)d messages will be sent again.", done)
        messages.success(request, text % {"n": done})
        return redirect("casework:deliveries")

    def more(self):
        rows = present.table(self.found, self.columns, today())
        for row, message in zip(rows, self.found, strict=True):
            row |= {"value": message.key, "name": f"{message.addressee} {message.on}"}
        return {
            "rows": rows,
            "bulk": {"url": "", "actions": [{"value": "again", "label": now("Send the message again")}]},
        }

    def _page(self, rows):
        self.found, pager = super()._page(rows)
        for message in self.found:
            message.addressee = str(message.person or now("group of the office"))
            message.way = name_of(message.channel)
            message.state_name = Message.State(message.state).label
        return self.found, pager


def name_of(channel: str) -> str:
    """Return what people call a channel; a robot's name is the office's own."""
    return {delivery.EMAIL: now("mail"), delivery.SMS: now("SMS")}.get(channel, channel)
