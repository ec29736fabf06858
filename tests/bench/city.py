"""What the benchmark needs in the database besides the many rows: pages, log-ins, drafts.

``python -m tests.bench.city`` furnishes the city of DATABASE_URL and tells the addresses as JSON.
"""

from __future__ import annotations

import json
import os
from typing import Any

PEOPLE = ("clerk", "executor0", "moderator")
DEEP = 100_000


def prepare_django() -> None:
    """Set Django up in this process, on the same database as the servers."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    django.setup()


def make_pages() -> dict[str, str]:
    """A site with an addressee's page of one rich-text block and one with all blocks."""
    from wagtail.models import Site

    from blocks.forms.services import ensure_ready_forms
    from directory.models import Addressee
    from home.models import AddresseePage, CataloguePage
    from home.services import ensure_site_tree

    ensure_site_tree("Вербів")
    ensure_ready_forms()
    catalogue = CataloguePage.objects.filter(locale__language_code="uk").first()
    text = {"type": "rich_text", "value": "<p>Дбаємо про будинки, двори й вулиці міста.</p>"}
    addresses = {"catalogue": catalogue.url}
    listed = Addressee.objects.listed().order_by("pk")
    for name, blocks in (("plain", [text]), ("full", [text, *_every_block()])):
        addressee = listed.filter(pages=None).first() if _knows_pages() else None
        addressee = addressee or listed[len(addresses)]
        page = AddresseePage(title=f"Сторінка {name}", slug=f"bench-{name}", addressee=addressee)
        page.body = json.dumps(blocks, default=str)
        catalogue.add_child(instance=page)
        page.save_revision().publish()
        addresses[name] = page.url
    Site.objects.get(is_default_site=True)
    return addresses


def _knows_pages() -> bool:
    from directory.models import Addressee

    return any(field.name == "pages" for field in Addressee._meta.get_fields())


def _every_block() -> list[dict[str, Any]]:
    """One of each other block, with its preview value."""
    from home.models import AddresseePage

    block = AddresseePage._meta.get_field("body").stream_block
    found = []
    for name, child in block.child_blocks.items():
        if name == "rich_text":
            continue
        value = child.get_preview_value() if hasattr(child, "get_preview_value") else None
        if value is None:
            value = child.get_default()
        found.append({"type": name, "value": child.get_prep_value(value)})
    return found


def log_in(email: str) -> dict[str, str]:
    """Headers of a browser in which this person has logged in."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from core.accounts.models import User

    user = User.objects.get(email=email)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    token = "b" * 32
    return {
        "Cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}; csrftoken={token}",
        "X-CSRFToken": token,
        "Referer": "http://localhost/",
    }


def facts() -> dict[str, Any]:
    """Everything the measuring side must know of this city."""
    from crm.cases.models import Case
    from crm.desk import rules

    cases = Case.objects.order_by("pk")
    newest = Case.objects.order_by("-received_at", "-pk").values_list("received_at", "pk")
    edge = newest[min(DEEP, newest.count() - 100)]
    far = rules.Cursor(edge[0].isoformat(), edge[1]).as_text()
    return {
        "pages": make_pages(),
        "people": {name: log_in(f"{name}@scale.test") for name in PEOPLE},
        "number": cases[cases.count() // 2].number,
        "big": cases[0].public_id,
        "deep": f"/desk/?open=all&sort=received&at={far}",
    }


def new_draft(number: int) -> Any:
    """A complete draft, ready to be sent."""
    from blocks.forms.models import FormDefinition
    from core import clock
    from core.accounts.models import User
    from crm.appeals.services import open_draft, save_draft
    from directory.models import Addressee

    author = User.objects.get(email="author@scale.test")
    form = FormDefinition.objects.active().filter(purpose="appeal", applicant="individual").first()
    addressees = list(Addressee.objects.accepting_appeals().order_by("pk")[:200])
    to = addressees[number % len(addressees)]
    draft = open_draft(author, "", to, form, clock.now())
    typed = {
        "kind": "statement",
        "subject": f"Проба {number}",
        "body": "Прошу оглянути дах, скласти акт і повідомити, коли його відремонтують.",
        "reply_channel": "cabinet",
    }
    return save_draft(draft, typed, clock.now())


if __name__ == "__main__":
    prepare_django()
    print(json.dumps(facts()))
