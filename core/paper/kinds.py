"""Which documents can be printed: each room registers its own at start-up.

Whoever edits templates sees every kind with invented data, so this floor never meets real ones.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Sample = Callable[[], dict[str, Any]]


@dataclass(frozen=True)
class PaperKind:
    """A document: its code, its label, the template that comes with the system, invented data."""

    code: str
    label: Any
    shipped: Path
    sample: Sample
    hint: Any = ""

    @property
    def shipped_source(self) -> str:
        return self.shipped.read_text("utf-8")


_kinds: dict[str, PaperKind] = {}


def register(kind: PaperKind) -> None:
    """Told in `AppConfig.ready()`; the same code twice is a mistake of ours."""
    known = _kinds.setdefault(kind.code, kind)
    if known.shipped != kind.shipped:
        raise ValueError(f"There are two documents called {kind.code}.")


def kind_named(code: str) -> PaperKind | None:
    return _kinds.get(code)


def kinds() -> list[PaperKind]:
    """All documents in the order in which rooms registered them."""
    return list(_kinds.values())
