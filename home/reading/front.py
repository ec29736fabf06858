"""The front page: groups with counts, who is open, how the city is doing."""

from typing import Any

from django.http import HttpRequest

from blocks.figures import rules as figures
from blocks.figures.services import Figure, figures_of, months_of
from core import clock
from directory.models import AddresseeGroup
from directory.schedules import words
from directory.schedules.openings import openings
from home.models import CataloguePage, HomePage
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
        "today": clock.local(now).date(),
        "figures": year,
        "in_time": next(
            (f for f in year if f.key == figures.IN_TIME and f.value is not None), None
        ),
        "months": _line(months_of(None, figures.MONTH_IN_TIME)),
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


def _line(months: list[Figure]) -> list[Figure]:
    """A line needs at least three points; suppressed months are gaps."""
    return months if len([one for one in months if one.value is not None]) >= 3 else []
