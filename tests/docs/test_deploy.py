"""docs/deploy.md says what the settings read, and the example of an environment starts."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

ROOT: Path = settings.ROOT
PAGE = (ROOT / "docs" / "deploy.md").read_text("utf-8")
EXAMPLE = ROOT / "deploy" / "vikno.env.example"
# Set by our own units and by tests, not by those who run a city.
INNER = {"VIKNO_PROCESS", "VIKNO_TEST_DB"}


def names_read() -> set[str]:
    """Every variable that cms.settings asks the environment for."""
    found: set[str] = set()
    for path in (ROOT / "cms" / "settings").glob("*.py"):
        text = path.read_text("utf-8")
        found |= set(re.findall(r'\benv\.(?:\w+)\(\s*"([A-Z_]+)"', text))
        found |= set(re.findall(r'\bwhole\(\s*"([A-Z_]+)"', text))
    return found | {"SECRET_KEY"}


def names_told() -> set[str]:
    cells = [line.split("|")[1] for line in PAGE.splitlines() if line.startswith("| `")]
    return {name for cell in cells for name in re.findall(r"`([A-Z_]+)`", cell)}


def test_every_setting_of_the_environment_is_told_and_no_other():
    assert len(names_told()) > 20
    assert names_told() == names_read() - INNER


def test_the_example_names_only_settings_that_exist():
    text = EXAMPLE.read_text("utf-8")
    given = set(re.findall(r"^#?([A-Z_]+)=", text, re.MULTILINE)) - {"DJANGO_SETTINGS_MODULE"}
    assert given
    assert {name.removesuffix("_FILE") for name in given} <= names_read()


@pytest.mark.parametrize("page", sorted([*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")]))
def test_commands_in_the_pages_exist(page):
    told = set(re.findall(r"(?:manage\.py|\./run manage) ([a-z]\w+)", page.read_text("utf-8")))
    assert not told - set(get_commands())


def test_units_start_commands_that_exist():
    units = "\n".join(path.read_text() for path in (ROOT / "deploy").glob("*.service"))
    assert set(re.findall(r"manage\.py (\w+)", units)) <= set(get_commands())
    for path in re.findall(r"ExecStart=/opt/vikno/(deploy/\S+)", units):
        assert os.access(ROOT / path, os.X_OK), path


def test_the_example_passes_the_deployment_checks_as_a_shell_reads_it(tmp_path):
    (tmp_path / "secret_key").write_text(
        "k3y-of-a-dry-run-ABCDEFGHIJKLMNOPQRSTUVWXYZ-0123456789-ab"
    )
    text = EXAMPLE.read_text("utf-8").replace("/etc/vikno/", f"{tmp_path}/")
    (tmp_path / "vikno.env").write_text(text.replace("/var/lib/vikno", str(tmp_path)))
    # some checks ask the database, so there must be one
    script = (
        f"set -a; . {tmp_path}/vikno.env; DATABASE_URL=sqlite:///{tmp_path}/vikno.sqlite3; "
        f"exec {sys.executable} manage.py check --deploy --fail-level WARNING"
    )
    done = subprocess.run(
        ["sh", "-ec", script],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
