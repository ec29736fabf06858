"""When to try again and how fast to send. Pure: no Django, no clock, no queries."""

import random
from datetime import datetime, timedelta

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=6)
LONGEST_PAUSE_WHEN_DOWN = timedelta(minutes=5)
MAX_ATTEMPTS = 12


def pause_after(attempts: int, *, is_down: bool = False, chance: float | None = None) -> timedelta:
    """Exponential back-off with a fifth of jitter either way.

    While the whole server is unreachable the pause stays short: nothing is
    wrong with the message, and people wait for it.
    """
    longest = LONGEST_PAUSE_WHEN_DOWN if is_down else LONGEST_PAUSE
    plain = min(FIRST_PAUSE * 2 ** min(max(attempts - 1, 0), 20), longest)
    swing = random.random() if chance is None else chance
    return plain * (0.8 + 0.4 * swing)


def is_hopeless(attempts: int, *, is_permanent: bool, is_down: bool) -> bool:
    """Whether to stop trying: refused for good, or refused too many times.

    An unreachable server never kills a message: a mail server down over a
    weekend must not lose letters.
    """
    return is_permanent or (attempts >= MAX_ATTEMPTS and not is_down)


class Pace:
    """At most `per_second` on average, with one second's worth of burst (M-09)."""

    def __init__(self, per_second: float) -> None:
        self.per_second = per_second
        self.tokens = per_second
        self.seen_at: datetime | None = None

    def allowance(self, at: datetime) -> int:
        """How many may go now."""
        if self.seen_at is not None and at > self.seen_at:
            gained = (at - self.seen_at).total_seconds() * self.per_second
            self.tokens = min(self.tokens + gained, max(self.per_second, 1))
        self.seen_at = at
        return int(self.tokens)

    def spend(self) -> None:
        self.tokens -= 1
