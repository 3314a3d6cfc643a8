from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import log, views
from .context import place

app_name = "casework"

place("desk", _("Desk"), "casework:home", "home")
place("desk", _("Notices"), "casework:notices", "bell")
place("desk", _("Calendar"), "casework:calendar", "calendar-days")
place("desk", _("Reminders to come"), "casework:rehearsal", "megaphone", "oversee", "direct")

place("settings", _("Whose copy is it?"), "casework:copies", "document-magnifying-glass", "direct", "audit")
place("settings", _("Messages outside"), "casework:deliveries", "paper-airplane", "oversee", "direct", "admit")
place("settings", _("History log"), "casework:log", "shield-check", "audit")
place("settings", _("Operation"), "casework:operation", "server-stack", "admit")

urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("notices/", views.Notices.as_view(), name="notices"),
    path("notices/<str:key>/", views.OneNotice.as_view(), name="notice"),
    path("jobs/", views.Jobs.as_view(), name="jobs"),
    path("jobs/<str:key>/", views.Job.as_view(), name="job"),
    path("calendar/", views.Calendar.as_view(), name="calendar"),
    path("calendar/subscription/", views.FeedSettings.as_view(), name="feed-settings"),
    path("calendar/<str:token>.ics", views.Feed.as_view(), name="feed"),
    path("reminders/", views.Rehearsal.as_view(), name="rehearsal"),
    path("reminders/export/", views.RehearsalExport.as_view(), name="rehearsal-export"),
    path("reminders/told/", views.Told.as_view(), name="told"),
    path("reminders/told/export/", views.ToldExport.as_view(), name="told-export"),
    path("operation/", views.Operation.as_view(), name="operation"),
    path("metrics", views.Metrics.as_view(), name="metrics"),
    path("log/", log.Log.as_view(), name="log"),
    path("copies/", views.TakenCopyList.as_view(), name="copies"),
    path("deliveries/", views.Deliveries.as_view(), name="deliveries"),
    path("files/<str:key>/", views.File.as_view(), name="file"),
    *views.thing_paths("paper-templates", None, views.PaperTemplatePage),
    path("paper-templates/<str:key>/sample/", views.SampleOfTemplate.as_view(), name="papertemplate-sample"),
    path("versions-of-papers/<str:key>/", views.PaperAsMade.as_view(), name="paper"),
]
