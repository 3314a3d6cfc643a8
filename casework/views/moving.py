"""The form of one move: asked, refused with a reason, done once."""

import secrets
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import View

from .. import present
from ..models import Draft, Event, Moving
from ..moves import Refused, Stale, actor_of, label_of, thing_of
from .page import move_help
from .rows import NUMBER, today


class MoveDoor(View):
    """The form of one move. Its fields are the verb's arguments; what was typed is never lost."""

    move: ClassVar[Any] = None
    #: the page of the thing, whose facts are shown beside the form
    page: ClassVar[Any] = None
    template_name = "casework/move.html"

    def dispatch(self, request, *args, **kwargs):
        self.thing = get_object_or_404(self.move.model.objects.visible_to(request.user), key=kwargs["key"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, key):
        if reason := self.move.why_not(request.user, self.thing, today()):
            return refused(request, reason, self.thing)
        draft = self._drafts().first()
        return self._form_page(self._form(initial=draft.data if draft else None), draft=draft)

    def post(self, request, key):
        if request.POST.get("draft"):
            return self._save_draft()
        form_key = request.POST.get("form_key", "").replace("\0", "")[:40]
        if done := self._done(form_key):
            return self._answer(self._thing_of(done))
        form = self._form(request.POST, request.FILES)
        if form is not None and not form.is_valid():
            return self._form_page(form, status=422)
        return self._do(request, form, form_key)

    def _do(self, request, form, form_key):
        posted = request.POST.get("version", "")
        try:
            made = self.move(
                self.thing,
                by=request.user,
                today=today(),
                version=int(posted) if NUMBER.fullmatch(posted) else self.thing.version,
                form_key=form_key,
                **(arguments(form) if form is not None else {}),
            )
        except Refused as error:
            return refused(request, error.reason, self.thing)
        except Stale as error:
            if done := self._done(form_key):  # a double click: the first one won meanwhile
                return self._answer(self._thing_of(done))
            return self._conflict(form, error.current)
        except ValidationError as error:
            if form is None:
                return refused(request, "；".join(error.messages), self.thing)
            form.add_error(None, error)
            return self._form_page(form, status=422)
        except IntegrityError:
            if done := self._done(form_key):
                return self._answer(self._thing_of(done))
            raise
        self._drafts().delete()
        messages.success(request, _("Done: %(move)s") % {"move": self.move.label})
        return self._answer(made)

    def _done(self, form_key: str) -> Event | None:
        """Return the history line that this very form has already written."""
        return Event.objects.filter(form_key=form_key, actor=self.request.user).first() if form_key else None

    def _form(self, data=None, files=None, initial=None):
        if self.move.asks is None:
            return None
        return self.move.asks(data, files, thing=self.thing, by=self.request.user, today=today(), initial=initial)

    def _form_page(self, form, *, draft=None, conflict=None, status=200):
        return render(
            self.request,
            self.template_name,
            {
                "title": str(self.move.label),
                "thing_title": self.thing.title,
                "crumbs": [
                    {"label": _("Desk"), "url": reverse("casework:home")},
                    {"label": self.thing.title, "url": self.thing.get_absolute_url()},
                ],
                "move": {
                    "label": str(self.move.label),
                    "consequence": move_help(self.move),
                    "danger": self.move.grave,
                },
                "form": form,
                "facts": self.shown_beside() if form is not None else [],
                "beside": form.beside() if form is not None else None,
                "version": self.thing.version,
                "form_key": secrets.token_urlsafe(24),
                "back_url": self.thing.get_absolute_url(),
                "conflict": conflict,
                "draft": {"saved_at": timezone.localtime(draft.saved_at).strftime("%H:%M")} if draft else None,
            },
            status=status,
        )

    def shown_beside(self):
        """What the page of the thing says of it, as far as this reader may see it."""
        return present.facts(self.thing, self.page.facts, self.request.user) if self.page else []

    def _conflict(self, form, current):
        """Show both texts; the form keeps what was typed and now carries the new version."""
        self.thing = current
        last = Event.objects.filter(thing_kind=current.kind, thing_id=current.pk).order_by("-id").first()
        mine, theirs = [], []
        for name in form.changed_data if form is not None else ():
            if hasattr(current, name):
                label = str(form.fields[name].label)
                mine.append({"label": label, "text": present.text_of(form.cleaned_data.get(name))})
                theirs.append({"label": label, "text": present.text_of(present.value_at(current, name))})
        conflict = {
            "mine": mine,
            "theirs": theirs,
            "who": actor_of(last) if last else "",
            "what": label_of(last) if last else "",
            "when": timezone.localtime(last.at).strftime("%Y-%m-%d %H:%M") if last else "",
            "stage": current.get_stage_display(),
            "reason": self.move.why_not(self.request.user, current, today()) or "",
        }
        return self._form_page(form, conflict=conflict, status=409)

    def _answer(self, made):
        """Go to what was made or moved, as far as its reader may still see it."""
        for thing in (made[0] if isinstance(made, list) and made else made, self.thing):
            if isinstance(thing, Moving):
                model = type(thing)
                if model.objects.visible_to(self.request.user).filter(pk=thing.pk).exists():
                    return redirect(thing.get_absolute_url())
        return redirect("casework:home")

    def _thing_of(self, event):
        return thing_of(event.thing_kind, event.thing_id)

    def _drafts(self):
        return Draft.objects.visible_to(self.request.user).filter(move=self.move.name, thing_id=self.thing.pk)

    def _save_draft(self):
        allowed = set(self.move.asks.base_fields) - set(self.move.asks.undrafted) if self.move.asks else set()
        data = {
            name: values if len(values) > 1 else values[0]
            for name, values in self.request.POST.lists()
            if name in allowed
        }
        if self.move.why_not(self.request.user, self.thing, today()) is None and data:
            Draft.objects.update_or_create(
                person=self.request.user, move=self.move.name, thing_id=self.thing.pk, defaults={"data": data}
            )
        return JsonResponse({"saved_at": timezone.localtime().strftime("%H:%M")})


def arguments(form) -> dict[str, Any]:
    """Return the verb's arguments from a valid form."""
    return {name: form.cleaned_data[name] for name in form.fields if name in form.cleaned_data}


def refused(request, reason: str, thing: Moving | None = None) -> HttpResponse:
    """Say no, why, and the way back."""
    context = {
        "title": _("Not possible now"),
        "reason": reason,
        "back_url": thing.get_absolute_url() if thing else reverse("casework:home"),
    }
    return render(request, "casework/refused.html", context, status=403)
