"""What every report is: sections of figures, each figure with the list behind it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from crm.reports.periods import Period


@dataclass(frozen=True)
class Figure:
    """A number, or none to show; `behind` is the set of appeals it counts."""

    value: float | int | None
    behind: str = ""
    is_hidden: bool = False
    is_alarm: bool = False

    @property
    def is_zero(self) -> bool:
        return not self.value and not self.is_hidden


@dataclass(frozen=True)
class Line:
    label: str
    figures: Sequence[Figure]
    is_total: bool = False
    is_part: bool = False


@dataclass(frozen=True)
class Section:
    """A table: the head of its first column, the others, and the lines."""

    title: str
    head: str
    columns: Sequence[str]
    lines: Sequence[Line]


@dataclass(frozen=True)
class Report:
    code: str
    title: str
    period: Period
    sections: Sequence[Section]
    notes: Sequence[str] = ()
    scope: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
