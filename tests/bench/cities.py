"""A city on a database of its own: loaded, furnished with pages, served."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from tests.bench.server import ROOT, serving


class City:
    """`facts` is what tests.bench.city told of it: addresses of pages, log-ins, cases."""

    def __init__(self, name: str, url: str, cases: int, addressees: int) -> None:
        self.name, self.url, self.cases, self.addressees = name, url, cases, addressees
        self.environment = {
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
            "VIKNO_VAR": str(ROOT / "var" / "bench" / name),
            "VIKNO_PROCESS": "web",
        }
        self.facts: dict[str, Any] = {}
        self.address, self.pid, self.load_seconds = "", 0, 0.0

    def load(self, say: Callable[[str], None]) -> None:
        """Migrate, load the many rows, make the pages."""
        say(f"  {self.name} city: {self.cases:,} cases to {self.addressees:,} addressees …")
        self._manage("migrate", "-v0")
        started = time.monotonic()
        self._manage(
            *("load_scale", "--cases", str(self.cases)),
            *("--addressees", str(self.addressees)),
        )
        self.load_seconds = round(time.monotonic() - started, 1)
        self._manage("compile_words", required=False)
        self._manage("collectstatic", "--noinput", "-v0")
        self.facts = json.loads(self.tell("tests.bench.city"))

    def serving(self, cache_seconds: int) -> contextlib.AbstractContextManager[tuple[str, int]]:
        """Serve the city with one worker, as production does."""
        environment = self.environment | {"BENCH_CACHE_SECONDS": str(cache_seconds)}
        return serving("cms.wsgi:application", environment, "/healthz")

    def measure_inside(self, names: list[str], rounds: int, bare: str, rows_at: str) -> list[dict]:
        """Rows of what is measured within a process of the application."""
        arguments = (",".join(names), str(rounds), bare, rows_at)
        return json.loads(self.tell("tests.bench.inside", *arguments))

    def tell(self, module: str, *arguments: str) -> bytes:
        """The last line that a module prints when it is run over this city."""
        told = self._run(sys.executable, "-m", module, *arguments, stdout=subprocess.PIPE)
        return told.stdout.splitlines()[-1]

    def _manage(self, *arguments: str, required: bool = True) -> None:
        self._run(sys.executable, "manage.py", *arguments, check=required)

    def _run(self, *command: str, **options: Any) -> subprocess.CompletedProcess:
        options = {"check": True, "stdout": subprocess.DEVNULL} | options
        return subprocess.run(command, cwd=ROOT, env=os.environ | self.environment, **options)
