from django.urls import path
from django.utils.translation import gettext_lazy as _

from casework.context import place
from casework.views import thing_paths, thread_name

from . import views
from .thread import STARTS

app_name = "rectification"

READERS = ("oversee", "direct", "observe", "lead", "inspect", "respond", "sign")
place("rectification", _("Feedback"), "rectification:feedback-list", "envelope-open", *READERS)
place("rectification", _("Rectification ledger"), "rectification:item-list", "table-cells", *READERS)
place("rectification", _("Put right at once"), "rectification:immediatefix-list", "bolt", *READERS)

urlpatterns = [
    *thing_paths("feedback", views.FeedbackList, views.FeedbackPage),
    *thing_paths("plans", None, views.PlanPage),
    path("plans/<str:key>/lists/<str:name>/", views.ThreeLists.as_view(), name="plan-list"),
    *thing_paths("items", views.ItemList, views.ItemPage),
    *thing_paths("progress", None, views.ProgressPage),
    *thing_paths("fixes", views.FixList, views.FixPage),
    path("of/<str:key>/", views.OfEngagement.as_view(), name="of-engagement"),
    *[
        path(f"thread/{kind._meta.model_name}/<str:key>/", views.ThreadPage.as_view(model=kind), name=thread_name(kind))
        for kind in STARTS
    ],
    path("balance/<str:key>/", views.BalancePage.as_view(), name="balance"),
    path("balance/<str:key>/panel/", views.BalancePanel.as_view(), name="balance-panel"),
    path("balance/<str:key>/rows/<str:name>/", views.BalanceRows.as_view(), name="balance-rows"),
    path("of/<str:key>/balance/", views.BalanceOfEngagement.as_view(), name="engagement-balance"),
    path("of/<str:key>/balance/panel/", views.PanelOfEngagement.as_view(), name="engagement-balance-panel"),
    path("of/<str:key>/balance/rows/<str:name>/", views.RowsOfEngagement.as_view(), name="engagement-balance-rows"),
    path("of-term/<str:key>/balance/", views.BalanceOfTerm.as_view(), name="term-balance"),
    path("of-term/<str:key>/balance/panel/", views.PanelOfTerm.as_view(), name="term-balance-panel"),
    path("of-term/<str:key>/balance/rows/<str:name>/", views.RowsOfTerm.as_view(), name="term-balance-rows"),
]
