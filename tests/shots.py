"""`./test --shots`: every important screen at three widths, both themes, Ukrainian.

Starts the demo of its own under a temporary folder, or takes a running one from BASE_URL.
The pictures and a page that shows them side by side come into var/shots/.
`./test --shots guide` makes the pictures of docs/clerk.uk.md anew.
"""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from cms.demo.logins import PASSWORD, email

ROOT = Path(__file__).resolve().parent.parent
INTO = ROOT / "var" / "shots"
PICTURES = ROOT / "docs" / "images"
WIDTHS = (360, 768, 1440)
THEMES = ("light", "dark")


class Screen(NamedTuple):
    """`path`, or a `link` to press on that page; `who` is a name of the demo's log-ins."""

    name: str
    path: str
    who: str = ""
    link: str = ""
    status: int = 200


SCREENS = [
    Screen("home", "/"),
    Screen("catalogue", "/", link=".site-nav a"),
    Screen("group", "/", link=".link-rows a"),
    Screen("addressee", "/", link=".site-nav a >> nth=0|.addressee-name a"),
    Screen("search", "/search/?q=дорога"),
    Screen("absent", "/there-is-no-such-page/", status=404),
    Screen("log-in", "/accounts/login/"),
    Screen("registration", "/accounts/signup/"),
    Screen("cabinet", "/cabinet/", "resident"),
    Screen("cabinet-appeal", "/cabinet/", "resident", link=".section:last-of-type .task-row a"),
    Screen("my-data", "/cabinet/my-data/", "resident"),
    Screen("profile", "/cabinet/profile/", "resident"),
    Screen("desk-list", "/desk/", "clerk"),
    Screen("desk-filters", "/desk/filters/", "clerk"),
    Screen("desk-card", "/desk/", "clerk", link=".case-row .what a"),
    Screen("desk-card-head", "/desk/", "head", link=".case-row .what a"),
    Screen("journal", "/desk/audit/", "auditor"),
    Screen("outbox", "/demo/outbox/"),
    Screen("styleguide", "/styleguide/"),
    Screen("styleguide-desk", "/styleguide/desk/"),
]

# Pictures of docs/clerk.uk.md, by the name of their file.
GUIDE = [
    Screen("clerk-list", "/desk/", "clerk"),
    Screen(
        "clerk-register", "/desk/?state=submitted&kind=statement", "clerk", link=".case-row .what a"
    ),
    Screen("clerk-new", "/desk/new/", "clerk"),
    Screen(
        "clerk-resolution",
        "/desk/?state=registered&kind=statement",
        "head",
        link=".case-row .what a",
    ),
    Screen("clerk-sign", "/desk/?state=reply_draft", "head", link=".case-row .what a"),
    Screen("clerk-assignments", "/desk/assignments/?whose=all", "clerk"),
    Screen("clerk-terms", "/desk/terms/?rule=ua.appeal.month&received=2026-03-10", "clerk"),
    Screen("clerk-report", "/desk/reports/", "clerk"),
    Screen("clerk-journal", "/desk/journal/", "clerk"),
]


@contextlib.contextmanager
def server() -> Iterator[str]:
    """The address of a demo: the one that runs already, or one of our own."""
    if given := os.environ.get("BASE_URL", "").rstrip("/"):
        yield given
        return
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="vikno-shots-") as var:
        settings = {"DJANGO_SETTINGS_MODULE": "cms.settings.demo", "VIKNO_VAR": var}
        environment = {**os.environ, **settings, "BASE_URL": f"http://127.0.0.1:{port}"}
        manage = [sys.executable, str(ROOT / "manage.py")]
        subprocess.run([*manage, "prepare"], env=environment, check=True)
        web = subprocess.Popen(
            [*manage, "runserver", "--noreload", "--nothreading", f"127.0.0.1:{port}"],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait(environment["BASE_URL"])
            yield environment["BASE_URL"]
        finally:
            web.terminate()
            web.wait(10)


def _wait(address: str) -> None:
    for _attempt in range(120):
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"{address}/healthz", timeout=2)
            return
        time.sleep(0.5)
    raise SystemExit("The demo did not start.")


def _open(context: Any, address: str, screen: Screen) -> Any:
    page = context.new_page()
    answer = page.goto(address + screen.path)
    for selector in filter(None, screen.link.split("|")):
        link = page.locator(selector).first
        if not link.count():
            return None
        answer = page.goto(address + link.get_attribute("href"))
    if answer.status != screen.status:
        return None
    page.wait_for_timeout(400)
    return page


def _log_in(context: Any, address: str, who: str) -> None:
    page = context.new_page()
    page.goto(f"{address}/accounts/login/")
    page.fill("[name=login]", email(who))
    page.fill("[name=password]", PASSWORD)
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_load_state()
    page.close()


def take(browser: Any, address: str) -> list[tuple[Screen, str, int, str]]:
    """All pictures; a person logs in once for each width and theme."""
    taken = []
    for theme in THEMES:
        for width in WIDTHS:
            for who in dict.fromkeys(screen.who for screen in SCREENS):
                context = browser.new_context(
                    viewport={"width": width, "height": 900}, color_scheme=theme, locale="uk-UA"
                )
                if who:
                    _log_in(context, address, who)
                for screen in SCREENS:
                    if screen.who != who or (page := _open(context, address, screen)) is None:
                        continue
                    name = f"{screen.name}-{width}-{theme}.png"
                    page.screenshot(path=INTO / name, full_page=True)
                    taken.append((screen, name, width, theme))
                    page.close()
                context.close()
    return taken


def illustrate(browser: Any, address: str) -> list[str]:
    """The pictures of the clerk's guide; names those that were not reached."""
    missing = []
    for who in dict.fromkeys(screen.who for screen in GUIDE):
        context = browser.new_context(viewport={"width": 1200, "height": 760}, locale="uk-UA")
        _log_in(context, address, who)
        for screen in (screen for screen in GUIDE if screen.who == who):
            if (page := _open(context, address, screen)) is None:
                missing.append(screen.name)
                continue
            page.screenshot(path=PICTURES / f"{screen.name}.png")
            page.close()
        context.close()
    return missing


def _index(taken: list[tuple[Screen, str, int, str]]) -> str:
    rows = []
    for screen in SCREENS:
        shots = [one for one in taken if one[0] == screen]
        pictures = "".join(
            f'<a href="{name}"><img src="{name}" alt="{width}, {theme}" height="420"></a> '
            for _screen, name, width, theme in shots
        )
        rows.append(f"<h2>{escape(screen.name)}</h2><p>{pictures or 'not reached'}</p>")
    return f"<!doctype html><meta charset=utf-8><title>Vikno</title>{''.join(rows)}"


def main(arguments: Sequence[str] = ()) -> int:
    """Takes the pictures and says where they are."""
    from playwright.sync_api import sync_playwright

    from tests.browser import find_chromium

    program = find_chromium()
    if program is None:
        print("Chromium is not installed: apt-get install chromium")
        return 1
    INTO.mkdir(parents=True, exist_ok=True)
    with server() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-background-networking"]
        )
        if "guide" in arguments:
            missing = illustrate(browser, address)
            print("Not reached: " + ", ".join(missing) if missing else f"Drawn in {PICTURES}")
            return 1 if missing else 0
        taken = take(browser, address)
        browser.close()
    (INTO / "index.html").write_text(_index(taken), encoding="utf-8")
    missing = sorted({screen.name for screen in SCREENS} - {one[0].name for one in taken})
    print(f"{len(taken)} pictures in {INTO / 'index.html'}")
    if missing:
        print("Not reached:", ", ".join(missing))
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
