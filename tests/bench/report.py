"""Print the table, and keep it as JSON lines under var/bench/."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

from tests.bench.measure import Operation

P_MS = 2
HEAD = ("operation", "p50 ms", "p95 ms", "statements", "database ms", "ratio", "target", "")


def row_of(operation: Operation, floors: dict[str, Operation], target: str) -> dict:
    """One line of the table; target is like 'p50 <= 6 P' or several joined by ';'."""
    row = {
        "operation": operation.name,
        "p50": round(operation.p50, 3),
        "p95": round(operation.p95, 3),
        "statements": operation.statements,
        "database_ms": operation.database_ms and round(operation.database_ms, 3),
        "target": target,
        "ratio": "",
        "held": None,
    }
    judged = [judge(operation, floors, part.strip()) for part in target.split(";") if part.strip()]
    row["ratio"] = "; ".join(text for text, _held in judged)
    if "<=" in target:
        row["held"] = all(held for _text, held in judged)
    else:
        row["target"] = ""
    return row


def judge(operation: Operation, floors: dict[str, Operation], target: str) -> tuple[str, bool]:
    """Measure one claim: '<what> <= <number> [<floor>]', or tell it: '<what> in <floor>'.

    The floor `ms` is a millisecond of the machine for which limits were written down, where P
    took two.
    """
    what, sign, *rest = target.split()
    limit, floor = (float(rest[0]), rest[1:]) if sign == "<=" else (float("inf"), rest)
    value = {
        "p50": operation.p50,
        "p95": operation.p95,
        "statements": operation.statements or 0,
        "database": operation.database_ms or 0,
    }[what]
    if floor == ["ms"]:
        value *= P_MS / floors["P"].p50
        return f"{what} {value:,.0f} ms at P = {P_MS} ms", value <= limit
    if floor:
        unit = floors[floor[0]].p50
        return f"{what} {value / unit:.2f} {floor[0]}", value / unit <= limit
    return f"{what} {value:.0f}", value <= limit


def size_row(
    name: str, size: float, *, ratio: str = "", target: str = "", held: bool | None = None
) -> dict:
    """A line measured once: seconds of a long work, megabytes."""
    return {
        "operation": name,
        "p50": round(size, 1),
        "p95": round(size, 1),
        "statements": None,
        "database_ms": None,
        "target": target,
        "ratio": ratio,
        "held": held,
    }


def memory_row(name: str, size: float, above: tuple[float, float] | None = None) -> dict:
    """A line of megabytes; `above` is what it is compared with and by how much it may exceed it."""
    if above is None:
        return size_row(f"{name}, MiB", size)
    more, limit = size - above[0], above[1]
    return size_row(
        f"{name}, MiB",
        size,
        ratio=f"{more:+.0f} MiB",
        target=f"at most {limit:.0f} MiB above the empty one",
        held=more <= limit,
    )


def print_table(rows: list[dict], title: str) -> None:
    """A plain table that can be pasted into docs/performance.md."""
    print(f"\n{title}\n")
    print("| " + " | ".join(HEAD) + " |")
    print("|" + "---|" * len(HEAD))
    for row in rows:
        held = {True: "held", False: "MISSED", None: ""}[row["held"]]
        cells = [
            *(row["operation"], f"{row['p50']:.2f}", f"{row['p95']:.2f}"),
            *(shown(row["statements"]), shown(row["database_ms"])),
            *(row["ratio"], row["target"], held),
        ]
        print("| " + " | ".join(cells) + " |")


def shown(value: object) -> str:
    """A dash where nothing was measured."""
    return "–" if value is None else str(value)


def keep(rows: list[dict], facts: dict, folder: Path) -> Path:
    """Write the run as JSON lines: first the facts, then a line an operation."""
    folder.mkdir(parents=True, exist_ok=True)
    moment = datetime.datetime.now(datetime.UTC).strftime("%Y%m%d-%H%M%S")  # noqa: TID251, DTZ
    path = folder / f"{moment}.jsonl"
    lines = [json.dumps(line, ensure_ascii=False) for line in [facts, *rows]]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
