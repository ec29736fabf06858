"""What stands at the counter: who sits at a window, terminals of the hall, files of a visit."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from blocks.queues.models import Queue, Window
from core.ids import public_id
from core.private_files import PrivateStorage, RandomPath
from crm.base import ConfidentialModel
from crm.tickets.models.tickets import Ticket


class Sitting(ConfidentialModel):
    """A specialist at a window, from opening it to closing it; on a break nobody is called."""

    window = models.ForeignKey(Window, on_delete=models.PROTECT, related_name="+")
    specialist = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField()
    break_since = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("sitting at a window")
        verbose_name_plural = _("sittings at windows")
        constraints = [
            models.UniqueConstraint(
                fields=["window"],
                condition=Q(closed_at=None),
                name="one_sits_at_a_window_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.window_id}: {self.specialist_id}"

    @property
    def is_on_break(self) -> bool:
        return self.break_since is not None


class Terminal(ConfidentialModel):
    """A machine of the hall that gives tickets of one queue; staff open it once (Q-13).

    The machine keeps the key in a cookie, we keep its hash only.
    """

    public_id = models.CharField(max_length=20, unique=True, default=public_id, editable=False)
    queue = models.ForeignKey(Queue, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    key_hash = models.CharField(max_length=64, unique=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("terminal")
        verbose_name_plural = _("terminals")

    def __str__(self) -> str:
        return self.name


class TicketFile(ConfidentialModel):
    """A file that the specialist has put to a visit; only those who see the ticket at work do."""

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="files")
    file: Any = models.FileField(
        storage=PrivateStorage, upload_to=RandomPath("tickets"), max_length=200
    )
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("file of a visit")
        verbose_name_plural = _("files of visits")

    def __str__(self) -> str:
        return f"{self.ticket_id}: {self.public_id}"
