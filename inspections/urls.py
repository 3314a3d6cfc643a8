from django.utils.translation import gettext_lazy as _

from casework.context import place
from casework.views import thing_paths

from . import views

app_name = "inspections"

INSPECTORS = ("oversee", "direct", "observe", "lead", "inspect")
place("inspection", _("Rounds"), "inspections:round-list", "clipboard-document-list", *INSPECTORS)
place(
    "inspection",
    _("Inspected units"),
    "inspections:engagement-list",
    "building-office-2",
    *INSPECTORS,
    "respond",
    "sign",
)
place("inspection", _("Terms"), "inspections:term-list", "calendar-days", "oversee", "direct", "observe")

urlpatterns = [
    *thing_paths("terms", views.TermList, views.TermPage),
    *thing_paths("rounds", views.RoundList, views.RoundPage),
    *thing_paths("teams", None, views.TeamPage),
    *thing_paths("postings", None, views.PostingPage),
    *thing_paths("meetings", None, views.MeetingPage),
    *thing_paths("engagements", views.EngagementList, views.EngagementPage),
]
