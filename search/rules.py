"""Finding words in a text and showing them: pure, apart from the dictionary of lemmas."""

import re
from dataclasses import dataclass

from core.words.lemmas import lemma, words_of

_PIECE = re.compile(r"[^\W_]+(?:[\u02bc\u2019'`][^\W\d_]+)*")
EXCERPT = 220
LOOKED_AT = 6000


@dataclass(frozen=True)
class Piece:
    """A run of text; `is_hit` when it is one of the words looked for."""

    words: str
    is_hit: bool = False


def marked(text: str, wanted: frozenset[str], prefix: str = "") -> list[Piece]:
    """The text cut so that every inflected form of a wanted lemma stands by itself."""
    pieces: list[Piece] = []
    last = 0
    for found in _PIECE.finditer(text):
        if _is_hit(found[0], wanted, prefix):
            if found.start() > last:
                pieces.append(Piece(text[last : found.start()]))
            pieces.append(Piece(found[0], is_hit=True))
            last = found.end()
    if last < len(text):
        pieces.append(Piece(text[last:]))
    return pieces


def excerpt(text: str, wanted: frozenset[str], prefix: str = "") -> list[Piece]:
    """Some 220 signs around the first hit, cut at words; the beginning when nothing is hit."""
    text = " ".join(text[:LOOKED_AT].split())
    first = next(
        (found.start() for found in _PIECE.finditer(text) if _is_hit(found[0], wanted, prefix)), 0
    )
    start = 0 if first < EXCERPT * 2 // 3 else text.rfind(" ", 0, first - EXCERPT // 3) + 1
    end = len(text) if len(text) - start <= EXCERPT else text.rfind(" ", start, start + EXCERPT)
    end = end if end > start else start + EXCERPT
    shown = (
        f"{'… ' if start else ''}{text[start:end].strip(' ,;')}{' …' if end < len(text) else ''}"
    )
    return marked(shown, wanted, prefix)


def _is_hit(word: str, wanted: frozenset[str], prefix: str) -> bool:
    plain = " ".join(words_of(word))
    if not plain:
        return False
    return lemma(plain) in wanted or bool(prefix and plain.startswith(prefix))
