"""The front page: groups with counts, who is open, how the city is doing."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.formats import date_format

from blocks.figures import rules as figures
from blocks.figures.charts import month_line
from blocks.figures.services import figures_of, months_of
from core import clock
from core.words.dates import weekday_words
from directory.models import AddresseeGroup
from directory.schedules import words
from directory.schedules.openings import openings
from home.models import CataloguePage, HomePage, StandardPage
from home.reading.groups import group_links


def front_context(page: HomePage, request: HttpRequest) -> dict[str, Any]:
    now = clock.now()
    catalogue = CataloguePage.objects.live().child_of(page).first()
    catalogue_url = (catalogue.get_url(request) or "") if catalogue else ""
    year = figures_of(None)
    return {
        "catalogue_url": catalogue_url,
        "groups": group_links(_groups(page), request, catalogue_url),
        "open_lines": _open_lines(page, now),
        "today_words": _today_words(clock.local(now).date()),
        "figures": year,
        "in_time": next(
            (f for f in year if f.key == figures.IN_TIME and f.value is not None), None
        ),
        "chart": month_line(months_of(None, figures.MONTH_IN_TIME)) if year else "",
        "report_url": _report_url(page, request),
    }


def _groups(page: HomePage) -> list[AddresseeGroup]:
    chosen = [row.group for row in page.home_groups.select_related("group").order_by("sort_order")]
    return chosen or list(AddresseeGroup.objects.order_by("order", "pk")[:12])


def _open_lines(page: HomePage, now: Any) -> list[dict[str, Any]]:
    """Whose hours stand beside the title: the council first, then the one that works longer."""
    named = [one for one in (page.opening, page.opening_also) if one]
    opened = openings(named, now) if named else {}
    lines = [
        {
            "name": str(one.short_name) or str(one.name),
            "is_open": opened[one.pk].is_open,
            "headline": words.headline(opened[one.pk]),
        }
        for one in named
    ]
    return [line for line in lines if line["headline"]]


def _today_words(day: date) -> str:
    """вівторок, 10 березня."""
    return f"{weekday_words(day)}, {date_format(day, 'j E')}"


def _report_url(page: HomePage, request: HttpRequest) -> str:
    """The page of words that shows the city's figures and says how they are counted."""
    for one in StandardPage.objects.live().child_of(page).order_by("path"):
        if any(block.block_type == "figures" for block in one.body):
            return one.get_url(request) or ""
    return ""
