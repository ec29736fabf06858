"""The door for surveys: tallies in, a public result out, never for a single answer (12.5)."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Sum

from blocks.polls.formulas import LEAST_FOR_INTERVALS, LEAST_SHOWN
from blocks.polls.models import FreeText, Snapshot, Survey, SurveyRevision, Tally
from blocks.polls.rules import ANSWERED, Kind, Stratum
from blocks.polls.services.tallying import sums
from core.web.cache import forget_public_pages
from crm.publishing.survey_results import SHOWN, answers_of, asked_in, ballots_of, make_stratum
from directory.models import Profile

EVERY = timedelta(minutes=5)
SLACK = timedelta(seconds=30)
"""The worker comes every five minutes, give or take."""
FOLLOWED = timedelta(days=90)
"""After closing texts are still moderated and series judged; then the result is final."""
TEXTS_SHOWN = 200
VERSION = 1


def publish_surveys(at: datetime) -> int:
    """Take a snapshot of each survey that has enough new answers and whose time has come."""
    surveys = Survey.objects.published().filter(
        Q(opens_at=None) | Q(opens_at__lte=at),
        Q(closed_at=None) | Q(closed_at__gte=at - FOLLOWED),
    )
    ballots = _ballots(surveys)
    has_snapshot = Exists(Snapshot.objects.filter(survey=OuterRef("pk")))
    done = 0
    for survey in surveys.filter(Q(has_snapshot) | Q(pk__in=ballots)).order_by("pk"):
        done += publish_survey(survey, at, ballots.get(survey.pk, {}))
    return done


def _ballots(surveys: Any) -> dict[int, dict[str, int]]:
    """Answers counted so far, by survey and stratum, in one statement."""
    rows = (
        Tally.objects.filter(survey__in=surveys.values("pk"), question="", cell=ANSWERED)
        .exclude(stratum=Stratum.EXCLUDED)
        .order_by()
        .values_list("survey", "stratum")
        .annotate(total=Sum("count"))
    )
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for survey, stratum, total in rows:
        found[survey][stratum] = total
    return found


@transaction.atomic
def publish_survey(survey: Survey, at: datetime, ballots: Mapping[str, int]) -> bool:
    """One snapshot, if it is due; two at once wait for each other at the last one."""
    last = Snapshot.objects.select_for_update().filter(survey=survey).order_by("-taken_at").first()
    if last is not None and last.taken_at >= at:
        return False
    revisions = SurveyRevision.objects.filter(survey=survey).order_by("-number")
    questions = asked_in(revisions.values_list("questions", flat=True))
    texts = _texts(survey)
    if not _is_due(survey, questions, last, ballots, texts, at):
        return False
    _take(survey, questions, last, texts, at)
    return True


def _is_due(
    survey: Survey,
    questions: list[dict[str, Any]],
    last: Snapshot | None,
    ballots: Mapping[str, int],
    texts: Mapping[str, list[str]],
    at: datetime,
) -> bool:
    """At least k new answers in some stratum (or texts let through), and the time between."""
    if last is None:
        return sum(ballots.values()) >= LEAST_SHOWN
    known = {name: part.get("n", 0) for name, part in last.memory.items()}
    is_new = any(
        abs(ballots.get(name, 0) - known.get(name, 0)) >= LEAST_SHOWN for name in map(str, SHOWN)
    )
    if not is_new and last.data.get("texts", {}) == texts:
        return False
    if survey.closed_at and last.taken_at < survey.closed_at:
        return True
    if _is_daily(survey, questions, ballots):
        profile = Profile.objects.current()
        return profile.local(last.taken_at).date() < profile.local(at).date()
    return at - last.taken_at >= EVERY - SLACK


def _is_daily(survey: Survey, questions: list[dict[str, Any]], ballots: Mapping[str, int]) -> bool:
    has_text = any(question["type"] in {Kind.TEXT, Kind.FILE} for question in questions)
    return survey.is_sensitive or has_text or sum(ballots.values()) < LEAST_FOR_INTERVALS


def _take(
    survey: Survey,
    questions: list[dict[str, Any]],
    last: Snapshot | None,
    texts: Mapping[str, list[str]],
    at: datetime,
) -> None:
    counted = sums(survey)
    before = last.data.get("strata", {}) if last else {}
    kept = last.memory if last else {}
    strata, memory = {}, {}
    for name, n in ballots_of(counted).items():
        made = make_stratum(
            questions, answers_of(counted, name), n, before.get(name, {}), kept.get(name, {})
        )
        strata[name], memory[name] = made.shown, made.memory
    data = {"version": VERSION, "questions": questions, "strata": strata, "texts": texts}
    total = sum(strata[name]["n"] for name in SHOWN if name != Stratum.DOUBTFUL)
    Snapshot.objects.create(survey=survey, taken_at=at, ballots=total, data=data, memory=memory)
    _keep_one_a_day(survey, at)
    transaction.on_commit(forget_public_pages, robust=True)


def _keep_one_a_day(survey: Survey, at: datetime) -> None:
    midnight = Profile.objects.current().local(at).replace(hour=0, minute=0, second=0)
    same_day = Snapshot.objects.filter(survey=survey, taken_at__gte=midnight, taken_at__lt=at)
    same_day.delete()


def _texts(survey: Survey) -> dict[str, list[str]]:
    """Words that a moderator let through, in an order that says nothing of when they came."""
    rows = FreeText.objects.filter(
        survey=survey,
        state=FreeText.State.PUBLISHED,
        stratum__in=[Stratum.VERIFIED, Stratum.OPEN],
    ).exclude(text="")
    found: dict[str, list[str]] = defaultdict(list)
    for question, text in rows.order_by("pk").values_list("question", "text"):
        found[question].append(text)
    return {question: sorted(words, key=_mixed)[:TEXTS_SHOWN] for question, words in found.items()}


def _mixed(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=8).digest()
