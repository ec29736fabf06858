"""{% load charts %}: pictures of numbers, and the numbers themselves.

{% line_chart months title="Вчасні відповіді" unit="%" goal=95 compact=True %}
{% bar_chart rows title="Чим незадоволені" unit="%" %}      rows: (label, value[, is_good])
"""

import hashlib
from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.translation import gettext as _

from core.charts import rules
from core.words.numbers import number_words
from core.words.typography import NBSP

register = template.Library()

_LABELS_AT_MOST = 6


@register.inclusion_tag("charts/line.html")
def line_chart(
    values: Iterable,
    title: str,
    description: str = "",
    unit: str = "",
    goal: Any = None,
    compact: bool = False,
    table: bool = True,
) -> dict:
    """A line over time. `compact`: without an axis, only the goal and the last value.

    A value of None is a gap (too few to show without telling about somebody).
    """
    rows = list(values)
    chart = rules.line(rows, goal)
    return {
        **_frame("line", title, description or _story(rows, unit), rows, unit, table),
        "chart": chart,
        "last_words": _words(chart.last.value, unit) if chart.last else "",
        "goal_words": _("goal: %(value)s") % {"value": _words(goal, unit)} if goal else "",
        "labels": _shown_labels(chart.points),
        "ticks": [] if compact else [(t, number_words(t.value)) for t in chart.ticks],
        "dots": _dots(chart, compact),
        "compact": compact,
    }


@register.inclusion_tag("charts/bars.html")
def bar_chart(
    values: Iterable, title: str, description: str = "", unit: str = "", table: bool = True
) -> dict:
    """Bars from zero; what counts as good is in the accent, the rest in grey."""
    rows = list(values)
    pairs = [(row[0], row[1]) for row in rows]
    return {
        **_frame("bars", title, description or _story(pairs, unit), pairs, unit, table),
        "bars": [(bar, _words(bar.value, unit)) for bar in rules.bars(rows)],
    }


def _frame(kind: str, title: str, description: str, rows: list, unit: str, table: bool) -> dict:
    key = hashlib.blake2b(f"{kind}{title}{rows}".encode(), digest_size=4).hexdigest()
    return {
        "key": f"chart-{key}",
        "title": title,
        "description": description,
        "rows": [(label, _words(value, unit)) for label, value in rows],
        "table": table,
    }


def _words(value: Any, unit: str) -> str:
    if value is None:
        return "—"
    return f"{number_words(value)}{NBSP}{unit}" if unit else number_words(value)


def _story(rows: list, unit: str) -> str:
    """What the picture shows, for those who do not see it."""
    known = [(label, value) for label, value in rows if value is not None]
    if not known:
        return _("There is nothing to show yet.")
    least, most = min(known, key=lambda row: row[1]), max(known, key=lambda row: row[1])
    return _("The most: %(most)s (%(most_label)s). The least: %(least)s (%(least_label)s).") % {
        "most": _words(most[1], unit),
        "most_label": most[0],
        "least": _words(least[1], unit),
        "least_label": least[0],
    }


def _dots(chart: rules.Line, compact: bool) -> list[rules.Point]:
    """Every point of a short line; of others only those that stand alone between gaps."""
    if len(chart.points) <= _LABELS_AT_MOST * 2 and not compact:
        return [point for run in chart.runs for point in run]
    return [run[0] for run in chart.runs if len(run) == 1]


def _shown_labels(points: tuple[rules.Point, ...]) -> list[tuple[rules.Point, str]]:
    """All labels when they are few, else the ends; with the side each is anchored at."""
    if len(points) > _LABELS_AT_MOST:
        points = (points[0], points[-1])
    sides = ["start", *["middle"] * (len(points) - 2), "end"] if len(points) > 1 else ["start"]
    return list(zip(points, sides, strict=False))
