"""The two style sheets that pages load: fresh, light, readable in both themes."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

from core.web import styles

STATIC = Path(settings.STATICFILES_DIRS[0])
CSS = STATIC / "css"
LIMIT = 120 * 1024

# (text, ground, least contrast) of tokens.md
PAIRS = [
    *[(ink, ground, 4.5) for ink in ("ink", "ink2", "ink3") for ground in ("wall", "glass")],
    *[(ink, ground, 4.5) for ink in ("ink", "ink2") for ground in ("soft", "lamp-soft")],
    *[("accent", ground, 4.5) for ground in ("wall", "glass", "soft", "sill", "bad-soft")],
    *[(tone, f"{tone}-soft", 4.5) for tone in ("ok", "warn", "bad", "plan", "mute")],
    *[
        (tone, ground, 4.5)
        for tone in ("ok", "warn", "bad", "plan")
        for ground in ("wall", "glass")
    ],
    ("onacc", "accent", 4.5),
    ("onacc", "accent-h", 4.5),
    ("on-lamp", "lamp", 4.5),
    ("lamp-ink", "lamp-soft", 4.5),
    ("undo-link", "ink", 4.5),
    *[(line, ground, 3) for line in ("line2", "frame") for ground in ("wall", "glass")],
    *[("focus-line", ground, 3) for ground in ("wall", "glass")],
]


@pytest.mark.parametrize("name", styles.BUNDLES)
def test_the_bundle_is_made_of_the_parts_as_they_are(name):
    wanted = styles.joined(CSS, styles.BUNDLES[name])
    assert (CSS / name).read_text(encoding="utf-8") == wanted, "run: manage.py build_styles"


def test_a_public_page_loads_less_than_120_kilobytes():
    parts = [CSS / "public.css", STATIC / "js/site.js", STATIC / "vendor/htmx/htmx.min.js"]
    fonts = [
        STATIC / f"fonts/fira-sans-{name}-{weight}.woff2"
        for name in ("cyrillic", "latin")
        for weight in (400, 600)
    ]
    packed = sum(len(gzip.compress(part.read_bytes(), 6)) for part in parts)
    assert packed + sum(font.stat().st_size for font in fonts) < LIMIT


def _themes() -> dict[str, dict[str, str]]:
    text = (CSS / "tokens.css").read_text(encoding="utf-8")
    dark = re.search(r':root\[data-theme="dark"\] \{(.*?)\}', text, re.DOTALL)
    light = re.search(r":root \{(.*?)\}", text, re.DOTALL)
    read = re.compile(r"--([\w-]+): (#[0-9A-Fa-f]{6})")
    return {"light": dict(read.findall(light[1])), "dark": dict(read.findall(dark[1]))}


def _contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dim = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground", "least"), PAIRS)
def test_words_can_be_read_in_both_themes(theme, text, ground, least):
    colours = _themes()[theme]
    assert _contrast(colours[text], colours[ground]) >= least


def test_both_ways_to_the_dark_theme_say_the_same():
    text = (CSS / "tokens.css").read_text(encoding="utf-8")
    by_device = re.search(r':root:not\(\[data-theme="light"\]\) \{(.*?)\}', text, re.DOTALL)
    by_choice = re.search(r':root\[data-theme="dark"\] \{(.*?)\}', text, re.DOTALL)
    assert by_device[1].split() == by_choice[1].split()


def test_components_take_every_colour_from_the_tokens():
    """Colours by number stand in tokens.css; print and forced colours have their own."""
    stray = [
        f"{part.name}: {line.strip()[:90]}"
        for part in [*sorted((CSS / "parts").glob("*.css")), CSS / "base.css"]
        if part.name != "print.css"
        for line in part.read_text(encoding="utf-8").splitlines()
        if re.search(r"#[0-9a-fA-F]{3,8}\b", line) and "forced-color" not in line
    ]
    assert not stray, "\n".join(stray)


def test_no_template_writes_styles_or_scripts_into_the_page():
    root = Path(settings.ROOT) / "templates"
    bad = re.compile(r'\sstyle="|<style|\son[a-z]+="|<script(?![^>]*\bsrc=)')
    letters = {"notify"}  # e-mails have no policy and no style sheet
    found = [
        f"{path.relative_to(root)}: {line.strip()[:80]}"
        for path in root.rglob("*.html")
        if path.relative_to(root).parts[0] not in letters
        for line in path.read_text(encoding="utf-8").splitlines()
        if bad.search(line)
    ]
    assert not found, "\n".join(found)
