"""Programs that are told of each step of a visit, and what waits to be told (F1.46, Q-20)."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.ids import public_id
from crm.base import ConfidentialModel
from crm.tickets.models.tickets import TicketEvent


def new_secret() -> str:
    """What both sides sign with: 256 random bits."""
    return secrets.token_urlsafe(32)


class HookSubscription(ConfidentialModel):
    """Where to, about what, and how much is told. `queues` are keys; none: all of them.

    The secret signs what is sent, so it is kept as it is; it is shown once.
    """

    public_id = models.CharField(max_length=20, unique=True, default=public_id, editable=False)
    name = models.CharField(pgettext_lazy("name of a thing", "Name"), max_length=100)
    url = models.URLField(_("Address of the program"), max_length=500)
    secret = models.CharField(max_length=64, default=new_secret, editable=False)
    kinds = models.JSONField(_("Events"), default=list)
    queues = models.JSONField(_("Queues"), default=list)
    with_people = models.BooleanField(_("With names and phones"), default=False)
    is_active = models.BooleanField(default=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("web-hook subscription")
        verbose_name_plural = _("web-hook subscriptions")

    def __str__(self) -> str:
        return self.name


class HookDelivery(ConfidentialModel):
    """One event on its way to one program; `public_id` lets it drop what comes twice."""

    class State(models.TextChoices):
        QUEUED = "queued", pgettext_lazy("delivery", "Waits")
        SENDING = "sending", pgettext_lazy("delivery", "Being sent")
        SENT = "sent", pgettext_lazy("delivery", "Delivered")
        FAILED = "failed", pgettext_lazy("delivery", "Failed, will be tried again")
        DEAD = "dead", pgettext_lazy("delivery", "Given up")

    public_id = models.CharField(max_length=20, unique=True, default=public_id, editable=False)
    subscription = models.ForeignKey(
        HookSubscription, on_delete=models.CASCADE, related_name="deliveries"
    )
    event = models.ForeignKey(TicketEvent, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12)
    body = models.TextField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    lease_token = models.CharField(max_length=40, blank=True)
    leased_until = models.DateTimeField(null=True)
    answer = models.PositiveSmallIntegerField(null=True)
    last_error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("delivery of a web-hook")
        verbose_name_plural = _("deliveries of web-hooks")
        constraints = [
            models.UniqueConstraint(
                fields=["subscription", "event"], name="an_event_is_told_to_a_program_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at", "id"],
                condition=Q(state__in=("queued", "failed")),
                name="hook_delivery_due",
            ),
            models.Index(
                fields=["leased_until"], condition=Q(state="sending"), name="hook_delivery_in_hand"
            ),
            models.Index(fields=["subscription", "-id"], name="hook_delivery_of"),
        ]

    def __str__(self) -> str:
        return self.public_id
