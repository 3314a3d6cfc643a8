"""Pages of the inspection report while it is written, of its versions, and of the phrases that the office keeps."""

import datetime
from typing import Any

import django_filters
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import View

from accounts.models import Organisation
from casework.moves import Refused
from casework.present import Column, label_for
from casework.views import Panel, ThingList, ThingPage, move_url, refused, today
from inspections.models import Engagement

from .. import actions, reporting, writing
from ..forms import WriteDraft
from ..models import Phrase, ReportDraft
from ..versions import Compared, Version, pieces
from .tables import rounds_of_reader

DRAFT_COLUMNS = (
    Column("unit.name", _("inspected unit"), link=True),
    Column("engagement.round.name", _("round"), sort="engagement__round_id"),
    Column("writer"),
    Column("written_on", kind="date", sort="written_on"),
    Column("stage", kind="tag", sort="stage"),
)
PHRASE_COLUMNS = (
    Column("text", link=True, wide=True),
    Column("kind_of"),
    Column("topic", sort="topic"),
    Column("stage", kind="tag", sort="stage"),
)


class ReportDraftFilter(django_filters.FilterSet):
    round = django_filters.ModelChoiceFilter(
        label=_("Round"), field_name="engagement__round", to_field_name="key", queryset=rounds_of_reader
    )
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=ReportDraft.Stage.choices)

    class Meta:
        model = ReportDraft
        fields = ["round", "stage"]


class ReportDraftList(ThingList):
    model = ReportDraft
    heading = _("Inspection reports being written")
    lead = _("Drafted on the page of the unit; each sentence names the working papers that carry it.")
    columns = DRAFT_COLUMNS
    filterset = ReportDraftFilter

    def rows(self):
        return super().rows().select_related("engagement__unit", "engagement__round", "writer").defer("earlier")


def parts_of(draft: ReportDraft) -> list[dict[str, Any]]:
    """Return each part of a report with its pieces, and with how many of its sentences no paper carries."""
    known = reporting.numbers_of(draft.engagement)
    parts = []
    for name, text in draft.says().items():
        pieces_of_it = reporting.sentences(text, known)
        parts.append(
            {
                "name": name,
                "label": label_for(ReportDraft, name),
                "heading": reporting.HEADINGS[name],
                "text": text,
                "seen": writing.seen(text),
                "sentences": pieces_of_it,
                "bare": sum(one.bare for one in pieces_of_it),
                "unknown": sorted({number for one in pieces_of_it for number in one.unknown}),
            }
        )
    return parts


def draft_for(user, key: str) -> ReportDraft:
    rows = ReportDraft.objects.visible_to(user)
    rows = rows.select_related("engagement__unit", "engagement__round", "engagement__team", "writer", "case")
    return get_object_or_404(rows, key=key)


class ReportDraftPage(ThingPage):
    model = ReportDraft
    parents = ("engagement.round", "engagement")
    template_name = "findings/report.html"
    facts = (("unit.name", _("inspected unit")), "writer", "written_on")

    def things(self):
        rows = super().things()
        return rows.select_related("engagement__unit", "engagement__round", "engagement__team", "writer", "case")

    def more(self, draft):
        writes = actions.write_draft.why_not(self.request.user, draft, today(), self.words) is None
        return {
            "parts": parts_of(draft),
            "edit_url": reverse("findings:reportdraft-edit", args=[draft.key]) if writes else "",
            "versions_url": reverse("findings:reportdraft-versions", args=[draft.key]),
            "versions": len(draft.earlier) + 1,
        }


class ReportEditor(View):
    """The three parts to be written, what carries each sentence, and what can be put in by a press.

    Parts are sent by themselves as one types, or all of them by the button.
    """

    model = ReportDraft

    def get(self, request, key):
        draft = draft_for(request.user, key)
        if reason := actions.write_draft.why_not(request.user, draft, today()):
            return refused(request, reason, draft)
        return self._page(draft)

    def post(self, request, key):
        draft = draft_for(request.user, key)
        sent = {name: request.POST[name] for name in ReportDraft.SECTIONS if name in request.POST}
        base = {name: request.POST.get(f"seen-{name}", "") for name in sent}
        by_itself = request.POST.get("part")
        if reason := actions.write_draft.why_not(request.user, draft, today()):
            return self._closed(draft, reason, by_itself)
        if not by_itself:
            sent |= self._inserted(sent)
        form = WriteDraft({**draft.says(), **sent}, thing=draft, by=request.user, today=today())
        if not form.is_valid():
            errors = {name: " ".join(map(str, said)) for name, said in form.errors.items()}
            if by_itself:
                return JsonResponse({"errors": errors, "theirs": {}, "seen": {}}, status=422)
            return self._page(draft, sent, errors=errors, status=422)
        try:
            saved = writing.save(draft, sent, base, request.user, today())
        except Refused as error:
            return self._closed(draft, error.reason, by_itself)
        if by_itself:
            return self._told(saved, sent)
        if saved.theirs:
            return self._page(saved.draft, sent, saved.theirs, status=409)
        return redirect(request.path)

    def _closed(self, draft, reason, by_itself):
        """Say no, and why, to the page or to its script."""
        if by_itself:
            return JsonResponse({"errors": {"": reason}, "theirs": {}, "seen": {}}, status=403)
        return refused(self.request, reason, draft)

    def _inserted(self, sent: dict[str, str]) -> dict[str, str]:
        """Return the part to which what was pressed is added, without a script at its end."""
        kind, _colon, key = self.request.POST.get("insert", "").partition(":")
        if kind == "phrase":
            phrase = Phrase.objects.visible_to(self.request.user).in_use().filter(key=key).first()
            if phrase and phrase.section in sent:
                return {phrase.section: "\n".join(filter(None, (sent[phrase.section].rstrip(), phrase.text)))}
        return {}

    def _told(self, saved, sent):
        parts = {part["name"]: part for part in parts_of(saved.draft) if part["name"] in sent}
        told = {
            "errors": {},
            "theirs": saved.theirs,
            "seen": {name: part["seen"] for name, part in parts.items()},
            "preview": {
                name: render_to_string("findings/_sentences.html", {"part": part}, self.request)
                for name, part in parts.items()
            },
            "saved_at": timezone.localtime().strftime("%H:%M:%S"),
        }
        return JsonResponse(told, status=saved.status)

    def _page(self, draft, sent=None, theirs=None, errors=None, status=200):
        parts = parts_of(draft)
        for part in parts:
            name = part["name"]
            part["typed"] = (sent or {}).get(name, part["text"])
            part["theirs"] = (theirs or {}).get(name, "")
            part["error"] = (errors or {}).get(name, "")
            part["phrases"] = []
        phrases = Phrase.objects.visible_to(self.request.user).in_use().order_by("topic", "pk")
        by_name = {part["name"]: part for part in parts}
        for phrase in phrases:
            by_name[phrase.section]["phrases"].append(phrase)
        papers = draft.engagement.papers.filter(stage__in=reporting.CARRIES).order_by("number")
        apart = reporting.told_apart(draft.engagement)
        context = {
            "title": now("Write the inspection report"),
            "crumbs": [
                {"label": str(draft.engagement), "url": draft.engagement.get_absolute_url()},
                {"label": draft.title, "url": draft.get_absolute_url()},
            ],
            "draft": draft,
            "parts": parts,
            "papers": papers.only("key", "number", "title_text"),
            "opens": reporting.OPENS,
            "closes": reporting.CLOSES,
            "missing": reporting.missing(draft),
            "apart": ngettext(
                "%(n)d finding about a person is not told here; it is reported apart.",
                "%(n)d findings about persons are not told here; they are reported apart.",
                apart,
            )
            % {"n": apart}
            if apart
            else "",
            "back_url": draft.get_absolute_url(),
        }
        return render(self.request, "findings/report_editor.html", context, status=status)


def versions_of(draft: ReportDraft) -> list[Version]:
    """Return every version that was kept, the oldest first; the last is what it says now."""
    rows = [*draft.earlier, {"who": str(draft.writer or ""), "on": draft.written_on, "words": draft.says()}]
    return [Version(number, one["who"], _day(one["on"]), one["words"]) for number, one in enumerate(rows, start=1)]


def _day(written: Any) -> datetime.date:
    """Return the day of a version: kept as text once another one has followed."""
    return datetime.date.fromisoformat(written) if isinstance(written, str) else written


class ReportDraftVersions(View):
    """Two versions of a report side by side, part by part, with what only one of them says marked."""

    model = ReportDraft

    def get(self, request, key):
        draft = draft_for(request.user, key)
        versions = versions_of(draft)
        older, newer = self._chosen(versions)
        context = {
            "title": now("Versions of the report"),
            "crumbs": [{"label": draft.title, "url": draft.get_absolute_url()}],
            "paper": draft,
            "versions": versions,
            "readable": versions,
            "older": older,
            "newer": newer,
            "fields": self._compared(older, newer) if older and newer else [],
            "back_url": draft.get_absolute_url(),
        }
        return render(request, "findings/versions.html", context)

    def _chosen(self, versions):
        if len(versions) < 2:
            return None, None
        by_number = {str(one.number): one for one in versions}
        asked = [by_number.get(self.request.GET.get(name, "")) for name in ("a", "b")]
        chosen = [one or default for one, default in zip(asked, versions[-2:], strict=True)]
        return sorted(chosen, key=lambda one: one.number)

    @staticmethod
    def _compared(older: Version, newer: Version) -> list[Compared]:
        old, new = older.words or {}, newer.words or {}
        return [
            Compared(label_for(ReportDraft, name), *pieces(old.get(name, ""), new.get(name, "")))
            for name in ReportDraft.SECTIONS
        ]


class ReportOfEngagement(Panel):
    """The report on one unit while it is written, on the page of the unit."""

    model = ReportDraft
    heading = _("Report being written")
    columns = tuple(column for column in DRAFT_COLUMNS if column.name != "engagement.round.name")
    empty = _("The report has not been drafted yet.")

    def parent(self, key):
        return get_object_or_404(Engagement.objects.visible_to(self.request.user).select_related("case"), key=key)

    def rows(self, engagement):
        rows = ReportDraft.objects.visible_to(self.request.user).filter(engagement=engagement)
        return rows.select_related("engagement__unit", "writer").defer("earlier")

    def actions(self, engagement):
        move = actions.draft_report
        if move.why_not(self.request.user, engagement, today()) is not None:
            return []
        return [{"label": move.label, "url": move_url(move, engagement)}]


class PhraseFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Contains"), field_name="text", lookup_expr="icontains")
    kind_of = django_filters.ChoiceFilter(label=_("Wording of"), choices=Phrase.Kind.choices)
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=Phrase.Stage.choices)

    class Meta:
        model = Phrase
        fields = ["q", "kind_of", "stage"]


class PhraseList(ThingList):
    model = Phrase
    heading = _("Phrase library")
    lead = _("Wordings of problems and suggestions that the office keeps; a press puts one into a report.")
    columns = PHRASE_COLUMNS
    filterset = PhraseFilter

    def actions(self):
        authority = Organisation.objects.visible_to(self.request.user).authority()
        move = actions.add_phrase
        if authority is None or move.why_not(self.request.user, authority, today()) is not None:
            return []
        return [{"label": move.label, "url": move_url(move, authority), "primary": True}]


class PhrasePage(ThingPage):
    model = Phrase
    facts = ("kind_of", "topic", "text")

    def things(self):
        return super().things().select_related("case")
