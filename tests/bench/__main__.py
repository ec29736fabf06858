"""``./test --bench``: build, load, serve, measure, print."""

from __future__ import annotations

import argparse
import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg

from tests.bench import city, floors, operations, report
from tests.bench.measure import Operation, run_rounds
from tests.bench.reference import make_reference
from tests.bench.server import ROOT, memory_of, serving

NAMES = ("public", "cached", "desk")


def main() -> int:
    """Measure what was asked for; never fails because something is slow."""
    options = _options()
    spec = importlib.util.spec_from_file_location("postgres", ROOT / ".ci" / "postgres.py")
    postgres: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(postgres)
    with postgres.cluster(durable=True) as cluster:
        rows = Bench(cluster, options).run()
    return 0 if rows else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./test --bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of: {', '.join(NAMES)}")
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--addressees", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=40)
    options = parser.parse_args()
    if unknown := set(options.names) - set(NAMES):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    options.names = options.names or list(NAMES)
    return options


class Bench:
    """One run: a cluster, three servers, the floors and the operations in rounds."""

    def __init__(self, cluster: str, options: argparse.Namespace) -> None:
        self.options = options
        self.url = cluster.rsplit("/", 1)[0] + "/vikno"
        self.reference_url = cluster.rsplit("/", 1)[0] + "/reference"
        with psycopg.connect(cluster, autocommit=True) as connection:
            connection.execute("CREATE DATABASE vikno")
            connection.execute("CREATE DATABASE reference")
        self.environment = {
            "DATABASE_URL": self.url,
            "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
            "VIKNO_VAR": str(ROOT / "var" / "bench"),
        }
        os.environ.update(self.environment)

    def run(self) -> list[dict]:
        """Prepare, measure, print, keep."""
        say(f"Loading {self.options.cases:,} cases …")
        floors.create_rows(self.url)
        manage("migrate", "-v0")
        manage(
            *("load_scale", "--cases", str(self.options.cases)),
            *("--addressees", str(self.options.addressees)),
        )
        manage("compile_words", required=False)
        manage("collectstatic", "--noinput", "-v0")
        city.prepare_django()
        self.pages = city.make_pages()
        reference = make_reference(self.reference_url)
        rows: list[dict] = []
        memory: dict[str, float] = {}
        with (
            serving("tests.bench.bare.wsgi:application", self.environment, "/v") as (bare, _pid),
            serving(
                "ref.wsgi:application",
                {"DJANGO_SETTINGS_MODULE": "ref.settings.production"},
                "/",
                Path(reference),
            ) as (wagtail, wagtail_pid),
        ):
            for name in self.options.names:
                rows += self._measure(name, bare, wagtail, memory)
            memory["empty Wagtail worker"] = memory_of(wagtail_pid)
        self._tell(rows, memory)
        return rows

    def _measure(self, name: str, bare: str, wagtail: str, memory: dict[str, float]) -> list[dict]:
        say(f"Measuring {name} …")
        extra = {
            "VIKNO_PROCESS": "web",
            "BENCH_CACHE_SECONDS": "600" if name == "cached" else "0",
        }
        environment = self.environment | extra
        with serving("cms.wsgi:application", environment, "/healthz") as (ours, pid):
            claims = {
                "public": lambda: operations.public_claims(ours, self.pages),
                "cached": lambda: operations.cached_claims(ours, self.pages),
                "desk": lambda: operations.desk_claims(ours, self.options.cases),
            }[name]()
            smtp, sink = floors.smtp_floor()
            known = [*floors.web_floors(bare), floors.database_floor(self.url), smtp]
            known.append(self._wagtail_page(wagtail))
            run_rounds([*known, *[claim.operation for claim in claims]], self.options.rounds)
            sink.stop()
            memory[f"worker after {name}"] = memory_of(pid)
        units = {floor.name: floor for floor in known}
        if name == "public":
            units["A"] = claims[0].operation
        floor_rows = [report.row_of(floor, units, "") for floor in known]
        rows = [report.row_of(claim.operation, units, claim.target) for claim in claims]
        return [*floor_rows, *rows]

    def _wagtail_page(self, address: str) -> Operation:
        from tests.bench.measure import Client

        client = Client(address)
        return Operation("W", lambda: client.get("/"))

    def _tell(self, rows: list[dict], memory: dict[str, float]) -> None:
        facts = {
            "cases": self.options.cases,
            "addressees": self.options.addressees,
            "rounds": self.options.rounds,
            "memory_mib": {name: round(size, 1) for name, size in memory.items()},
        }
        title = f"{self.options.cases:,} cases, {self.options.addressees} addressees"
        report.print_table(rows, title)
        print("\nMemory, MiB: " + ", ".join(f"{n} {s:.0f}" for n, s in memory.items()))
        say(f"Kept in {report.keep(rows, facts, ROOT / 'var' / 'bench')}")


def manage(*arguments: str, required: bool = True) -> None:
    """A management command in the benchmark's settings."""
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, check=required)


def say(sentence: str) -> None:
    print(sentence, flush=True)


if __name__ == "__main__":
    sys.exit(main())
