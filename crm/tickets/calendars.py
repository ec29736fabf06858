"""A ticket as an iCalendar file: the same UID for a visit wherever it moves (RFC 5545, 5546)."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from core.notify.services import absolute
from crm.tickets import states
from crm.tickets.models import Ticket

CONTENT_TYPE = "text/calendar; charset=utf-8"
GONE = (states.BY_VISITOR, states.BY_OFFICE)


def calendar_of(ticket: Ticket, url: str, at: datetime) -> bytes:
    """One event, or its cancelling; the number and the place, not what the visit is about."""
    is_gone = ticket.state in GONE
    calendar = Calendar()
    calendar.add("prodid", "-//Vikno//tickets//UK")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if is_gone else "PUBLISH")
    event = Event()
    event.add("uid", f"{ticket.calendar_uid}@{host()}")
    event.add("sequence", ticket.sequence)
    event.add("dtstamp", at)
    event.add("dtstart", ticket.starts_at)
    event.add("dtend", ticket.ends_at)
    event.add("status", "CANCELLED" if is_gone else "CONFIRMED")
    addressee = ticket.queue.addressee
    event.add(
        "summary", _("Ticket %(number)s: %(name)s") % {"number": ticket.number, "name": addressee}
    )
    event.add(
        "location", ", ".join(str(part) for part in (addressee.address, ticket.queue.place) if part)
    )
    event.add("url", absolute(url))
    if not is_gone:
        event.add_component(_alarm())
    calendar.add_component(event)
    return calendar.to_ical()


def _alarm() -> Any:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _("Your visit begins in an hour."))
    alarm.add("trigger", timedelta(hours=-1))
    return alarm


def host() -> str:
    return urlsplit(settings.BASE_URL).hostname or "localhost"
