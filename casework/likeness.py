"""How alike two titles read: a share of the characters, and pairs of characters, that they have in common.

Chinese has no spaces, and most of its words have one or two characters. So the signs of a text are its characters and
every adjacent pair of them, after what stands in every second title has been taken out (不到位, 落实, 管理 …); the
likeness of two texts is how many of their signs are the same, from 0 to 1 (Dice). See docs/decisions/0026.
"""

import re

#: Below this nothing is offered. Of the labelled pairs that are the same problem in other words it offers three in
#: four, of different problems of one category one in fourteen. A reader looks over ten lines in a moment, and what is
#: not offered nobody looks for.
ALIKE = 0.2

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


def signs(text: str) -> set[str]:
    """Return the characters of ``text`` and its adjacent pairs of characters, without what every title says."""
    return {run[at : at + size] for run in runs(text) for at in range(len(run)) for size in (1, 2)}


def runs(text: str) -> list[str]:
    return BETWEEN.sub(" ", text).lower().split()


def of(a: str, b: str) -> float:
    """Return how alike two texts read, from 0 to 1: what the database says of the same texts."""
    return shared(signs(a), signs(b))


def shared(mine: set[str], others: set[str]) -> float:
    """Return the likeness of two texts whose signs are known."""
    return 2 * len(mine & others) / (len(mine) + len(others)) if mine and others else 0.0


class Subjects:
    """What somebody asks about: each line of a text is a subject of its own."""

    def __init__(self, text: str):
        self.signs = [signs(line) for line in text.splitlines()]

    def alike(self, *titles: str) -> float:
        """Return how alike the likest of these titles reads to one of the subjects, from 0 to 1."""
        theirs = [signs(title) for title in titles]
        return max((shared(mine, other) for mine in self.signs for other in theirs), default=0.0)
