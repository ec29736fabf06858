"""Adjectives of the outbox."""

from datetime import datetime

from django.db import models
from django.db.models import Q


class OutboxQuerySet(models.QuerySet):
    def ready(self, at: datetime):
        """What may be taken now: waiting and due, or left in hand by a sender that died."""
        waiting = Q(state__in=["queued", "failed"], next_try_at__lte=at)
        abandoned = Q(state="sending", leased_until__lt=at)
        return self.filter(waiting | abandoned)

    def waiting(self):
        """Not sent yet and not given up."""
        return self.filter(state__in=["queued", "failed", "sending"])

    def newest_first(self):
        return self.order_by("-id")
