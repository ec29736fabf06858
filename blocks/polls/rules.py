"""What a survey may be and how its answers are counted (domain.md 12). Pure: no Django."""

from enum import StrEnum

SHARDS = 16
"""Rows that one counter is spread over, so that voters do not wait for one another."""


class Kind(StrEnum):
    """Kinds of questions; the names are kept in revisions for good."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    SCALE = "scale"
    STARS = "stars"
    NPS = "nps"
    MATRIX = "matrix"
    RANKING = "ranking"
    TEXT = "text"
    DATE = "date"
    FILE = "file"
    AGREE = "agree"


class Stratum(StrEnum):
    """Answers that are told apart in the result (12.4); excluded ones are in no result."""

    VERIFIED = "verified"
    OPEN = "open"
    DOUBTFUL = "doubtful"
    EXCLUDED = "excluded"


RESERVED = ("archive", "compare", "ranking", "topics")
"""Words of addresses under /surveys/ that no survey may have for its own."""

ANSWERED = "answered"
"""The cell that counts whoever answered a question: the base of its shares."""
