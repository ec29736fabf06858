"""Latin addresses from Ukrainian names, by the Cabinet's transliteration table (№ 55 of 2010)."""

import re

_LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh",
    "з": "z", "и": "y", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n",
    "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts",
    "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "ю": "iu", "я": "ia",
    "ё": "io", "ъ": "", "ы": "y", "э": "e",
}  # fmt: skip
_FIRST_LETTERS = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_APOSTROPHES = re.compile("[\u02bc\u2019'`\u2018\u02b9]")
_OTHER = re.compile(r"[^a-z0-9]+")


def latin_slug(text: str, limit: int = 80) -> str:
    """Lower-case Latin letters, figures and hyphens; cut at a hyphen when too long."""
    words = re.split(r"[\s\-–—_/.,]+", _APOSTROPHES.sub("", text.lower()).replace("зг", "zgh"))
    slug = _OTHER.sub("-", "-".join(_latin_word(word) for word in words)).strip("-")
    if len(slug) <= limit:
        return slug
    return slug[: limit + 1].rsplit("-", 1)[0][:limit].strip("-")


def _latin_word(word: str) -> str:
    if not word:
        return ""
    first = _FIRST_LETTERS.get(word[0], _LETTERS.get(word[0], word[0]))
    return first + "".join(_LETTERS.get(letter, letter) for letter in word[1:])
