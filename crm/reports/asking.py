"""What a report is asked for: a period, whose appeals, of which addressee. Pure but for keys."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from crm.reports.periods import Period

INDIVIDUAL, LEGAL, EVERYBODY = "individual", "legal_entity", "all"
APPLICANTS = (INDIVIDUAL, LEGAL, EVERYBODY)
NOBODY = 0
"""In place of a key: appeals without an executor."""


@dataclass(frozen=True)
class Question:
    """The frame of a report; the same for its figures and for the lists behind them."""

    period: Period
    applicant: str = INDIVIDUAL
    addressee: int | None = None

    def a_year_ago(self) -> "Question":
        return replace(self, period=self.period.a_year_ago())


@dataclass(frozen=True)
class Behind:
    """The appeals behind one figure: a question and a cell. It stands in an address as text."""

    question: Question
    table: str
    row: str
    column: str

    def as_text(self) -> str:
        asked = self.question
        parts = (
            self.table,
            asked.period.since.isoformat(),
            asked.period.until.isoformat(),
            asked.applicant,
            str(asked.addressee or ""),
            self.row,
            self.column,
        )
        return "~".join(parts)

    def __str__(self) -> str:
        return self.as_text()

    @classmethod
    def from_text(cls, text: str) -> Self | None:
        """None for anything else: a broken link shows the plain list."""
        parts = text.split("~")
        if len(parts) != 7 or len(text) > 200:
            return None
        table, since, until, applicant, addressee, row, column = parts
        try:
            period = Period(date.fromisoformat(since), date.fromisoformat(until))
            key: Any = int(addressee) if addressee else None
        except ValueError:
            return None
        if applicant not in APPLICANTS or (key is not None and not 0 < key < 2**31):
            return None
        return cls(Question(period, applicant, key), table, row, column)
