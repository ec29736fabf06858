"""Pure rules of publishing: medians of counted days."""

from collections.abc import Iterable


def median(counted: Iterable[tuple[int, int]]) -> float | None:
    """The median of values given as (value, how many)."""
    pairs = sorted((value, count) for value, count in counted if count > 0)
    total = sum(count for _value, count in pairs)
    if not total:
        return None
    middle = (_at(pairs, (total - 1) // 2), _at(pairs, total // 2))
    return sum(middle) / 2


def _at(pairs: list[tuple[int, int]], position: int) -> int:
    for value, count in pairs:
        if position < count:
            return value
        position -= count
    raise IndexError(position)
