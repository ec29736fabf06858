"""The end of a survey: answers are shuffled and the key to who has answered is destroyed (12.4).

Until then whoever has the whole database could in principle join a participation with a ballot by
the order of rows; afterwards nothing is left to join them by. Copies made before (backups, the
write-ahead log) are as they were: docs/mechanisms/surveys.md and the page say so.
"""

from datetime import datetime
from typing import Any

from django.db import connection, models, transaction

from blocks.polls.models import Ballot, FreeText, Participation, Secret, Survey
from blocks.polls.services.locks import have_alone
from core import clock
from core.audit import services as journal


@transaction.atomic
def close_survey(survey: Survey, actor: Any, at: datetime) -> Survey:
    """No more answers; a survey that is closed already stays as it is."""
    have_alone(survey.pk)
    locked = Survey.objects.select_for_update(of=("self",)).get(pk=survey.pk)
    if locked.closed_at is not None:
        return locked
    locked.closed_at = at
    locked.save(update_fields=["closed_at"])
    day = clock.local(at).date()
    # Days of participations would join the only answer of a day with the only one who answered.
    Participation.objects.filter(survey=survey).update(day=day, replay="")
    for month in _months(survey):
        _forget_days(survey, month)
    for model in (Participation, Ballot, FreeText):
        shuffle(model, survey.pk)
    Secret.objects.filter(survey=survey).delete()
    journal.record("blocks_polls.survey.closed", actor, locked, at)
    survey.closed_at = at
    return locked


def close_due(at: datetime) -> int:
    """Surveys whose day has come; run by the worker. Each in a transaction of its own."""
    due = Survey.objects.filter(closed_at=None, closes_at__lte=at, live=True).order_by("pk")
    for survey in due:
        close_survey(survey, None, at)
    return len(due)


def _months(survey: Survey) -> list[Any]:
    days = set(Ballot.objects.filter(survey=survey).order_by().values_list("day", flat=True))
    days |= set(FreeText.objects.filter(survey=survey).order_by().values_list("day", flat=True))
    return sorted({day.replace(day=1) for day in days})


def _forget_days(survey: Survey, month: Any) -> None:
    """Months stay: the result over time is made of them."""
    of_month = {"survey": survey, "day__year": month.year, "day__month": month.month}
    for model in (Ballot, FreeText):
        model.objects.filter(**of_month).update(day=month)


def shuffle(model: type[models.Model], survey: int) -> None:
    """Write all rows of the survey anew in random order: new keys, one transaction's mark."""
    meta = model._meta
    names = [str(one.column) for one in meta.concrete_fields if not one.primary_key]
    columns = ", ".join(connection.ops.quote_name(one) for one in names)
    table = connection.ops.quote_name(meta.db_table)
    aside = connection.ops.quote_name(f"shuffled_{meta.db_table}")
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE {aside} AS SELECT {columns} FROM {table}"
            " WHERE survey_id = %s ORDER BY random()",
            [survey],
        )
        cursor.execute(f"DELETE FROM {table} WHERE survey_id = %s", [survey])
        cursor.execute(
            f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {aside} ORDER BY random()"
        )
        cursor.execute(f"DROP TABLE {aside}")
