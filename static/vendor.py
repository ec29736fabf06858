"""Copy fonts, icons and scripts out of node_modules: run `npm ci && npm run vendor` to renew them.

What is copied is committed, so a server, a test and a first start need no Node.
"""

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
STATIC = ROOT / "static"
ICONS = ROOT / "core" / "web" / "icon_files"

FONTS = [f"{subset}-{weight}" for subset in ("cyrillic", "latin") for weight in (400, 500, 600)]
REGULAR = """
    arrow-bend-up-right arrow-left arrow-right arrow-square-out bell book-open buildings calendar-check
    calendar-blank caret-down caret-right caret-up chart-bar chat-circle-text check check-circle
    circle circle-dashed circle-half clock clock-clockwise dots-three download-simple envelope-simple
    eye eye-slash file file-doc file-image file-pdf file-text file-zip flag flame floppy-disk funnel
    gear globe house image info key keyboard link list lock-simple lock-simple-open magnifying-glass
    map-pin map-trifold minus minus-circle moon note-pencil paper-plane-tilt paperclip pause
    pencil-simple phone phone-call phone-x play plus printer question scales scroll seal-check
    shield-check shield-warning sign-in sign-out signature sliders-horizontal stamp star sun
    text-aa trash tray user user-circle user-plus users users-three video-camera warning
    warning-circle warning-octagon wheelchair x x-circle arrow-u-up-left bookmark-simple
    clipboard-text device-mobile identification-card road-horizon telegram-logo drop lightning
    thermometer columns copy
""".split()
FILL = """
    arrow-bend-up-right arrow-u-up-left check-circle circle circle-half clock clock-clockwise
    info lock-simple minus-circle seal-check signature star warning warning-circle
    warning-octagon x-circle calendar-check pause-circle plus-circle drop lightning flag circle-dashed
""".split()
BOLD = "arrow-left arrow-right caret-down caret-right caret-up check plus x minus".split()


def main() -> None:
    """Copy everything that is named above."""
    fonts = MODULES / "@fontsource" / "fira-sans"
    (STATIC / "fonts").mkdir(exist_ok=True)
    for name in FONTS:
        source = fonts / "files" / f"fira-sans-{name}-normal.woff2"
        shutil.copy(source, STATIC / "fonts" / f"fira-sans-{name}.woff2")
    shutil.copy(fonts / "LICENSE", STATIC / "fonts" / "LICENSE")
    for style, names in (("regular", REGULAR), ("fill", FILL), ("bold", BOLD)):
        _icons(style, names)
    _files("htmx.org/dist", ["htmx.min.js"], STATIC / "vendor" / "htmx")
    _files("htmx.org", ["LICENSE"], STATIC / "vendor" / "htmx")
    _files("axe-core", ["axe.min.js", "LICENSE"], ROOT / "tests" / "vendor" / "axe")


def _icons(style: str, names: list[str]) -> None:
    folder = ICONS / style
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        suffix = "" if style == "regular" else f"-{style}"
        source = MODULES / "@phosphor-icons" / "core" / "assets" / style / f"{name}{suffix}.svg"
        if not source.exists():
            print("no such icon:", style, name)
            continue
        shutil.copy(source, folder / f"{name}.svg")
    shutil.copy(MODULES / "@phosphor-icons" / "core" / "LICENSE", ICONS / "LICENSE")


def _files(package: str, names: list[str], to: Path) -> None:
    to.mkdir(parents=True, exist_ok=True)
    for name in names:
        shutil.copy(MODULES / package / name, to / name)


if __name__ == "__main__":
    main()
