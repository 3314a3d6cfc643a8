from django.urls import path
from django.utils.translation import gettext_lazy as _

from casework.context import place
from casework.views import thing_paths

from .views import registry, roster, sign_in, users

app_name = "accounts"

place("registry", _("Organisations"), "accounts:organisation-list", "building-library", "oversee", "direct", "observe")
place("registry", _("People"), "accounts:person-list", "user-group", "oversee", "direct")
place("registry", _("Ties declared"), "accounts:tie-list", "link", "oversee", "direct")
place("settings", _("Accounts"), "accounts:user-list", "identification", "admit", "entrust", "audit")
place("settings", _("Organisations"), "accounts:organisation-list", "building-library", "admit", "entrust")
place("settings", _("People"), "accounts:person-list", "user-group", "admit", "entrust")
place("settings", _("Installation"), "accounts:installation", "cog-6-tooth", "admit", "entrust", "audit")

urlpatterns = [
    path("sign-in/", sign_in.SignIn.as_view(), name="sign_in"),
    path("one-time/", sign_in.OneTimeCode.as_view(), name="one_time"),
    path("sign-out/", sign_in.SignOut.as_view(), name="sign_out"),
    path("password/", sign_in.Password.as_view(), name="password"),
    path("me/", sign_in.Me.as_view(), name="me"),
    path("import/", roster.Import.as_view(), name="import"),
    path("import/template/", roster.Template.as_view(), name="import-template"),
    path("import/<str:key>/", roster.Check.as_view(), name="import-check"),
    path("installation/", users.Installation.as_view(), name="installation"),
    *thing_paths("house", None, users.HousePage),
    *thing_paths("users", users.UserList, users.UserPage, doors={"issue-code": users.CodeDoor}),
    *thing_paths("organisations", registry.OrganisationList, registry.OrganisationPage),
    *thing_paths("people", registry.PersonList, registry.PersonPage),
    *thing_paths("ties", registry.TieList, registry.TiePage),
]
