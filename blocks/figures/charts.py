"""The line of the front page: months of one figure as a server-made SVG with a table beside."""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from blocks.figures.services import Figure

WIDTH, HEIGHT, TOP, BOTTOM = 400, 130, 24, 24
FEWEST = 3


@dataclass(frozen=True)
class Point:
    x: float
    y: float
    month: str
    words: str


def month_line(months: list[Figure]) -> str | SafeString:
    """Nothing with fewer than three points. Suppressed months break the line, as a gap does."""
    shown = [one for one in months if one.value is not None]
    if len(shown) < FEWEST:
        return ""
    low, high = _bounds([float(one.value) for one in shown])
    step = (WIDTH - 30) / max(len(months) - 1, 1)
    runs: list[list[Point]] = [[]]
    for number, one in enumerate(months):
        if one.value is None:
            runs.append([])
            continue
        share = (float(one.value) - low) / (high - low)
        y = HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)
        runs[-1].append(Point(round(8 + number * step, 1), round(y, 1), _month(one), one.words))
    points = [point for run in runs for point in run]
    return render_to_string(
        "blocks/parts/line.html",
        {
            "width": WIDTH,
            "height": HEIGHT,
            "runs": [" ".join(f"{p.x},{p.y}" for p in run) for run in runs if run],
            "points": points,
            "last": points[-1],
            "first_month": _month(months[0]),
            "last_month": _month(months[-1]),
            "title": _("%(figure)s, by month") % {"figure": months[0].label},
        },
    )


def _bounds(values: list[float]) -> tuple[float, float]:
    """The scale begins below the least value, so that a change is seen; never a flat division."""
    low, high = min(values), max(values)
    spare = max((high - low) * 0.2, 1)
    return low - spare, high + spare


def _month(figure: Figure) -> str:
    return date_format(figure.date, "F Y").lower()
