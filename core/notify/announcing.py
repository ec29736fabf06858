"""News whose letters are written a moment later, by the sender, in a transaction of their own.

Who presses "send" waits for one small row; finding the recipients and writing a letter to each
is not that person's time. The row is committed with the change it tells of, as a letter would be.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Min

from core.notify.models import Announcement
from core.notify.services import Letter, post_all

log = logging.getLogger(__name__)

BATCH = 50
LONGEST_PAUSE = timedelta(minutes=10)

Writer = Callable[[Mapping[str, Any]], Iterable[Letter]]

_writers: dict[str, Writer] = {}


def register_writer(news: str, writer: Writer) -> None:
    """Say who writes the letters of such news; rooms do it in `AppConfig.ready()`."""
    _writers[news] = writer


def announce(news: str, facts: Mapping[str, Any], at: datetime) -> None:
    """Leave the news for the sender, in the caller's transaction.

    `facts` are keys, kept as JSON: the writer reads the rest when it writes. Raises KeyError for
    news that nobody writes letters about.
    """
    if news not in _writers:
        raise KeyError(news)
    Announcement.objects.bulk_create([Announcement(news=news, facts=facts, next_try_at=at)])


class AnnouncementDrain:
    """Turns news into letters of the outbox.

    The row goes and its letters come in one transaction, so a sender that dies at any moment
    neither loses nor repeats a letter, and of two senders one finds the row gone.
    """

    name = "announcements"

    def drain_once(self, worker_id: str, at: datetime) -> int:
        due = Announcement.objects.filter(next_try_at__lte=at).order_by("next_try_at", "pk")
        return sum(_write(row, at) for row in due[:BATCH])

    def oldest_waiting_at(self, at: datetime) -> datetime | None:
        due = Announcement.objects.filter(next_try_at__lte=at)
        return due.aggregate(oldest=Min("next_try_at"))["oldest"]


def _write(row: Announcement, at: datetime) -> bool:
    """Whether this sender wrote the letters; a failure leaves the row for a later try."""
    try:
        with transaction.atomic():
            gone, _rows = Announcement.objects.filter(pk=row.pk).delete()
            if gone:
                post_all(_writers[row.news](row.facts), at=row.next_try_at)
    except Exception as error:
        log.exception("Nobody was told of %s (try %s)", row.news, row.attempts + 1)
        pause = min(timedelta(seconds=2 ** min(row.attempts, 10)), LONGEST_PAUSE)
        Announcement.objects.filter(pk=row.pk).update(
            attempts=row.attempts + 1,
            next_try_at=at + pause,
            last_error=f"{type(error).__name__}: {error}"[:2000],
        )
        return False
    return bool(gone)
