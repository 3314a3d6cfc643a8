"""The two pages for strangers: writing a letter, and coming back to it. No session, no script, nothing kept of whoever
asks: an unknown box looks like a closed one, an unknown receipt like a wrong secret.
"""

import secrets
from typing import ClassVar

from axes.helpers import get_client_ip_address
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import View

from casework.views import today

from .. import letterbox, throttle
from ..forms import AddToLetter, Return, WriteLetter

TOO_MANY = 429


def no_more_today() -> str:
    return _("So many letters have come today that no more is taken until tomorrow.")


@method_decorator(login_not_required, name="dispatch")
@method_decorator(sensitive_post_parameters(), name="dispatch")
class PublicPage(View):
    """A page for anybody who has its address. It stands at the portal, never at the office's own door."""

    outer: ClassVar[bool] = True

    def page(self, template: str, status: int = 200, **context):
        response = render(self.request, f"letters/{template}.html", context, status=status)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    def form_key(self) -> str:
        """The key of the form that was sent, or of the one that is given out now."""
        return letterbox.form_key_in(self.request.POST.get("form_key", "")) or secrets.token_urlsafe(24)


class WritePage(PublicPage):
    """The letter box behind a code: open, one may write; else it says so, and nothing more."""

    def get(self, request, token):
        box = letterbox.box_of(token, today())
        return self.form(box, WriteLetter()) if box else self.closed()

    def post(self, request, token):
        box = letterbox.box_of(token, today())
        if box is None:
            return self.closed()
        once = {
            throttle.LETTERS_OF_ADDRESS: get_client_ip_address(request) or "",
            throttle.LETTERS_OF_BOX: box.key,
        }
        if throttle.used_up(**once):  # before anything is read of what was sent
            return self.form(box, WriteLetter(initial=request.POST.dict()), TOO_MANY, refusal=no_more_today())
        form = WriteLetter(request.POST, request.FILES)
        if not form.is_valid():
            return self.form(box, form, 422)
        receipt = letterbox.put_in(box, self.form_key(), form.cleaned_data, today())
        throttle.count(**once)
        return self.page("receipt", title=_("Your letter has arrived"), box=box, receipt=receipt, on=today())

    def form(self, box, form, status=200, *, refusal=""):
        title = _("Write to the inspection team")
        return self.page("write", status, title=title, box=box, form=form, form_key=self.form_key(), refusal=refusal)

    def closed(self):
        return self.page("closed", 404, title=_("This letter box is not open"))


class ReceiptPage(PublicPage):
    """Whoever has a receipt reads what he was asked, and adds what he wants to."""

    def get(self, request):
        return self.asks(Return())

    def post(self, request):
        form = Return(request.POST)
        if not form.is_valid():
            return self.asks(form, 422)
        receipt = letterbox.Receipt(**form.cleaned_data)
        tries = {
            throttle.TRIES_OF_RECEIPT: receipt.number,
            throttle.TRIES_OF_ADDRESS: get_client_ip_address(request) or "",
        }
        if throttle.used_up(**tries):
            form.add_error(None, _("Too many tries today. Come back tomorrow."))
            return self.asks(form, TOO_MANY)
        thread = letterbox.thread_of(receipt)
        if thread is None:
            throttle.count(**tries)
            form.add_error(None, _("This number and this secret do not belong together. Please check both."))
            return self.asks(form, 422)
        if "add" in request.POST and thread.may_add:
            return self.add(receipt, thread)
        return self.shows(receipt, thread, AddToLetter())

    def add(self, receipt, thread):
        once = {throttle.LETTERS_OF_ADDRESS: get_client_ip_address(self.request) or ""}
        if throttle.used_up(**once):
            form = AddToLetter(initial=self.request.POST.dict())
            return self.shows(receipt, thread, form, TOO_MANY, refusal=no_more_today())
        form = AddToLetter(self.request.POST, self.request.FILES)
        if not form.is_valid():
            return self.shows(receipt, thread, form, 422)
        letterbox.add(receipt, self.form_key(), form.cleaned_data, today())
        throttle.count(**once)
        return self.shows(receipt, letterbox.thread_of(receipt), AddToLetter(), added=True)

    def asks(self, form, status=200):
        return self.page("return", status, title=_("Come back to your letter"), form=form)

    def shows(self, receipt, thread, form, status=200, *, added=False, refusal=""):
        return self.page(
            "thread",
            status,
            title=_("Your letter"),
            receipt=receipt,
            thread=thread,
            form=form,
            form_key=secrets.token_urlsafe(24) if added else self.form_key(),
            added=added,
            refusal=refusal,
        )
