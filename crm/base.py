"""What every confidential row has in common."""

from django.db import models


class ConfidentialModel(models.Model):
    """A row about a particular person.

    Wagtail's reference index never follows it, and `crm.checks` refuses to start when one is
    searchable, editable or readable through Wagtail (design.md: confidential data is never
    registered with Wagtail).
    """

    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True
