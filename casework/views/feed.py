"""The subscription of a calendar: its owner's page, and the address that his calendar asks."""

from axes.helpers import get_client_ip_address
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.generic import View
from rest_framework.throttling import SimpleRateThrottle

from .. import ical, present
from ..models import CalendarFeed


class FeedThrottle(SimpleRateThrottle):
    """So often one address may ask, whatever it asks for: a guess costs what a right answer costs."""

    scope = "feed"
    rate = "30/min"

    def get_cache_key(self, request, view):
        return self.cache_format % {"scope": self.scope, "ident": get_client_ip_address(request)}


class FeedSettings(View):
    """Where a person switches his subscription on and off. The address is shown once, when it is made."""

    def get(self, request):
        return self._page(request)

    def post(self, request):
        if "off" in request.POST:
            CalendarFeed.switch_off(request.user)
            messages.success(request, _("The subscription is off; its address leads nowhere now."))
            return redirect("casework:feed-settings")
        token = CalendarFeed.renew(request.user, timezone.now())
        return self._page(request, request.build_absolute_uri(reverse("casework:feed", args=[token])))

    def _page(self, request, address=""):
        feed = CalendarFeed.objects.visible_to(request.user).filter(token_hash__isnull=False).first()
        context = {
            "title": _("Subscribe to my calendar"),
            "crumbs": [
                {"label": _("Desk"), "url": reverse("casework:home")},
                {"label": _("Calendar"), "url": reverse("casework:calendar")},
            ],
            "lead": _("Your phone or mail program shows your dates by itself. Off until you switch it on."),
            "on": feed is not None,
            "address": address,
            "facts": [
                {"label": _("on since"), "value": present.text_of(feed.since)},
                {"label": _("last asked for"), "value": present.text_of(feed.asked_at) or _("never yet")},
            ]
            if feed
            else [],
        }
        return render(request, "casework/feed.html", context)


@method_decorator(login_not_required, name="dispatch")
@method_decorator(sensitive_variables("token"), name="dispatch")
class Feed(View):
    """The dates of whoever has this address. An address that is off, or never was, is not there."""

    def get(self, request, token):
        throttle = FeedThrottle()
        if not throttle.allow_request(request, self):
            return HttpResponse(status=429, headers={"Retry-After": str(int(throttle.wait() or 60) + 1)})
        feed = CalendarFeed.objects.at(token)
        if feed is None:
            raise Http404
        now = timezone.now()
        CalendarFeed.objects.filter(pk=feed.pk, token_hash=feed.token_hash).update(asked_at=now)
        with translation.override(feed.person.language or settings.LANGUAGE_CODE):
            content = ical.calendar_of(feed.person, feed.token_hash)
        return HttpResponse(content, content_type="text/calendar; charset=utf-8")
