"""A phone is somebody's when they repeat the code sent to it."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _
from phonenumber_field.phonenumber import PhoneNumber

from core.accounts import phones
from core.accounts.kinds import PHONE_CODE
from core.accounts.models import PhoneCode, User
from core.audit.services import record
from core.errors import RuleBroken
from core.notify.models import OutboxMessage
from core.notify.services import post


@transaction.atomic
def send_phone_code(user: User, raw_phone: str, *, at: datetime) -> PhoneCode:
    """Send a six-digit code to the phone; a new code puts out the old one.

    The answer is the same when the number belongs to another account (nobody
    learns whose number it is): the owner of the number reads the code and
    confirms, and then the number moves to them.
    """
    number = phones.normalise(raw_phone)
    if user.has_verified_phone and user.phone == number:
        raise RuleBroken(_("This number is already confirmed."), field="phone")
    User.objects.select_for_update().get(pk=user.pk)
    _refuse_haste(user, number, at)
    code = f"{secrets.randbelow(10**6):06}"
    pending, _made = PhoneCode.objects.update_or_create(
        user=user,
        defaults={
            "phone": number,
            "digest": _digest(user, number, code),
            "attempts": 0,
            "created_at": at,
            "expires_at": at + timedelta(minutes=settings.PHONE_CODE_MINUTES),
        },
    )
    post(
        PHONE_CODE.code,
        to=user,
        address=str(number),
        channel="sms",
        context={"code": code, "minutes": settings.PHONE_CODE_MINUTES},
        at=at,
    )
    return pending


def confirm_phone(user: User, code: str, *, at: datetime) -> PhoneNumber:
    """Take the code; a wrong one is counted even though the answer is a refusal."""
    with transaction.atomic():
        number, refusal = _try_code(user, code, at)
    if refusal:
        raise refusal
    return number


@transaction.atomic
def remove_phone(user: User, *, at: datetime) -> None:
    """Forget the phone; the e-mail must remain to log in with."""
    if not user.email:
        raise RuleBroken(_("You log in with this number. Add an e-mail before removing it."))
    user.phone, user.phone_verified_at = None, None
    user.save(update_fields=["phone", "phone_verified_at"])
    PhoneCode.objects.filter(user=user).delete()
    record("accounts.phone_removed", user, user, at)


def _try_code(user: User, code: str, at: datetime) -> tuple[PhoneNumber | None, RuleBroken | None]:
    pending = PhoneCode.objects.select_for_update().filter(user=user).first()
    if pending is None or pending.expires_at <= at:
        return None, RuleBroken(
            _("The code is no longer valid. Ask for a new one."), field="code", code="code_expired"
        )
    if pending.attempts >= settings.PHONE_CODE_ATTEMPTS:
        return None, RuleBroken(
            _("Too many wrong codes. Ask for a new one."), field="code", code="code_exhausted"
        )
    digits = "".join(ch for ch in code if ch.isdigit())
    if not constant_time_compare(pending.digest, _digest(user, pending.phone, digits)):
        pending.attempts += 1
        pending.save(update_fields=["attempts"])
        return None, RuleBroken(
            _("This is not the code from the message. Check the digits."),
            field="code",
            code="code_wrong",
        )
    _take_over(user, pending.phone, at)
    pending.delete()
    return pending.phone, None


def _take_over(user: User, number: PhoneNumber, at: datetime) -> None:
    """The phone goes to whoever holds it now; an account left without any contact keeps it."""
    other = User.objects.select_for_update().filter(phone=number).exclude(pk=user.pk).first()
    if other is not None:
        if not other.email:
            raise RuleBroken(
                _("This number is the log-in of another account. Write to the appeals office."),
                field="phone",
                code="phone_taken",
            )
        other.phone, other.phone_verified_at = None, None
        other.save(update_fields=["phone", "phone_verified_at"])
        record("accounts.phone_moved", user, other, at)
    user.phone, user.phone_verified_at = number, at
    user.save(update_fields=["phone", "phone_verified_at"])
    record("accounts.phone_confirmed", user, user, at)


def _refuse_haste(user: User, number: PhoneNumber, at: datetime) -> None:
    """A pause between codes and a daily limit, per person and per number."""
    sent = OutboxMessage.objects.filter(kind=PHONE_CODE.code, channel="sms")
    pause = timedelta(seconds=settings.PHONE_CODE_PAUSE_SECONDS)
    mine = sent.filter(user=user)
    if mine.filter(created_at__gt=at - pause).exists():
        raise RuleBroken(
            _("A code was sent less than a minute ago. Wait a little and try again."),
            field="phone",
            code="too_soon",
        )
    day = at - timedelta(days=1)
    counts = (
        mine.filter(created_at__gt=day).count(),
        sent.filter(to_address=str(number), created_at__gt=day).count(),
    )
    if max(counts) >= settings.PHONE_CODES_A_DAY:
        raise RuleBroken(
            _("Too many codes today. Try again tomorrow."), field="phone", code="too_many"
        )


def _digest(user: User, number: PhoneNumber, code: str) -> str:
    """Keyed: six digits could be tried one by one from a stolen table otherwise."""
    secret = f"{user.pk}:{number}:{code}"
    return salted_hmac("core.accounts.phone_code", secret, algorithm="sha256").hexdigest()
