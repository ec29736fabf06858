"""CSV that spreadsheets open with the right letters: UTF-8 with a mark, semicolons."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from core.tables.cells import as_words

MARK = "\ufeff"
_LINES = 200


class _Echo:
    """csv.writer wants a file; this one gives the line back."""

    def write(self, line: str) -> str:
        return line


def csv_lines(header: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """Encoded pieces of some hundred lines, for a streamed answer or a file."""
    writer = csv.writer(_Echo(), delimiter=";")
    piece = [MARK, writer.writerow([as_words(str(one)) for one in header])]
    for row in rows:
        piece.append(writer.writerow([as_words(one) for one in row]))
        if len(piece) >= _LINES:
            yield "".join(piece).encode()
            piece = []
    if piece:
        yield "".join(piece).encode()
