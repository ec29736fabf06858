"""Reports, files, resemblance, terms, ticks and results of surveys, measured within one process.

``./test --bench reports likeness deadlines results`` loads the large city and asks for this module;
the rows go back to it as JSON. The floors S and P are asked in the same rounds.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from typing import Any

from tests.bench import deadlines, floors, report, reports, results
from tests.bench.city import prepare_django
from tests.bench.measure import Operation, run_rounds
from tests.bench.operations import Claim

CLAIMS: dict[str, Callable[[Any], list[Claim]]] = {
    "reports": reports.claims,
    "likeness": reports.likeness_claims,
    "deadlines": deadlines.claims,
    "results": results.claims,
}
MEMORY: dict[str, Callable[[Any], list[dict]]] = {
    "reports": reports.file_rows,
    "deadlines": deadlines.memory_rows,
}
MOST_ROUNDS = 15
"""A report over everything takes a second: more rounds would tell nothing new."""


def main() -> int:
    names, rounds, bare, rows_at = sys.argv[1].split(","), int(sys.argv[2]), *sys.argv[3:]
    prepare_django()
    from core.accounts.models import User

    clerk = User.objects.get(email="clerk@scale.test")
    known = {one.name: one for one in floors.web_floors(bare)}
    known["S"] = floors.database_floor(rows_at)
    claims = [claim for name in names for claim in CLAIMS[name](clerk)]
    asked: list[Operation] = [*known.values(), *(claim.operation for claim in claims)]
    asked += [claim.twin for claim in claims if claim.twin is not None]
    run_rounds(asked, min(rounds, MOST_ROUNDS), warm_up=1)
    rows = [report.row_of(floor, known, "") for floor in known.values()]
    for claim in claims:
        units = known | {"T": claim.twin} if claim.twin is not None else known
        rows.append(report.row_of(claim.operation, units, claim.target))
    for name in names:
        if name in MEMORY:
            rows += MEMORY[name](clerk)
    print(json.dumps(rows, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")
    sys.exit(main())
