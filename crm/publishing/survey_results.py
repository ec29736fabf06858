"""The public result of a survey, put together of its tallies and of what was printed before. Pure.

Strata are told apart and never summed (12.4), so nothing follows from one about another.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from blocks.polls import formulas
from blocks.polls.rules import ANSWERED, Kind, Stratum
from crm.publishing.survey_tables import Answers, Made, make_question

SHOWN = (Stratum.VERIFIED, Stratum.OPEN, Stratum.DOUBTFUL)

type Sums = Mapping[tuple[str, date, str, str], int]

_FIELDS = (
    *("code", "type", "label", "help", "options", "rows", "columns"),
    *("minimum", "maximum", "low_label", "high_label", "only_if", "measure"),
)


def asked_in(revisions: Iterable[list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Questions of all revisions, the newest first: what is asked now, then what was asked once.

    Options that were taken off stay, for those who had chosen them.
    """
    found: dict[str, dict[str, Any]] = {}
    for place, questions in enumerate(revisions):
        for question in questions:
            if question.get("type") == "page":
                continue
            code = question["code"]
            if code not in found:
                one = {name: question[name] for name in _FIELDS if name in question}
                found[code] = {**one, "is_asked": place == 0}
            for name in ("options", "rows", "columns"):
                known = {option["code"] for option in found[code].get(name, [])}
                more = [one for one in question.get(name, []) if one["code"] not in known]
                if more and name in found[code]:
                    found[code][name] = [*found[code][name], *more]
    return list(found.values())


def ballots_of(sums: Sums) -> dict[str, int]:
    """How many have answered, by stratum; those taken out are not counted."""
    found = dict.fromkeys(map(str, SHOWN), 0)
    for (stratum, _month, question, cell), count in sums.items():
        if not question and cell == ANSWERED and stratum in found:
            found[stratum] += count
    return found


def answers_of(sums: Sums, stratum: str) -> dict[str, Answers]:
    """Answers of one stratum by question."""
    cells: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    months: dict[str, dict[date, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for (one, month, question, cell), count in sums.items():
        if one == stratum and question:
            cells[question][cell] += count
            months[question][month][cell] = months[question][month].get(cell, 0) + count
    return {
        question: Answers(found.get(ANSWERED, 0), dict(found), months[question])
        for question, found in cells.items()
    }


def make_stratum(
    questions: list[dict[str, Any]],
    answers: Mapping[str, Answers],
    n: int,
    before: Mapping[str, Any],
    memory: Mapping[str, Any],
) -> Made:
    """As it was until at least k more have answered; below k nothing but n."""
    known = memory.get("n")
    if known is not None and abs(n - known) < formulas.LEAST_SHOWN:
        return Made(dict(before), dict(memory))
    shown: dict[str, Any] = {"n": n, "worth": formulas.worth(n)}
    kept: dict[str, Any] = {"n": n}
    if shown["worth"] == "nothing":
        return Made(shown, kept)
    shown["questions"], kept["questions"] = {}, {}
    for question in questions:
        code = question["code"]
        made = make_question(
            question,
            answers.get(code, Answers(0, {})),
            before.get("questions", {}).get(code),
            memory.get("questions", {}).get(code, {}),
        )
        shown["questions"][code], kept["questions"][code] = made.shown, made.memory
    _hide_branches(questions, shown["questions"], kept["questions"], memory.get("questions", {}))
    if found := servqual_of(questions, shown["questions"]):
        shown["servqual"] = found
    return Made(shown, kept)


def _hide_branches(
    questions: list[dict[str, Any]], shown: dict, kept: dict, memory: Mapping[str, Any]
) -> None:
    """Whoever is asked further gave a certain answer before: how many they are would tell it."""
    kinds = {question["code"]: question["type"] for question in questions}
    for question in questions:
        rule = question.get("only_if")
        if not rule or rule["question"] not in shown:
            continue
        parent = shown[rule["question"]]
        is_told = _is_known(parent, kinds[rule["question"]], set(map(str, rule["options"])))
        code = question["code"]
        if not is_told and shown[code].get("n") != 0:
            shown[code] = {"n": None}
            kept[code] = {"tables": memory.get(code, {}).get("tables", {})}


def _is_known(parent: Mapping[str, Any], kind: str, asked: set[str]) -> bool:
    """Whether the sum of these cells is printed anyway: none is hidden, or all that are.

    Of several choices no sum follows, so there it takes that none is hidden.
    """
    if "cells" not in parent:
        return False
    hidden = {cell for cell, count in parent["cells"].items() if count is None}
    return not hidden & asked or (kind != Kind.MULTIPLE and hidden <= asked)


def servqual_of(questions: list[dict[str, Any]], shown: Mapping[str, Any]) -> dict[str, Any]:
    """Gaps of its dimensions, made of printed means only."""
    met: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    weights: dict[str, float] = {}
    for question in questions:
        found, measure = shown[question["code"]], question.get("measure", "")
        middle = found.get("figures", {}).get("mean", {}).get("value")
        if measure.startswith("servqual:") and middle is not None:
            _name, dimension, item, side = measure.split(":", 3)
            met[dimension, item][side] = middle
        elif measure.startswith("weights:") and middle is not None:
            weights[measure.partition(":")[2]] = middle
        elif measure == "weights" and question["type"] == Kind.MATRIX:
            weights.update(_weights(found))
    gaps: dict[str, list[float]] = defaultdict(list)
    for (dimension, _item), sides in met.items():
        if len(sides) == len(("expectation", "perception")):
            gaps[dimension].append(sides["perception"] - sides["expectation"])
    dimensions, plain, weighted = formulas.servqual(gaps, weights)
    if not dimensions:
        return {}
    return {
        "dimensions": {name: round(value, 2) for name, value in dimensions.items()},
        "total": round(plain, 2),
        "weighted": None if weighted is None else round(weighted, 2),
    }


def _weights(found: Mapping[str, Any]) -> dict[str, float]:
    """Points that were given to each row, when no cell of it is hidden."""
    known = {}
    for row, part in found.get("rows", {}).items():
        cells = part.get("cells", {})
        if cells and all(count is not None and code.isdecimal() for code, count in cells.items()):
            known[row] = formulas.mean({int(code): count for code, count in cells.items()}).value
    return known
