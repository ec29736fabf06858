"""Which visit of today somebody at the terminal or the reception means: by code, number, name."""

import re
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from blocks.queues.models import Queue
from crm.tickets import states
from crm.tickets.models import Ticket

_LINK = re.compile(r"/t/([\w-]{16,32})/?\s*$")
_NUMBER = re.compile(r"^\s*([^\W\d_])?\s*-?\s*(\d{1,4})\s*$")
_SAME = str.maketrans("ABCEHIKMOPTXabcehikmoptx", "АВСЕНІКМОРТХАВСЕНІКМОРТХ")
"""Latin letters that look like Ukrainian ones: a scanner's or a person's other layout."""
SHOWN = (*states.ACTIVE, states.NO_SHOW, states.SERVED, states.LEFT)


def tickets_of_day(queue: Queue, day: date) -> QuerySet[Ticket]:
    return Ticket.objects.filter(queue=queue, state__in=SHOWN).on_day(day)


def find_visits(queue: Queue, day: date, typed: str, *, by_name: bool = True) -> list[Ticket]:
    """Visits of the day that the words may mean; a scanned link and a full number mean one."""
    rows: Any = tickets_of_day(queue, day).select_related("service", "queue", "window")
    if link := _LINK.search(typed):
        return list(rows.filter(token=link.group(1)))
    if number := _NUMBER.match(typed):
        letter, digits = number.group(1) or "", int(number.group(2))
        found = rows.filter(number__endswith=f"-{digits:03d}")
        if letter:
            found = found.filter(number=f"{letter.translate(_SAME).upper()}-{digits:03d}")
        return list(found.order_by("number"))
    words = typed.split()
    if not by_name or not words or len(words[0]) < 2:
        return []
    named = Q()
    for word in words[:3]:
        named &= Q(visitor__icontains=word) | Q(visitor__icontains=word.capitalize())
    return list(rows.filter(named).order_by("starts_at", "pk")[:20])
