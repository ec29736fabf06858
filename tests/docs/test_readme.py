"""README.md: its log-ins are those of the demo, its links and pictures exist, its claims fit."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from cms.demo import logins
from home.services import ensure_site_tree

ROOT: Path = settings.ROOT
README = (ROOT / "README.md").read_text("utf-8")
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")]


def test_it_prints_the_log_ins_of_the_demo():
    for name, _role, _purpose, path in logins.LOGINS:
        rows = [line for line in README.splitlines() if f"`{logins.email(name)}`" in line]
        assert len(rows) == 1 and f"`{path}`" in rows[0], name
    assert f"`{logins.PASSWORD}`" in README


def test_links_of_the_front_pages_lead_somewhere():
    dead = [
        f"{page.name}: {link}"
        for page in PAGES
        for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8"))
        if not (ROOT / link).exists()
    ]
    assert not dead


def test_pictures_are_small():
    pictures = re.findall(r"!\[[^]]+\]\(([^)]+)\)", README)
    assert pictures
    assert not [one for one in pictures if (ROOT / one).stat().st_size > 200 * 1024]


def test_every_top_folder_of_code_is_explained():
    tops = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert not {top for top in tops if f"\n{top}/ " not in README}


@pytest.mark.django_db
def test_every_log_in_may_open_the_page_it_begins_at(client_of):
    ensure_site_tree("Вербів")
    got = {name: client_of(role).get(path).status_code for name, role, _why, path in logins.LOGINS}
    assert set(got.values()) == {200}, got
