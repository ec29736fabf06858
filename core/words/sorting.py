"""The order of the Ukrainian alphabet as a plain string, for a sort column on both databases."""

import re
import unicodedata

ALPHABET = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
APOSTROPHES = "'ʼ’‘`´ʹ′＇"
LENGTH = 240  # the max_length of a sort column

_SIGNS = "0123456789abcdefghijklmnopqrstuvwxyz"
_NEAREST = dict(zip("ёэыъўђћјљњџ", "еиіьуджйлнч", strict=True))
_PIECES = re.compile(r"\d+|[^\W\d_]+|.", re.DOTALL)


def sort_key(text: object) -> str:
    """A string whose plain order is the dictionary order of the words.

    Apostrophes are ignored, numbers go by value (9 before 10) and before letters, Latin before
    Cyrillic. Only a–z and 0–9 are used, so byte order, C and every ICU or glibc collation agree
    on it. Cut at LENGTH signs, about 120 letters.
    """
    words = unicodedata.normalize("NFC", str(text)).casefold()
    words = words.translate({ord(sign): None for sign in APOSTROPHES})
    coded = "".join(map(_code_piece, _PIECES.findall(words[:LENGTH])))
    while "0000" in coded:
        coded = coded.replace("0000", "00")
    return coded.removeprefix("00").removesuffix("00")[:LENGTH]


def _code_piece(piece: str) -> str:
    if piece.isdecimal():
        digits = str(int(piece))
        return f"1{_SIGNS[min(len(digits), 35)]}{digits}"
    return "".join(map(_code_sign, piece))


def _code_sign(sign: str) -> str:
    place = ALPHABET.find(_NEAREST.get(sign, sign))
    if place >= 0:
        return "u" + _SIGNS[place]
    plain = unicodedata.normalize("NFKD", sign)[:1].lower()
    if plain.isascii() and plain.isalpha():
        return "l" + plain
    return "v" + format(ord(sign), "06x") if sign.isalpha() else "00"
