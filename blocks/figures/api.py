"""Public figures for programs. Suppressed numbers stay suppressed here too."""

from datetime import date

from django.http import Http404, HttpRequest
from ninja import Router, Schema
from pydantic import Field

from blocks.figures import rules
from blocks.figures.services import Figure, figures_of, months_of
from core.web.limits import client_address, limited
from directory.models import Addressee

router = Router(tags=["figures"])


class FigureOut(Schema):
    key: str = Field(description="Stable name of the figure.")
    label: str = Field(description="Its name for people, in the language asked for.")
    date: date
    value: float | None = Field(description="None when too small to show.")
    is_suppressed: bool
    words: str = Field(description="The figure as people read it.")


class FiguresOut(Schema):
    addressee: str | None = Field(description="Slug; none means the whole city.")
    year: list[FigureOut]
    months_received: list[FigureOut]
    months_in_time: list[FigureOut]
    months_stars: list[FigureOut] = Field(description="Stars that people gave in surveys.")


@router.get("", response=FiguresOut, summary="Figures of the city", auth=None)
@limited("api.public", methods=("GET",), key=client_address)
def city_figures(request: HttpRequest) -> dict:
    """The last twelve months of the whole city, and month by month."""
    return _figures(None)


@router.get("/{slug}", response=FiguresOut, summary="Figures of an addressee", auth=None)
@limited("api.public", methods=("GET",), key=client_address)
def addressee_figures(request: HttpRequest, slug: str) -> dict:
    """The last twelve months of a listed addressee, and month by month."""
    addressee = Addressee.objects.listed().filter(slug=slug).first()
    if addressee is None:
        raise Http404
    return _figures(addressee)


def _figures(addressee: Addressee | None) -> dict:
    return {
        "addressee": addressee.slug if addressee else None,
        "year": [_out(one) for one in figures_of(addressee)],
        "months_received": [_out(one) for one in months_of(addressee, rules.MONTH_RECEIVED)],
        "months_in_time": [_out(one) for one in months_of(addressee, rules.MONTH_IN_TIME)],
        "months_stars": [_out(one) for one in months_of(addressee, rules.STARS)],
    }


def _out(figure: Figure) -> dict:
    return {
        "key": figure.key,
        "label": figure.label,
        "date": figure.date,
        "value": None if figure.value is None else float(figure.value),
        "is_suppressed": figure.is_suppressed,
        "words": figure.words,
    }
