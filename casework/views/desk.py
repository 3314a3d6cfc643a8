"""The desk: what waits for its reader, what he was told, and the files that he opens."""

import datetime
from typing import Any, BinaryIO

from django.apps import apps
from django.conf import settings
from django.db.models import F
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import View

from .. import clock, files, present, taking
from ..context import desk_panels
from ..models import Attachment, Deadline, Moving, Notice
from ..moves import actor_of, label_of
from .jobs import shown
from .rows import today


class Home(View):
    """What I must do today: late, today, this week, later. Other apps add panels by address, not by import."""

    shown = 12

    def get(self, request):
        day = today()
        dates = list(Deadline.objects.duties_of(request.user).select_related("rule").order_by("due_on", "pk")[:500])
        things = present.things_of(((d.thing_kind, d.thing_id) for d in dates), request.user)
        groups = {
            "late": {"title": _("Late"), "tone": "late", "items": []},
            "today": {"title": _("Today"), "tone": "warn", "items": []},
            "week": {"title": _("This week"), "tone": "info", "items": []},
            "later": {"title": _("Later"), "tone": "idle", "items": []},
        }
        for date in dates:
            if thing := things.get((date.thing_kind, date.thing_id)):
                group = "later" if date.stopped_on else _group_of(date.due_on, day)
                groups[group]["items"].append(_duty(date, thing, day))
        whole = request.GET.get("all")
        for key, group in groups.items():
            group |= {"key": key, "count": len(group["items"])}
            if key != whole and group["count"] > self.shown:
                group["items"] = group["items"][: self.shown]
                group["more_url"] = f"?all={key}#{key}"
        context = {
            "title": _("Desk"),
            "groups": [group for group in groups.values() if group["count"]],
            "cards": [
                {"label": group["title"], "count": group["count"], "tone": group["tone"], "url": f"#{key}"}
                for key, group in groups.items()
            ],
            "panels": desk_panels(request.user),
        }
        return render(request, "casework/home.html", context)


def _group_of(due_on: datetime.date, day: datetime.date) -> str:
    """Return the part of the desk on which something due on ``due_on`` lies on ``day``."""
    if due_on < day:
        return "late"
    if due_on == day:
        return "today"
    return "week" if due_on <= day + datetime.timedelta(days=6 - day.weekday()) else "later"


def _duty(date: Deadline, thing: Moving, day: datetime.date) -> dict[str, Any]:
    return {
        "url": thing.get_absolute_url(),
        "title": thing.title,
        "number": present.number_of(thing),
        "what": _(date.rule.name),
        "due": date.due_on.isoformat(),
        "lamp": clock.lamp_of(date, day),
    }


class Notices(View):
    """The inbox: what happened to what I may see, unread first."""

    def get(self, request):
        rows = list(
            Notice.objects.visible_to(request.user)
            .select_related("event__actor", "reminder__deadline__rule", "reminder__rung")
            .order_by(F("read_at").asc(nulls_first=True), "-pk")[:200]
        )
        pairs = {row.pk: self._about(row) for row in rows}
        things = present.things_of(pairs.values(), request.user)
        notices = []
        for row in rows:
            thing = things.get(pairs[row.pk])
            notices.append(
                {
                    "key": row.key,
                    "url": reverse("casework:notice", args=[row.key]) if thing and thing.get_absolute_url() else "",
                    "text": self._text(row, thing),
                    "number": present.number_of(thing) if thing else "",
                    "kind": str(type(thing)._meta.verbose_name) if thing else "",
                    "at": timezone.localtime(row.at).strftime("%Y-%m-%d %H:%M"),
                    "unread": row.read_at is None,
                }
            )
        context = {"title": _("Notices"), "notices": notices, **shown(request.user)}
        return render(request, "casework/notices.html", context)

    def post(self, request):
        keys = request.POST.getlist("key")
        rows = Notice.objects.visible_to(request.user).unread()
        if not request.POST.get("all"):
            rows = rows.filter(key__in=keys)
        rows.update(read_at=timezone.now())
        return redirect("casework:notices")

    @staticmethod
    def _about(row) -> tuple[str, int]:
        source = row.event or row.reminder.deadline
        return source.thing_kind, source.thing_id

    @staticmethod
    def _text(row, thing) -> str:
        if thing is None and row.reminder and apps.get_model(row.reminder.deadline.thing_kind).hushed:
            return _("A letter of the inspection office is waiting for its answer longer than it may.")
        title = thing.title if thing else _("(no longer visible to you)")
        if row.event:
            return f"{actor_of(row.event)} · {label_of(row.event)}：{title}"
        rung, deadline = row.reminder.rung, row.reminder.deadline
        return f"{_(rung.name)}：{_(deadline.rule.name)}（{deadline.due_on.isoformat()}）{title}"


class OneNotice(View):
    """Opens what a notice is about, and marks it read."""

    def get(self, request, key):
        notice = get_object_or_404(Notice.objects.visible_to(request.user), key=key)
        if notice.read_at is None:
            Notice.objects.filter(pk=notice.pk).update(read_at=timezone.now())
        things = present.things_of([Notices._about(notice)], request.user)
        for thing in things.values():
            return redirect(thing.get_absolute_url())
        raise Http404


class File(View):
    """Gives out a file as a download to whoever may see the thing that it lies with.

    Of a thing that is numbered every reader gets a copy of his own, with its number on each page.
    """

    def get(self, request, key):
        row = get_object_or_404(Attachment, key=key)
        thing = present.things_of([(row.thing_kind, row.thing_id)], request.user).get((row.thing_kind, row.thing_id))
        if thing is None:
            raise Http404
        try:
            content: BinaryIO = (settings.FILES_ROOT / row.place).open("rb")
        except FileNotFoundError as error:
            raise Http404 from error
        if told := files.WHEN_READ.get(thing.kind):
            told(thing, request.user)
        if thing.numbered:
            content = taking.take_file(thing, row, content, request.user)
        response = FileResponse(content, as_attachment=True, filename=row.name, content_type=row.content_type)
        response["Content-Security-Policy"] = "sandbox"
        return response
