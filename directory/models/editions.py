"""The token of the terms that the directory holds now (directory.editions)."""

from django.db import models


class TermsEdition(models.Model):
    """One row, rewritten by triggers whenever a rule, a calendar or a profile changes."""

    token = models.CharField(max_length=36)

    def __str__(self) -> str:
        return self.token
