"""The profile and the rules that a new record needs, read once for each edition of terms."""

from collections.abc import Sequence
from datetime import date

from django.db.models import F, OuterRef, Subquery
from django.db.models.lookups import StartsWith

from directory.models import Addressee, DeadlineRule, Profile, TermsEdition

REMEMBERED = 32
"""Sets of rules a process keeps: one a day and kind of record."""


class _Edition:
    """What this process has read under one token. Threads may read the same twice; no harm."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.profiles: dict[int | None, Profile] = {}
        self.rules: dict[tuple[tuple[str, ...], date], list[DeadlineRule]] = {}

    def profile(self, key: int | None) -> Profile:
        """By its key; without one the city's own, kept under both."""
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
    return Subquery(TermsEdition.objects.values("token")[:1])


def profile_key(path: str) -> Subquery:
    """The key of the profile nearest above, as a column of a statement that is made anyway.

    `path` names the path of the addressee in that statement. None: the city's own profile.
    """
    above = Addressee.objects.filter(profile__isnull=False)
    above = above.filter(StartsWith(OuterRef(path), F("path")))
    return Subquery(above.order_by("-depth").values("profile")[:1])


def profile_of(token: str | None, key: int | None) -> Profile:
    """The profile by what `profile_key` has said, with its calendar; not to be changed, others
    hold it too.

    Raises RuleBroken when the city has none.
    """
    return _edition(token).profile(key)


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


def _edition(token: str | None) -> _Edition:
    """Without a token nothing may be kept: no change would be noticed."""
    global _known
    if not token:
        return _Edition("")
    known = _known
    if known is None or known.token != token:
        known = _known = _Edition(token)
    return known
