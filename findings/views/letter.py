"""Pages of letter boxes for the office and the team: the box, its notice to be put up, what is written back."""

import django_filters
import segno
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from casework.present import Column
from casework.views import Panel, ThingList, ThingPage, with_next_due
from inspections.models import Engagement

from ..models import LetterAddition, LetterBox, LetterReply, Petition
from .source import engagements_of_reader

BOX_COLUMNS = (
    Column("unit.name", _("inspected unit"), link=True, sort="engagement__unit__sort_key"),
    Column("closes_on", kind="date", sort="closes_on"),
    Column("letters", _("letters"), kind="num"),
    Column("unsorted", _("to be sorted"), kind="num"),
    Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
    Column("stage", kind="tag", sort="stage"),
)
REPLY_COLUMNS = (
    Column("text", wide=True, link=True),
    Column("on", kind="date"),
    Column("lamp", _("lamp"), kind="lamp"),
    Column("stage", kind="tag"),
)
ADDITION_COLUMNS = REPLY_COLUMNS


def with_letters(boxes):
    """Add to boxes how many letters came through them, and how many of these nobody has sorted yet."""
    through = Q(engagement__petitions__channel=Petition.Channel.QR) & ~Q(engagement__petitions__writer_key="")
    waiting = through & Q(engagement__petitions__stage=Petition.Stage.ENTERED)
    return boxes.annotate(
        letters=Count("engagement__petitions", filter=through),
        unsorted=Count("engagement__petitions", filter=waiting),
    )


class LetterBoxFilter(django_filters.FilterSet):
    engagement = django_filters.ModelChoiceFilter(label=_("Unit"), to_field_name="key", queryset=engagements_of_reader)
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=LetterBox.Stage.choices)

    class Meta:
        model = LetterBox
        fields = ["engagement", "stage"]


class LetterBoxList(ThingList):
    model = LetterBox
    heading = _("Letter boxes")
    lead = _("Opened by the office on the page of the unit. What comes through them waits among the petitions.")
    filterset = LetterBoxFilter
    columns = BOX_COLUMNS

    def rows(self):
        return with_letters(super().rows()).select_related("engagement__unit", "engagement__round")


class LetterBoxPage(ThingPage):
    model = LetterBox
    parents = ("engagement.round", "engagement")
    template_name = "findings/letter_box.html"
    facts = (
        ("unit.name", _("inspected unit")),
        "closes_on",
        ("letters", _("letters")),
        ("unsorted", _("to be sorted")),
    )

    def things(self):
        rows = with_letters(super().things())
        return rows.select_related("engagement__unit", "engagement__round", "engagement__case", "case")

    def more(self, box):
        through = f"?engagement={box.engagement.key}&channel={Petition.Channel.QR}&stage={Petition.Stage.ENTERED}"
        sorts = self.words & {"lead", "inspect"}
        return {
            "open": box.stage == LetterBox.Stage.OPEN,
            "address": box.address,
            "notice_url": reverse("findings:letterbox-notice", args=[box.key]),
            "sort_url": reverse("findings:petition-list") + through if sorts else "",
        }


class LetterBoxNotice(View):
    """The notice to be printed and put up: what one may write about, until when, and the code."""

    model = LetterBox

    def get(self, request, key):
        boxes = LetterBox.objects.visible_to(request.user).select_related("engagement__unit")
        box = get_object_or_404(boxes, key=key)
        is_open = box.stage == LetterBox.Stage.OPEN
        address = box.address
        context = {
            "title": now("Notice of the letter box"),
            "crumbs": [{"label": box.title, "url": box.get_absolute_url()}],
            "box": box,
            "open": is_open,
            "address": address,
            "code": drawn(address) if is_open else "",
        }
        return render(request, "findings/letter_notice.html", context)


def drawn(address: str, scale: int = 8) -> str:
    """Return the code as a drawing that stands in the page itself: sharp at any size, and no address of its own."""
    drawing = segno.make(address, error="q", micro=False).svg_inline(scale=scale, border=2, omitsize=True, title=None)
    return mark_safe(drawing)  # noqa: S308 - drawn here, of an address that is ours


class LetterBoxOfEngagement(Panel):
    """The box on the page of its unit; nothing where the office has opened none."""

    model = LetterBox
    heading = _("Letter box")
    columns = BOX_COLUMNS
    empty = _("The office has not opened a letter box for this unit.")

    def parent(self, key):
        return get_object_or_404(Engagement.objects.visible_to(self.request.user).select_related("unit"), key=key)

    def actions(self, engagement):
        boxes = LetterBox.objects.visible_to(self.request.user).filter(engagement=engagement)
        return [
            {
                "label": now("Notice to print and put up"),
                "url": reverse("findings:letterbox-notice", args=[box.key]),
                "icon": "qr-code",
            }
            for box in boxes.filter(stage=LetterBox.Stage.OPEN)
        ]

    def rows(self, engagement):
        rows = LetterBox.objects.visible_to(self.request.user).filter(engagement=engagement)
        return with_next_due(with_letters(rows)).select_related("engagement__unit", "engagement__round")


class LetterReplyPage(ThingPage):
    model = LetterReply
    parents = ("engagement", "petition")
    facts = (("unit.name", _("inspected unit")), "petition", "on", "text")

    def things(self):
        return super().things().select_related("petition__engagement__unit", "petition__engagement__round", "case")


class LetterAdditionPage(ThingPage):
    model = LetterAddition
    parents = ("engagement", "petition")
    facts = (("unit.name", _("inspected unit")), "petition", "on", "text")

    def things(self):
        return super().things().select_related("petition__engagement__unit", "petition__engagement__round", "case")


def exchange(petition: Petition, user) -> list[tuple]:
    """Return (title, model, columns, rows) of what was written to the writer of a petition and what he added."""
    found = []
    for title, model, columns in (
        (now("Written to the writer"), LetterReply, REPLY_COLUMNS),
        (now("Added by the writer"), LetterAddition, ADDITION_COLUMNS),
    ):
        rows = model.objects.visible_to(user).filter(petition=petition).select_related("petition")
        if rows := list(with_next_due(rows).order_by("pk")):
            found.append((title, model, columns, rows))
    return found
