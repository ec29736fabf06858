"""Making people, giving them roles, keeping what they say about themselves."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.urls import reverse

from core.accounts.kinds import INVITATION
from core.accounts.models import RoleGrant, User
from core.accounts.roles import STAFF_ROLES, Role, groups_for, managed_groups
from core.audit.services import record
from core.notify.services import post


@transaction.atomic
def create_person(
    *,
    email: str,
    actor: User | None,
    at: datetime,
    password: str | None = None,
    roles: Iterable[str] = (),
    is_confirmed: bool = True,
    **fields: Any,
) -> User:
    """A person made by staff or by the demo, not through the sign-up form.

    With `is_confirmed` nobody asks them to confirm the address at log-in.
    """
    user = User.objects.create_user(email, password, created_at=at, **fields)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=is_confirmed)
    set_roles(user, roles, actor=actor, at=at)
    return user


@transaction.atomic
def grant_role(user: User, role: str, *, actor: User | None, at: datetime) -> None:
    """Give a role; giving it twice changes nothing."""
    role = Role(role)
    _grant, is_new = RoleGrant.objects.get_or_create(
        user=user, role=role.value, defaults={"granted_by": actor, "granted_at": at}
    )
    if is_new:
        _follow_grants(user)
        record("accounts.role_granted", actor, user, at, role=role.value)


@transaction.atomic
def revoke_role(user: User, role: str, *, actor: User | None, at: datetime) -> None:
    """Take a role away; what depends on it stops at the next request."""
    role = Role(role)
    deleted, _details = RoleGrant.objects.filter(user=user, role=role.value).delete()
    if deleted:
        _follow_grants(user)
        record("accounts.role_revoked", actor, user, at, role=role.value)


@transaction.atomic
def set_roles(user: User, roles: Iterable[str], *, actor: User | None, at: datetime) -> None:
    """Make the person hold exactly these staff roles."""
    wanted = {Role(role) for role in roles} - {Role.RESIDENT}
    held = {Role(role) for role in user.role_codes}
    for role in sorted(held - wanted):
        revoke_role(user, role, actor=actor, at=at)
    for role in sorted(wanted - held):
        grant_role(user, role, actor=actor, at=at)


@transaction.atomic
def save_profile(user: User, changes: dict[str, Any], *, at: datetime) -> None:
    """Keep what a person wrote about themselves; the journal gets field names only."""
    changed = [name for name, value in changes.items() if getattr(user, name) != value]
    if not changed:
        return
    for name in changed:
        setattr(user, name, changes[name])
    user.save(update_fields=changed)
    record("accounts.profile_changed", user, user, at, fields=changed)


@transaction.atomic
def invite(user: User, *, actor: User | None, at: datetime) -> None:
    """Tell a person that staff made an account for them; the link lets them choose a password."""
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
    post(
        INVITATION.code,
        to=user,
        at=at,
        context={"email": user.email, "reset_url": path.replace("UID-KEY", key)},
    )
    record("accounts.invited", actor, user, at)


def _follow_grants(user: User) -> None:
    """Repeat the grants in the person's row and in Wagtail's groups."""
    codes = sorted(RoleGrant.objects.filter(user=user).values_list("role", flat=True))
    user.role_codes = codes
    user.is_staff = not STAFF_ROLES.isdisjoint(codes)
    user.save(update_fields=["role_codes", "is_staff"])
    wanted = groups_for(codes)
    user.groups.remove(*[group for group in managed_groups() if group not in wanted])
    user.groups.add(*wanted)
