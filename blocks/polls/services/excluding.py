"""A doubtful series is judged by a person, with a reason (12.4); nothing is deleted."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, Min
from django.utils.translation import gettext_lazy as _

from blocks.polls.models import Ballot, Exclusion, FreeText, Survey
from blocks.polls.rules import Stratum
from blocks.polls.services import tallying
from blocks.polls.services.locks import have_alone
from core.audit import services as journal
from core.errors import RuleBroken

JUDGED = (Stratum.DOUBTFUL, Stratum.EXCLUDED, Stratum.OPEN)


@dataclass(frozen=True)
class Series:
    """Answers with one sign that stand in one group."""

    sign: str
    stratum: str
    ballots: int
    first: Any
    last: Any


def series_of(survey: Survey) -> list[Series]:
    """Everything that bears a sign, the largest first."""
    rows = (
        Ballot.objects.filter(survey=survey, stratum__in=JUDGED)
        .exclude(sign="")
        .order_by()
        .values_list("sign", "stratum")
        .annotate(many=Count("pk"), first=Min("day"), last=Max("day"))
    )
    return sorted((Series(*row) for row in rows), key=lambda one: (-one.ballots, one.sign))


@transaction.atomic
def judge_series(
    survey: Survey, sign: str, to: str, reason: str, actor: Any, at: datetime
) -> Exclusion | None:
    """Put all answers with the sign into a group: excluded, open again, or doubtful still.

    A second press finds them there and changes nothing. Raises RuleBroken without a reason.
    """
    if to not in JUDGED or not sign:
        raise RuleBroken(_("Choose what becomes of these answers."), "to", "required")
    if not reason.strip():
        raise RuleBroken(_("Write why: it is kept for good."), "reason", "required")
    have_alone(survey.pk)
    rows = Ballot.objects.filter(survey=survey, sign=sign, stratum__in=JUDGED).exclude(stratum=to)
    rankings = tallying.rankings_by_revision(survey)
    moved, many = Counter[tallying.Key](), 0
    for stratum, day, revision, answers in rows.values_list(
        "stratum", "day", "revision", "answers"
    ):
        many += 1
        month = day.replace(day=1)
        counted = tallying.ranked(rankings.get(revision, ()), answers)
        for code, cell in tallying.cells_of(counted):
            moved[stratum, month, code, cell] -= 1
            moved[to, month, code, cell] += 1
    if not many:
        return None
    tallying.add(survey.pk, moved)
    rows.update(stratum=to)
    made = Exclusion.objects.create(
        survey=survey, sign=sign, to_stratum=to, ballots=many, reason=reason.strip(),
        actor=actor, at=at,
    )  # fmt: skip
    facts = {"sign": sign, "to": str(to), "ballots": many}
    journal.record("blocks_polls.survey.series_judged", actor, survey, at, **facts)
    return made


@transaction.atomic
def judge_text(text: FreeText, state: str, actor: Any, at: datetime) -> FreeText:
    """Let the words be published, or not; the last decision holds."""
    if state not in (FreeText.State.PUBLISHED, FreeText.State.REFUSED):
        raise RuleBroken(_("Choose what becomes of these words."), "state", "required")
    kept = FreeText.objects.select_for_update(of=("self",)).get(pk=text.pk)
    if kept.state == state:
        return kept
    kept.state, kept.decided_by, kept.decided_at = state, actor, at
    kept.save(update_fields=["state", "decided_by", "decided_at"])
    facts = {"question": kept.question, "state": state}
    journal.record("blocks_polls.survey.text_judged", actor, kept.survey, at, **facts)
    return kept
