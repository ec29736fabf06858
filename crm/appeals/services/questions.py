"""Questions of an appeal: asked while it is open, answered one by one (domain.md 4, group 10)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.errors import Conflict, RuleBroken
from crm.appeals import card_rules
from crm.appeals.card_models import Question
from crm.appeals.card_rules import Asked
from crm.cases.models import Case
from crm.cases.profiles import profile_of_case
from directory.values import Values


def rewrite_questions(case: Case, asked: Sequence[Asked], at: datetime) -> dict[str, list[Any]]:
    """The whole list as it shall be: numbers that are missing from it are taken away.

    Returns old and new lists when anything changed. The case is locked by the caller.
    """
    old = _as_words(case)
    write_questions(case, asked, at)
    new = _as_words(case)
    return {"questions": [old, new]} if old != new else {}


def write_questions(case: Case, asked: Sequence[Asked], at: datetime) -> None:
    """Write the list; the case is locked by the caller.

    A question that has its result already is neither changed nor taken away; those that stay keep
    their numbers.
    """
    for fault in card_rules.topic_faults(asked):
        raise RuleBroken(fault.message, fault.field, "empty")
    known = {one.number: one for one in Question.objects.filter(case=case).order_by("number")}
    _check(case, asked, known)
    named = {one.number for one in asked if one.number is not None}
    for number, question in known.items():
        if number not in named and not question.closed_at:
            question.delete()
    following = max(known, default=0)
    for one in asked:
        if one.number is None:
            following += 1
            Question.objects.create(
                case=case, number=following, topic=one.topic, text=one.text, is_main=one.is_main
            )
        elif not (question := known[one.number]).closed_at:
            question.topic, question.text, question.is_main = one.topic, one.text, one.is_main
            question.save(update_fields=["topic", "text", "is_main"])


def _check(case: Case, asked: Sequence[Asked], known: Mapping[int, Question]) -> None:
    values = Values.of(card_rules.TOPICS)
    day = profile_of_case(case).local(case.received_at).date()
    kept = {question.topic for question in known.values()}
    for one in asked:
        if one.number is not None and one.number not in known:
            raise Conflict(_("There is no such question any more."), "questions", "gone")
        if not values.has(card_rules.TOPICS, one.topic, day, keep=kept):
            raise RuleBroken(_("There is no such topic in the classifier."), "questions", "topic")


def propose_results(case: Case, results: Mapping[int, tuple[str, str]]) -> str:
    """Write the proposed result and reason of every open question; returns the roll-up.

    The case is locked by the caller. Raises RuleBroken for a question left without a result and
    for a refusal without its reason (9.2).
    """
    for question in open_questions(case):
        result, reason = results.get(question.number, ("", ""))
        if result not in card_rules.OF_REPLY:
            raise RuleBroken(_("Choose the result."), f"result_{question.number}", "result")
        if result == card_rules.REFUSED and not reason.strip():
            raise RuleBroken(
                _("Write why it is refused and by which law."),
                f"reason_{question.number}",
                "empty",
            )
        question.result, question.result_reason = result, reason.strip()
        question.save(update_fields=["result", "result_reason"])
    return roll_up_of(case)


def close_questions(case: Case, at: datetime, *, result: str = "", reason: str = "") -> str:
    """End every open question, with the result it has or with the one given; returns the roll-up.

    The case is locked by the caller.
    """
    changed: dict[str, Any] = {"closed_at": at}
    if result:
        changed |= {"result": result, "result_reason": reason}
    open_questions(case).update(**changed)
    return roll_up_of(case)


def open_questions(case: Case) -> QuerySet[Question]:
    return Question.objects.filter(case=case, closed_at=None).order_by("number")


def has_main_question(case: Case) -> bool:
    return Question.objects.filter(case=case, is_main=True).exists()


def roll_up_of(case: Case) -> str:
    results = Question.objects.filter(case=case).values_list("result", flat=True)
    return card_rules.roll_up(results)


def _as_words(case: Case) -> list[str]:
    rows: Iterable[Question] = Question.objects.filter(case=case).order_by("number")
    return [f"{one.number} {one.topic} {int(one.is_main)} {one.text}".strip() for one in rows]
