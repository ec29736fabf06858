"""Invented data for whoever edits a template: the same fields as the real ones, no real person."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "templates"


def of_case() -> dict[str, Any]:
    """An appeal with everything filled in."""
    return _read("case")


def of_journal() -> dict[str, Any]:
    """Two lines of the journal."""
    return _read("journal")


def _read(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
