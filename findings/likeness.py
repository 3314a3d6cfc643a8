"""How alike two problems read (似曾相识), and which findings read most like a text.

What the signs of a text are, and how alike two texts are by them, is said in ``casework.likeness``. The database keeps
the signs of each title in a generated column under an index, so nothing here can be out of date.

Titles are compared, not facts: measured on ``tests/findings/pairs.txt``, the days, sums and names of the facts drown
what a title says. See docs/decisions/0026.
"""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Max, QuerySet, Value
from django.db.models.functions import Cast

from casework.likeness import ALIKE, runs, signs

#: So many findings are compared one by one, the newest of those that share a pair of characters with the text. Fewer
#: share one in any district up to some ten thousand findings, and then nothing is left out.
COMPARED = 1000
#: how common a pair is shows in so many of the newest findings, of which so many or more make it a common one
SAMPLE, COMMON = 4000, 60
#: so many pairs of a long text are looked up in the index
ASKED = 24


class Signs(Func):
    """The signs of a text, as the database writes them."""

    function = "findings_signs"
    arity = 1
    output_field = SearchVectorField()


class _Holds(Func):
    """Whether a row has the signs that a query asks for."""

    template = "(%(expressions)s::tsquery)"
    arg_joiner = " @@ "
    output_field = models.BooleanField()


def _pairs(text: str) -> list[str]:
    """Return the pairs, in their order; the single characters where there is no pair."""
    found = runs(text)
    pairs = [run[at : at + 2] for run in found for at in range(len(run) - 1)]
    return list(dict.fromkeys(pairs or found))[:ASKED]


def near(text: str, among: QuerySet, limit: int = 10) -> list[Any]:
    """Return the findings in the queryset ``among`` that read most like ``text``, each with its ``likeness``.

    The likest come first; at most ``limit`` of them, and none below ``ALIKE``. The walls are the caller's: ``among`` is
    what its reader may see, and nothing else is looked at. Those that share two pairs of characters are looked for
    first; where they are too few, those that share one.
    """
    pairs = _pairs(text)
    found: dict[int, float] = {}
    for query in dict.fromkeys((_two_of(pairs), _one_of(pairs))) if pairs else ():
        found = _likest(text, query, among, limit)
        if len(found) == limit:
            break
    rows = {row.pk: row for row in among.filter(pk__in=found)} if found else {}
    for pk, row in rows.items():
        row.likeness = found[pk]
    return [rows[pk] for pk in found if pk in rows]


def _likest(text: str, query: str, among, limit: int) -> dict[int, float]:
    """Return the keys of the likest of the rows that the index names for ``query``, each with its likeness."""
    mine = sorted(signs(text))
    newest = _newest(among.filter(_Holds("signs", Value(query))).values_list("pk", flat=True))
    rows = among.model._base_manager.filter(pk__in=newest).annotate(likeness=likeness_to(mine))
    return dict(rows.filter(likeness__gte=ALIKE).order_by("-likeness", "-pk").values_list("pk", "likeness")[:limit])


def _newest(keys: QuerySet) -> QuerySet | list[int]:
    """Return the newest ``COMPARED`` of these keys.

    What is common is met soon on the way back from the newest finding, and the index would name tens of thousands of
    others first; what is rare the index knows, and the way back would lead past every finding.
    """
    last = keys.model._base_manager.aggregate(last=Max("pk"))["last"] or 0
    if last > SAMPLE and (often := keys.filter(pk__gt=last - SAMPLE).count()) >= COMMON:
        since = last - SAMPLE * COMPARED * 5 // (often * 4)
        near = list(keys.filter(pk__gt=since).order_by("-pk")[:COMPARED])
        if len(near) == COMPARED or since <= 0:
            return near
    # The sum keeps the database from walking back through every finding, which it would for a reader who sees few.
    return keys.order_by((F("pk") + 0).desc())[:COMPARED]


def likeness_to(mine: list[str]):
    """Return the likeness of a row to a text with these signs, as an expression."""
    how_many = Func(F("signs"), function="length", output_field=models.IntegerField())
    given = Cast(Value(mine, output_field=ArrayField(models.TextField())), ArrayField(models.TextField()))
    others = Func(Func(F("signs"), given, function="ts_delete"), function="length", output_field=models.IntegerField())
    shared = Cast((how_many - others) * 2, models.FloatField())
    return shared / Cast(how_many + len(mine), models.FloatField())


def _one_of(pairs: list[str]) -> str:
    return " | ".join(pairs)


def _two_of(pairs: list[str]) -> str:
    """Return a query for any two of them; for the only one, when there is but one."""
    if len(pairs) < 2:
        return _one_of(pairs)
    return " | ".join(f"{pair} & ({_one_of(pairs[n:])})" for n, pair in enumerate(pairs[:-1], start=1))
