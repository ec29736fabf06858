"""The tokens of what the directory holds now (directory.editions)."""

from django.db import models
from django.db.models import Subquery


class EditionQuerySet(models.QuerySet["Edition"]):
    def token_of(self, name: str) -> Subquery:
        """The token, as a column of a statement that is made anyway."""
        return Subquery(self.filter(name=name).values("token")[:1])


class Edition(models.Model):
    """One row a name, rewritten by triggers whenever one of the watched tables changes."""

    name = models.CharField(max_length=20, unique=True)
    token = models.CharField(max_length=36)

    objects = EditionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.name}: {self.token}"
