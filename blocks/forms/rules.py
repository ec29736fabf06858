"""What a built form may hold and how typed text is made safe. No Django, clock or queries."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

PREFIX = "custom_"
MAX_TEXT = 1_000
MAX_LONG_TEXT = 20_000
MAX_OPTIONS = 60
RADIO_LIMIT = 7
"""Up to so many options are shown at once; more become a drop-down list."""

NOT_ASKED = frozenset({"heading"})
"""Kinds that show something and ask nothing."""

FILE_TYPES: dict[str, tuple[str, ...]] = {
    "pdf": ("pdf",),
    "image": ("jpg", "png", "webp", "heic"),
    "document": ("docx", "doc", "odt", "rtf", "txt"),
    "spreadsheet": ("xlsx", "xls", "ods", "csv"),
}
"""What an editor chooses, and the codes of `core.private_files.kinds` it stands for."""

_LATIN = dict(zip("абвгґдезиіїйклмнопрстуфёыэ", "abvhgdezyiiiklmnoprstufeye", strict=True))
_LATIN |= {"х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ж": "zh"}
_LATIN |= {"є": "ie", "ю": "iu", "я": "ia", "ь": "", "ъ": ""}
# Bidirectional controls can make a text read differently from what it says; zero-width
# characters hide. Tab and line feed stay.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)


def clean_text(text: str) -> str:
    """Typed text without NUL, control and direction-changing characters; one kind of line break."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).strip()


def clean_line(text: str) -> str:
    """The same for a field of one line: breaks and tabs become spaces."""
    return re.sub(r"\s*[\n\t]+\s*", " ", clean_text(text))


def code_from(label: str, taken: Iterable[str] = (), fallback: str = "field") -> str:
    """A short latin code made of a label, not among those taken: «Адреса» → adresa."""
    latin = "".join(_LATIN.get(letter, letter) for letter in label.lower())
    plain = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode()
    code = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40].strip("_") or fallback
    if code[0].isdigit():
        code = f"{fallback}_{code}"
    used, number, unique = set(taken), 2, code
    while unique in used:
        unique, number = f"{code}_{number}", number + 1
    return unique


def in_language(words: Mapping[str, str] | None, language: str, fallback: str = "uk") -> str:
    """A label in this language, else in the main one, else in any."""
    words = words or {}
    return words.get(language) or words.get(fallback) or next((w for w in words.values() if w), "")


def asked(fields: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [field for field in fields if field["type"] not in NOT_ASKED]


def file_kinds(field: Mapping[str, Any]) -> tuple[str, ...]:
    """Codes of the kinds a file field takes; one that names none takes them all."""
    chosen = field.get("file_types") or list(FILE_TYPES)
    return tuple(kind for name in chosen for kind in FILE_TYPES.get(name, ()))
