"""Counting answers by stratum, month, question and cell."""

from datetime import date

from django.db.models import Sum

from blocks.polls.models import Survey, Tally


def sums(survey: Survey) -> dict[tuple[str, date, str, str], int]:
    """(stratum, month, question, cell) → how many, over all shards."""
    rows = (
        Tally.objects.filter(survey=survey)
        .order_by()
        .values_list("stratum", "month", "question", "cell")
        .annotate(total=Sum("count"))
    )
    return {(stratum, month, code, cell): n for stratum, month, code, cell, n in rows if n}
