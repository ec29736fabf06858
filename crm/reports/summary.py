"""The summary anybody may see: parts of a whole with small counts hidden (domain.md 12.5). Pure."""

from collections.abc import Mapping

from blocks.figures.suppression import Cell, suppress_counts


def hidden_parts(parts: Mapping[str, int]) -> dict[str, int | None]:
    """The same parts, None where a count is too small to show or would betray one that is.

    A part that is nought is left out: it says nothing, and hides nothing.
    """
    cells = {label: Cell(many, many) for label, many in parts.items() if many}
    shown = suppress_counts(cells)
    return {
        label: None if cell.is_suppressed or cell.value is None else int(cell.value)
        for label, cell in shown.items()
    }
