"""Reading JSON so that every object knows its line."""

import json
import re
from bisect import bisect_left
from typing import Any

from django.utils.translation import gettext as _

from directory.exchange.broken import FileBroken

BLANK = re.compile(r"[ \t\r\n]*")
DEEPEST = 20


class Row(dict[str, Any]):
    """A JSON object and the line on which it begins."""

    line = 1


def read_located(text: str) -> Any:
    """The value of a JSON text; objects are `Row`s. Raises FileBroken with the line."""
    reader = _Reader(text.removeprefix("\ufeff"))
    try:
        return reader.document()
    except json.JSONDecodeError as trouble:
        message = _("This is broken JSON: %(why)s.") % {"why": trouble.msg}
        raise FileBroken(message, trouble.lineno) from trouble


class _Reader:
    """Objects and lists by hand, everything else by the decoder of the library."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.ends = [found.start() for found in re.finditer("\n", text)]
        self.at = 0
        self.depth = 0
        self.decoder = json.JSONDecoder(parse_constant=self._refuse_constant)

    def document(self) -> Any:
        value = self._value()
        self._blank()
        if self.at != len(self.text):
            raise json.JSONDecodeError("Extra data", self.text, self.at)
        return value

    def _value(self) -> Any:
        self._blank()
        match self.text[self.at : self.at + 1]:
            case "{":
                return self._nested(self._object)
            case "[":
                return self._nested(self._list)
        value, self.at = self.decoder.raw_decode(self.text, self.at)
        return value

    def _nested(self, read: Any) -> Any:
        self.depth += 1
        if self.depth > DEEPEST:
            raise json.JSONDecodeError("Too deep", self.text, self.at)
        value = read()
        self.depth -= 1
        return value

    def _object(self) -> Row:
        row = Row()
        row.line = self._line()
        for _turn in self._members("}"):
            if self.text[self.at : self.at + 1] != '"':
                raise json.JSONDecodeError("Expecting a name in quotes", self.text, self.at)
            line = self._line()
            name, self.at = self.decoder.raw_decode(self.text, self.at)
            if name in row:
                raise FileBroken(_("“%(name)s” is said twice.") % {"name": name}, line)
            self._expect(":")
            row[name] = self._value()
        return row

    def _list(self) -> list[Any]:
        return [self._value() for _turn in self._members("]")]

    def _members(self, end: str) -> Any:
        """One turn for every member; stands at its beginning."""
        self.at += 1
        self._blank()
        if self.text[self.at : self.at + 1] == end:
            self.at += 1
            return
        while True:
            self._blank()
            yield
            self._blank()
            found = self.text[self.at : self.at + 1]
            if found not in (",", end):
                raise json.JSONDecodeError(f"Expecting ',' or '{end}'", self.text, self.at)
            self.at += 1
            if found == end:
                return

    def _expect(self, mark: str) -> None:
        self._blank()
        if self.text[self.at : self.at + 1] != mark:
            raise json.JSONDecodeError(f"Expecting '{mark}'", self.text, self.at)
        self.at += 1

    def _blank(self) -> None:
        found = BLANK.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def _line(self) -> int:
        return bisect_left(self.ends, self.at) + 1

    def _refuse_constant(self, name: str) -> Any:
        raise json.JSONDecodeError(f"{name} is no JSON number", self.text, self.at)
