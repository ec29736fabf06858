"""Reports and files of lists over a large city, measured in this process.

    DATABASE_URL=postgresql://… python manage.py load_scale --cases 200000
    DATABASE_URL=postgresql://… python -m tests.bench.reports

Prints p50 and p95 of each report beside S (a primary-key SELECT), and of each file of 100,000 rows
how long it took, how many rows a second, and how far the memory of the process rose.
"""

from __future__ import annotations

import gc
import itertools
import os
import sys
import tempfile
import time
from collections.abc import Iterable
from typing import Any

from tests.bench.city import prepare_django
from tests.bench.measure import Operation, run_rounds, timed

ROUNDS = 7
ROWS = 100_000
TARGET_MS = 2_000
LIKENESS_MS = 150


def rss() -> float:
    """Memory of this process, MiB."""
    with open("/proc/self/status") as status:  # noqa: PTH123 - a file of the kernel
        line = next(line for line in status if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def reports(clerk: Any) -> list[Operation]:
    """Each report over every appeal there is."""
    from core import clock
    from crm.cases.models import Case
    from crm.reports.asking import EVERYBODY, Question
    from crm.reports.building import TITLES, build_report
    from crm.reports.periods import Period

    days = Case.objects.order_by("registered_on").values_list("registered_on", flat=True)
    period = Period(days.first(), days.last())
    question, at = Question(period, EVERYBODY), clock.now()
    return [
        Operation(f"report {code}", timed(lambda c=code: build_report(c, question, clerk, at)))
        for code in TITLES
    ]


def likeness(clerk: Any) -> Operation:
    """Which earlier appeals a new one resembles, for one appeal after another."""
    from core import clock
    from crm.appeals.likeness import likenesses_of
    from crm.cases.models import Case

    seen = Case.objects.visible_to(clerk)
    latest = itertools.cycle(seen.filter(kind="appeal").order_by("-received_at", "-pk")[:200])
    return Operation(
        "what an appeal resembles",
        timed(lambda: likenesses_of(next(latest), seen, clock.today())),
        per_round=20,
    )


def floor() -> Operation:
    from crm.cases.models import Case

    key = Case.objects.order_by("pk").values_list("pk", flat=True)[1000]
    return Operation("S", timed(lambda: Case.objects.values_list("number").get(pk=key), repeat=50))


def files(clerk: Any) -> Iterable[tuple[str, float, float, int]]:
    """Both formats, a tenth and the whole: the rise of memory must be the same."""
    from core.tables import Sheet, csv_lines, write_xlsx
    from crm.cases.models import Case
    from crm.reports.lists import HEADER, rows_of

    last = Case.objects.order_by("pk").values_list("pk", flat=True)[ROWS]
    tenth = Case.objects.order_by("pk").values_list("pk", flat=True)[ROWS // 10]
    header = [str(one) for one in HEADER]
    for kind in ("csv", "xlsx"):
        for key, many in ((tenth, ROWS // 10), (last, ROWS)):
            gc.collect()
            before, started = rss(), time.perf_counter()
            rows = rows_of(Case.objects.filter(pk__lt=key), clerk)
            with tempfile.TemporaryFile() as target:
                if kind == "csv":
                    target.writelines(csv_lines(header, rows))
                else:
                    write_xlsx(target, [Sheet("1", header, rows)])
            yield f"{kind}, {many:,} rows", time.perf_counter() - started, rss() - before, many


def main() -> int:
    prepare_django()
    from core.accounts.models import User

    clerk = User.objects.get(email="clerk@scale.test")
    known = floor()
    asked = reports(clerk)
    alike = likeness(clerk)
    run_rounds([known, *asked, alike], ROUNDS, warm_up=1)
    print(f"S: p50 {known.p50:.2f} ms")
    held = "held" if alike.p95 <= LIKENESS_MS else "MISSED"
    print(
        f"{alike.name}: p50 {alike.p50:.0f} ms, p95 {alike.p95:.0f} ms"
        f" (target {LIKENESS_MS} ms: {held})"
    )
    for one in asked:
        held = f" (target {TARGET_MS} ms: {'held' if one.p95 <= TARGET_MS else 'MISSED'})"
        print(
            f"{one.name}: p50 {one.p50:.0f} ms, p95 {one.p95:.0f} ms, {one.p50 / known.p50:.0f} S"
            f"{held if one.name == 'report quarter' else ''}"
        )
    for name, seconds, rise, many in files(clerk):
        print(f"{name}: {seconds:.1f} s, {many / seconds:,.0f} rows/s, memory {rise:+.0f} MiB")
    return 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")
    sys.exit(main())
