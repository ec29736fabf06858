"""Pictures of numbers, and the numbers themselves: what the template tags and the rooms call."""

import hashlib
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.charts import rules
from core.words.numbers import number_words
from core.words.typography import NBSP

_LABELS_AT_MOST = 6


def draw_line(
    values: Iterable[tuple[str, rules.Value]],
    title: str,
    description: str = "",
    unit: str = "",
    goal: rules.Value = None,
    compact: bool = False,
    caption: bool = True,
    table: bool = True,
    spans: Sequence[tuple[float, float] | None] = (),
) -> SafeString:
    """A line over time. `compact`: without an axis, only the goal and the last value.

    A value of None is a gap (too few to show without telling about somebody). Without `caption`
    the title is only for those who do not see: a heading stands above the chart already.
    `spans`: between what the value of each point may as well be.
    """
    rows = list(values)
    chart = rules.line(rows, goal, spans)
    context = {
        **_frame("line", title, description or _story(rows, unit), rows, unit),
        "caption": caption,
        "table": table,
        "chart": chart,
        "last_words": _words(chart.last.value, unit) if chart.last else "",
        "goal_words": "" if goal is None else _("goal: %(value)s") % {"value": _words(goal, unit)},
        "labels": _shown_labels(chart.points),
        "ticks": [] if compact else [(tick, number_words(tick.value)) for tick in chart.ticks],
        "dots": _dots(chart, compact),
        "compact": compact,
    }
    return render_to_string("charts/line.html", context)


def draw_bars(
    values: Iterable[Sequence],
    title: str,
    description: str = "",
    unit: str = "",
    caption: bool = True,
    table: bool = True,
) -> SafeString:
    """Bars from zero of rows (label, value[, is_good]); what is good is in the accent."""
    rows = list(values)
    pairs = [(row[0], row[1]) for row in rows]
    context = {
        **_frame("bars", title, description or _story(pairs, unit), pairs, unit),
        "caption": caption,
        "table": table,
        "bars": [(bar, _words(bar.value, unit)) for bar in rules.bars(rows)],
    }
    return render_to_string("charts/bars.html", context)


def draw_pie(
    values: Iterable[tuple[str, rules.Value]],
    title: str,
    description: str = "",
    unit: str = "",
) -> SafeString:
    """A few parts of a whole, each named beside the circle with its number."""
    rows = [(label, value) for label, value in values if value]
    slices = rules.pie(rows)
    context = {
        **_frame("pie", title, description or _story(rows, unit), rows, unit),
        "slices": [(one, _words(Decimal(str(one.value)), unit)) for one in slices],
    }
    return render_to_string("charts/pie.html", context)


def _frame(kind: str, title: str, description: str, rows: list, unit: str) -> dict[str, Any]:
    key = hashlib.blake2b(f"{kind}{title}{rows}".encode(), digest_size=4).hexdigest()
    return {
        "key": f"chart-{key}",
        "title": title,
        "description": description,
        "rows": [(label, _words(value, unit)) for label, value in rows],
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
