"""What appeals hear from below: somebody has logged in."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from core import clock
from crm.appeals import guests
from crm.appeals.services import claim_drafts


@receiver(user_logged_in, dispatch_uid="crm.appeals.claim_drafts")
def claim_what_was_typed(
    sender: Any, request: HttpRequest | None, user: Any, **kwargs: Any
) -> None:
    """A guest's draft is theirs from the first page after log-in (A-28)."""
    if request is not None:
        claim_drafts(user, guests.key_of(request), clock.now())
