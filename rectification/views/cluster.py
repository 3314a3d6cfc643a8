"""Suggested common problems: which findings read alike, and how alike."""

from typing import Any

import django_filters
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework.present import Column
from casework.views import ThingList, ThingPage, move_url, today
from inspections.models import Term

from .. import actions
from ..forms.cluster import findings_of
from ..models import Cluster, Pair

CLUSTER_COLUMNS = (
    Column("number", link=True, sort="pk"),
    Column("sample", _("how one of them reads"), wide=True),
    Column("category.short", _("category")),
    Column("units", kind="num", sort="units"),
    Column("findings", kind="num", sort="findings"),
    Column("made_on", kind="date", sort="made_on"),
    Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
    Column("stage", kind="tag", sort="stage"),
)


def buttons(user) -> list[dict[str, Any]]:
    """Return the button that looks for common problems, for the term that runs."""
    verb = actions.look_for_common
    for term in Term.objects.visible_to(user).filter(stage=Term.Stage.RUNNING).select_related("case"):
        if verb.why_not(user, term, today()) is None:
            return [{"label": verb.label, "url": move_url(verb, term), "primary": True}]
    return []


class ClusterFilter(django_filters.FilterSet):
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=Cluster.Stage.choices)

    class Meta:
        model = Cluster
        fields = ["stage"]


class ClusterList(ThingList):
    model = Cluster
    heading = _("Suggested common problems")
    lead = _("Findings of one category that read alike in several units. A person says whether they are one problem.")
    columns = CLUSTER_COLUMNS
    filterset = ClusterFilter

    def rows(self):
        return super().rows().with_sample().select_related("category")

    def actions(self):
        return buttons(self.request.user)


class ClusterPage(ThingPage):
    model = Cluster
    parents = ("term",)
    facts = (("category.name", _("category")), "units", "findings", "made_on", "problem")

    def things(self):
        return super().things().select_related("term", "category", "problem", "case")

    def sections(self, cluster):
        """Why it is suggested: which findings, and how alike each two of them read."""
        standing = {finding.pk: finding for finding in findings_of(cluster, self.request.user)}
        labels = [now("Finding"), now("Unit"), now("Round"), now("Reads like"), now("Unit"), now("Likeness")]
        kinds = ["link", "text", "text", "link", "text", "num"]
        pairs = Pair.objects.filter(cluster=cluster, one__in=standing, other__in=standing).order_by("-likeness", "pk")
        rows = []
        for pair in pairs:
            one, other = standing[pair.one_id], standing[pair.other_id]
            texts = (
                *(f"{one.number} {one.title}", str(one.engagement.unit), str(one.engagement.round)),
                *(f"{other.number} {other.title}", str(other.engagement.unit), f"{pair.likeness:.0%}"),
            )
            urls = (one.get_absolute_url(), "", "", other.get_absolute_url(), "", "")
            cells = zip(kinds, texts, urls, labels, strict=True)
            rows.append({"cells": [{"kind": k, "text": t, "url": url, "label": label} for k, t, url, label in cells]})
        heads = [{"label": one, "key": one, "kind": kind} for one, kind in zip(labels, kinds, strict=True)]
        text = now("They have the same category, and each reads at least %(share)s like another one of another unit.")
        return [
            {
                "id": "why",
                "title": now("Why it is suggested"),
                "text": text % {"share": f"{actions.ALIKE:.0%}"},
                "table": {"columns": heads, "rows": rows},
            }
        ]
