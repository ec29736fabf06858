"""Taking an answer: once for each identity, counted at once, joined with nobody."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from blocks.polls.checking import Unfit, asked, fit
from blocks.polls.models import Ballot, FreeText, Participation, Secret, Survey, SurveyRevision
from blocks.polls.rules import Kind, Stratum
from blocks.polls.services import tallying
from blocks.polls.services.errors import AlreadyAnswered, QuestionsChanged
from blocks.polls.services.identity import Identity, digest, ensure_secret
from blocks.polls.services.locks import share
from blocks.polls.services.signs import Sending, sign_of
from core import clock
from core.errors import Conflict, RuleBroken

APART = (Kind.TEXT, Kind.FILE)
"""Kept in FreeText: words may tell who wrote them."""

WHY_UNFIT = {
    "unknown": _("There is no such question in this survey."),
    "required": _("Please answer this question."),
    "option": _("Choose one of the answers offered."),
    "long": _("This text is too long."),
    "many": _("There are too many answers."),
}


@dataclass(frozen=True)
class StoredFile:
    """A file that is in private storage already: its name there, and its kind by content."""

    name: str
    content_type: str


def cast_ballot(
    survey: Survey,
    identity: Identity,
    answers: Mapping[str, Any],
    at: datetime,
    *,
    revision: int,
    sending: Sending | None = None,
    replay: str = "",
    files: Mapping[str, StoredFile] | None = None,
) -> bool:
    """Count the answers given to a revision of the survey; False for the same press sent again.

    `replay` names one showing of the form: whoever sends it twice gets the same page, whoever
    answers anew is refused. `files` are those of file questions, by code.
    Raises RuleBroken with the code not_open_yet, closed or unfit (its field is the question's
    code), AlreadyAnswered, QuestionsChanged. `at` is kept to the day only.
    """
    refuse_unless_open(survey, at)
    files = dict(files or {})
    questions = _questions(survey, revision, answers)
    kept = _fit(questions, {**answers, **dict.fromkeys(files, "file")})
    try:
        with transaction.atomic():
            return _cast(survey, identity, kept, questions, at, revision, sending, replay, files)
    except IntegrityError as broken:
        # Two presses at once: whichever was second finds what the first has written.
        seen = _seen(survey, identity)
        if seen is None:
            raise broken
        if replay and seen == _mark(replay):
            return False
        raise AlreadyAnswered from broken


def refuse_unless_open(survey: Survey, at: datetime) -> None:
    """Raises RuleBroken for a survey that is to open or has closed; drafts are closed too."""
    state = survey.state_at(at) if survey.live else "closed"
    if state == "coming":
        raise RuleBroken(_("This survey is not open yet."), code="not_open_yet")
    if state == "closed":
        raise Conflict(_("This survey is closed."), code="closed")


def _cast(
    survey: Survey,
    identity: Identity,
    kept: dict[str, Any],
    questions: list[Mapping[str, Any]],
    at: datetime,
    revision: int,
    sending: Sending | None,
    replay: str,
    files: dict[str, StoredFile],
) -> bool:
    share(survey.pk)
    secret = _secret(survey)
    digests = [digest(secret, key) for key in identity.keys]
    mark = _mark(replay)
    before = Participation.objects.filter(survey=survey, digest__in=digests)
    for seen in before.values_list("replay", flat=True):
        if mark and seen == mark:
            return False
        raise AlreadyAnswered
    day = clock.local(at).date()
    Participation.objects.bulk_create(
        Participation(survey=survey, digest=one, day=day, replay=mark) for one in sorted(digests)
    )
    sign = sign_of(survey, sending, at) if sending else ""
    stratum = identity.stratum
    if sign and stratum == Stratum.OPEN:
        stratum = Stratum.DOUBTFUL
    _keep_apart(survey, questions, kept, files, stratum, day)
    apart = {one["code"] for one in questions if one["type"] in APART}
    answers = {code: True if code in apart else given for code, given in kept.items()}
    Ballot.objects.create(
        survey=survey, revision=revision, day=day, stratum=stratum, answers=answers, sign=sign
    )
    tallying.count(survey.pk, stratum, day.replace(day=1), tallying.ranked(questions, answers))
    return True


def _secret(survey: Survey) -> Secret:
    """Asked for under the lock: a survey that has closed meanwhile has none any more."""
    found = Secret.objects.filter(survey=survey).first()
    if found is None:
        if Survey.objects.filter(pk=survey.pk, closed_at__isnull=False).exists():
            raise Conflict(_("This survey is closed."), code="closed")
        found = ensure_secret(survey)
    return found


def _questions(
    survey: Survey, revision: int, answers: Mapping[str, Any]
) -> list[Mapping[str, Any]]:
    """The questions as they were shown, unless what was answered is asked differently now."""
    rows = SurveyRevision.objects.filter(survey=survey).order_by("-number")
    numbered = dict(rows.values_list("number", "questions"))
    if revision not in numbered:
        raise QuestionsChanged
    now = numbered[max(numbered)]
    questions = asked(numbered[revision])
    if numbered[revision] != now:
        present = {one["code"]: one for one in asked(now)}
        shown = {one["code"]: one for one in questions}
        same = all(shown.get(code) == present.get(code) for code in answers)
        more = any(one.get("required") and code not in shown for code, one in present.items())
        if not same or more:
            raise QuestionsChanged
    return questions


def _fit(questions: list[Mapping[str, Any]], answers: Mapping[str, Any]) -> dict[str, Any]:
    try:
        kept = fit(questions, answers)
    except Unfit as wrong:
        raise RuleBroken(WHY_UNFIT[wrong.code], wrong.field or None, "unfit") from wrong
    if not kept:
        raise RuleBroken(_("Please answer at least one question."), code="unfit")
    return kept


def _keep_apart(
    survey: Survey,
    questions: list[Mapping[str, Any]],
    kept: Mapping[str, Any],
    files: Mapping[str, StoredFile],
    stratum: str,
    day: Any,
) -> None:
    rows = []
    for question in questions:
        code = question["code"]
        if code not in kept or question["type"] not in APART:
            continue
        file = files.get(code)
        text = "" if question["type"] == Kind.FILE else kept[code]
        if not text and file is None:
            continue
        rows.append(
            FreeText(
                survey=survey,
                question=code,
                text=text,
                file=file.name if file else "",
                content_type=file.content_type if file else "",
                stratum=stratum,
                day=day,
            )
        )
    FreeText.objects.bulk_create(rows)


def _seen(survey: Survey, identity: Identity) -> str | None:
    secret = Secret.objects.filter(survey=survey).first()
    if secret is None:
        return None
    digests = [digest(secret, key) for key in identity.keys]
    rows = Participation.objects.filter(survey=survey, digest__in=digests)
    return rows.values_list("replay", flat=True).first()


def has_answered(survey: Survey, identity: Identity) -> bool:
    """So that nobody fills in a form in vain; the unique digests decide."""
    return _seen(survey, identity) is not None


def _mark(replay: str) -> str:
    return hashlib.sha256(replay.encode()).hexdigest() if replay else ""
