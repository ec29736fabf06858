"""Visits of a specialist's windows as a calendar that other programs read by a secret link."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from blocks.queues.models import Window
from core.accounts.roles import Action
from core.audit import services as journal
from crm.tickets import states
from crm.tickets.calendars import host
from crm.tickets.models import Feed, Ticket

AHEAD = timedelta(days=60)
BEHIND = timedelta(days=1)
SEEN_EVERY = timedelta(minutes=10)
GONE = (states.BY_VISITOR, states.BY_OFFICE, states.MOVED)


@transaction.atomic
def make_link(user: Any, at: datetime) -> str:
    """A new secret, shown once; the earlier link opens nothing any more."""
    secret = secrets.token_urlsafe(32)
    values = {"digest": _digest(secret), "created_at": at, "read_at": None}
    feed, _made = Feed.objects.update_or_create(owner=user, defaults=values)
    journal.record("feed.made", user, feed, at)
    return secret


@transaction.atomic
def revoke_link(user: Any, at: datetime) -> bool:
    """False when there was none."""
    feed = Feed.objects.filter(owner=user).first()
    if feed is None:
        return False
    journal.record("feed.revoked", user, feed, at)
    feed.delete()
    return True


def feed_behind(secret: str, at: datetime) -> Feed | None:
    """The live link of somebody who still serves; the reading is marked now and then."""
    feed = Feed.objects.select_related("owner").filter(digest=_digest(secret)).first()
    if feed is None or not feed.owner.is_active or not feed.owner.can(Action.TICKETS_SERVE):
        return None
    if feed.read_at is None or at - feed.read_at > SEEN_EVERY:
        Feed.objects.filter(pk=feed.pk).update(read_at=at)
    return feed


def visits_of(user: Any, at: datetime) -> QuerySet[Ticket]:
    """Booked and cancelled visits of windows where this person serves, for sixty days."""
    windows = Window.objects.filter(specialists=user)
    shown = Q(state__in=(*states.ACTIVE, states.SERVED, states.NO_SHOW, *GONE))
    rows = Ticket.objects.filter(shown, window__in=windows, booked_at__isnull=False)
    rows = rows.filter(starts_at__gte=at - BEHIND, starts_at__lte=at + AHEAD)
    return rows.select_related("queue__addressee", "service", "window").order_by("starts_at", "pk")


def calendar_of(user: Any, at: datetime) -> tuple[bytes, str]:
    """The file and its mark; unchanged visits have the same mark."""
    calendar = Calendar()
    calendar.add("prodid", "-//Vikno//visits//UK")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Visits"))
    for ticket in visits_of(user, at):
        calendar.add_component(_event(ticket))
    content = calendar.to_ical()
    return content, f'"{hashlib.sha256(content).hexdigest()[:24]}"'


def _event(ticket: Ticket) -> Event:
    """A ticket is an event of its own: a visit that has moved away is cancelled, not silent."""
    event = Event()
    event.add("uid", f"visit-{ticket.public_id}@{host()}")
    event.add("sequence", ticket.sequence)
    event.add("dtstamp", ticket.updated_at)
    event.add("last-modified", ticket.updated_at)
    event.add("dtstart", ticket.starts_at)
    event.add("dtend", ticket.ends_at)
    event.add("status", "CANCELLED" if ticket.state in GONE else "CONFIRMED")
    event.add("summary", f"{ticket.number} · {ticket.service_words}")
    event.add("location", ", ".join(str(one) for one in (ticket.window, ticket.queue) if one))
    return event


def _digest(secret: str) -> str:
    """Plain SHA-256 is enough: the text is 256 random bits, there is nothing to guess."""
    return hashlib.sha256(secret.encode()).hexdigest()
