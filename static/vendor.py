"""Copy fonts, icons and scripts out of node_modules: run `npm ci && npm run vendor` to renew them.

What is copied is committed, so a server, a test and a first start need no Node.
"""

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
STATIC = ROOT / "static"
ICONS = ROOT / "core" / "web" / "icon_files"

SUBSETS = ("cyrillic", "latin")
WEIGHTS = (400, 500, 600)


def main() -> None:
    """Copy fonts, icons and scripts to where they are committed."""
    fonts = MODULES / "@fontsource" / "fira-sans"
    (STATIC / "fonts").mkdir(exist_ok=True)
    for name in (f"{subset}-{weight}" for subset in SUBSETS for weight in WEIGHTS):
        source = fonts / "files" / f"fira-sans-{name}-normal.woff2"
        shutil.copy(source, STATIC / "fonts" / f"fira-sans-{name}.woff2")
    shutil.copy(fonts / "LICENSE", STATIC / "fonts" / "LICENSE")
    for style in ("regular", "fill", "bold"):
        _renew_icons(style)
    _files("htmx.org/dist", ["htmx.min.js"], STATIC / "vendor" / "htmx")
    _files("htmx.org", ["LICENSE"], STATIC / "vendor" / "htmx")
    _files("leaflet/dist", ["leaflet.js", "leaflet.css"], STATIC / "vendor" / "leaflet")
    _without_source_map(STATIC / "vendor" / "leaflet" / "leaflet.js")
    _files("leaflet", ["LICENSE"], STATIC / "vendor" / "leaflet")
    _files("axe-core", ["axe.min.js", "LICENSE"], ROOT / "tests" / "vendor" / "axe")
    _files("ical.js/dist", ["ical.min.js"], ROOT / "tests" / "vendor" / "ical")
    _files("ical.js", ["LICENSE"], ROOT / "tests" / "vendor" / "ical")


def _renew_icons(style: str) -> None:
    """The icons that stand in the folder; to add one, create an empty file with its name first."""
    suffix = "" if style == "regular" else f"-{style}"
    source = MODULES / "@phosphor-icons" / "core" / "assets" / style
    for icon in (ICONS / style).glob("*.svg"):
        shutil.copy(source / f"{icon.stem}{suffix}.svg", icon)
    shutil.copy(MODULES / "@phosphor-icons" / "core" / "LICENSE", ICONS / "LICENSE")


def _files(package: str, names: list[str], to: Path) -> None:
    to.mkdir(parents=True, exist_ok=True)
    for name in names:
        shutil.copy(MODULES / package / name, to / name)


def _without_source_map(script: Path) -> None:
    """The map of the source is not copied, and collectstatic refuses a link to nothing."""
    text = script.read_text(encoding="utf-8")
    script.write_text(text.split("//# sourceMappingURL=")[0], encoding="utf-8")


if __name__ == "__main__":
    main()
