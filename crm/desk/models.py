"""What a member of staff keeps for themselves at the desk."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.ids import public_id
from crm.base import ConfidentialModel


class OwnFilter(ConfidentialModel):
    """Filters of the list under a name of one's own; nobody else sees them.

    `query` is an address of the list, understood anew whenever it is opened: what has gone since
    is left out. It may hold a surname that was searched for, so it is as confidential as the list.
    """

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="own_filters"
    )
    name = models.CharField(_("name of the filter"), max_length=60)
    query = models.CharField(max_length=2_000)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("own filter")
        verbose_name_plural = _("own filters")
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="own_filter_name_is_used_once")
        ]

    def __str__(self) -> str:
        return self.public_id
