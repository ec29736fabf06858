"""Adjectives of the accounts room."""

from datetime import datetime

from django.db import models
from django.db.models import Q


class UserQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def staff(self):
        return self.active().filter(is_staff=True)

    def with_role(self, *roles: str):
        """Active people who hold any of the roles."""
        return self.active().filter(role_grants__role__in=roles).distinct()


class BreakGlassQuerySet(models.QuerySet):
    def open_at(self, at: datetime):
        return self.filter(closed_at=None, opened_at__lte=at, ends_at__gt=at)


class ApiTokenQuerySet(models.QuerySet):
    def live(self, at: datetime):
        return self.filter(revoked_at=None).filter(Q(expires_at=None) | Q(expires_at__gt=at))
