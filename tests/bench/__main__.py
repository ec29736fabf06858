"""``./test --bench``: build, load, serve, measure, print."""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import os
import sys
from pathlib import Path
from typing import Any

import psycopg

from tests.bench import booking, floors, operations, report
from tests.bench.cities import City
from tests.bench.measure import Client, Operation, run_rounds
from tests.bench.operations import Claim
from tests.bench.reference import make_reference
from tests.bench.server import ROOT, memory_of, serving

SERVED = ("public", "cached", "desk", "booking")
INSIDE = ("reports", "likeness", "deadlines", "results")
"""Asked of a server; measured within a process of the application, over the small city."""
NAMES = SERVED + INSIDE
BARE, WAGTAIL = "tests.bench.bare.wsgi:application", "ref.wsgi:application"


def main() -> int:
    """Measure what was asked for; never fails because something is slow."""
    options = _options()
    spec = importlib.util.spec_from_file_location("postgres", ROOT / ".ci" / "postgres.py")
    postgres: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(postgres)
    with postgres.cluster(durable=True) as cluster, contextlib.ExitStack() as stack:
        rows = Bench(cluster, options, stack).run()
    return 0 if rows else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./test --bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of: {', '.join(NAMES)}")
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--addressees", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=100)
    options = parser.parse_args()
    if unknown := set(options.names) - set(NAMES):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    names = options.names or list(NAMES)
    options.names = [name for name in names if name in SERVED]
    options.inside = [name for name in names if name in INSIDE]
    return options


class Bench:
    """One run: a cluster, a large city and a small one, the floors, everything in rounds."""

    def __init__(
        self, cluster: str, options: argparse.Namespace, stack: contextlib.ExitStack
    ) -> None:
        self.options, self.stack = options, stack
        self.server = cluster.rsplit("/", 1)[0]
        with psycopg.connect(cluster, autocommit=True) as connection:
            for name in ("large", "small", "reference"):
                connection.execute(f"CREATE DATABASE {name}")
        cases, addressees = options.cases, options.addressees
        self.large = City("large", f"{self.server}/large", cases, addressees)
        self.small = City("small", f"{self.server}/small", cases // 5, addressees // 100)
        self.cities = [self.large, self.small] if options.names else [self.small]

    def run(self) -> list[dict]:
        """Prepare, measure, print, keep."""
        say("Building …")
        floors.create_rows(self.cities[0].url)
        for city in self.cities:
            city.load(say)
        self.bare, _pid = self.stack.enter_context(serving(BARE, self.cities[0].environment, "/v"))
        rows = self._served_rows() if self.options.names else []
        if self.options.inside:
            say(f"Measuring within a process: {', '.join(self.options.inside)} …")
            rows += self.small.measure_inside(
                self.options.inside, self.options.rounds, self.bare, self.cities[0].url
            )
        self._tell(rows)
        return rows

    def _served_rows(self) -> list[dict]:
        self._start_servers()
        claims = self._claims()
        say(f"Measuring {len(claims)} operations in {self.options.rounds} rounds …")
        known = self._floors()
        asked = [claim.operation for claim in claims]
        asked += [claim.twin for claim in claims if claim.twin is not None]
        run_rounds([*known.values(), *asked], self.options.rounds)
        self._sink.stop()
        rows = [report.row_of(floor, known, "") for floor in known.values()]
        for claim in claims:
            units = known | {"T": claim.twin} if claim.twin is not None else known
            rows.append(report.row_of(claim.operation, units, claim.target))
        if "booking" in self.options.names:
            say("Racing for the last places …")
            rows += booking.race_rows(self.large, known["P"].p50)
        return rows + self._memory_rows()

    def _start_servers(self) -> None:
        start = self.stack.enter_context
        self.reference, self.reference_pid = start(
            serving(
                WAGTAIL,
                {"DJANGO_SETTINGS_MODULE": "ref.settings.production"},
                "/",
                Path(make_reference(f"{self.server}/reference")),
            )
        )
        for city in (self.large, self.small):
            city.address, city.pid = start(city.serving(cache_seconds=0))
        if "cached" in self.options.names:
            self.cached, _pid = start(self.large.serving(cache_seconds=600))

    def _claims(self) -> list[Claim]:
        found: list[Claim] = []
        if "public" in self.options.names:
            found += operations.public_claims(self.large, self.small)
        if "cached" in self.options.names:
            found += operations.cached_claims(self.cached, self.large)
        if "desk" in self.options.names:
            found += operations.desk_claims(self.large, self.small)
        if "booking" in self.options.names:
            found += booking.claims(self.large)
        return found

    def _floors(self) -> dict[str, Operation]:
        smtp, self._sink = floors.smtp_floor()
        wagtail, api = Client(self.reference), Client(self.large.address)
        known = [*floors.web_floors(self.bare), floors.database_floor(self.large.url), smtp]
        known.append(Operation("W", lambda: wagtail.get("/")))
        if "public" in self.options.names:
            known.append(Operation("A", lambda: api.get("/api/v3/pages/?limit=20")))
        return {floor.name: floor for floor in known}

    def _memory_rows(self) -> list[dict]:
        """Megabytes stand in the columns of milliseconds; the ratios say what is meant."""
        empty = memory_of(self.reference_pid)
        large, small = memory_of(self.large.pid), memory_of(self.small.pid)
        rows = [report.memory_row("memory of an empty Wagtail worker", empty)]
        rows.append(
            report.memory_row("memory of a worker, large city", large, above=(empty, 120.0))
        )
        rows.append(report.memory_row("memory of a worker, small city", small))
        return rows

    def _tell(self, rows: list[dict]) -> None:
        facts = {
            "cases": [city.cases for city in self.cities],
            "addressees": [city.addressees for city in self.cities],
            "rounds": self.options.rounds,
            "load_seconds": [city.load_seconds for city in self.cities],
            "operations": [*self.options.names, *self.options.inside],
        }
        told = "; ".join(
            f"{city.name} city: {city.cases:,} cases, {city.addressees:,} addressees"
            f" (loaded in {city.load_seconds:.0f} s)"
            for city in self.cities
        )
        report.print_table(rows, f"{told[0].upper()}{told[1:]}. {self.options.rounds} rounds.")
        say(f"Kept in {report.keep(rows, facts, ROOT / 'var' / 'bench').relative_to(ROOT)}")


def say(sentence: str) -> None:
    print(sentence, flush=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")
    sys.exit(main())
