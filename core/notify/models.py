"""The outbox: what must be sent is a row, written with the change that caused it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.notify.querysets import OutboxQuerySet


class State(models.TextChoices):
    """`failed` will be tried again; `dead` waits for a person."""

    QUEUED = "queued", pgettext_lazy("message", "Queued")
    SENDING = "sending", pgettext_lazy("message", "Being sent")
    SENT = "sent", pgettext_lazy("message", "Sent")
    FAILED = "failed", pgettext_lazy("message", "Failed, will be tried again")
    DEAD = "dead", pgettext_lazy("message", "Given up")


class Channel(models.TextChoices):
    EMAIL = "email", pgettext_lazy("channel", "E-mail")
    SMS = "sms", pgettext_lazy("channel", "SMS")


class OutboxMessage(models.Model):
    """One message to one address through one channel.

    `dedupe_key` makes posting twice harmless; `message_id` is born with the row,
    so a repeat after a crash carries the same Message-ID and a mail server or a
    reader can drop it (M-09). `attachment` is one file of text: a visit for a calendar.
    """

    kind = models.CharField(max_length=60)
    channel = models.CharField(max_length=20, choices=Channel.choices)
    to_address = models.CharField(max_length=254)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=300, blank=True)
    body_text = models.TextField()
    body_html = models.TextField(blank=True)
    attachment_name = models.CharField(max_length=120, blank=True)
    attachment_type = models.CharField(max_length=80, blank=True)
    attachment = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    priority = models.PositiveSmallIntegerField(default=50)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    lease_token = models.CharField(max_length=40, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    dedupe_key = models.CharField(max_length=200, null=True, blank=True, unique=True)
    message_id = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("outgoing message")
        verbose_name_plural = _("outgoing messages")
        indexes = [
            models.Index(
                fields=["priority", "next_try_at", "id"],
                name="notify_outbox_waiting",
                condition=models.Q(state__in=["queued", "failed"]),
            ),
            models.Index(
                fields=["leased_until"],
                name="notify_outbox_in_hand",
                condition=models.Q(state="sending"),
            ),
            models.Index(fields=["to_address", "-id"], name="notify_outbox_recipient"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.to_address}"


class Announcement(models.Model):
    """News that the sender has yet to write letters about (core.notify.announcing)."""

    news = models.CharField(max_length=60)
    facts = models.JSONField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    last_error = models.TextField(blank=True)

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        indexes = [models.Index(fields=["next_try_at", "id"], name="notify_announcement_due")]

    def __str__(self) -> str:
        return self.news
