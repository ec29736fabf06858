"""The floors hold, and the contracts that say so can fail."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOT: Path = settings.ROOT
LINTER = Path(sys.executable).with_name("lint-imports")


def lint(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(LINTER), "--no-cache", *options],
        cwd=folder,
        env={"PATH": str(LINTER.parent), "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
    )


def test_imports_go_down_only():
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("room", "line"),
    [
        ("core/words", "import directory"),
        ("home", "import crm.cases"),
        ("blocks/content", "import blocks.forms"),
        ("crm/cases", "import crm.appeals"),
        ("core/audit", "import core.accounts"),
    ],
)
def test_an_import_upwards_breaks_a_contract(tmp_path, room, line):
    """The same contracts over empty rooms, one of which does what it must not."""
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    for top in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
        "root_packages"
    ]:
        for source in (ROOT / top).rglob("__init__.py"):
            copy = tmp_path / source.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.touch()
    for name in ("errors", "clock", "slots", "states", "trigrams", "literals"):
        (tmp_path / "core" / f"{name}.py").touch()
    assert lint(tmp_path).returncode == 0
    (tmp_path / room / "__init__.py").write_text(line + "\n")
    assert lint(tmp_path).returncode != 0


def test_every_room_has_a_pinned_label():
    """Grants, retention, dumps and log filters go by the label's prefix."""
    ours = [config for config in apps.get_app_configs() if _is_ours(config.name)]
    assert ours
    for config in ours:
        source = (ROOT / config.name.replace(".", "/") / "apps.py").read_text()
        assert f'label = "{config.label}"' in source, config.name


def test_every_room_of_the_crm_says_so_in_its_label():
    labels = [c.label for c in apps.get_app_configs() if c.name.split(".")[0] == "crm"]
    assert labels
    assert all(label == "crm" or label.startswith("crm_") for label in labels)


def _is_ours(name: str) -> bool:
    roots = {"blocks", "cms", "core", "crm", "directory", "home", "search", "telephony_bridge"}
    return name.split(".")[0] in roots
