"""The line of the front page: months of one figure."""

from decimal import Decimal

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from blocks.figures.services import Figure
from core.charts.drawing import draw_line

FEWEST = 3


def month_line(months: list[Figure]) -> str | SafeString:
    """Nothing with fewer than three points. Suppressed months break the line, as a gap does."""
    if sum(one.value is not None for one in months) < FEWEST:
        return ""
    return draw_line(
        [(_month(one), _whole(one.value)) for one in months],
        title=_("%(figure)s, by month") % {"figure": months[0].label},
        unit="%",
        compact=True,
        caption=False,
    )


def _whole(value: Decimal | None) -> Decimal | None:
    """The sentence above the line speaks of whole percents, so the line does too."""
    return None if value is None else value.quantize(Decimal(1))


def _month(figure: Figure) -> str:
    return date_format(figure.date, "F Y").lower()
