"""Pages of what belongs to one item: its measures, what bodies say of them, what was asked and answered."""

from django.utils.translation import gettext_lazy as _

from casework.present import Column
from casework.views import ThingPage

from ..models import ItemMessage, ItemReview, Measure

MEASURE_COLUMNS = (
    Column("place", link=True),
    Column("text", wide=True),
    Column("leader"),
    Column("department"),
    Column("person"),
    Column("due_kind"),
    Column("due_on", kind="date"),
    Column("stage", kind="tag"),
)
REVIEW_COLUMNS = (
    Column("on", kind="date", link=True),
    Column("body.name", _("body")),
    Column("verdict"),
    Column("missing", wide=True),
)
MESSAGE_COLUMNS = (
    Column("on", kind="date", link=True),
    Column("side"),
    Column("author.name", _("put forward by")),
    Column("text", wide=True),
)


class MeasurePage(ThingPage):
    model = Measure
    parents = ("item.feedback.plan", "item")
    facts = ("item", "text", "aim", "leader", "department", "person", "due_kind", "due_on", "done_on")

    def things(self):
        related = ("item__engagement__unit", "item__feedback__plan__feedback__engagement__unit", "case")
        return super().things().select_related(*related)


class ReviewPage(ThingPage):
    model = ItemReview
    parents = ("item",)
    facts = ("item", "body", "verdict", "missing", "author", "on")

    def things(self):
        return super().things().select_related("item__engagement__unit", "body", "author", "case")


class MessagePage(ThingPage):
    model = ItemMessage
    parents = ("item",)
    facts = ("item", "side", "text", "author", "on")

    def things(self):
        return super().things().select_related("item__engagement__unit", "author", "case")
