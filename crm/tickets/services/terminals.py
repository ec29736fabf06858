"""Machines of the hall: opened once by staff at the machine itself, known by a key in a cookie."""

import hashlib
import secrets
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from blocks.queues.models import Queue
from core.audit import services as journal
from core.errors import RuleBroken
from crm.tickets.models import Terminal


@transaction.atomic
def open_terminal(queue: Queue, name: str, actor: Any, at: datetime) -> tuple[Terminal, str]:
    """The terminal and its key, which is shown to this machine only and kept as a hash."""
    name = name.strip()[:80]
    if not name:
        raise RuleBroken(_("Say where the terminal stands."), "name", "required")
    key = secrets.token_urlsafe(32)
    terminal = Terminal.objects.create(
        queue=queue, name=name, key_hash=_hash(key), opened_by=actor, opened_at=at
    )
    journal.record("terminal.opened", actor, terminal, at, queue=queue.pk)
    return terminal, key


@transaction.atomic
def close_terminal(terminal: Terminal, actor: Any, at: datetime) -> None:
    """The machine gives no more tickets; harmless for a closed one."""
    if Terminal.objects.filter(pk=terminal.pk, closed_at=None).update(closed_at=at):
        journal.record("terminal.closed", actor, terminal, at)


def terminal_by(key: str, queue: Queue) -> Terminal | None:
    """The open terminal of this queue with this key."""
    if not key:
        return None
    return Terminal.objects.filter(key_hash=_hash(key), queue=queue, closed_at=None).first()


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
