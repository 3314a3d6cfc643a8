"""What the pages of referrals and clues show alike."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework.present import Column

from ..models import Handover

COLUMNS = (
    Column("number", _("number"), link=True, sort="pk"),
    Column("title_text", _("matter"), wide=True),
    Column("unit.name", _("inspected unit")),
    Column("receiver.name", _("receiver")),
    Column("sent_on", kind="date", sort="sent_on"),
    Column("disposition"),
    Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
    Column("stage", kind="tag", sort="stage"),
)
FACTS = (
    ("unit.name", _("inspected unit")),
    ("receiver.name", _("receiver")),
    "sent_on",
    "subject_name",
    "subject_post",
    "facts",
    "basis",
    "letter",
    "disposition",
    "progress",
    "result",
    "replied_on",
)


def receivers_in(model):
    """Return the choice of those departments that the reader's own rows of this kind went to."""

    def receivers(request):
        rows = model.objects.visible_to(request.user)
        return Organisation.objects.filter(pk__in=rows.values("receiver")).in_order()

    return django_filters.ModelChoiceFilter(label=_("Receiver"), to_field_name="key", queryset=receivers)


class HandoverFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Contains"), method="contains")
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=Handover.Stage.choices)

    def contains(self, rows, _name, value):
        return rows.filter(Q(title_text__icontains=value) | Q(number__icontains=value))
