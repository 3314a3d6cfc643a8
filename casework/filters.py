"""How lists are narrowed by days: two plain fields, each with a name of its own."""

import django_filters
from django.utils.translation import gettext_lazy as _

from .forms import DateInput


def since(field: str) -> django_filters.DateFilter:
    """Keep what happened on this day or after it; ``field`` is the date of the row."""
    return django_filters.DateFilter(label=_("From"), field_name=field, lookup_expr="gte", widget=DateInput)


def until(field: str) -> django_filters.DateFilter:
    """Keep what happened on this day or before it; ``field`` is the date of the row."""
    return django_filters.DateFilter(label=_("To"), field_name=field, lookup_expr="lte", widget=DateInput)
