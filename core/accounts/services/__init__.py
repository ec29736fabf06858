"""What may be done to people; one module per subject."""

from core.accounts.services.break_glass import (
    active_break_glass,
    close_break_glass,
    open_break_glass,
)
from core.accounts.services.erasing import erase_account
from core.accounts.services.links import (
    account_of,
    enter,
    enters_by_link,
    make_account_by_link,
)
from core.accounts.services.people import (
    create_person,
    grant_role,
    invite,
    revoke_role,
    save_profile,
    set_roles,
)
from core.accounts.services.phones import confirm_phone, remove_phone, send_phone_code
from core.accounts.services.tokens import authenticate_token, create_token, revoke_token

__all__ = [
    "account_of",
    "active_break_glass",
    "authenticate_token",
    "close_break_glass",
    "confirm_phone",
    "create_person",
    "create_token",
    "enter",
    "enters_by_link",
    "erase_account",
    "grant_role",
    "invite",
    "make_account_by_link",
    "open_break_glass",
    "remove_phone",
    "revoke_role",
    "revoke_token",
    "save_profile",
    "send_phone_code",
    "set_roles",
]
