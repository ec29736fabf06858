"""Setting a document: one compiler a thread, fonts of our own, nothing outside one folder.

Data travels as JSON in `sys.inputs`, so no sign of it is ever read as markup. Fonts are those that
come within the library: a page looks the same on every machine.
"""

import json
import re
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from core.paper import rules

ROOT = Path(__file__).parent / "shared"
"""All that a template may read: pieces shared by templates."""
STANDARD = "ua-1"
PREVIEW_PPI = 100.0
_WHERE = re.compile(r"┌─ (?P<file>[^\n]*?):(?P<line>\d+):(?P<column>\d+)")
_MAIN = "__typst_py_bytes__"
_UNIVERSAL_ACCESS = "PDF/UA"
_local = threading.local()


class BrokenTemplate(Exception):
    """The template cannot be set: what the compiler says, and on which line when it is known."""

    def __init__(self, message: str, line: int | None = None, code: str = "broken") -> None:
        super().__init__(message)
        self.message, self.line, self.code = message, line, code


def set_pdf(source: str, data: Mapping[str, Any]) -> bytes:
    """A tagged PDF for everybody's reader (PDF/UA-1).

    The standard wants a glyph for every sign; of a document with a sign that our fonts lack the
    same tagged PDF is made without the promise.
    """
    try:
        return _set(source, data, format="pdf", pdf_standards=STANDARD)
    except BrokenTemplate as broken:
        if _UNIVERSAL_ACCESS not in broken.message or "could not be displayed" not in str(broken):
            raise
        return _set(source, data, format="pdf")


def set_pages(source: str, data: Mapping[str, Any], ppi: float = PREVIEW_PPI) -> list[bytes]:
    """The same document as pictures of its pages, for a preview."""
    made = _set(source, data, format="png", ppi=ppi)
    return made if isinstance(made, list) else [made]


def _set(source: str, data: Mapping[str, Any], **how: Any) -> Any:
    refuse_packages(source)
    import typst  # only where something is printed: seven megabytes and a tenth of a second

    inputs = {"data": json.dumps(rules.clean(data), ensure_ascii=False)}
    try:
        return _compiler().compile(source.encode(), sys_inputs=inputs, **how)
    except typst.TypstError as error:
        message = error.message.replace(f"{ROOT}/", "")
        raise BrokenTemplate(message, _line_of(error.diagnostic)) from error


def refuse_packages(source: str) -> None:
    """A package would be fetched from the network; also when nobody has tried it yet."""
    line = rules.fetching_line(source)
    if line is not None:
        raise BrokenTemplate("packages are not allowed", line, "package")


def _line_of(diagnostic: str) -> int | None:
    """The first place within the template itself; a shared piece points back to its caller."""
    for place in _WHERE.finditer(diagnostic):
        if _MAIN in place["file"]:
            return int(place["line"])
    return None


def _compiler() -> Any:
    import typst

    if not hasattr(_local, "compiler"):
        _local.compiler = typst.Compiler(root=ROOT, font_paths=_fonts())
    return _local.compiler


@cache
def _fonts() -> Any:
    import typst

    return typst.Fonts(include_system_fonts=False)
