from django.urls import path
from django.utils.translation import gettext_lazy as _

from casework.context import place
from casework.views import thing_paths

from . import views

app_name = "rectification"

READERS = ("oversee", "direct", "observe", "lead", "inspect", "respond", "sign")
place("rectification", _("Feedback"), "rectification:feedback-list", "envelope-open", *READERS)
place(
    "rectification",
    _("Drafts of feedback"),
    "rectification:opinion-list",
    "document-text",
    "oversee",
    "direct",
    "lead",
)
place(
    "rectification",
    _("Overrulings of the feedback guard"),
    "rectification:overruling-list",
    "shield-exclamation",
    "oversee",
    "direct",
    "lead",
)
place(
    "rectification",
    _("Copies of feedback"),
    "rectification:copy-list",
    "document-duplicate",
    "oversee",
    "direct",
    "handle",
    "respond",
    "sign",
)
place("rectification", _("Rectification ledger"), "rectification:item-list", "table-cells", *READERS)
place("rectification", _("Put right at once"), "rectification:immediatefix-list", "bolt", *READERS)

urlpatterns = [
    *thing_paths("feedback", views.FeedbackList, views.FeedbackPage),
    *thing_paths("opinions", views.OpinionList, views.OpinionPage),
    *thing_paths("opinion-problems", None, views.OpinionProblemPage),
    *thing_paths("overrulings", views.OverrulingList, views.OverrulingPage),
    path("opinions/of/<str:key>/", views.OpinionsOfEngagement.as_view(), name="opinions-of"),
    *thing_paths("copies", views.CopyList, views.CopyPage),
    path("copies/<str:key>/paper/", views.CopyPaper.as_view(), name="copy-paper"),
    *thing_paths("plans", None, views.PlanPage),
    path("plans/<str:key>/lists/<str:name>/", views.ThreeLists.as_view(), name="plan-list"),
    *thing_paths("items", views.ItemList, views.ItemPage),
    *thing_paths("progress", None, views.ProgressPage),
    *thing_paths("fixes", views.FixList, views.FixPage),
    path("of/<str:key>/", views.OfEngagement.as_view(), name="of-engagement"),
    path("balance/<str:key>/", views.BalancePage.as_view(), name="balance"),
    path("balance/<str:key>/panel/", views.BalancePanel.as_view(), name="balance-panel"),
]
