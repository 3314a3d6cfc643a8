"""Accounts and the installation: what the administrators keep."""

import django_filters
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from casework import policy
from casework.views import MoveDoor, ThingList, ThingPage

from .. import actions
from ..models import House, Organisation, User
from .registry import ACCOUNT_COLUMNS, buttons, table


class UserFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Name or user name"), method="called")
    organisation = django_filters.ModelChoiceFilter(
        label=_("Acts for"),
        to_field_name="key",
        queryset=lambda request: Organisation.objects.visible_to(request.user).in_order(),
        method="acting_for",
    )
    administrator = django_filters.ChoiceFilter(label=_("Administrator"), choices=User.Administrator.choices)
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=User.Stage.choices)

    class Meta:
        model = User
        fields = ["q", "organisation", "administrator", "stage"]

    def called(self, rows, _name, text):
        return rows.filter(Q(name__icontains=text.strip()) | Q(username__icontains=text.strip()))

    def acting_for(self, rows, _name, body):
        return rows.filter(groups__in=(body.members_id, body.principals_id)).distinct()


class UserList(ThingList):
    model = User
    heading = _("Accounts")
    lead = _("One account for one person; it is disabled, never deleted.")
    columns = ACCOUNT_COLUMNS
    filterset = UserFilter
    order = "username"

    def rows(self):
        return super().rows().select_related("person__organisation")

    def actions(self):
        house = House.objects.visible_to(self.request.user).first()
        return buttons(self.request.user, house, actions.admit)


class UserPage(ThingPage):
    model = User
    facts = (
        "username",
        "name",
        ("post", _("post")),
        ("organisation_name", _("organisation")),
        "email",
        ("last_login", _("last signed in")),
        ("code_until", _("one-time code valid until")),
    )

    def things(self):
        return super().things().select_related("person__organisation")

    def sections(self, user):
        """Say for which bodies this account acts: all its powers follow from that."""
        if user.administrator:
            word = actions.ADMINISTRATORS[user.administrator]
            return [
                {"title": now("Powers"), "text": now("Holds no power on any case, only as %s.") % policy.WORDS[word]}
            ]
        groups = user.groups.all()
        found = Organisation.objects.visible_to(self.request.user)
        bodies = found.filter(Q(members__in=groups) | Q(principals__in=groups)).in_order()
        principal = set(groups.values_list("pk", flat=True))
        facts = [
            {
                "label": now("as its principal") if body.principals_id in principal else now("as one of its people"),
                "value": str(body),
                "url": body.get_absolute_url(),
            }
            for body in bodies
        ]
        nobody = {"text": now("Nobody yet: it has no powers.")}
        return [{"title": now("Acts for"), "facts": facts, "empty": None if facts else nobody}]


class HousePage(ThingPage):
    model = House

    def children(self, house):
        keepers = User.objects.visible_to(self.request.user).exclude(administrator="").order_by("username")
        return [table(now("Administrators"), User, ACCOUNT_COLUMNS, keepers.select_related("person__organisation"))]


class Installation(View):
    """The one installation, by an address that can be written into the navigation."""

    model = House

    def get(self, request):
        return redirect(get_object_or_404(House.objects.visible_to(request.user)))


class CodeDoor(MoveDoor):
    """Shows the one-time code on the answer itself, this once; no page can show it again."""

    def _answer(self, made):
        code = getattr(made, "new_code", "")
        if not code:
            return super()._answer(made)
        until = timezone.localtime() + actions.CODE_LIFE
        context = {
            "title": now("One-time code"),
            "crumbs": [{"label": made.title, "url": made.get_absolute_url()}],
            "account": made,
            "code": code,
            "until": until.strftime("%Y-%m-%d %H:%M"),
            "sign_in": self.request.build_absolute_uri(reverse("accounts:one_time")),
            "back_url": made.get_absolute_url(),
        }
        return render(self.request, "accounts/code.html", context)
