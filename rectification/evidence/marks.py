"""Keyed marks of a text: whether two papers are the same or alike can be told from them, and nothing else.

What is compared is the text without what may honestly differ between two copies of it: names of bodies, dates, numbers
of papers. Alike is measured as the share of the sequences of four letters that two papers have in common, estimated by
MinHash; every sequence is keyed before it is counted, so nobody can ask the marks what a paper says.
"""

import re
from functools import cache
from hashlib import blake2b

import numpy as np
from datasketch import MinHash

from casework.history import keyed

from .papers import DATE, NUMBER, Names

#: a text with fewer letters is a formula that many write alike
SHORTEST_TITLE, SHORTEST, SHORTEST_ALIKE = 5, 100, 160
SEQUENCE, PERMUTATIONS, ROWS_OF_A_BAND = 4, 128, 4
#: from here on a paper is another unit's text; papers on the same subject that two units wrote stay below a half
BORROWED = 0.8
#: from here on a paper of the same unit is the earlier one with another date
UNCHANGED = 0.95
#: from here on two papers are editions of one and the same
EDITION = 0.2
#: so many of the 256 points of two pictures may differ when it is the same picture, saved again or made smaller
NEAR = 20
_REVISED = re.compile(
    r"\(?20\d{2}年?(?:修订|修改|修正)(?:版|稿)?\)?|新修订|修订后的?|\(?(?:修订|修改|修正)(?:版|稿)?\)?|\(试行\)|试行"
)
_LETTERS = re.compile(r"[^0-9a-zA-Z\u4e00-\u9fff]+")


def of_file(sha256: str) -> str:
    return keyed("evidence file", sha256)


def of_text(text: str) -> str:
    """Return the mark of all letters of a text; nothing of one that is too short to tell."""
    plain = _LETTERS.sub("", text)
    return keyed("evidence text", plain) if len(plain) >= SHORTEST else ""


def of_title(title: str, names: Names) -> str:
    """Return the mark of what a paper is called, the same for every edition of it; nothing where it says too little."""
    plain = bare(title, names)
    return keyed("evidence title", plain) if len(plain) >= SHORTEST_TITLE else ""


def bare(text: str, names: Names) -> str:
    """Return the text without names of bodies, dates, numbers of papers, and what calls it a new edition."""
    return _LETTERS.sub("", _REVISED.sub(" ", NUMBER.sub(" ", DATE.sub(" ", names.without(text)))))


def of_bare(text: str) -> str:
    return keyed("evidence bare", text) if len(text) >= SHORTEST_ALIKE else ""


def shingles(text: str) -> MinHash | None:
    """Return the estimate of which sequences a bare text has; None of one that is too short."""
    if len(text) < SHORTEST_ALIKE:
        return None
    sequences = {text[at : at + SEQUENCE] for at in range(len(text) - SEQUENCE + 1)}
    made = MinHash(num_perm=PERMUTATIONS, hashfunc=_hash)
    made.update_batch([sequence.encode() for sequence in sequences])
    return made


@cache
def _key() -> bytes:
    return bytes.fromhex(keyed("evidence sequence"))


def _hash(sequence: bytes) -> int:
    return int.from_bytes(blake2b(sequence, digest_size=4, key=_key()).digest(), "big")


def packed(made: MinHash | None) -> bytes:
    return b"" if made is None else made.hashvalues.astype("<u4").tobytes()


def bands(packed: bytes) -> list[int]:
    """Return a number for each band of the estimate: two papers that are alike have some of them in common."""
    size = 4 * ROWS_OF_A_BAND
    rows = (packed[at : at + size] for at in range(0, len(packed), size))
    return [
        int.from_bytes(blake2b(row, digest_size=8, salt=bytes([n])).digest(), "big", signed=True)
        for n, row in enumerate(rows)
    ]


def likeness(mine: bytes | memoryview, other: bytes | memoryview) -> float:
    """Return the share of sequences that two texts have in common, from 0 to 1; 0 where one is too short to tell."""
    if not mine or not other:
        return 0.0
    return float(np.mean(np.frombuffer(bytes(mine), "<u4") == np.frombuffer(bytes(other), "<u4")))


def distance(mine: str, other: str) -> int:
    """Return how many of the points of two pictures differ."""
    return (int(mine, 16) ^ int(other, 16)).bit_count()
