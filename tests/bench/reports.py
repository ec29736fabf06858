"""Reports over every appeal there is, files of long lists, and what a new appeal resembles."""

from __future__ import annotations

import gc
import itertools
import tempfile
import time
from typing import Any

from tests.bench.measure import Operation, rss, timed
from tests.bench.operations import Claim
from tests.bench.report import size_row

ROWS = 100_000
FLAT_MIB = 8
"""How much more memory ten times as many rows may take: nothing but what the machine rounds."""


def claims(clerk: Any) -> list[Claim]:
    """Each report; the law's quarterly table has the limit."""
    from core import clock
    from crm.cases.models import Case
    from crm.reports.asking import EVERYBODY, Question
    from crm.reports.building import TITLES, build_report
    from crm.reports.periods import Period

    days = Case.objects.order_by("registered_on").values_list("registered_on", flat=True)
    question = Question(Period(days.first(), days.last()), EVERYBODY)
    at, many = clock.now(), Case.objects.filter(kind="appeal").count()
    targets = {"quarter": "p95 <= 2000 ms"}
    return [
        Claim(
            Operation(
                f"report {code}, {many:,} appeals",
                timed(lambda c=code: build_report(c, question, clerk, at)),
            ),
            targets.get(code, "p95 in ms"),
        )
        for code in TITLES
    ]


def likeness_claims(clerk: Any) -> list[Claim]:
    """Which earlier appeals a new one resembles, for one appeal after another."""
    from core import clock
    from crm.appeals.likeness import likenesses_of
    from crm.cases.models import Case

    seen = Case.objects.visible_to(clerk)
    latest = itertools.cycle(seen.filter(kind="appeal").order_by("-received_at", "-pk")[:200])
    operation = Operation(
        f"what an appeal resembles, of {seen.count():,}",
        timed(lambda: likenesses_of(next(latest), seen, clock.today())),
        per_round=20,
    )
    return [Claim(operation, "p95 <= 150 ms")]


def file_rows(clerk: Any) -> list[dict]:
    """Each format in a tenth and in the whole: the memory must rise alike."""
    found = []
    for kind in ("csv", "xlsx"):
        rises = []
        for many in (ROWS // 10, ROWS):
            seconds, rise, written = _file(kind, many, clerk)
            rises.append(rise)
            name = f"{kind}, {written:,} rows"
            rate = f"{written / seconds:,.0f} rows/s"
            found.append(size_row(f"{name}, ms", seconds * 1000, ratio=rate))
        more = rises[1] - rises[0]
        found.append(
            size_row(
                f"{kind}, memory at the end, MiB",
                rises[1],
                ratio=f"{more:+.0f} MiB",
                target=f"at most {FLAT_MIB} MiB above a tenth of the rows",
                held=more <= FLAT_MIB,
            )
        )
    return found


def _file(kind: str, many: int, clerk: Any) -> tuple[float, float, int]:
    """Seconds, the rise of memory, rows."""
    from core.tables import Sheet, csv_lines, write_xlsx
    from crm.cases.models import Case
    from crm.reports.lists import HEADER, rows_of

    keys = Case.objects.order_by("pk").values_list("pk", flat=True)
    last = keys[many : many + 1].first()
    cases = Case.objects.all() if last is None else Case.objects.filter(pk__lt=last)
    header = [str(one) for one in HEADER]
    gc.collect()
    before, started = rss(), time.perf_counter()
    rows = rows_of(cases, clerk)
    with tempfile.TemporaryFile() as target:
        if kind == "csv":
            target.writelines(csv_lines(header, rows))
        else:
            write_xlsx(target, [Sheet("1", header, rows)])
    return time.perf_counter() - started, rss() - before, cases.count()
