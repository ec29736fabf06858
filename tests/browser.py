"""Real Chromium for tests marked `browser`; it may talk to the live server and nobody else."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str | None:
    wanted = os.environ.get("CHROMIUM")
    return shutil.which(wanted) if wanted else next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One browser for the worker process; a test takes a page of its own."""
    from playwright.sync_api import sync_playwright

    program = find_chromium()
    if program is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    # Playwright runs an event loop in this thread; Django would refuse to query beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program,
            args=["--no-sandbox", "--disable-background-networking", "--disable-dev-shm-usage"],
        )
        yield browser
        browser.close()


class Watched:
    """What must not happen on any page: errors in the console, calls to other hosts."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def attach(self, page: Any, origin: str) -> None:
        page.on("pageerror", lambda error: self.problems.append(f"error: {error}"))
        page.on("console", self._on_console)
        page.on("request", lambda request: self._on_request(request.url, origin))

    def _on_console(self, message: Any) -> None:
        # The browser itself reports every answer above 399; tests of refusals want those.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.problems.append(f"console: {message.text}")

    def _on_request(self, url: str, origin: str) -> None:
        if not url.startswith((origin, "data:", "blob:", "about:")):
            self.problems.append(f"foreign address: {url}")


@pytest.fixture
def open_page(chromium: Any, live_server: Any) -> Iterator[Callable[..., Any]]:
    """`open_page(width=390)`: a page in a context of its own, watched until the test ends."""
    contexts, watched = [], Watched()

    def make(width: int = 1280, height: int = 900, **options: Any) -> Any:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            locale="uk-UA",
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        watched.attach(page, live_server.url)
        return page

    yield make
    for context in contexts:
        context.close()
    assert not watched.problems, "\n".join(watched.problems)
