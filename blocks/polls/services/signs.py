"""Signs of stuffing (12.4): they put an answer apart, they never drop it."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from blocks.polls.models import AddressCount, AddressSalt, Survey
from core import clock

FAST, TRAP, SERIES = "fast", "trap", "series"
LEAST_SECONDS = 3
SLOT = timedelta(minutes=10)
MOST_IN_SLOT = 10
"""A family, a school class or an office may share an address: only a burst is a sign."""
KEPT_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Sending:
    """How the answers came. `trap` is a field that people do not see."""

    shown_at: datetime | None = None
    trap: str = ""
    address: str = ""


def sign_of(survey: Survey, sending: Sending, at: datetime) -> str:
    """The sign of this sending, or nothing. Counts the address, in the caller's transaction."""
    series = _series(survey, sending.address, at) if sending.address else ""
    if sending.trap:
        return TRAP
    if sending.shown_at is None or at - sending.shown_at < timedelta(seconds=LEAST_SECONDS):
        return FAST
    return series


def _series(survey: Survey, address: str, at: datetime) -> str:
    """The name of the series that the address is in: of the day's salt, so not of the address."""
    salt = _salt(at)
    slot = int(at.timestamp()) // int(SLOT.total_seconds())
    text = f"{survey.pk}:{address}".encode()
    name = hmac.new(salt, text, hashlib.sha256).hexdigest()[:20]
    table = connection.ops.quote_name(AddressCount._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (survey_id, digest, slot, count) VALUES (%s, %s, %s, 1)"
            " ON CONFLICT (survey_id, digest, slot)"
            f" DO UPDATE SET count = {table}.count + 1 RETURNING count",
            [survey.pk, name, slot],
        )
        many = cursor.fetchone()[0]
    return f"{SERIES}:{name[:10]}" if many > MOST_IN_SLOT else ""


def _salt(at: datetime) -> bytes:
    day = clock.local(at).date()
    found = AddressSalt.objects.filter(day=day).first()
    if found is None:
        fresh = AddressSalt(day=day, key=secrets.token_bytes(32))
        AddressSalt.objects.bulk_create([fresh], ignore_conflicts=True)
        found = AddressSalt.objects.get(day=day)
    return bytes(found.key)


def forget_addresses(at: datetime) -> int:
    """Salts and counts of more than a week ago; nothing tells an address after that."""
    oldest = at - KEPT_FOR
    slot = int(oldest.timestamp()) // int(SLOT.total_seconds())
    gone = AddressCount.objects.filter(slot__lt=slot).delete()[0]
    return gone + AddressSalt.objects.filter(day__lt=clock.local(oldest).date()).delete()[0]
