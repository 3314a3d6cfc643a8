"""What a weekly report asks of the leader: what no register knows."""

from django import forms
from django.utils.translation import gettext as now

from casework.forms import MoveModelForm

from .. import weeks
from ..models import WeeklyReport


class CorrectWeek(MoveModelForm):
    class Meta:
        model = WeeklyReport
        fields = ["plan", "remarks"]
        widgets = {name: forms.Textarea(attrs={"rows": 4}) for name in ("plan", "remarks")}


class HandInWeek(CorrectWeek):
    def prepare(self):
        last = weeks.last_of(self.thing)
        counted = weeks.numbers(self.thing, last)
        listed = "，".join(
            f"{WeeklyReport._meta.get_field(name).verbose_name} {counted[name]}" for name in WeeklyReport.NUMBERS
        )
        text = now("Counted from the registers for %(begins)s to %(ends)s: %(numbers)s.")
        begins = weeks.begins_on(self.thing, last, self.today)
        self.fields["plan"].help_text = text % {"begins": begins, "ends": self.today, "numbers": listed}
