"""Small typography, done for the author: spaces that must not break and the right apostrophe.

Only spaces, apostrophes and invisible joiners change; never a letter, a digit or a tag.
Every pattern starts where a run starts, so the time is linear in the text.
"""

import re
from functools import lru_cache

NBSP = "\u00a0"
NARROW = "\u202f"
JOINER = "\u2060"
APOSTROPHE = "ʼ"

_SHORT = (
    "а але або б без бо в від для до є ж з за зі із і й на над не ні о об по під при про та то у "
    "хай чи що як "
    "a an the and as at but by for in nor of on or per to via"
)
_BEFORE_NAME = "вул просп пров пл бульв бул буд корп кв каб кім оф ст п тел м с смт обл див"
_UNITS = (
    "грн коп тис млн млрд млд мм см м км м² м³ кв г кг т л мл с сек хв год діб доба доби днів день "
    "дні дня тижнів тиждень тижні тижня місяців місяць місяці місяця років рік роки року р Вт кВт "
    "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня "
    "осіб особи особа МБ КБ ГБ UAH KB MB GB kB min km kg cm mm m "
    "January February March April May June July August September October November December "
    "days day hours hour minutes minute years year"
)


def _any(words: str) -> str:
    return "|".join(sorted(map(re.escape, words.split()), key=len, reverse=True))


_WORD = r"\w'’ʼ"
_CYRILLIC = "А-ЯҐЄІЇЁа-яґєіїё"
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    # пʼять; in HTML the apostrophe may stand as an entity
    (
        re.compile(rf"(?<=[{_CYRILLIC}])(?:['’`]|&\#x27;|&\#39;|&rsquo;|&apos;)(?=[{_CYRILLIC}])"),
        APOSTROPHE,
    ),
    # в місті, до вас; also at the end of a text node before <a> or <b>
    (re.compile(rf"(?<![{_WORD}-])({_any(_SHORT)}) +(?=\S|\Z)", re.IGNORECASE), rf"\1{NBSP}"),
    # № 5, вул. Садова
    (re.compile(r"№ +(?=\S)"), f"№{NBSP}"),
    (
        re.compile(rf"(?<![{_WORD}-])({_any(_BEFORE_NAME)})\. +(?=[\w«“\"])", re.IGNORECASE),
        rf"\1.{NBSP}",
    ),
    # 14 днів, 10 березня, 81 %
    (re.compile(rf"(?<=\d) +(?=(?:{_any(_UNITS)})(?![{_WORD}])|[%‰°])"), NBSP),
    # слово — слово
    (re.compile(r"(?<! ) +(?=[–—](?:[\s\u00a0]|\Z))"), NBSP),
    # 9–18
    (re.compile(rf"(?<=\d){JOINER}?([–—]){JOINER}?(?=\d)"), rf"{JOINER}\1{JOINER}"),
)
# 1 240 000, but not the groups of a telephone number
_THOUSANDS = re.compile(
    r"(?<![\d+(),.\-/])(?<!\d[ \u00a0\u202f])[1-9]\d{0,2}(?:[ \u00a0]\d{3})+(?![\d]|[ \u00a0]\d)"
)
_GAP = re.compile(r"[ \u00a0]")
_VERBATIM = ("script", "style", "pre", "code", "textarea", "kbd", "samp", "svg", "math")
_TAG_NAME = re.compile(r"[a-z][a-z0-9-]*")


LABEL_LENGTH = 120


def typeset(text: str) -> str:
    """Plain text with the spaces and apostrophes of good print. Doing it twice changes nothing.

    Labels are remembered: a list shows the names of the same few addressees on every row.
    """
    return _typeset_label(text) if len(text) <= LABEL_LENGTH else _typeset(text)


def _typeset(text: str) -> str:
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return _THOUSANDS.sub(lambda found: _GAP.sub(NARROW, found[0]), text)


_typeset_label = lru_cache(maxsize=2048)(_typeset)


def typeset_html(html: str) -> str:
    """The same for the text between tags; tags, attributes, code and scripts stay as they are."""
    pieces: list[str] = []
    lowered = html.lower()
    at = 0
    while at < len(html):
        opening = html.find("<", at)
        if opening < 0:
            pieces.append(typeset(html[at:]))
            break
        pieces.append(typeset(html[at:opening]))
        at = _end_of_markup(lowered, opening)
        pieces.append(html[opening:at])
    return "".join(pieces)


def _end_of_markup(lowered: str, opening: int) -> int:
    """The place after the tag or comment that opens here, with the whole of a verbatim element.

    What never closes runs to the end: nothing of it may be changed, and nothing is read twice.
    """
    if lowered.startswith("<!--", opening):
        return _after(lowered, "-->", opening)
    at = opening + 1
    while at < len(lowered):
        sign = lowered[at]
        if sign == ">":
            break
        if sign in "\"'":
            at = lowered.find(sign, at + 1)
            if at < 0:
                return len(lowered)
        at += 1
    else:
        return len(lowered)
    name = _TAG_NAME.match(lowered, opening + 1)
    if name and name[0] in _VERBATIM and lowered[at - 1] != "/":
        closing = lowered.find(f"</{name[0]}", at)
        return len(lowered) if closing < 0 else _after(lowered, ">", closing)
    return at + 1


def _after(text: str, mark: str, start: int) -> int:
    found = text.find(mark, start)
    return len(text) if found < 0 else found + len(mark)
