"""What the plan of a team asks."""

from casework.forms import MoveModelForm

from ..models import VisitPlan


class DraftVisitPlan(MoveModelForm):
    class Meta:
        model = VisitPlan
        fields = ["focus", "methods", "schedule"]
