"""Telling the waiting list that a place may be free."""

from datetime import datetime

from django.db import transaction

from crm.tickets.models import WaitingEntry


def look_for_places(queue_pk: int, at: datetime) -> None:
    """Look at once for who waits in this queue, not at the next minute.

    Once the change stands, apart from its transaction: a booking never waits for the list.
    """
    rows = WaitingEntry.objects.filter(queue=queue_pk, state=WaitingEntry.State.WAITING)
    transaction.on_commit(lambda: rows.update(look_at=at))
