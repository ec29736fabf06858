"""Keys for programs: shown once, kept as a digest."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.accounts.models import ApiToken, User
from core.audit.services import record
from core.errors import RuleBroken

SCOPES = {
    "appeals:read": _("Read my appeals"),
    "appeals:write": _("File appeals and add to them"),
    "requests:read": _("Read my requests"),
    "requests:write": _("File requests and add to them"),
    "visits:read": _("Read visits to queues I answer for"),
    "tickets:read": _("Read my tickets"),
    "tickets:write": _("Book, move and cancel visits"),
}
MARK = "vikno_"
MOST_LIVE = 20
SEEN_EVERY = timedelta(minutes=5)


@transaction.atomic
def create_token(
    user: User,
    name: str,
    scopes: Iterable[str],
    *,
    at: datetime,
    expires_at: datetime | None = None,
) -> tuple[ApiToken, str]:
    """The token's record and its text, which nobody will see again."""
    name, wanted = name.strip(), sorted(set(scopes))
    if not name:
        raise RuleBroken(_("Name the token, so that you recognise it later."), field="name")
    if not wanted or not set(wanted) <= set(SCOPES):
        raise RuleBroken(_("Choose what the token may do."), field="scopes")
    if expires_at is not None and expires_at <= at:
        raise RuleBroken(_("Choose a day in the future."), field="expires_on")
    if user.personal_tokens.live(at).count() >= MOST_LIVE:
        raise RuleBroken(_("You have too many tokens. Revoke one that you do not use."))
    raw = MARK + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=user,
        name=name[:100],
        prefix=raw[:12],
        digest=_digest(raw),
        scopes=wanted,
        created_at=at,
        expires_at=expires_at,
    )
    record("accounts.token_created", user, token, at, scopes=wanted)
    return token, raw


@transaction.atomic
def revoke_token(user: User, pk: int, *, at: datetime) -> bool:
    """Stop a token of one's own at once; False when there is no such token."""
    token = user.personal_tokens.live(at).filter(pk=pk).first()
    if token is None:
        return False
    token.revoked_at = at
    token.save(update_fields=["revoked_at"])
    record("accounts.token_revoked", user, token, at)
    return True


def authenticate_token(raw: str, at: datetime) -> ApiToken | None:
    """The live token behind the text, its person loaded; None for anything else.

    `last_used_at` is written at most once in five minutes, so reading stays reading.
    """
    if not raw.startswith(MARK):
        return None
    token = ApiToken.objects.live(at).select_related("user").filter(digest=_digest(raw)).first()
    if token is None or not token.user.is_active:
        return None
    if token.last_used_at is None or at - token.last_used_at > SEEN_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=at)
    return token


def _digest(raw: str) -> str:
    """Plain SHA-256 is enough: the text is 256 random bits, there is nothing to guess."""
    return hashlib.sha256(raw.encode()).hexdigest()
