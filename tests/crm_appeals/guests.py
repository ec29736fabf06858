"""Somebody who writes without an account, as far as the letter with the link."""

import re
from typing import Any

from blocks.forms.services import ensure_ready_forms
from core import clock
from core.notify.models import OutboxMessage
from crm.appeals.models import AppealDraft
from crm.appeals.services import links, open_draft, save_draft
from directory.models import Addressee
from tests.desk.stories import BODY

EMAIL = "guest@example.org"
AUTHOR = {
    "last_name": "Шевчук",
    "first_name": "Ганна",
    "middle_name": "Іванівна",
    "addr_settlement": "Вербів",
    "addr_street": "вулиця Лугова",
    "addr_building": "3",
    "language": "uk",
}


class Nobody:
    """Whoever is not logged in."""

    is_authenticated = False


def guest_draft(addressee: Addressee, email: str = EMAIL, **data: Any) -> AppealDraft:
    """Written and checked; the link is not asked for yet."""
    at = clock.now()
    draft = open_draft(Nobody(), "a-guest", addressee, ensure_ready_forms()[0], at)
    typed = {"kind": "statement", "subject": "Протекла стеля", "body": BODY, **data}
    save_draft(draft, {"reply_channel": "cabinet", **typed}, at)
    links.keep_author(draft, {**AUTHOR, "email": email}, at)
    return draft


def confirm_key(addressee: Addressee, email: str = EMAIL) -> str:
    links.ask_to_confirm(guest_draft(addressee, email), clock.now())
    return link_to(email).rsplit("/", 2)[1]


def link_to(email: str = EMAIL) -> str:
    """The path of the latest link sent to the address."""
    letter = OutboxMessage.objects.filter(kind="appeals.confirm", to_address=email).latest("pk")
    found = re.search(r"https?://[^/\s]+(/\S*appeals/confirm/\S+)", letter.body_text)
    assert found, letter.body_text
    return found[1]
