"""What each public figure is called and how it is said. Pure: no query, no clock."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext

from core.words.numbers import number_words, percent_words

# Fewer events than this are never shown: the number could point at a person.
SMALLEST_SHOWN = 5

RECEIVED = "appeals.received"
ANSWERED = "appeals.answered"
IN_TIME = "appeals.in_time_percent"
MEDIAN_DAYS = "appeals.median_days"
YEAR_KEYS = (RECEIVED, ANSWERED, IN_TIME, MEDIAN_DAYS)

# One row a month, dated by the month's first day.
MONTH_RECEIVED = "appeals.received.month"
MONTH_IN_TIME = "appeals.in_time_percent.month"
MONTH_KEYS = (MONTH_RECEIVED, MONTH_IN_TIME)

# The mean of stars that people gave in surveys, as it stood at the end of the month.
STARS = "surveys.stars.month"

ALL_KEYS = (*YEAR_KEYS, *MONTH_KEYS, STARS)


def _whole(value: Decimal) -> str:
    return number_words(value, 0)


def _percent(value: Decimal) -> str:
    return percent_words(value, 0)


def _days(value: Decimal) -> str:
    """11 днів, but 4,5 дня: a fraction takes its own form."""
    if value == value.to_integral_value():
        days = int(value)
        return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}
    return pgettext("a fraction", "%(days)s days") % {"days": number_words(value, 1)}


def _stars(value: Decimal) -> str:
    return number_words(value, 2)


@dataclass(frozen=True)
class Kind:
    """A figure's name for residents, its way of being said, and the words for "too few to show"."""

    key: str
    label: Any
    say: Callable[[Decimal], str]
    too_few: Any


KINDS = {
    kind.key: kind
    for kind in (
        Kind(RECEIVED, _("Appeals received"), _whole, _("fewer than 5")),
        Kind(ANSWERED, _("Appeals answered"), _whole, _("fewer than 5")),
        Kind(IN_TIME, _("Answered in time"), _percent, _("too few to say")),
        Kind(MEDIAN_DAYS, _("Usually answered in"), _days, _("too few to say")),
        Kind(MONTH_RECEIVED, _("Appeals received in the month"), _whole, _("fewer than 5")),
        Kind(MONTH_IN_TIME, _("Answered in time in the month"), _percent, _("too few to say")),
        Kind(STARS, _("Stars that people gave, on average"), _stars, _("too few to say")),
    )
}


def words(key: str, value: Decimal | None, is_suppressed: bool) -> str:
    """The figure as a resident reads it; suppression is said, never left as an empty cell."""
    kind = KINDS[key]
    if is_suppressed or value is None:
        return str(kind.too_few)
    return str(kind.say(Decimal(value)))
