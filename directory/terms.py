"""The profile and the rules that a new record needs, read once for each edition of terms."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Subquery

from directory.models import DeadlineRule, Profile, TermsEdition

REMEMBERED = 32
"""Sets of rules a process keeps: one a day and kind of record."""


class _Edition:
    """What this process has read under one token. Threads may read the same twice; no harm."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.profile = Profile.objects.current()
        self.rules: dict[tuple[tuple[str, ...], date], list[DeadlineRule]] = {}


_known: _Edition | None = None


def edition() -> Subquery:
    """The token, as a column of a statement that is made anyway."""
    return Subquery(TermsEdition.objects.values("token")[:1])


def profile_of(token: str | None) -> Profile:
    """The default profile with its calendar; not to be changed, others hold it too.

    Raises RuleBroken when the city has none.
    """
    return _edition(token).profile if token else Profile.objects.current()


def rules_in_force(
    codes: Sequence[str], day: date, profile: Profile, token: str | None = None
) -> list[DeadlineRule]:
    """One version of each rule, in the order asked for, with its calendar.

    Raises RuleBroken for a code that has none on the day.
    """
    if not codes:
        return []
    if not token or _edition(token).profile is not profile:
        return DeadlineRule.objects.all_in_force(codes, day, profile)
    kept, key = _edition(token).rules, (tuple(codes), day)
    if key not in kept:
        if len(kept) >= REMEMBERED:
            kept.clear()
        kept[key] = DeadlineRule.objects.all_in_force(codes, day, profile)
    return kept[key]


def _edition(token: str) -> _Edition:
    global _known
    known = _known
    if known is None or known.token != token:
        known = _known = _Edition(token)
    return known
