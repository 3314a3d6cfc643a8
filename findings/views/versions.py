"""What a working paper said before, beside what it says now."""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as now
from django.views.generic import View

from ..models import WorkingPaper
from ..versions import Version, compare, versions_of


class PaperVersions(View):
    """The versions of one paper, two of them side by side, for whoever sees the paper."""

    model = WorkingPaper

    def get(self, request, key):
        related = ("engagement", "author", "second", "priority", "extension__place")
        paper = get_object_or_404(WorkingPaper.objects.visible_to(request.user).select_related(*related), key=key)
        versions = versions_of(paper)
        readable = [one for one in versions if one.words is not None]
        older, newer = self._chosen(readable)
        context = {
            "title": now("Versions of the paper"),
            "crumbs": [{"label": paper.title, "url": paper.get_absolute_url()}],
            "paper": paper,
            "versions": versions,
            "readable": readable,
            "older": older,
            "newer": newer,
            "fields": compare(older.words or {}, newer.words or {}) if older and newer else [],
            "back_url": paper.get_absolute_url(),
        }
        return render(request, "findings/versions.html", context)

    def _chosen(self, readable: list[Version]) -> tuple[Version | None, Version | None]:
        """Return the two that the address asks for, else the last two; the older one first."""
        if len(readable) < 2:
            return None, None
        by_number = {str(one.number): one for one in readable}
        asked = [by_number.get(self.request.GET.get(name, "")) for name in ("a", "b")]
        chosen = [one or default for one, default in zip(asked, readable[-2:], strict=True)]
        older, newer = sorted(chosen, key=lambda one: one.number)
        return older, newer
