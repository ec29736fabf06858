"""Finding people in a text that is to be published. Pure: no Django, no queries."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.words.lemmas import lemma, words_of

AROUND = 25
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff\u202a-\u202e\u0301]")
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019\u02bc`\u2018][^\W\d_]+)*")
_DIGITS = re.compile(r"\+?\d(?:[\s().\-\u2010-\u2015]*\d){8,14}")
# Latin letters that look like Ukrainian ones: a name written with them is no disguise.
_LOOKALIKES = str.maketrans("aceiopxykmhtb", "асеіорхукмнтв")
_AFTER_A_STEM = """
    а я у ю і ї и о е є ь й ом ем єм ою ею єю ові еві єві ів їв ам ям ами ями ах ях
    ий ій ого ому им їм ої их ими
"""
_ENDINGS = frozenset(_AFTER_A_STEM.split()) | {""}


# Between a street and the number of a building nothing else stands.
_TO_NUMBER = r"[\s,.;:()«»\"]*(?:(?:будинок|будинку|буд|б|дім|д|house|no|№)[\s.,:№]*)*"
_STREETS = """
    вул вулиця вулиці вулицю просп проспект проспекту проспекті пров провулок провулку бульв
    бульвар бульварі бул майдан майдані пл площа площі наб набережна узвіз узвозі шосе алея алеї
    проїзд проїзді тупик тупику мікрорайон мкр ul ulica street str st avenue ave
"""
_KINDS_OF_STREET = frozenset(_STREETS.split())


@dataclass(frozen=True)
class Place:
    """Where somebody lives: the street alone says nobody, with the number of a building it does."""

    street: str
    building: str = ""


@dataclass(frozen=True)
class Known:
    """What would give the person away, and others who have to do with the case.

    A surname or patronymic does alone; a given name does unless it begins somebody else's name or
    a street's («вулиця Олени Теліги»).
    """

    family: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    organisation: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    others: tuple[str, ...] = ()
    """Full names of signatories and representatives."""


@dataclass(frozen=True)
class Leak:
    """What was found, the line it stands in and the words around it."""

    kind: str
    line: int
    around: str


def leaks_in(text: str, known: Known) -> list[Leak]:
    """Every place where the text names these people, writes their e-mail, phone or address."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    found = [
        *(("name", start, end) for start, end in _names(text, known)),
        *(("email", start, end) for start, end in _exact(text, known.emails)),
        *(("phone", start, end) for start, end in _phones(text, known.phones)),
        *(("address", start, end) for place in known.places for start, end in _at(text, place)),
        *(("other", start, end) for start, end in _names(text, _of_others(known.others))),
        *(("organisation", start, end) for start, end in _exact(text, [known.organisation])),
    ]
    return [
        Leak(kind, text.count("\n", 0, start) + 1, _around(text, start, end))
        for kind, start, end in sorted(found, key=lambda one: one[1:])
    ]


def _around(text: str, start: int, end: int) -> str:
    return " ".join(text[max(0, start - AROUND) : end + AROUND].split())


class _Name:
    """A name in all its forms: by the dictionary, and by its stem where the dictionary errs."""

    def __init__(self, names: Iterable[str]) -> None:
        words = {word.translate(_LOOKALIKES) for name in names for word in words_of(name)}
        words = {word for word in words if len(word) > 1}
        self.lemmas = words | {lemma(word) for word in words}
        self.stems = [stem for word in words for stem in _stems(word)]

    def is_in(self, found: str) -> bool:
        words = [word.translate(_LOOKALIKES) for word in words_of(found)]
        return any(
            word in self.lemmas
            or lemma(word) in self.lemmas
            or any(word.startswith(one) and word[len(one) :] in _ENDINGS for one in self.stems)
            for word in words
        )


def _stems(word: str) -> list[str]:
    """The name and what is left of it without an ending: Дорошенк-а, Левицьк-ої."""
    if len(word) < 4:
        return [word]
    return [word, word[:-1], *([word[:-2]] if word.endswith(("ий", "ій")) else [])]


def _names(text: str, known: Known) -> Iterator[tuple[int, int]]:
    family, given = _Name(known.family), _Name(known.given)
    words = list(_WORD.finditer(text))
    for place, found in enumerate(words):
        if family.is_in(found[0]):
            yield found.span()
        elif given.is_in(found[0]):
            after = words[place + 1] if place + 1 < len(words) else None
            if after is None or not _begins_a_name(text, found.end(), after):
                yield found.span()


def _begins_a_name(text: str, end: int, after: re.Match[str]) -> bool:
    """Whether a capitalised word follows right away: the name is somebody else's."""
    between = text[end : after.start()]
    return after[0][0].isupper() and bool(between) and between.strip(" \u00a0") == ""


def _of_others(names: Iterable[str]) -> Known:
    """Surname, given name and patronymic in this order; of two words either may be the surname."""
    family, given = [], []
    for name in names:
        words = [word for word in _WORD.findall(name) if len(word) > 1]
        if len(words) == len(("surname", "given name", "patronymic")):
            given.append(words.pop(1))
        family.extend(words)
    return Known(family=tuple(family), given=tuple(given))


def _at(text: str, place: Place) -> Iterator[tuple[int, int]]:
    """The street in any case, followed by the number of the building: Садовій, буд. 12-А."""
    street = [word for word in words_of(place.street) if word not in _KINDS_OF_STREET]
    names = [_Name([word]) for word in street if not word[0].isdigit()]
    number = _number(place.building or next((w for w in street if w[0].isdigit()), ""))
    if not names or not number:
        return
    words = list(_WORD.finditer(text))
    for first in range(len(words) - len(names) + 1):
        run = words[first : first + len(names)]
        if all(name.is_in(word[0]) for name, word in zip(names, run, strict=True)):
            found = re.compile(_TO_NUMBER + number, re.IGNORECASE).match(text, run[-1].end())
            if found:
                yield run[0].start(), found.end()


def _number(building: str) -> str:
    """A pattern of the number with its letter, however they are joined: 12-А, 12 а, 12/1."""
    parts = re.findall(r"\d+|[^\W\d_]+", building)
    if not parts or not parts[0].isdigit():
        return ""
    return r"\s*[-/]?\s*".join(map(re.escape, parts[:3])) + r"(?!\w)"


def _exact(text: str, wanted: Iterable[str]) -> Iterator[tuple[int, int]]:
    for one in wanted:
        words = unicodedata.normalize("NFKC", one).split()
        if words:
            pattern = r"\s+".join(re.escape(word) for word in words)
            yield from (found.span() for found in re.finditer(pattern, text, re.IGNORECASE))


def _phones(text: str, wanted: Iterable[str]) -> Iterator[tuple[int, int]]:
    """By the last nine digits, however they are written."""
    tails = {re.sub(r"\D", "", one)[-9:] for one in wanted}
    tails = {tail for tail in tails if len(tail) == 9}
    for found in _DIGITS.finditer(text):
        digits = re.sub(r"\D", "", found[0])
        if any(tail in digits for tail in tails):
            yield found.span()
