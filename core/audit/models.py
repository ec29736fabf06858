"""Who changed what and who looked at whom: rows are only ever added."""

from typing import Any, NoReturn

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from core.audit.querysets import JournalQuerySet


class AppendOnly(models.Model):
    """A line of a journal. Python refuses first; the triggers of migration 0002 refuse always.

    The actor has no database constraint: a log line outlives whatever it speaks of, and a
    cascade into this table would be a change of it. No address and no browser are stored.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        related_name="+",
        db_index=False,
    )
    target_type = models.CharField(max_length=80)
    target_pk = models.CharField(max_length=64)

    objects = JournalQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            _refuse()
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        _refuse()


class Entry(AppendOnly):
    """Something was done: action, actor (none: the system itself), target and a few facts."""

    action = models.CharField(max_length=80)
    facts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        indexes = (
            models.Index(fields=["target_type", "target_pk", "id"], name="audit_entry_target"),
            models.Index(fields=["actor", "at"], name="audit_entry_actor"),
            models.Index(fields=["at"], name="audit_entry_at"),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.target_type}:{self.target_pk}"


class Viewing(AppendOnly):
    """Somebody looked at a person's data: on which screen, and in which break-glass session."""

    screen = models.CharField(max_length=80)
    break_glass_id = models.PositiveBigIntegerField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["target_type", "target_pk", "id"], name="audit_viewing_target"),
            models.Index(fields=["actor", "at"], name="audit_viewing_actor"),
            models.Index(fields=["at"], name="audit_viewing_at"),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.screen} {self.target_type}:{self.target_pk}"


def _refuse() -> NoReturn:
    raise TypeError("The audit journal is append-only.")
