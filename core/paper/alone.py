"""The process in which a template is tried out: reads JSON, writes JSON, and is gone."""

import base64
import json
import sys
from typing import Any

from core.paper import setting

MEMORY = 1024 * 1024 * 1024
PAGES = 5


def _answer(asked: dict[str, Any]) -> dict[str, Any]:
    try:
        setting.set_pdf(asked["source"], asked["data"])
        pages = setting.set_pages(asked["source"], asked["data"])[:PAGES]
    except setting.BrokenTemplate as broken:
        return {"message": broken.message, "line": broken.line, "code": broken.code}
    return {"pages": [base64.b64encode(page).decode() for page in pages]}


def _limit_memory() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    except (ImportError, ValueError, OSError):
        return  # a system without the limit still has that of time


if __name__ == "__main__":
    _limit_memory()
    json.dump(_answer(json.load(sys.stdin)), sys.stdout)
