"""manage.py deadline: a term as the law counts it, with the reasons; one by one or a whole list."""

import json
import sys
from argparse import ArgumentParser
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import get_language

from core.errors import RuleBroken
from directory.reckoning import (
    REGIMES,
    Answer,
    Question,
    Reckoner,
    read_day,
    read_question,
    read_time,
)


class Command(BaseCommand):
    help = (
        "Count a term: nominal, due and target days, the day of registration, and why. "
        "--batch reads a JSON list of {rule, received, regime, profile?, time?}."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rule", help="Code of the rule, such as ua.appeal.month.")
        parser.add_argument("--from", dest="received", help="Local day, such as 2026-03-10.")
        parser.add_argument("--time", help="Local time of receipt, such as 19:40.")
        parser.add_argument("--profile", help="Code of the profile, such as ua-city.")
        parser.add_argument("--regime", choices=REGIMES, help="Else as the calendar says.")
        parser.add_argument("--json", action="store_true", help="Print JSON.")
        parser.add_argument("--batch", metavar="FILE", help="JSON list of questions; - is input.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["batch"]:
            answers = self._batch(_read(options["batch"]))
            self.stdout.write(json.dumps(answers, ensure_ascii=False, indent=1))
            return
        if not (options["rule"] and options["received"]):
            raise CommandError("Say --rule and --from, or --batch FILE.")
        reckoner = Reckoner()
        try:
            answer = reckoner.answer(_asked(options))
        except RuleBroken as trouble:
            raise CommandError(_told(trouble, options["rule"], reckoner)) from trouble
        if options["json"]:
            told = {**as_json(answer), "explanation": answer.explanation}
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
        else:
            self.stdout.write(as_text(answer))

    def _batch(self, rows: list[Any]) -> list[dict[str, Any]]:
        """All or nothing: the first wrong item is named by its place in the list, from 0."""
        reckoner = Reckoner()
        answers = []
        for index, row in enumerate(rows):
            try:
                answers.append(as_json(reckoner.answer(read_question(row))))
            except RuleBroken as trouble:
                code = row.get("rule") if isinstance(row, dict) else None
                told = _told(trouble, code, reckoner)
                raise CommandError(f"Item {index}: {told}") from trouble
        return answers


def as_json(answer: Answer) -> dict[str, Any]:
    counted = answer.counted
    told = {
        "rule": answer.rule.code,
        "version": answer.rule.version,
        "profile": answer.profile.code,
        "calendar": answer.calendar.code,
        "registered": f"{answer.registered}",
        "nominal": f"{counted.nominal}",
        "due": f"{counted.due}",
        "target": f"{counted.target}",
    }
    if counted.due_at is not None:
        told["due_at"] = counted.due_at.isoformat(timespec="minutes")
    return told


def as_text(answer: Answer) -> str:
    language = (get_language() or "uk")[:2]
    rows = {key: value for key, value in as_json(answer).items() if key not in ("rule", "version")}
    name = answer.rule.name.get(language) or str(answer.rule.name)
    return "\n".join(
        [
            f"{answer.rule.code} (v{answer.rule.version}): {name}",
            *(f"{key:<11} {value}" for key, value in rows.items()),
            answer.explanation.get(language) or answer.explanation["en"],
        ]
    )


def _asked(options: dict[str, Any]) -> Question:
    day, moment = read_day(options["received"])
    at = read_time(options["time"]) if options["time"] else moment
    return Question(options["rule"], day, at, options["profile"], options["regime"])


def _read(name: str) -> list[Any]:
    try:
        rows = json.loads(sys.stdin.read() if name == "-" else Path(name).read_text("utf-8"))
    except OSError as trouble:
        raise CommandError(f"{name} cannot be read: {trouble.strerror}.") from trouble
    except UnicodeDecodeError as trouble:
        raise CommandError(f"{name} is not UTF-8 text.") from trouble
    except json.JSONDecodeError as trouble:
        where = f"line {trouble.lineno}, column {trouble.colno}"
        raise CommandError(f"{name} is broken JSON: {trouble.msg} ({where}).") from trouble
    if not isinstance(rows, list):
        raise CommandError(f"{name} must hold a JSON list of questions.")
    return rows


def _told(trouble: RuleBroken, code: Any, reckoner: Reckoner) -> str:
    """The refusal, with codes that look like the one that was typed."""
    if trouble.field != "rule" or not isinstance(code, str):
        return str(trouble)
    close = get_close_matches(code, list(reckoner.rules), n=3)
    return f"{trouble} {', '.join(close)}?" if close else str(trouble)
