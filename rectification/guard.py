"""The feedback guard: no text leaves the house with what lies under seal in it.

A text is compared with what the round keeps under seal: who wrote in and how to reach him, whom and what a clue is
about, what was confided, what was said in talks and written in petitions and letters. Whoever reads the answer learns
where in his own text something was found and by which rule, never what it was found in. What the head checks is
compared with every row of the round. A leader gets the answer for his own unit alone: that a name lies under seal
elsewhere would tell him that a clue exists there.

Width, case, spaces and punctuation do not count: both sides are brought to the same plain letters first.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from django.core.cache import cache
from django.db.models import Q
from django.utils.translation import gettext as now

from casework.models import Moving
from casework.present import label_for
from findings.models import Concern, Landing, Letter, LetterAddition, LetterBox, Petition, ReporterIdentity, Talk
from inspections.models import Engagement, Round
from referrals.models import Clue

from .models import Disclosure, Opinion, Overruling

#: so many letters in a row are no coincidence
RUN = 12
#: so many of the pairs of letters of a sentence, in hundredths
LIKE = 60
#: a sentence with fewer pairs says too little to be like another one
SENTENCE = 9
#: a number that is shorter is no number by which somebody is reached
DIGITS = 7


Rule = Overruling.Rule


@dataclass(frozen=True, order=True)
class Hit:
    """A place of one text, ``start`` to ``end``, that a rule holds up."""

    start: int
    end: int
    rule: str


@dataclass(frozen=True)
class Sealed:
    """What a round keeps under seal, as far as a text is compared with it."""

    names: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    passages: tuple[str, ...] = ()


class Plain(NamedTuple):
    """A text in plain letters, and for each of them the place in the text as it was written."""

    letters: str
    places: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        return self.places[start], self.places[end - 1] + 1


def plain(text: str) -> Plain:
    """Return the letters and digits of a text: one width, one case, nothing between them."""
    letters: list[str] = []
    places: list[int] = []
    for place, written in enumerate(text):
        for letter in letters_of(written):
            letters.append(letter)
            places.append(place)
    return Plain("".join(letters), places)


def letters_of(text: str) -> str:
    """Return the plain letters alone. What a letter becomes does not hang on its neighbours, so this is the same."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", text).casefold()))


# -- numbers, which are held up wherever they come from ----------------------------------------------------------

_GAP = r"[ \-‐-―·.]?"
_MOBILE = re.compile(rf"(?<!\d)(?:\+?86{_GAP})?1[3-9]\d(?:{_GAP}\d){{8}}(?!\d)")
_LANDLINE = re.compile(rf"(?<!\d)\(?0\d{{2,3}}\)?{_GAP}[2-9]\d{{2}}{_GAP}\d{{4,5}}(?!\d)")
_SERVICE = re.compile(rf"(?<!\d)[48]00{_GAP}\d{{3}}{_GAP}\d{{4}}(?!\d)")
_SAID = re.compile(rf"(?:电话|手机|热线|联系方式|拨打|号码|微信|tel)\D{{0,4}}(\d(?:{_GAP}\d){{5,}})", re.IGNORECASE)
_IDENTITY = re.compile(
    rf"(?<!\d)[1-9](?:{_GAP}\d){{5}}{_GAP}(?:1{_GAP}[89]|2{_GAP}0)(?:{_GAP}\d){{2}}{_GAP}(?:0{_GAP}[1-9]|1{_GAP}[0-2])"
    rf"{_GAP}(?:0{_GAP}[1-9]|[12]{_GAP}\d|3{_GAP}[01])(?:{_GAP}\d){{3}}{_GAP}[\dXx](?!\d)"
)
_OLD_IDENTITY = re.compile(r"(?<!\d)[1-9]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d)")


def _one_width(text: str) -> str:
    """Return the text with each letter in its plain width, none longer or shorter than it was written."""
    found = (unicodedata.normalize("NFKC", letter) for letter in text)
    return "".join(one if len(one) == 1 else written for one, written in zip(found, text, strict=True))


def _numbers(text: str) -> Iterator[Hit]:
    text = _one_width(text)
    taken: list[tuple[int, int]] = []
    for rule, patterns in (
        (Rule.IDENTITY, (_IDENTITY, _OLD_IDENTITY)),
        (Rule.PHONE, (_MOBILE, _LANDLINE, _SERVICE, _SAID)),
    ):
        for pattern in patterns:
            for match in pattern.finditer(text):
                start, end = match.span(1 if pattern.groups else 0)
                if not any(begun < end and start < ended for begun, ended in taken):
                    taken.append((start, end))
                    yield Hit(start, end, rule)


# -- what lies under seal ------------------------------------------------------------------------------------------


def _sentences(text: str) -> list[tuple[int, int]]:
    """Return where each sentence begins and ends."""
    return [match.span() for match in re.finditer(r"[^。！？；!?;\r\n]+", text)]


def _pairs(letters: str) -> set[str]:
    """Return the pairs of Chinese letters; what is written in Latin letters and digits is alike too easily."""
    return {pair for place in range(len(letters) - 1) if not (pair := letters[place : place + 2])[0].isascii()}


def _merged(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield spans that touch or overlap as one."""
    begun = ended = -1
    for start, end in sorted(spans):
        if start > ended:
            if ended >= 0:
                yield begun, ended
            begun, ended = start, end
        ended = max(ended, end)
    if ended >= 0:
        yield begun, ended


class _Text:
    """One text that is to leave the house, prepared once for everything that it is compared with."""

    def __init__(self, text: str):
        self.text = text
        self.plain = plain(text)
        letters = self.plain.letters
        self.runs: dict[str, list[int]] = defaultdict(list)
        for place in range(len(letters) - RUN + 1):
            self.runs[letters[place : place + RUN]].append(place)
        self.shared: set[int] = set()
        self.sentences = [span for span in _sentences(text) if len(_pairs(letters_of(text[slice(*span)]))) >= SENTENCE]
        self.like: set[int] = set()

    def hits(self, sealed: Sealed) -> Iterator[Hit]:
        yield from _numbers(self.text)
        for rule, words in ((Rule.NAME, sealed.names), (Rule.NUMBER, sealed.numbers)):
            for word in words:
                for match in re.finditer(re.escape(word), self.plain.letters):
                    yield Hit(*self.plain.span(*match.span()), rule)
        runs = [self.plain.span(place, place + RUN) for place in self.shared]
        passages = list(_merged(runs))
        for span in passages:
            yield Hit(*span, Rule.PASSAGE)
        for number in self.like:
            start, end = self.sentences[number]
            if not any(begun < end and start < ended for begun, ended in passages):
                yield Hit(start, end, Rule.LIKENESS)


def find(texts: Mapping[str, str], sealed: Sealed) -> dict[str, list[Hit]]:
    """Return for each text, by its name, the places that must not leave the house; texts without one are left out."""
    prepared = {name: _Text(text) for name, text in texts.items()}
    _compare_passages(list(prepared.values()), sealed.passages)
    found = {name: sorted(set(text.hits(sealed))) for name, text in prepared.items()}
    return {name: hits for name, hits in found.items() if hits}


def _compare_passages(texts: list[_Text], passages: Iterable[str]) -> None:
    """Note in each text which runs it shares with a passage, and which of its sentences are like one of a passage's.

    A sentence is compared with each sentence of a passage and with each two that follow each other.
    """
    theirs = [[letters_of(passage[start:end]) for start, end in _sentences(passage)] for passage in passages]
    runs: dict[str, list[tuple[_Text, int]]] = defaultdict(list)
    for text in texts:
        for run, places in text.runs.items():
            runs[run] += [(text, place) for place in places]
    known = set(runs)
    for sentences in theirs:
        letters = "".join(sentences)
        for run in known.intersection([letters[place : place + RUN] for place in range(len(letters) - RUN + 1)]):
            for text, place in runs[run]:
                text.shared.add(place)
    _compare_sentences([(text, number) for text in texts for number in range(len(text.sentences))], theirs)


def _compare_sentences(ours: list[tuple[_Text, int]], theirs: list[list[str]]) -> None:
    """Note which of our sentences are like theirs.

    Two that share enough pairs share at least one of our rarest, so only those that do are counted out.
    """
    own = [_pairs(letters_of(text.text[slice(*text.sentences[number])])) for text, number in ours]
    known = set().union(*own)
    windows, seen = [], Counter[str]()
    for sentences in theirs:
        before: set[str] = set()
        for sentence in sentences:
            here = _pairs(sentence) & known
            seen.update(here)
            windows.append(here | before)
            before = here
    wanted = [(len(pairs) * LIKE + 99) // 100 for pairs in own]
    by_rarest: dict[str, list[int]] = defaultdict(list)
    for index, pairs in enumerate(own):
        for pair in sorted(pairs, key=lambda pair: (seen[pair], pair))[: len(pairs) - wanted[index] + 1]:
            by_rarest[pair].append(index)
    rare, found = set(by_rarest), set[int]()
    for window in windows:
        for index in {index for pair in window & rare for index in by_rarest[pair]} - found:
            if len(own[index] & window) >= wanted[index]:
                found.add(index)
    for index in found:
        text, number = ours[index]
        text.like.add(number)


# -- what a thing says, and what was overruled --------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """A place that is held up: of which text of a thing, what stands there, and by which rule."""

    name: str
    hit: Hit
    passage: str
    digest: str

    @property
    def code(self) -> str:
        """By what a form names it: it holds for these very words alone."""
        return f"{self.name}:{self.hit.start}:{self.hit.end}:{self.hit.rule}:{self.digest[:16]}"

    def __str__(self):
        return f"{Rule(self.hit.rule).label}：“{self.passage}”"


def digest(text: str) -> str:
    """Return by what an overruling knows that a text is still the one that it was about."""
    return sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Texts:
    """The texts of one thing that are to leave the house: each by a name of its own, with what people call it."""

    by_name: dict[str, str]
    labels: dict[str, str]
    #: with whose secrets they are compared
    scope: Round | Engagement


def texts_of(thing: Opinion | Landing | Disclosure, *, own_unit: bool = False) -> Texts:
    """Return what of a thing is to leave the house; whoever has other texts makes a ``Texts`` of them himself.

    An opinion, and what is published, is compared with all of its round, or with its ``own_unit`` alone; a notice,
    which no head checks, always with that.
    """
    said: list[tuple[str, str, str]] = []
    if isinstance(thing, Opinion):
        said += [(name, label_for(Opinion, name), getattr(thing, name)) for name in ("overview", "demands", "limits")]
        for problem in thing.listed():
            for name in ("problem", "manifestation", "recommendation"):
                label = f"{now('Problem %(place)d') % {'place': problem.place}} · {label_for(type(problem), name)}"
                said.append((f"{problem.key}.{name}", label, getattr(problem, name)))
        scope = thing.engagement if own_unit else thing.engagement.round
    elif isinstance(thing, Disclosure):
        said += [(name, label_for(Disclosure, name), getattr(thing, name)) for name in ("heading", "text")]
        scope = thing.engagement if own_unit else thing.engagement.round
    else:
        finding = thing.finding
        said += [(name, label_for(type(finding), name), getattr(finding, name)) for name in ("title_text", "facts")]
        scope = finding.engagement
    return Texts({name: text for name, _l, text in said}, {name: label for name, label, _t in said}, scope)


def places_in(texts: Mapping[str, str], scope: Round | Engagement) -> list[Place]:
    """Return every place of these texts that must not leave the house, overruled or not.

    The answer to the same question is remembered for some minutes: where in the text, never what it was found in.
    """
    sealed = under_seal(scope)
    asked = sha256(repr((sorted(texts.items()), sorted(sealed.names), sorted(sealed.numbers))).encode())
    for passage in sealed.passages:
        asked.update(passage.encode() + b"\0")
    key = f"guard-{asked.hexdigest()}"
    found = cache.get(key)
    if found is None:
        found = find(texts, sealed)
        cache.set(key, found, 600)
    return [
        Place(name, hit, texts[name][hit.start : hit.end], digest(texts[name]))
        for name in texts
        for hit in found.get(name, ())
    ]


def open_places(thing: Moving, texts: Texts) -> list[Place]:
    """Return the places that nobody has overruled for this thing, in these very words."""
    places = places_in(texts.by_name, texts.scope)
    if not places:
        return []
    rows = Overruling._base_manager.filter(thing_kind=thing.kind, thing_id=thing.pk)
    overruled = set(rows.values_list("name", "start", "end", "rule", "digest"))
    return [
        place
        for place in places
        if (place.name, place.hit.start, place.hit.end, place.hit.rule, place.digest) not in overruled
    ]


def held_up(thing: Moving, texts: Texts) -> str | None:
    """Return in words where the texts of a thing are held up, or None; at most three places are named."""
    places = open_places(thing, texts)
    if not places:
        return None
    named = "；".join(f"{texts.labels[place.name]}：{place}" for place in places[:3])
    return now("What lies under seal must not leave the house (%(count)d places): %(places)s.") % {
        "count": len(places),
        "places": named,
    }


def under_seal(scope: Round | Engagement) -> Sealed:
    """Return what a round, or one unit in it, keeps under seal. Read with the base managers: to be compared with."""
    path = "engagement__round" if isinstance(scope, Round) else "engagement"
    here = {f"petition__{path}": scope}
    of_this = {path: scope}
    reporters = ReporterIdentity._base_manager.filter(**here).values_list("reporter_name", "reporter_phone")
    concerns = Concern._base_manager.filter(**{f"talk__{path}": scope}).values_list("name", "matter")
    found_here = Q(**{f"finding__{path}": scope}) | Q(**{f"landing__finding__{path}": scope})
    standing = Clue._base_manager.filter(found_here).exclude(stage=Clue.Stage.GIVEN_BACK)
    clues = standing.values_list("subject_name", "facts", "evidence", "taken")
    boxes = LetterBox._base_manager.filter(**of_this).values("key")
    not_taken = Letter._base_manager.filter(box__in=boxes, taken_at=None)
    waiting = not_taken.values_list("reporter_name", "reporter_phone", "text")
    petitions = Petition._base_manager.filter(**of_this).values_list("summary", "wording")
    talks = Talk._base_manager.filter(**of_this).values_list("summary", flat=True)
    additions = LetterAddition._base_manager.filter(**here).values_list("text", flat=True)

    names = [name for name, _phone in reporters] + [name for name, _matter in concerns]
    names += [name for name, *_rest in clues]
    names += [name for name, _phone, _text in waiting]
    phones = [phone for _name, phone in reporters] + [phone for _name, phone, _text in waiting]
    passages = [*talks, *additions, *(matter for _name, matter in concerns), *(text for _n, _p, text in waiting)]
    passages += [text for both in petitions for text in both]
    passages += [text for _name, *said, taken in clues for text in (*said, *_words_taken(taken))]
    return Sealed(
        frozenset(word for name in names if len(word := letters_of(name)) > 1),
        frozenset(word for phone in phones for word in _long_numbers(phone)),
        tuple(passage for passage in passages if passage),
    )


def _words_taken(taken: list[dict]) -> Iterator[str]:
    """Yield what the things said that moved under seal with a clue: their own rows say nothing any more."""
    for thing in taken:
        yield from (said for said in thing["values"].values() if isinstance(said, str) and len(said) >= RUN)


def _long_numbers(text: str) -> Iterator[str]:
    """Yield the numbers by which somebody is reached, each in plain digits."""
    for match in re.finditer(r"\d(?:[\s\-‐-―·.]*\d)*", _one_width(text)):
        digits = letters_of(match.group())
        if len(digits) >= DIGITS:
            yield digits
