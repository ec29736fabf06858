"""Whether answers fit the questions they are given to (pure).

Pages check by forms, beside each field; this is the last door, and the only one for programs. What
a condition has hidden is left out, not refused: people go back and choose otherwise.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from blocks.polls.rules import Kind

LONGEST_TEXT = 5_000
MOST_ANSWERS = 500

Question = Mapping[str, Any]


class Unfit(ValueError):
    """`field` is the code of the question, `code` one of: unknown, required, option, long, many."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(f"{field}: {code}")
        self.field, self.code = field, code


def asked(questions: Iterable[Question]) -> list[Question]:
    """Without breaks of pages."""
    return [one for one in questions if one["type"] in Kind]


def shown(questions: Sequence[Question], answers: Mapping[str, Any]) -> list[Question]:
    """Questions that these answers lead to. A question after a hidden one stays hidden too."""
    found: list[Question] = []
    seen: set[str] = set()
    for question in asked(questions):
        condition = question.get("only_if")
        if condition and not _is_met(condition, seen, answers):
            continue
        found.append(question)
        seen.add(question["code"])
    return found


def _is_met(condition: Mapping[str, Any], seen: Collection[str], answers: Mapping) -> bool:
    code = condition.get("question")
    if code not in seen:
        return False
    given = answers.get(code)
    chosen = given if isinstance(given, list) else [given]
    options = [str(option) for option in condition.get("options", ())]
    return any(str(one) in options for one in chosen if one is not None)


def fit(questions: Sequence[Question], answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers to shown questions, as they are kept. Raises Unfit for the first that is wrong.

    Words and files are given as text and come back as text: the caller keeps them apart.
    """
    if len(answers) > MOST_ANSWERS:
        raise Unfit("", "many")
    known = {one["code"] for one in asked(questions)}
    for code in answers:
        if code not in known:
            raise Unfit(str(code)[:50], "unknown")
    kept: dict[str, Any] = {}
    for question in shown(questions, answers):
        code = question["code"]
        given = answers.get(code)
        if given in (None, "", [], {}):
            if question.get("required"):
                raise Unfit(code, "required")
            continue
        kept[code] = _CHECKS[question["type"]](question, given)
    return kept


def _codes(question: Question, name: str = "options") -> set[str]:
    return {one["code"] for one in question.get(name, ())}


def _one(question: Question, given: Any) -> str:
    if not isinstance(given, str) or given not in _codes(question):
        raise Unfit(question["code"], "option")
    return given


def _several(question: Question, given: Any) -> list[str]:
    if not isinstance(given, list) or len(given) > len(_codes(question)):
        raise Unfit(question["code"], "option")
    chosen = [_one(question, one) for one in given]
    if len(set(chosen)) < len(chosen):
        raise Unfit(question["code"], "option")
    return chosen


def _value(question: Question, given: Any, least: int, most: int) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or not least <= given <= most:
        raise Unfit(question["code"], "option")
    return given


def _scale(question: Question, given: Any) -> int:
    least, most = question.get("minimum"), question.get("maximum")
    return _value(question, given, 1 if least is None else least, 7 if most is None else most)


def _matrix(question: Question, given: Any) -> dict[str, str]:
    rows, columns = _codes(question, "rows"), _codes(question, "columns")
    if not isinstance(given, Mapping) or not set(given) <= rows:
        raise Unfit(question["code"], "option")
    if any(not isinstance(one, str) or one not in columns for one in given.values()):
        raise Unfit(question["code"], "option")
    if question.get("required") and set(given) != rows:
        raise Unfit(question["code"], "required")
    return dict(given)


def _words(question: Question, given: Any) -> str:
    if not isinstance(given, str):
        raise Unfit(question["code"], "option")
    if len(given) > min(int(question.get("max_length") or LONGEST_TEXT), LONGEST_TEXT):
        raise Unfit(question["code"], "long")
    return given


def _day(question: Question, given: Any) -> str:
    try:
        return date.fromisoformat(given).isoformat()
    except (TypeError, ValueError):
        raise Unfit(question["code"], "option") from None


def _stance(question: Question, given: Any) -> str:
    if given not in ("agree", "disagree", "pass"):
        raise Unfit(question["code"], "option")
    return str(given)


_CHECKS: dict[str, Callable[[Question, Any], Any]] = {
    Kind.SINGLE: _one,
    Kind.MULTIPLE: _several,
    Kind.RANKING: _several,
    Kind.SCALE: _scale,
    Kind.STARS: lambda question, given: _value(question, given, 1, 5),
    Kind.NPS: lambda question, given: _value(question, given, 0, 10),
    Kind.MATRIX: _matrix,
    Kind.TEXT: _words,
    Kind.FILE: _words,
    Kind.DATE: _day,
    Kind.AGREE: _stance,
}
