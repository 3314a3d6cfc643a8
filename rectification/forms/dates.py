"""What it asks to say which of several dates counts."""

from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework import present
from casework.forms import Reason

from .. import suspending


class WhichCounts(Reason):
    """The date that is to count, of those that apply beside the strictest; only what its reader may see."""

    date = forms.ChoiceField(label=_("Date that is to count"))

    def prepare(self):
        rows = list(suspending.beside(self.thing).select_related("rule__profile").order_by("due_on", "pk"))
        things = present.things_of(((row.thing_kind, row.thing_id) for row in rows), self.by)
        self.fields["date"].choices = [
            (
                f"{thing.key}.{row.rule_id}",
                f"{thing.title} · {now(row.rule.name)} · {now(row.rule.basis)} · {row.due_on.isoformat()}",
            )
            for row in rows
            if (thing := things.get((row.thing_kind, row.thing_id)))
        ]
