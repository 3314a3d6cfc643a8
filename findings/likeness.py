"""How alike two problems read (似曾相识), and which findings read most like a text.

Chinese has no spaces, and most of its words have one or two characters. So the signs of a text are its characters and
every adjacent pair of them, after what stands in every second title has been taken out (不到位, 落实, 管理 …); the
likeness of two texts is how many of their signs are the same, from 0 to 1 (Dice). The database keeps the signs of each
title in a generated column under an index, so nothing here can be out of date.

Titles are compared, not facts: measured on ``tests/findings/pairs.txt``, the days, sums and names of the facts drown
what a title says. See docs/decisions/0026.
"""

import re
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, QuerySet, Value
from django.db.models.functions import Cast

#: Below this nothing is offered. Of the labelled pairs that are the same problem in other words it offers three in
#: four, of different problems of one category one in fourteen. A reader looks over ten lines in a moment, and what is
#: not offered nobody looks for.
ALIKE = 0.2
#: So many findings are compared one by one, the newest of those that share a pair of characters with the text. Fewer
#: share one in any district up to some ten thousand findings, and then nothing is left out.
COMPARED = 2000
#: so many pairs of a long text are looked up in the index
ASKED = 24

#: What titles of every subject say, and so tells none apart. The function ``findings_signs`` in the database has the
#: same list: whoever changes one writes a migration for the other (a test compares them).
STOCK = (
    *("不到位", "不规范", "不严格", "不严", "不力", "不够", "不高", "不深入", "不彻底", "不及时", "不扎实", "不实"),
    *("不足", "不经常", "走过场", "流于形式", "有差距", "有所", "存在", "缺失", "虚化", "突出", "混乱", "违规", "未"),
    *("问题", "工作", "落实", "执行", "制度", "管理", "把关", "责任", "情况", "方面", "进行", "开展"),
)
#: letters of Latin and the Chinese characters that every version of PostgreSQL takes for letters
LETTERS = "a-zA-Z㐀-䶵一-龥"
BETWEEN = re.compile("|".join([*sorted(STOCK, key=len, reverse=True), f"[^{LETTERS}]+"]))


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


def signs(text: str) -> set[str]:
    """Return the characters of ``text`` and its adjacent pairs of characters, without what every title says."""
    return {run[at : at + size] for run in _runs(text) for at in range(len(run)) for size in (1, 2)}


def _runs(text: str) -> list[str]:
    return BETWEEN.sub(" ", text).lower().split()


def _pairs(text: str) -> list[str]:
    """Return the pairs, in their order; the single characters where there is no pair."""
    runs = _runs(text)
    pairs = [run[at : at + 2] for run in runs for at in range(len(run) - 1)]
    return list(dict.fromkeys(pairs or runs))[:ASKED]


def of(a: str, b: str) -> float:
    """Return how alike two texts read, from 0 to 1: what the database says of the same texts."""
    return shared(signs(a), signs(b))


def shared(mine: set[str], others: set[str]) -> float:
    """Return the likeness of two texts whose signs are known."""
    return 2 * len(mine & others) / (len(mine) + len(others)) if mine and others else 0.0


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
    """Return the keys of the likest rows that the index names for ``query``, each with its likeness."""
    mine = sorted(signs(text))
    # The sum keeps the database from walking back through every finding, which it would for a reader who sees few.
    newest = among.filter(_Holds("signs", Value(query))).order_by((F("pk") + 0).desc()).values("pk")[:COMPARED]
    rows = among.model._base_manager.filter(pk__in=newest).annotate(likeness=likeness_to(mine))
    return dict(rows.filter(likeness__gte=ALIKE).order_by("-likeness", "-pk").values_list("pk", "likeness")[:limit])


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
