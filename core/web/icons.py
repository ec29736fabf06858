"""Phosphor icons, read once from the package and put into pages as inline SVG."""

from functools import cache
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe

FOLDER = Path(__file__).parent / "icon_files"


@cache
def svg(name: str, style: str = "regular") -> SafeString:
    """The icon as markup that takes the text's colour; a name nobody vendored is an error."""
    if not name.replace("-", "").isalnum():
        raise ValueError(f"{name!r} is not the name of an icon.")
    source = (FOLDER / style / f"{name}.svg").read_text(encoding="utf-8")
    inner = source[source.index(">") + 1 : source.rindex("</svg>")]
    return mark_safe(
        '<svg class="icon" viewBox="0 0 256 256" aria-hidden="true" focusable="false">'
        f"{inner}</svg>"
    )
