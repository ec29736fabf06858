"""Joins the small style sheets into the two that pages load."""

from pathlib import Path

COMPONENTS = (
    *("layout", "site-header", "crumbs", "button", "window", "lit", "search", "link-row"),
    *("field", "choice", "error-summary", "message", "steps", "file-list", "result"),
    *("schedule", "rows", "state-tag", "task-row", "timeline", "empty", "faq", "filter-bar"),
    *("table", "map", "site-footer", "dialog"),
)
DESK = (
    *("desk", "rail", "desk-bar", "case-row", "person-block", "composer", "sheet", "key-bar"),
    *("palette", "counter", "load", "office", "booking", "caller"),
)


def _parts(*names: str) -> tuple[str, ...]:
    return tuple(f"parts/{name}" for name in names)


BUNDLES = {
    "public.css": (
        *("tokens", "base", *_parts(*COMPONENTS), "charts", "pages"),
        *_parts("booking", "survey", "print"),
    ),
    "desk.css": (
        *("tokens", "desk-font", "base", *_parts(*COMPONENTS), "charts"),
        *_parts(*DESK, "print"),
    ),
    "hall.css": (
        *("tokens", "base"),
        *_parts("button", "field", "hall"),
    ),
}


def build(folder: Path) -> list[Path]:
    """Write the bundles beside their parts; answers with those that changed."""
    changed = []
    for name, parts in BUNDLES.items():
        text = joined(folder, parts)
        target = folder / name
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            target.write_text(text, encoding="utf-8")
            changed.append(target)
    return changed


def joined(folder: Path, parts: tuple[str, ...]) -> str:
    """The parts in order, without comments and spare space."""
    return "\n".join(_spare((folder / f"{part}.css").read_text(encoding="utf-8")) for part in parts)


def _spare(text: str) -> str:
    lines = []
    for line in text.splitlines():
        line = line.strip()
        if line and not (line.startswith("/*") and line.endswith("*/")):
            lines.append(line)
    return "\n".join(lines)
