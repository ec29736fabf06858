"""How people rate addressees: on the page of each, and all of them in a row."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from blocks.polls import formulas
from blocks.polls.models import Rating, Survey
from blocks.polls.reading.links import language_links
from blocks.polls.reading.rows import short_month
from core.charts.drawing import draw_line
from core.words.numbers import number_words

PER_PAGE = 50
SHOWN_SURVEYS = 5


@dataclass(frozen=True)
class Rated:
    """The rating of one addressee as it is read."""

    rating: Rating

    @property
    def mean_words(self) -> str:
        return number_words(self.rating.mean, 2)

    @property
    def score_words(self) -> str:
        return number_words(self.rating.score, 2)

    @property
    def lit_stars(self) -> list[bool]:
        return [place <= round(self.rating.mean) for place in range(1, 6)]

    @property
    def line(self) -> SafeString | str:
        """The share of the satisfied by month; nothing with fewer than two months."""
        rows = [(short_month(one["from"], one["to"]), _percent(one)) for one in self.rating.periods]
        if len(rows) < 2:
            return ""
        return draw_line(rows, title=_("Share of the satisfied by month."), unit="%", caption=False)


def _percent(period: dict[str, Any]) -> Decimal:
    return Decimal(str(round(formulas.wilson(period.get("good", 0), period["n"]).value)))


def rating_of(addressee: Any) -> Rated | None:
    rating = Rating.objects.filter(addressee=addressee).first()
    return Rated(rating) if rating else None


def surveys_about(addressee: Any) -> list[Survey]:
    """The newest surveys about an addressee."""
    rows = Survey.objects.published().filter(addressee=addressee).order_by("-pk")
    return list(rows[:SHOWN_SURVEYS])


def ranking_context(request: HttpRequest) -> dict[str, Any]:
    """All who are rated, the best first; of equals the one more have rated."""
    rows = (
        Rating.objects.filter(addressee__is_active=True)
        .select_related("addressee")
        .order_by("-score", "-n", "addressee")
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return {
        "page": page,
        "rows": [(page.start_index() + at, Rated(one)) for at, one in enumerate(page)],
        "previous_url": f"?page={page.previous_page_number()}" if page.has_previous() else "",
        "next_url": f"?page={page.next_page_number()}" if page.has_next() else "",
        "prior": formulas.PRIOR_WEIGHT,
        "alternates": language_links(request),
    }
