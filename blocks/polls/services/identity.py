"""Who answers, as keys that a digest is made of; nothing of it is kept with the answers."""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from blocks.polls.models import Invitation, Secret, Survey
from blocks.polls.rules import Stratum
from core.errors import RuleBroken
from directory.models import Addressee

Who = Survey.Who
INVITED_FOR = timedelta(days=30)
MOST_AT_ONCE = 10_000


@dataclass(frozen=True)
class Identity:
    """`keys` are all the names one is known by here: an account and a device, say.

    `stratum` is the group the answer is counted in (12.4).
    """

    keys: tuple[str, ...]
    stratum: str = Stratum.OPEN
    user: Any = None


Holder = Callable[[str, Survey], str | None]
_holders: list[Holder] = []


def register_holder(holder: Holder) -> None:
    """A room above tells who was served: token of the link and survey → a lasting key or None."""
    if holder not in _holders:
        _holders.append(holder)


def identify(
    survey: Survey, at: datetime, *, user: Any = None, device: str = "", token: str = ""
) -> Identity:
    """Who this is for the survey.

    Raises RuleBroken with the code sign_in, confirm_phone, foreign (no such invitation or visit),
    expired, own_addressee.
    """
    person = user if user is not None and user.is_authenticated else None
    refuse_own_staff(survey, person)
    match survey.who_may:
        case Who.INVITED:
            return Identity((_invitation(survey, token, at),), Stratum.VERIFIED, person)
        case Who.HOLDER:
            return Identity((_visit(survey, token),), Stratum.VERIFIED, person)
        case Who.REGISTERED | Who.PHONE if person is None:
            raise RuleBroken(_("Sign in to answer this survey."), code="sign_in")
        case Who.PHONE if person is not None and not person.phone_verified_at:
            raise RuleBroken(
                _("Confirm your telephone number to answer this survey."), code="confirm_phone"
            )
    if person is None:
        return Identity((f"device:{device or secrets.token_hex(16)}",))
    stratum = Stratum.VERIFIED if person.phone_verified_at else Stratum.OPEN
    keys = [f"user:{person.pk}"]
    if survey.who_may == Who.ANYONE and device:
        keys.append(f"device:{device}")
    return Identity(tuple(keys), stratum, person)


def refuse_own_staff(survey: Survey, person: Any) -> None:
    """Whoever serves the rated addressee does not rate it (12.4)."""
    if person is None or survey.addressee_id is None:
        return
    if Addressee.objects.serving(person).filter(pk=survey.addressee_id).exists():
        raise RuleBroken(
            _("You work for this addressee, so you cannot answer this survey."),
            code="own_addressee",
        )


def _invitation(survey: Survey, token: str, at: datetime) -> str:
    found = Invitation.objects.filter(survey=survey, token_hash=hash_of(token)).first()
    if found is None:
        raise RuleBroken(_("This invitation is not to this survey."), code="foreign")
    if found.expires_at <= at:
        raise RuleBroken(_("This invitation is no longer good."), code="expired")
    return f"invitation:{found.token_hash}"


def _visit(survey: Survey, token: str) -> str:
    for holder in _holders:
        if key := holder(token, survey):
            return key
    raise RuleBroken(
        _("This survey is for those who were served. Open it by the link of your visit."),
        code="foreign",
    )


def invite(survey: Survey, many: int, at: datetime, lasts: timedelta = INVITED_FOR) -> list[str]:
    """New tokens; they are shown once, only their hashes are kept."""
    if not 1 <= many <= MOST_AT_ONCE:
        raise RuleBroken(
            _("From 1 to %(most)s invitations at a time.") % {"most": MOST_AT_ONCE}, "many"
        )
    tokens = [secrets.token_urlsafe(16) for _one in range(many)]
    Invitation.objects.bulk_create(
        (
            Invitation(survey=survey, token_hash=hash_of(one), expires_at=at + lasts, created_at=at)
            for one in tokens
        ),
        batch_size=1_000,
    )
    return tokens


def hash_of(token: str) -> str:
    """Plain SHA-256: the token is 128 random bits, there is nothing to guess."""
    return hashlib.sha256(token.encode()).hexdigest()


def ensure_secret(survey: Survey) -> Secret:
    """The survey's key, made with the first that asks for it."""
    fresh = Secret(survey=survey, key=secrets.token_bytes(32))
    Secret.objects.bulk_create([fresh], ignore_conflicts=True)
    return Secret.objects.get(survey=survey)


def digest(secret: Secret, key: str) -> str:
    return hmac.new(bytes(secret.key), key.encode(), hashlib.sha256).hexdigest()
