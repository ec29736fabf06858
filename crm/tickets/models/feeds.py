"""The secret link by which a specialist's calendar reads the visits to come."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.base import ConfidentialModel


class Feed(ConfidentialModel):
    """One link of a person; we keep only the digest of its secret, so it is shown once.

    A new link stops the old one. Who reads a calendar by a link is not known, so the feed holds
    numbers and services, and no visitor.
    """

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("calendar link")
        verbose_name_plural = _("calendar links")

    def __str__(self) -> str:
        return f"{self.owner_id}"
