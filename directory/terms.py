"""The profile and the rules that a new record needs, read once for each edition of terms."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Subquery

from directory.editions import TERMS
from directory.models import Addressee, DeadlineRule, Edition, Profile
from directory.working_time import Counted, explain

REMEMBERED = 32
"""Sets of rules a process keeps: one a day and kind of record."""
COUNTS_REMEMBERED = 256
"""Terms a process keeps counted: those of a few days."""


class _Edition:
    """What this process has read under one token. Threads may read the same twice; no harm."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.profiles: dict[int | None, Profile] = {}
        self.branches: list[tuple[str, int]] | None = None  # deepest first
        self.rules: dict[tuple[tuple[str, ...], date], list[DeadlineRule]] = {}
        self.counts: dict[tuple[int, date], tuple[Counted, dict[str, str]]] = {}

    def profile(self, path: str) -> Profile:
        """By the path of an addressee; without one the city's own."""
        if self.branches is None:
            named = Addressee.objects.filter(profile__isnull=False).order_by("-depth")
            self.branches = list(named.values_list("path", "profile"))
        above = (key for branch, key in self.branches if path.startswith(branch))
        return self._by_key(next(above, None))

    def _by_key(self, key: int | None) -> Profile:
        """The city's own is kept under both its key and None."""
        if key not in self.profiles:
            known = Profile.objects.select_related("calendar")
            found = Profile.objects.current() if key is None else known.get(pk=key)
            self.profiles[key] = self.profiles.setdefault(found.pk, found)
        return self.profiles[key]

    def holds(self, profile: Profile) -> bool:
        return self.profiles.get(profile.pk) is profile


_known: _Edition | None = None


def edition() -> Subquery:
    """The token, as a column of a statement that is made anyway."""
    return Edition.objects.token_of(TERMS)


def profile_of(token: str | None, path: str) -> Profile:
    """The profile nearest above an addressee's path, with its calendar; the city's own where none
    is named. Not to be changed: others hold it too.

    Raises RuleBroken when the city has none.
    """
    return _edition(token).profile(path)


def rules_in_force(
    codes: Sequence[str], day: date, profile: Profile, token: str | None = None
) -> list[DeadlineRule]:
    """One version of each rule, in the order asked for, with its calendar.

    Raises RuleBroken for a code that has none on the day.
    """
    if not codes:
        return []
    if not token or not _edition(token).holds(profile):
        return DeadlineRule.objects.all_in_force(codes, day, profile)
    kept, key = _edition(token).rules, (tuple(codes), day)
    if key not in kept:
        if len(kept) >= REMEMBERED:
            kept.clear()
        kept[key] = DeadlineRule.objects.all_in_force(codes, day, profile)
    return kept[key]


def count_explained(
    rule: DeadlineRule, anchor: date | datetime, token: str | None = None
) -> tuple[Counted, dict[str, str]]:
    """The term from its anchor with the explanation in words.

    Appeals of one day end on the same days, so a count from a day is kept with the edition.
    """
    if not token or isinstance(anchor, datetime):
        return _count_explained(rule, anchor)
    kept, key = _edition(token).counts, (rule.pk, anchor)
    if key not in kept:
        if len(kept) >= COUNTS_REMEMBERED:
            kept.clear()
        kept[key] = _count_explained(rule, anchor)
    return kept[key]


def _count_explained(rule: DeadlineRule, anchor: date | datetime) -> tuple[Counted, dict[str, str]]:
    counted = rule.count(anchor)
    return counted, explain(counted, rule.calendar.as_calendar())


def _edition(token: str | None) -> _Edition:
    """Without a token nothing may be kept: no change would be noticed."""
    global _known
    if not token:
        return _Edition("")
    known = _known
    if known is None or known.token != token:
        known = _known = _Edition(token)
    return known
