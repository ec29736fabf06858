"""Who waits for a place to become free, in the order they came (Q-07)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from blocks.queues.models import Queue, Service
from core.ids import public_id
from crm.base import ConfidentialModel
from crm.residents.models import Resident
from crm.tickets.models.tickets import Ticket


class WaitingEntry(ConfidentialModel):
    """A wish of one person for a place of a queue on some days.

    `offer` is the ticket that holds a freed place for them until `offered_until`. `look_at` is
    when the next look for a place is due: the row is the queue, an index finds it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("waiting list", "Waits")
        OFFERED = "offered", pgettext_lazy("waiting list", "A place is kept")
        TAKEN = "taken", pgettext_lazy("waiting list", "Taken")
        MISSED = "missed", pgettext_lazy("waiting list", "The place was not taken in time")
        LEFT = "left", pgettext_lazy("waiting list", "Left the list")
        OVER = "over", pgettext_lazy("waiting list", "No place became free")

    class Part(models.TextChoices):
        ANY = "", pgettext_lazy("part of the day", "Any time")
        MORNING = "morning", pgettext_lazy("part of the day", "Before noon")
        AFTERNOON = "afternoon", pgettext_lazy("part of the day", "After noon")

    LIVE = (State.WAITING, State.OFFERED)

    public_id = models.CharField(max_length=20, unique=True, default=public_id, editable=False)
    queue = models.ForeignKey(Queue, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="waiting_entries")
    people = models.PositiveSmallIntegerField(default=1)
    first_day = models.DateField()
    last_day = models.DateField()
    part = models.CharField(max_length=10, choices=Part.choices, blank=True, default=Part.ANY)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    offer = models.OneToOneField(
        Ticket, on_delete=models.PROTECT, null=True, related_name="waiting_entry"
    )
    offered_until = models.DateTimeField(null=True)
    look_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name = _("entry of a waiting list")
        verbose_name_plural = _("entries of waiting lists")
        constraints = [
            models.UniqueConstraint(
                fields=["queue", "author"],
                condition=Q(state__in=("waiting", "offered")),
                name="a_person_waits_once_in_a_queue",
            ),
            models.CheckConstraint(
                condition=Q(state="offered", offer__isnull=False, offered_until__isnull=False)
                | ~Q(state="offered"),
                name="an_offer_holds_a_place",
            ),
            models.CheckConstraint(
                condition=Q(first_day__lte=models.F("last_day")), name="waiting_days_in_order"
            ),
        ]
        indexes = [
            models.Index(
                fields=["look_at"],
                condition=Q(state__in=("waiting", "offered")),
                name="waiting_is_due",
            ),
            models.Index(
                fields=["queue", "id"], condition=Q(state="waiting"), name="waiting_in_line"
            ),
            models.Index(fields=["author", "-id"], name="waiting_of_author"),
        ]

    def __str__(self) -> str:
        return f"{self.queue_id}: {self.first_day} – {self.last_day}"

    @property
    def is_live(self) -> bool:
        return self.state in self.LIVE
