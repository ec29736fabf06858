"""Values of classifiers for forms and cards: what may be chosen on a day, and what a code says.

A value that went out of force is not offered any more, but a card that has it keeps and shows it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Self

from django.core.cache import cache

from core.words import Text
from directory.models import ClassifierValue

KEPT = "directory.values"


class Value(NamedTuple):
    """One value as forms and cards need it."""

    group: str
    code: str
    label: Text
    valid_from: date | None
    valid_until: date | None
    is_priority: bool
    goes_to_head: bool

    def holds_on(self, day: date) -> bool:
        begins, ends = self.valid_from or day, self.valid_until or day
        return begins <= day <= ends


@dataclass(frozen=True)
class Values:
    """Values of some groups, read in one statement and asked as often as wanted."""

    rows: tuple[Value, ...]

    @classmethod
    def of(cls, *groups: str) -> Self:
        """Groups by their codes; all of them when none is named."""
        found = ClassifierValue.objects.order_by("classifier__number", "order", "pk")
        if groups:
            found = found.filter(classifier__code__in=groups)
        names = ("code", "label", "valid_from", "valid_until", "is_priority", "goes_to_head")
        return cls(tuple(Value(*row) for row in found.values_list("classifier__code", *names)))

    @classmethod
    def lately(cls) -> Self:
        """All of them as they were at most a minute ago: for showing, not for judging."""
        kept = cache.get_or_set(KEPT, lambda: cls.of().rows, timeout=60)
        return cls(kept)

    def choices(
        self, group: str, day: date, *, keep: Collection[str] = (), with_code: bool = False
    ) -> list[tuple[str, str]]:
        """Values in force on the day and those in `keep`, in the order of the classifier."""
        return [
            (one.code, f"{one.code} {one.label}" if with_code else str(one.label))
            for one in self.rows
            if one.group == group and (one.holds_on(day) or one.code in keep)
        ]

    def has(self, group: str, code: str, day: date, *, keep: Collection[str] = ()) -> bool:
        """Whether the code may be written on this day, or stands there already."""
        return any(
            one.group == group and one.code == code and (one.holds_on(day) or code in keep)
            for one in self.rows
        )

    def label(self, group: str, code: str) -> str:
        """What a code says; the code itself where the classifier has lost it."""
        for one in self.rows:
            if one.group == group and one.code == code:
                return str(one.label)
        return code

    def are_priority(self, codes: Iterable[str]) -> bool:
        """A-16: authors of one of these categories are considered first."""
        wanted = set(codes)
        return any(one.is_priority for one in self.rows if one.code in wanted)

    def go_to_head(self, codes: Iterable[str]) -> bool:
        """A-16: appeals of one of these categories are considered by the head in person."""
        wanted = set(codes)
        return any(one.goes_to_head for one in self.rows if one.code in wanted)
