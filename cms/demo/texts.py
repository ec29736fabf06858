"""Reading the demo's own texts, and saying names and streets in both languages."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from core.words import Text
from core.words.slugs import latin_slug

DATA = Path(__file__).resolve().parent / "data"
STREET_WORDS = {"вул.": "St", "просп.": "Ave", "пл.": "Sq"}


@cache
def read(name: str) -> Any:
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def both(pair: list[str] | None) -> Text:
    """["Рада", "Council"] as a Text."""
    return Text(uk=pair[0], en=pair[1]) if pair else Text()


def english_name(person: str) -> str:
    """ "Ткач Роман Олегович" → "Roman Tkach", by the passport table."""
    last, first, *_middle = person.split()
    return f"{_passport(first)} {_passport(last)}"


def on_street(name: str) -> str:
    """ "вул. Садова" → "вул. Садовій"; names in the genitive ("вул. Шевченка") stay."""
    kind, _space, rest = name.partition(" ")
    if kind in ("вул.", "пл.") and rest.endswith(("ська", "цька", "на", "ова", "ева", "ха", "ча")):
        return f"{kind} {rest[:-1]}ій"
    return name


def english_address(street: str, english: str, number: int) -> str:
    return f"{number} {english}, Verbiv"


def _passport(word: str) -> str:
    return "-".join(part.capitalize() for part in latin_slug(word).split("-"))
