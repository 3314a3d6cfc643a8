"""Findings that read alike in several units are suggested as a common problem; a person says whether they are one.

Two findings of different units are linked when they have the same category and their titles are at least ``ALIKE``;
findings that are linked, directly or through others, are a group; a group in at least ``UNITS`` units is suggested.
What a person has found not to be common is left out of every later group.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from casework.moves import Refused, move, next_number
from casework.policy import Actor
from findings import likeness
from findings.models import Finding
from inspections.models import Term

from ..forms import Reason
from ..forms import cluster as forms
from ..models import Cluster, CommonMember, CommonProblem, Pair, countable, may_show
from .common import new_problem

State = Cluster.Stage
#: two titles of the same category that are less alike than this are not linked. Far above what is offered to a reader
#: who looks for himself: a group hangs together by its links, and one wrong link joins two problems.
ALIKE = 0.4
#: a group in fewer units than these is not suggested
UNITS = 3
#: so many findings are compared with the others of the term, the newest first
COMPARED = 500
#: each with so many that read most like it
NEIGHBOURS = 20


@move(
    _("Look for common problems"),
    Term.Stage.RUNNING,
    by=("oversee", Actor.HOUSE),
    tells="direct",
    starts="judge_cluster",
    alone=True,
)
def look_for_common(term: Term, *, by, today: datetime.date) -> list[Cluster]:
    """Compares the findings of the term and suggests what reads alike in at least three units.
    It happens by itself at night, too.
    """
    pairs = _pairs_of(_findings_of(term, by))
    groups = [group for group in _groups_of(pairs) if len({one.engagement.unit_id for one in group}) >= UNITS]
    offered = {frozenset(_findings_in(row)): row for row in Cluster.objects.filter(term=term, stage=State.OFFERED)}
    found = {frozenset(finding.pk for finding in group): group for group in groups}
    for members, row in offered.items():
        if members not in found:
            overtake(row, by=Actor.HOUSE, today=today)
    made = [_suggest(term, group, pairs, today) for members, group in found.items() if members not in offered]
    if not made:
        raise Refused(_("Nothing new reads alike in at least %(n)s units.") % {"n": UNITS})
    return made


def _findings_of(term: Term, by):
    """Return what may be grouped: with a category, in no common problem yet, and never judged not to be common."""
    counted = CommonMember.objects.filter(problem__term=term).showing().values("finding")
    judged = Pair.objects.filter(cluster__stage=State.DROPPED)
    rows = countable(Finding.objects.all()) if by == Actor.HOUSE else may_show(by)
    rows = rows.filter(engagement__round__term=term, category__isnull=False).exclude(pk__in=counted)
    return rows.exclude(pk__in=judged.values("one")).exclude(pk__in=judged.values("other"))


def _pairs_of(rows) -> dict[tuple[Finding, Finding], float]:
    """Return the pairs of findings that are linked, each with how alike they read."""
    pairs: dict[tuple[Finding, Finding], float] = {}
    rows = rows.select_related("engagement__unit")
    for finding in rows.order_by("-pk")[:COMPARED]:
        others = rows.filter(category=finding.category_id).exclude(engagement__unit=finding.engagement.unit_id)
        near: list[Any] = likeness.near(finding.title_text, others, NEIGHBOURS)
        for other in near:
            if other.likeness >= ALIKE:
                one, two = sorted((finding, other), key=lambda row: row.pk)
                pairs[one, two] = other.likeness
    return pairs


def _groups_of(pairs: Iterable[tuple[Finding, Finding]]) -> list[list[Finding]]:
    """Return the findings that hang together, each group in the order of its numbers."""
    linked: dict[Finding, set[Finding]] = defaultdict(set)
    for one, other in pairs:
        linked[one].add(other)
        linked[other].add(one)
    groups, seen = [], set()
    for start in sorted(linked, key=lambda finding: finding.pk):
        if start in seen:
            continue
        group, waiting = [], [start]
        while waiting:
            finding = waiting.pop()
            if finding not in seen:
                seen.add(finding)
                group.append(finding)
                waiting.extend(linked[finding])
        groups.append(sorted(group, key=lambda finding: finding.pk))
    return groups


def _findings_in(row: Cluster) -> set[int]:
    return {pk for pair in row.pairs.values_list("one", "other") for pk in pair}


def _suggest(term: Term, group: list[Finding], pairs: dict, today: datetime.date) -> Cluster:
    category: Any = group[0].category
    cluster = Cluster.objects.create(
        case=term.case,
        term=term,
        number=f"共性建议〔{today.year}〕{next_number(f'cluster {today.year}')}号",
        category=category,
        units=len({finding.engagement.unit_id for finding in group}),
        findings=len(group),
        made_on=today,
    )
    here = set(group)
    Pair.objects.bulk_create(
        Pair(cluster=cluster, one=one, other=other, likeness=alike)
        for (one, other), alike in pairs.items()
        if one in here and other in here
    )
    return cluster


@move(
    _("Make a common problem of it"),
    State.OFFERED,
    by="oversee",
    asks=forms.TakeCluster,
    tells="direct",
    starts="verify_common",
    alone=True,
    first=True,
)
def take_cluster(cluster: Cluster, *, by, today: datetime.date, findings: Iterable[Finding], **values) -> CommonProblem:
    """The chosen findings are one problem of several units. The head of the office verifies it."""
    members = list(findings)
    problem = new_problem(members[0], by, today, members, category=cluster.category, **values)
    become(cluster, by=Actor.HOUSE, today=today, problem=problem)
    return problem


@move(_("Became a common problem"), State.OFFERED, State.TAKEN, by=Actor.HOUSE)
def become(cluster: Cluster, *, by, problem: CommonProblem):
    """Somebody has judged it to be one problem."""
    cluster.problem = problem


@move(_("Not common"), State.OFFERED, State.DROPPED, by="oversee", asks=Reason, grave=True)
def drop_cluster(cluster: Cluster, *, by, note: str):
    """They only read alike. These findings are not suggested again."""


@move(_("Overtaken"), State.OFFERED, State.STALE, by=Actor.HOUSE)
def overtake(cluster: Cluster, *, by):
    """More findings have come, or some have left: a newer suggestion stands in its place."""
