"""One question in one stratum: its counts, what of them may be printed, and its measures. Pure."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from blocks.polls import formulas
from blocks.polls.rules import ANSWERED, Kind
from crm.publishing.hiding import NOTHING_BEFORE, Before, hide, hide_choices, is_small

ROUGHEST_MEAN = 0.05
"""Half of the span that hidden cells leave to a mean; a wider one is not printed."""
AGREE_CELLS = ("agree", "disagree", "pass")
_ENDS = {Kind.STARS: (1, 5), Kind.NPS: (0, 10), Kind.SCALE: (1, 7)}
NUMBERS = tuple(_ENDS)
ONE_OF = (Kind.SINGLE, Kind.AGREE, Kind.DATE, *NUMBERS)


@dataclass(frozen=True)
class Answers:
    """What was answered to one question: by cell, and by cell in each month."""

    base: int
    cells: Mapping[str, int]
    months: Mapping[date, Mapping[str, int]] = field(default_factory=dict)


@dataclass
class Made:
    """The part for everybody, and what the next snapshot must know of this one."""

    shown: dict[str, Any]
    memory: dict[str, Any]


def cells_of(question: Mapping[str, Any], counted: Mapping[str, int]) -> list[str]:
    """Every cell in its order, empty ones too; options taken off the form since come last."""
    kind = question["type"]
    if kind in NUMBERS:
        low, high = ends_of(question)
        known = [str(value) for value in range(low, high + 1)]
    elif kind == Kind.AGREE:
        known = list(AGREE_CELLS)
    else:
        known = [option["code"] for option in question.get("options", [])]
    return [*known, *sorted(set(counted) - {*known, ANSWERED})]


def ends_of(question: Mapping[str, Any]) -> tuple[int, int]:
    low, high = _ENDS[Kind(question["type"])]
    if question["type"] == Kind.SCALE:
        return int(question.get("minimum", low)), int(question.get("maximum", high))
    return low, high


def measure_of(question: Mapping[str, Any]) -> str:
    """Which measure its numbers make: csat, nps, ces or only a mean."""
    kind, asked = question["type"], question.get("measure", "")
    if kind == Kind.STARS or asked == "csat" and kind == Kind.SCALE:
        return "csat"
    if kind == Kind.NPS:
        return "nps"
    if kind == Kind.SCALE:
        return "ces" if asked == "ces" else "mean"
    return ""


def class_of(measure: str, cell: str) -> Hashable:
    """Cells that a measure puts together: satisfied, promoters, those for whom it was easy."""
    value = int(cell)
    if measure == "csat":
        return "good" if value >= formulas.SATISFIED_FROM else "rest"
    if measure == "ces":
        return "good" if value >= formulas.EASY_FROM else "rest"
    if measure == "nps":
        if value >= formulas.PROMOTER_FROM:
            return "good"
        return "rest" if value <= formulas.DETRACTOR_TO else "between"
    return ""


def make_question(
    question: Mapping[str, Any],
    answers: Answers,
    shown_before: Mapping[str, Any] | None,
    memory: Mapping[str, Any],
) -> Made:
    """As it was until at least k more have answered this question; then anew."""
    known = memory.get("n")
    if shown_before and known is not None and abs(answers.base - known) < formulas.LEAST_SHOWN:
        return Made(dict(shown_before), dict(memory))
    kept: dict[str, Any] = {"n": answers.base, "tables": dict(memory.get("tables", {}))}
    if is_small(answers.base):
        return Made({"n": None}, kept)
    shown: dict[str, Any] = {"n": answers.base, "worth": formulas.worth(answers.base)}
    if answers.base >= formulas.LEAST_SHOWN:
        maker = _MAKERS.get(question["type"])
        if maker:
            maker(question, answers, shown, kept["tables"])
    return Made(shown, kept)


def _one_of(question: Mapping[str, Any], answers: Answers, shown: dict, tables: dict) -> None:
    counted = _by_month(answers.cells) if question["type"] == Kind.DATE else answers.cells
    counts = {cell: counted.get(cell, 0) for cell in cells_of(question, counted)}
    measure = measure_of(question)
    classes = {cell: class_of(measure, cell) for cell in counts} if measure else {}
    made = _print(counts, "", shown, tables, classes)
    if measure:
        _measure(counts, made.hidden, measure, shown)
        if measure != "mean" and _is_whole(made.hidden, classes):
            shown["series"] = series_of(answers.months, classes)


def _print(
    counts: Mapping[str, int],
    name: str,
    shown: dict,
    tables: dict,
    classes: Mapping[str, Hashable] | None = None,
) -> Before:
    before = Before.of_json(tables[name]) if name in tables else NOTHING_BEFORE
    made = hide(counts, before, classes)
    tables[name] = made.as_json()
    _put(counts, made.hidden, shown)
    return made


def _put(counts: Mapping[str, int], hidden: frozenset[str], shown: dict) -> None:
    """Counts, and whole percents that sum to 100 with the hidden cells together."""
    lump = sum(count for cell, count in counts.items() if cell in hidden)
    parts = {cell: count for cell, count in counts.items() if cell not in hidden}
    percents = formulas.shares({**parts, None: lump})
    shown["cells"] = {cell: parts.get(cell) for cell in counts}
    shown["shares"] = {cell: percents.get(cell) for cell in counts}


def _measure(counts: Mapping[str, int], hidden: frozenset[str], measure: str, shown: dict) -> None:
    """Only of what is printed: hidden cells share their sum equally, so nothing new is told.

    A share is given when all hidden cells are on one side of it, a mean when they cannot move it.
    """
    if shown["worth"] != "enough":
        return
    lump = sum(counts[cell] for cell in hidden)
    told = {
        int(cell): lump / len(hidden) if cell in hidden else count for cell, count in counts.items()
    }
    is_whole = _is_whole(hidden, {cell: class_of(measure, cell) for cell in counts})
    figures: dict[str, Any] = {}
    span = (max(map(int, hidden)) - min(map(int, hidden))) * lump if hidden else 0
    if measure != "nps" and span / 2 / shown["n"] <= ROUGHEST_MEAN:
        figures["mean"] = {**_numbers(formulas.mean(told), 3), "is_rough": bool(span)}
    if is_whole and measure == "csat":
        figures["csat"] = _numbers(formulas.csat(told))
    if is_whole and measure == "ces":
        figures["easy"] = _numbers(formulas.ces(told)[1])
    if is_whole and measure == "nps":
        figures["nps"] = _numbers(formulas.nps(told))
    shown["figures"] = figures


def _is_whole(hidden: frozenset[str], classes: Mapping[str, Hashable]) -> bool:
    return len({classes[cell] for cell in hidden}) < 2


def _numbers(found: formulas.Estimate, places: int = 1) -> dict[str, float]:
    names = ("value", "low", "high")
    return {name: round(getattr(found, name), places) for name in names}


def series_of(
    months: Mapping[date, Mapping[str, int]], classes: Mapping[str, Hashable]
) -> list[dict[str, Any]]:
    """Classes by month; months are joined until no class of a period is small, the last included.

    All that is printed here is nought or at least k, and sums to the printed whole.
    """
    periods: list[dict[str, Any]] = []
    for month in sorted(months):
        found: dict[str, Any] = {"from": month.isoformat(), "to": month.isoformat()}
        for cell, count in months[month].items():
            if cell in classes:
                name = str(classes[cell])
                found[name] = found.get(name, 0) + count
        if periods and _is_unfit(periods[-1]):
            found = _joined(periods.pop(), found)
        periods.append(found)
    while len(periods) > 1 and _is_unfit(periods[-1]):
        last = periods.pop()
        periods.append(_joined(periods.pop(), last))
    if len(periods) == 1 and _is_unfit(periods[0]):
        return []
    return [{**period, "n": sum(_parts(period).values())} for period in periods]


def _parts(period: Mapping[str, Any]) -> dict[str, int]:
    return {name: value for name, value in period.items() if name not in {"from", "to"}}


def _is_unfit(period: Mapping[str, Any]) -> bool:
    parts = _parts(period).values()
    return sum(parts) < formulas.LEAST_SHOWN or any(map(is_small, parts))


def _joined(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    first, second = _parts(one), _parts(other)
    both = {name: first.get(name, 0) + second.get(name, 0) for name in {**first, **second}}
    return {"from": one["from"], "to": other["to"], **both}


def _multiple(question: Mapping[str, Any], answers: Answers, shown: dict, tables: dict) -> None:
    counts = {cell: answers.cells.get(cell, 0) for cell in cells_of(question, answers.cells)}
    before = Before.of_json(tables[""]) if "" in tables else NOTHING_BEFORE
    made = hide_choices(counts, answers.base, before)
    tables[""] = made.as_json()
    shown["cells"] = {c: None if c in made.hidden else count for c, count in counts.items()}
    shown["shares"] = {
        cell: None if count is None else formulas.share_of(count, answers.base)
        for cell, count in shown["cells"].items()
    }


def _matrix(question: Mapping[str, Any], answers: Answers, shown: dict, tables: dict) -> None:
    """Each row is a table of its own; no sum over rows is printed."""
    columns = [column["code"] for column in question.get("columns", [])]
    shown["rows"] = {}
    for row in question.get("rows", []):
        code = row["code"]
        counts = {column: answers.cells.get(f"{code}:{column}", 0) for column in columns}
        base = sum(counts.values())
        if base < formulas.LEAST_SHOWN:
            shown["rows"][code] = {"n": None if base else 0}
            continue
        part: dict[str, Any] = {"n": base, "worth": formulas.worth(base)}
        _print(counts, code, part, tables)
        shown["rows"][code] = part


def _ranking(question: Mapping[str, Any], answers: Answers, shown: dict, tables: dict) -> None:
    """How often each came first; mean places only when no place of any option is hidden.

    Places sum by option and by place, so a hidden one would be found by either.
    """
    options = [option["code"] for option in question.get("options", [])]
    places = {
        option: {n: answers.cells.get(f"{option}:{n}", 0) for n in range(1, len(options) + 1)}
        for option in options
    }
    _print({option: found.get(1, 0) for option, found in places.items()}, "", shown, tables)
    if any(is_small(count) for found in places.values() for count in found.values()):
        return
    if shown["worth"] == "enough":
        shown["places"] = {
            option: round(formulas.mean(found).value, 2) for option, found in places.items()
        }


def _by_month(cells: Mapping[str, int]) -> dict[str, int]:
    """Days answered to a question about a date, by month: days apart would all be small."""
    found: dict[str, int] = {}
    for cell, count in cells.items():
        if cell != ANSWERED:
            found[cell[:7]] = found.get(cell[:7], 0) + count
    return found


_MAKERS = {
    **dict.fromkeys(map(str, ONE_OF), _one_of),
    str(Kind.MULTIPLE): _multiple,
    str(Kind.MATRIX): _matrix,
    str(Kind.RANKING): _ranking,
}
