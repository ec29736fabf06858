"""Ukrainian base forms of words, one behaviour for both databases' search."""

import re
import unicodedata
from functools import lru_cache
from threading import Lock

from core.words.sorting import APOSTROPHES

_UNIFIED = {ord(sign): "ʼ" for sign in APOSTROPHES}
_WORD = re.compile(r"\d+(?:[.,:/-]\d+)*|[^\W\d_]+(?:ʼ[^\W\d_]+)*")
_CYRILLIC = re.compile(r"[а-яґєіїё]")
_loading = Lock()


def lemmatise(text: object) -> str:
    """The words of a text in their base form, lower case, in their order, joined by spaces.

    дорогах → дорога. Numbers and Latin words stay as they are; the apostrophes ' ʼ ’ are one.
    """
    return " ".join(lemma(word) for word in words_of(text))


def words_of(text: object) -> list[str]:
    """Lower-case words and numbers of a text, with the apostrophe ʼ."""
    plain = unicodedata.normalize("NFC", str(text)).translate(_UNIFIED).lower()
    return _WORD.findall(plain)


@lru_cache(maxsize=20_000)
def lemma(word: str) -> str:
    """The base form of one lower-case word."""
    if not _CYRILLIC.search(word) or len(word) > 60:
        return word
    # The dictionary is spelt with the ASCII apostrophe.
    best = _analyser().parse(word.replace("ʼ", "'"))[0]
    return best.normal_form.replace("'", "ʼ")


@lru_cache(maxsize=1)
def _load() -> object:
    import pymorphy3  # 38 MB with its dictionary: only processes that search or index pay

    return pymorphy3.MorphAnalyzer(lang="uk")


def _analyser():  # type: ignore[no-untyped-def]
    with _loading:
        return _load()
