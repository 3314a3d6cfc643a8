"""Pages of working papers."""

import django_filters
from django.contrib.postgres.aggregates import StringAgg
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from casework import present
from casework.models import Attachment
from casework.views import ThingList, ThingPage, today, with_next_due

from .. import exports
from ..models import Finding, WorkingPaper
from .tables import FINDING_COLUMNS, PAPER_COLUMNS, rounds_of_reader


class PaperFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Contains"), method="contains")
    round = django_filters.ModelChoiceFilter(
        label=_("Round"), field_name="engagement__round", to_field_name="key", queryset=rounds_of_reader
    )
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=WorkingPaper.Stage.choices)

    class Meta:
        model = WorkingPaper
        fields = ["q", "round", "stage"]

    def contains(self, rows, _name, value):
        said = Q(title_text__icontains=value) | Q(facts__icontains=value)
        return rows.filter(said | Q(number__icontains=value) | Q(pre_number__icontains=value))


class PaperList(ThingList):
    model = WorkingPaper
    ledger = exports.PAPERS
    heading = _("Working papers")
    lead = _("One matter, one paper. A new one is filed on the page of the unit.")
    columns = PAPER_COLUMNS
    filterset = PaperFilter

    def rows(self):
        return super().rows().select_related("engagement__unit", "author").defer("earlier")

    def more(self):
        url = f"{self.request.path}export-in-full/{self._url()}"
        return {"exports": [{"label": now("Export the form of the system"), "url": url}]}


class PaperListInFull(PaperList):
    """The same papers, for the ledger that has every heading of the system's form."""

    ledger = exports.PAPERS_IN_FULL

    def rows(self):
        """With the names of the files that lie with each."""
        of_this = Attachment.objects.filter(thing_kind="findings.workingpaper", thing_id=OuterRef("pk")).order_by()
        names = of_this.values("thing_id").annotate(names=StringAgg("name", "、", order_by="pk")).values("names")
        return super().rows().select_related("finding__category").annotate(file_names=Subquery(names))


#: the steps of a paper's way; where a team has no deputy, the second is passed over
WAY = (
    (_("Paper is being written"), (WorkingPaper.Stage.DRAFT, WorkingPaper.Stage.RETURNED)),
    (_("Review by the deputy"), (WorkingPaper.Stage.SUBMITTED,)),
    (_("Before the team meeting"), (WorkingPaper.Stage.REVIEWED,)),
    (_("Before the leader"), (WorkingPaper.Stage.AGREED,)),
    (_("Signed by the leader"), (WorkingPaper.Stage.FINALIZED,)),
)


class PaperPage(ThingPage):
    model = WorkingPaper
    parents = ("engagement.round", "engagement")
    facts = (
        "pre_number",
        ("unit.name", _("inspected unit")),
        ("extension.place.name", _("subordinate unit")),
        "concerns",
        "source",
        "source_other",
        "area",
        "led_by",
        "priority",
        "found_on",
        "written_on",
        ("author.name", _("author")),
        ("second.name", _("second undertaker")),
        "facts",
        "basis",
        "responsibility",
        ("reviewer.name", _("deputy who reviewed it")),
        "sitting",
        "opinion",
        ("signer.name", _("signed for the team by")),
        "signed_on",
        "merged_into",
        "fix_demand",
        "fix_due_on",
        "fix_later_because",
        "fix_proposed_by",
    )

    def things(self):
        names = (
            *("engagement__unit", "engagement__round", "author", "second", "priority", "extension__place", "sitting"),
            *("reviewer", "signer", "merged_into", "sheet", "fix_proposed_by", "case"),
        )
        return super().things().select_related(*names)

    def way(self, paper):
        return WAY

    def sections(self, paper):
        found = []
        if rows := paper.evidence_rows:
            found.append({"id": "evidence", "title": now("List of evidence"), "table": self._evidence(paper, rows)})
        if paper.sheet and paper.stage not in WorkingPaper.left:
            found.append(
                {"id": "fact-sheet", "title": now("What the unit says of the facts"), "facts": self._sheet(paper)}
            )
        url = reverse("findings:paper-versions", args=[paper.key])
        words = ngettext("%(n)s version", "%(n)s versions", 1 + len(paper.earlier)) % {"n": 1 + len(paper.earlier)}
        facts = [{"label": now("Versions"), "value": words, "url": url}]
        found.append({"id": "versions", "title": now("Versions of the paper"), "facts": facts})
        return found

    @staticmethod
    def _evidence(paper, rows):
        """The list of evidence as a table; a file of the paper can be opened from its line."""
        files = present.attachments(paper) if any(row.file for row in rows) else []
        headings = [now("piece of evidence"), now("its pages"), now("file of the paper")]
        lines = []
        for row in rows:
            file = files[row.file - 1] if row.file and row.file <= len(files) else None
            shown = [{"text": row.what, "wide": True}, {"text": row.pages, "kind": "num"}]
            shown.append({"text": file["name"], "url": file["url"]} if file else {"text": ""})
            lines.append({"cells": [cell | {"label": label} for cell, label in zip(shown, headings, strict=True)]})
        columns = [{"label": label, "wide": not place} for place, label in enumerate(headings)]
        return {"columns": columns, "rows": lines}

    def _sheet(self, paper):
        sheet = paper.sheet
        link = {"label": sheet._meta.verbose_name, "value": sheet.number, "url": sheet.get_absolute_url()}
        stage = {"label": now("stage"), "value": sheet.get_stage_display(), "kind": "tag", "tone": sheet.stage_tone}
        names = ("sent_on", "answered_on", ("answered_by.name", _("sheet answered by")), "disputed", "grounds")
        return [link, stage, *present.facts(sheet, names, self.request.user)]

    def panels(self, paper):
        if paper.stage in WorkingPaper.final:
            return []
        url = reverse("findings:twins-of-paper", args=[paper.key])
        return [{"title": now("Papers of the same inspection that read alike"), "url": url, "id": "twins"}]

    def children(self, paper):
        reader, parts = self.request.user, []
        merged = with_next_due(WorkingPaper.objects.visible_to(reader).filter(merged_into=paper))
        findings = with_next_due(Finding.objects.visible_to(reader).filter(paper=paper))
        for title, model, columns, rows in (
            (now("Merged into it"), WorkingPaper, PAPER_COLUMNS, merged.select_related("engagement__unit", "author")),
            (now("Finding"), Finding, FINDING_COLUMNS, findings.select_related("engagement__unit", "category")),
        ):
            if found := list(rows):
                table = present.table(found, columns, today())
                parts.append({"title": title, "columns": present.headings(model, columns), "rows": table})
        return parts
