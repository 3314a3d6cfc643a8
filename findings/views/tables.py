"""What the lists and tables of this app show."""

from django.utils.translation import gettext_lazy as _

from casework.present import Column
from inspections.models import Round

PAPER_COLUMNS = (
    Column("number", _("number"), link=True, sort="pk"),
    Column("title", _("title of the problem"), wide=True),
    Column("unit.name", _("inspected unit"), sort="engagement__unit__sort_key"),
    Column("author.name", _("author")),
    Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
    Column("stage", kind="tag", sort="stage"),
)
FINDING_COLUMNS = (
    Column("number", _("number"), link=True, sort="number"),
    Column("title", _("problem"), wide=True),
    Column("unit.name", _("inspected unit"), sort="engagement__unit__sort_key"),
    Column("category.short", _("category")),
    Column("concerns"),
    Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
    Column("stage", kind="tag", sort="stage"),
)
LEAD_COLUMNS = (
    Column("number", _("number"), link=True, sort="pk"),
    Column("title", _("what is doubtful"), wide=True),
    Column("unit.name", _("inspected unit"), sort="engagement__unit__sort_key"),
    Column("author.name", _("noted by")),
    Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
    Column("stage", kind="tag", sort="stage"),
)
LANDING_COLUMNS = (
    Column("number", _("number"), link=True),
    Column("kind_of", _("route")),
    Column("decided_on", kind="date"),
    Column("decided_by", _("decided by")),
    Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
    Column("stage", kind="tag", sort="stage"),
)


def rounds_of_reader(request):
    return Round.objects.visible_to(request.user)


CONCERN_COLUMNS = (
    Column("talk.number", _("talk"), link=True),
    Column("name"),
    Column("post"),
    Column("matter", wide=True),
    Column("unit.name", _("inspected unit")),
    Column("author.name", _("written down by")),
    Column("on", kind="date", sort="on"),
)
