"""How people rate each addressee: made of what is printed of surveys, so nothing more is told."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery

from blocks.figures import rules as figures
from blocks.figures.services import Row, store_figures
from blocks.polls import formulas
from blocks.polls.models import Rating, Snapshot, Survey
from blocks.polls.reading.result import is_for_everybody
from blocks.polls.rules import Stratum
from core.web.cache import forget_public_pages
from crm.publishing.survey_tables import measure_of
from directory.models import Profile

COUNTED = (Stratum.VERIFIED, Stratum.OPEN)
AT_ONCE = 200


@dataclass
class Given:
    """Stars that an addressee got: how many answers, their sum, and months of the largest part."""

    n: int = 0
    total: float = 0.0
    largest: int = 0
    periods: list[dict[str, Any]] = field(default_factory=list)

    def add(self, n: int, mean: float, periods: list[dict[str, Any]]) -> None:
        self.n, self.total = self.n + n, self.total + mean * n
        if n > self.largest:
            self.largest, self.periods = n, periods


@transaction.atomic
def publish_ratings(at: datetime) -> int:
    """Rate anew everybody whom some survey with a public result is about."""
    given: dict[int, Given] = defaultdict(Given)
    for addressee, data in _public_results(at):
        for n, mean, periods in _stars(data):
            given[addressee].add(n, mean, periods)
    everybody = sum(one.n for one in given.values())
    city = sum(one.total for one in given.values()) / everybody if everybody else 0.0
    ratings = [
        Rating(
            addressee_id=addressee,
            n=one.n,
            mean=round(one.total / one.n, 2),
            score=round(formulas.ranking_score({one.total / one.n: one.n}, city), 2),
            periods=one.periods,
            updated_at=at,
        )
        for addressee, one in sorted(given.items())
    ]
    Rating.objects.all().delete()
    Rating.objects.bulk_create(ratings, batch_size=500)
    _push(ratings, everybody, city, at)
    transaction.on_commit(forget_public_pages, robust=True)
    return len(ratings)


def _public_results(at: datetime) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Addressees with what was printed last of each survey about them."""
    last = Snapshot.objects.filter(survey=OuterRef("pk")).order_by("-taken_at").values("pk")[:1]
    surveys = Survey.objects.published().filter(addressee__isnull=False)
    shown = {
        survey.last: survey.addressee_id
        for survey in surveys.annotate(last=Subquery(last)).order_by("pk")
        if survey.last and is_for_everybody(survey, at)
    }
    keys = sorted(shown)
    for start in range(0, len(keys), AT_ONCE):
        rows = Snapshot.objects.filter(pk__in=keys[start : start + AT_ONCE]).order_by("pk")
        for key, data in rows.values_list("pk", "data"):
            yield shown[key], data


def _stars(data: Mapping[str, Any]) -> Iterator[tuple[int, float, list[dict[str, Any]]]]:
    """Printed means of five-point questions; below thirty answers none is printed."""
    five = [one["code"] for one in data["questions"] if measure_of(one) == "csat"]
    for stratum in COUNTED:
        found = data["strata"].get(stratum, {}).get("questions", {})
        for code in five:
            part = found.get(code, {})
            mean = part.get("figures", {}).get("mean")
            if mean:
                yield part["n"], mean["value"], part.get("series", [])


def _push(ratings: list[Rating], everybody: int, city: float, at: datetime) -> None:
    """One figure a month: the last word of a month stays."""
    month = Profile.objects.current().local(at).date().replace(day=1)
    rows = [Row(one.addressee_id, month, figures.STARS, one.mean) for one in ratings]
    if everybody:
        rows.append(Row(None, month, figures.STARS, round(city, 2)))
    store_figures(rows)
