"""docs/house.md tells of every room, table, slot, listener and provider there is."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from core import slots
from core.notify.channels import channel_named, channel_names
from core.tasks import outbox
from core.web import frame, health
from crm.residents import ports

ROOT: Path = settings.ROOT
PAGE = (ROOT / "docs" / "house.md").read_text("utf-8")
ROOMS = ("blocks", "cms", "core", "crm", "directory", "home", "search", "telephony_bridge")


def section(title: str) -> str:
    return PAGE.partition(f"## {title}\n")[2].partition("\n## ")[0]


def own_apps() -> list:
    return [app for app in apps.get_app_configs() if app.name.partition(".")[0] in ROOMS]


def rows() -> dict[str, list[str]]:
    """Cells of the rooms' table by label."""
    found = {}
    for line in section("Rooms").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| `") and len(cells) == 4:
            found[cells[1]] = cells
    return found


def names_in(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


def tables_of(app) -> set[str]:
    """Models of the room's own code; not those that a library makes beside them."""
    own: list[type[models.Model]] = [
        m for m in app.get_models() if m.__module__.startswith(app.name)
    ]
    return {model.__name__ for model in own}


@pytest.mark.parametrize("app", own_apps(), ids=lambda app: app.label)
def test_every_room_stands_in_the_table_with_its_label_and_tables(app):
    if app.name == "core.accounts.users_app":
        return
    row = rows().get(app.label)
    assert row, f"add a row for {app.name}"
    assert f"`{app.name}`" in row[0]
    assert tables_of(app) == (set() if row[3] == "—" else set(row[3].split(", ")))


def test_the_table_names_no_room_that_is_not_there():
    labels = {app.label for app in own_apps()}
    assert set(rows()) - {"—"} <= labels


def test_every_room_that_is_a_folder_is_named():
    folders = [
        f"{top}.{path.name}"
        for top in ("core", "blocks", "crm")
        for path in (ROOT / top).iterdir()
        if (path / "__init__.py").exists() and path.name != "migrations"
    ]
    assert folders
    assert not [name for name in folders if f"`{name}`" not in section("Rooms")]


def test_every_slot_is_named_with_who_fills_it():
    assert slots.names()
    for name in slots.names():
        assert f"| `{name}` |" in PAGE, name
    places = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "directory").rglob("*.py")]
    asked = {
        name
        for path in places
        for name in re.findall(r'(?:{% slot |slots\.render\()"(\w+)"', path.read_text("utf-8"))
    }
    assert asked == set(slots.names())


def test_every_provider_is_named():
    told = names_in(section("How a lower floor talks upwards"))
    registered = {type(one).__name__ for one in [*ports.holders(), *outbox.drains()]}
    registered |= {type(channel_named(name)).__name__ for name in channel_names()}
    registered |= {*channel_names(), *health._probes}
    registered |= {provider.__name__ for provider in frame._providers}
    assert len(registered) > 6
    assert not registered - told


def test_every_channel_of_settings_is_named():
    text = (ROOT / "cms" / "settings" / "notify.py").read_text("utf-8")
    classes = set(re.findall(r"core\.notify\.channels\.\w+\.(\w+)", text))
    assert classes
    assert not classes - names_in(section("How a lower floor talks upwards"))


def connecting(path: Path) -> bool:
    """Whether a module listens to signals."""
    calls = [
        node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)
    ]
    named = {node.func.attr for node in calls if isinstance(node.func, ast.Attribute)}
    words = {keyword.arg for node in calls for keyword in node.keywords}
    return "connect" in named and "dispatch_uid" in words


def test_every_listener_is_named():
    listening = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        if connecting(path)
    ]
    assert len(listening) >= 3
    # the channels hear only that a test has changed a setting
    told = [name for name in listening if f"`{name}`" in PAGE]
    assert set(listening) - set(told) <= {"core.notify.channels.__init__"}


def test_every_mechanism_has_its_link():
    pages = {f"mechanisms/{path.name}" for path in (ROOT / "docs" / "mechanisms").glob("*.md")}
    assert pages
    assert not [name for name in pages if f"({name})" not in PAGE]


@pytest.mark.parametrize("page", sorted((ROOT / "docs").rglob("*.md")), ids=lambda p: p.name)
def test_links_between_pages_lead_somewhere(page):
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text("utf-8"))
    assert not [link for link in links if not (page.parent / link).exists()]
