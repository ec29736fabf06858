"""Tickets, the cells of time they occupy, and who waits for a cell to become free."""

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from blocks.forms.models import FormRevision
from blocks.queues.models import Queue, Service, Window
from blocks.queues.together import words_of
from core.ids import public_id
from core.words import Text, TextField
from crm.base import ConfidentialModel
from crm.residents.models import Resident
from crm.tickets import states
from crm.tickets.querysets import TicketQuerySet

CHANNELS = {
    "web": pgettext_lazy("ticket came by", "On the site"),
    "api": pgettext_lazy("ticket came by", "By a program"),
    "desk": pgettext_lazy("ticket came by", "By staff"),
    "kiosk": pgettext_lazy("ticket came by", "At the terminal"),
}


def random_token() -> str:
    """What a QR code and a letter open the ticket by: 128 random bits (Q-06)."""
    return secrets.token_urlsafe(16)


class Ticket(ConfidentialModel):
    """One visit: held, booked or taken at the entrance, and what became of it.

    `first_cell` and `cells` say which cells of time it keeps at `window` and `seat`
    (crm.tickets.cells); a walk-in keeps none. `day` is the city's day of the visit. `sequence`
    rises with each change told to a calendar, and `calendar_uid` goes on through moves (RFC 5545).
    At the counter `turn_at` is the booked time of who came for it (empty: by arrival), `for_window`
    the only window that may call, `window` the one that called; `press` names one press of a
    terminal, so that a double tap is one ticket. `priority_reason` is a value of the classifier
    `queue_priority` and is told to nobody in the hall (Q-14). `extra_services` are further services
    of the same visit, each with its key and its name of that time; `service` is the main one.
    `outcome` is a code of the queue's, with its words of that time.
    """

    public_id = models.CharField(max_length=20, unique=True, default=public_id, editable=False)
    token = models.CharField(max_length=32, unique=True, default=random_token, editable=False)
    queue = models.ForeignKey(Queue, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    extra_services = models.JSONField(default=list, blank=True)
    window = models.ForeignKey(Window, on_delete=models.PROTECT, null=True, related_name="+")
    seat = models.PositiveSmallIntegerField(default=0)
    number = models.CharField(max_length=12, blank=True)
    state = models.CharField(max_length=24, choices=states.TABLE.choices, default=states.HELD)
    channel = models.CharField(max_length=8, choices=list(CHANNELS.items()), default="web")
    day = models.DateField()
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    first_cell = models.PositiveIntegerField(null=True)
    cells = models.PositiveSmallIntegerField(default=0)
    people = models.PositiveSmallIntegerField(default=1)
    held_until = models.DateTimeField(null=True)
    holder = models.CharField(max_length=64, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    resident = models.ForeignKey(
        Resident, on_delete=models.PROTECT, null=True, related_name="tickets"
    )
    visitor = models.CharField(_("name"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    form_revision = models.ForeignKey(
        FormRevision, on_delete=models.PROTECT, null=True, related_name="+"
    )
    values = models.JSONField(default=dict, blank=True)
    is_priority = models.BooleanField(default=False)
    priority_reason = models.CharField(max_length=40, blank=True)
    reminds = models.BooleanField(default=True)
    remind_at = models.DateTimeField(null=True)
    booked_at = models.DateTimeField(null=True)
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    arrived_at = models.DateTimeField(null=True)
    turn_at = models.DateTimeField(null=True)
    for_window = models.ForeignKey(
        Window, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    called_at = models.DateTimeField(null=True)
    last_call_at = models.DateTimeField(null=True)
    calls = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True)
    outcome_words = TextField(blank=True)
    comment = models.TextField(blank=True)
    press = models.CharField(max_length=64, unique=True, null=True, editable=False)
    moved_from = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="moved_to"
    )
    calendar_uid = models.CharField(max_length=32, default=random_token, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = TicketQuerySet.as_manager()

    class Meta:
        verbose_name = _("ticket")
        verbose_name_plural = _("tickets")
        constraints = [
            models.UniqueConstraint(
                fields=["queue", "day", "number"],
                condition=~Q(number=""),
                name="ticket_number_is_called_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(first_cell=None, cells=0)
                | Q(first_cell__isnull=False, cells__gte=1, window__isnull=False),
                name="ticket_keeps_cells_of_a_window",
            ),
            models.CheckConstraint(
                condition=Q(state=states.HELD, held_until__isnull=False)
                | ~Q(state=states.HELD) & Q(held_until=None),
                name="only_a_held_ticket_runs_out",
            ),
        ]
        indexes = [
            # What free times are computed from: index only, whatever the history.
            models.Index(
                fields=["queue", "first_cell"],
                include=["window", "seat", "cells"],
                condition=Q(state__in=states.HOLDING),
                name="ticket_keeps_a_place",
            ),
            models.Index(fields=["queue", "day", "state"], name="ticket_of_a_day"),
            # Who is late, and who was left in the line of a day that is over.
            models.Index(
                fields=["starts_at"], condition=Q(state=states.BOOKED), name="ticket_awaited"
            ),
            models.Index(fields=["day"], condition=Q(state__in=states.PRESENT), name="ticket_here"),
            models.Index(
                fields=["held_until"], condition=Q(state=states.HELD), name="ticket_runs_out"
            ),
            # A ticket that is moved, cancelled or called falls out of it: nobody is reminded of it.
            models.Index(
                fields=["remind_at"],
                condition=Q(state=states.BOOKED, remind_at__isnull=False),
                name="ticket_reminds",
            ),
            models.Index(fields=["author", "-starts_at"], name="ticket_of_author"),
            # Programs ask what has changed since.
            models.Index(fields=["queue", "updated_at", "id"], name="ticket_changed"),
            models.Index(fields=["phone", "-day"], name="ticket_of_phone"),
        ]

    def __str__(self) -> str:
        return self.number or self.public_id

    @property
    def service_names(self) -> list[str]:
        """The main service first; no query where the ticket came with it."""
        return [str(self.service), *(str(Text(one["name"])) for one in self.extra_services)]

    @property
    def service_words(self) -> str:
        return words_of(self.service_names)

    @property
    def service_keys(self) -> list[int]:
        return [self.service_id, *(one["id"] for one in self.extra_services)]

    @property
    def state_label(self) -> Any:
        return states.TABLE.label(self.state)

    @property
    def is_active(self) -> bool:
        return self.state in states.ACTIVE


class Occupied(ConfidentialModel):
    """One cell of time at one seat of a window: it can be kept once.

    Two people never get one place, whatever the durations (Q-03): the database refuses the
    second row. Freeing a place deletes its rows.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="occupied")
    window = models.ForeignKey(Window, on_delete=models.PROTECT, related_name="+", db_index=False)
    seat = models.PositiveSmallIntegerField()
    cell = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["window", "seat", "cell"], name="a_place_is_given_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.window_id}/{self.seat}: {self.cell}"


class TicketEvent(ConfidentialModel):
    """One line of a ticket's history; `is_told` once web-hooks of it are written."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    kind = models.CharField(max_length=12, blank=True)
    is_told = models.BooleanField(default=True)
    from_state = models.CharField(max_length=24, blank=True)
    to_state = models.CharField(max_length=24)
    reason = models.CharField(max_length=300, blank=True)
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["ticket", "at"], name="ticket_event_in_order"),
            models.Index(fields=["id"], condition=Q(is_told=False), name="ticket_event_untold"),
        ]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"
