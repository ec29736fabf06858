"""Which numbers are too small to show (domain.md 12.5). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from blocks.figures.rules import SMALLEST_SHOWN


@dataclass(frozen=True)
class Cell:
    """One number about to be published. `base` is how many appeals stand behind it."""

    value: float | None
    base: int
    is_public: bool = True
    is_suppressed: bool = False

    def hidden(self) -> "Cell":
        return Cell(None, self.base, self.is_public, is_suppressed=True)


def is_too_small(base: int) -> bool:
    """A count of nothing says nothing about anybody; a count of one to four may."""
    return 0 < base < SMALLEST_SHOWN


def suppress_counts[K](cells: Mapping[K, Cell]) -> dict[K, Cell]:
    """Hide small counts, and further ones until the hidden cannot be found by subtraction.

    The cells are the parts of a total that is published too. What stays out of print altogether
    (`is_public` false: an addressee without a page) already counts as hidden.
    """
    shown = {key: cell.hidden() if is_too_small(cell.base) else cell for key, cell in cells.items()}
    if not any(cell.is_suppressed and cell.is_public for cell in shown.values()):
        return shown
    hidden = [cell.base for cell in shown.values() if cell.is_suppressed or not cell.is_public]
    spare = sorted(
        (key for key, cell in shown.items() if cell.is_public and not cell.is_suppressed),
        key=lambda key: (shown[key].base == 0, shown[key].base),
    )
    for key in spare:
        if len([base for base in hidden if base]) > 1 and sum(hidden) >= SMALLEST_SHOWN:
            break
        hidden.append(shown[key].base)
        shown[key] = shown[key].hidden()
    return shown


def suppress_shares[K](cells: Mapping[K, Cell]) -> dict[K, Cell]:
    """Percentages and medians: hidden when fewer than k appeals stand behind, none included."""
    return {
        key: cell.hidden() if cell.base < SMALLEST_SHOWN else cell for key, cell in cells.items()
    }
