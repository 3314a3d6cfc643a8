"""Reading in the registry, in three steps: choose the file, check cell by cell, confirm. Each is an ordinary form."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.generic import View

from casework.moves import Refused, Stale
from casework.views import marked_copy, refused, shown, today

from .. import actions, exports, forms
from ..models import Organisation, Person, RosterFile
from ..roster import Roster

#: so many faults are listed above the sheets
LISTED = 50


class Keeper(View):
    """Open to whoever may register bodies; to who does not see the district committee it is not there."""

    inner = True

    def dispatch(self, request, *args, **kwargs):
        self.authority = Organisation.objects.visible_to(request.user).authority()
        if self.authority is None:
            raise Http404
        if reason := actions.register.why_not(request.user, self.authority, today()):
            return refused(request, reason, self.authority)
        return super().dispatch(request, *args, **kwargs)

    def page(self, status=200, **context):
        context = {
            "title": _("Read in the registry"),
            "crumbs": [{"label": _("Organisations"), "url": reverse("accounts:organisation-list")}],
        } | context
        return render(self.request, "casework/import.html", context, status=status)


class Import(Keeper):
    """The first step: the file."""

    def get(self, request):
        return self._form(forms.RosterUpload())

    def post(self, request):
        form = forms.RosterUpload(request.POST, request.FILES)
        if not form.is_valid():
            return self._form(form, status=422)
        content = form.cleaned_data["file"].read()
        try:
            Roster.check(content, self.authority, request.user)
        except ValidationError as error:
            form.add_error("file", error)
            return self._form(form, status=422)
        RosterFile.objects.filter(person=request.user).delete()
        kept = RosterFile.objects.create(
            person=request.user, name=form.cleaned_data["file"].name[:200], content=content
        )
        return redirect("accounts:import-check", key=kept.key)

    def _form(self, form, status=200):
        return self.page(
            status,
            form=form,
            template_url=reverse("accounts:import-template"),
            back_url=reverse("accounts:organisation-list"),
            lead=_("Three sheets are known: 单位档案, 人才库 and 巡察组名册. An empty cell leaves what is registered."),
        )


class Check(Keeper):
    """The second and the third step: what the file would do, and doing it."""

    def get(self, request, key):
        kept = RosterFile.objects.visible_to(request.user).filter(key=key).first()
        if kept is None:
            return self._gone()
        return self._preview(kept, Roster.check(bytes(kept.content), self.authority, request.user))

    def post(self, request, key):
        with transaction.atomic():
            # One confirms at a time, and nobody moves the registry under the check.
            Organisation.objects.select_for_update().get(pk=self.authority.pk)
            kept = RosterFile.objects.visible_to(request.user).filter(key=key).first()
            if kept is None:
                return self._gone()
            roster = Roster.check(bytes(kept.content), self.authority, request.user)
            if request.POST.get("copy"):
                return marked_copy(bytes(kept.content), roster.sheets, _("Registry"))
            if roster.refused:
                return self._preview(kept, roster, status=422)
            if roster.basis() != request.POST.get("token"):
                messages.warning(request, _("The registry has changed meanwhile. Please check once more."))
                return self._preview(kept, roster, status=409)
            try:
                with transaction.atomic():
                    roster.apply(today())
            except (Refused, Stale, IntegrityError) as error:
                messages.error(request, self._why(error))
                roster = Roster.check(bytes(kept.content), self.authority, request.user)
                return self._preview(kept, roster, status=409)
            kept.delete()
        counts = roster.counts()
        messages.success(request, _("Read in: %(new)d created, %(changed)d changed.") % counts)
        return redirect("accounts:organisation-list")

    @staticmethod
    def _why(error) -> str:
        match error:
            case Refused():
                return error.reason
            case Stale():
                return _("The registry has changed meanwhile. Please check once more.")
        return _("Nothing was stored: a name or a code would have been taken twice. Exchange names in two steps.")

    def _gone(self):
        messages.info(self.request, _("This file was read in already, or another one took its place."))
        return redirect("accounts:import")

    def _preview(self, kept, roster, status=200):
        faults = list(roster.faults())
        return self.page(
            status,
            lead=kept.name,
            sheets=[shown(sheet, list(sheet.columns)) for sheet in roster.sheets],
            counts=roster.counts(),
            refused=roster.refused,
            faults=faults[:LISTED],
            more_faults=max(0, len(faults) - LISTED),
            token=roster.basis(),
            back_url=reverse("accounts:import"),
        )


class Template(Keeper):
    """The workbook to fill in: the exact headings, drop-downs, and what is registered now."""

    def get(self, request):
        bodies = Organisation.objects.visible_to(request.user).in_order().select_related("parent")
        people = Person.objects.visible_to(request.user).filter(stage=Person.Stage.SERVING)
        people = people.select_related("organisation").order_by("organisation__tree_key", "sort_key", "pk")
        content = exports.workbook(bodies, people)
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        response = HttpResponse(content, content_type=kind)
        name = _("Registry %(day)s.xlsx") % {"day": today().isoformat()}
        response["Content-Disposition"] = content_disposition_header(True, name)
        return response
