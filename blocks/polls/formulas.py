"""Measures of a survey (domain.md 12.2). Pure: counts in, numbers out.

Counts are given by value: {5: 23, 4: 10}. What may be shown of them is decided elsewhere (12.5).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

LEAST_SHOWN = 5
LEAST_FOR_INTERVALS = 30
PRIOR_WEIGHT = 20
"""m of the ranking score: how many answers of the city's mean stand behind everybody (12.2)."""
CONFIDENCE = 0.95
Z = NormalDist().inv_cdf(0.5 + CONFIDENCE / 2)

SATISFIED_FROM = 4
EASY_FROM = 5
PROMOTER_FROM = 9
DETRACTOR_TO = 6

type Counts = Mapping[int, float] | Mapping[float, float]
Worth = Literal["nothing", "few", "enough"]


@dataclass(frozen=True)
class Estimate:
    """A value and the interval it is likely in, both in the value's own units."""

    n: float
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Mean(Estimate):
    deviation: float


def worth(n: float) -> Worth:
    """What n answers are worth: nothing but n; counts marked as few; figures with intervals."""
    if n < LEAST_SHOWN:
        return "nothing"
    return "few" if n < LEAST_FOR_INTERVALS else "enough"


def shares[K](counts: Mapping[K, float]) -> dict[K, int]:
    """Whole percents that sum to 100, by the largest remainder; of equals the first gets more."""
    total = sum(counts.values())
    if not total:
        return dict.fromkeys(counts, 0)
    exact = {key: 100 * count / total for key, count in counts.items()}
    whole = {key: math.floor(share + 1e-9) for key, share in exact.items()}
    short = 100 - sum(whole.values())
    by_remainder = sorted(exact, key=lambda key: whole[key] - exact[key])
    return {key: whole[key] + (key in by_remainder[:short]) for key in counts}


def share_of(count: float, base: float) -> int:
    """One whole percent of its own base: of several choices the sum may exceed 100."""
    return math.floor(100 * count / base + 0.5) if base else 0


def wilson(good: float, n: float) -> Estimate:
    """A share with the interval of Wilson, in percent."""
    if not n:
        return Estimate(0, 0.0, 0.0, 100.0)
    share, square = good / n, Z * Z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = Z / (1 + square / n) * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    return Estimate(n, 100 * share, 100 * max(middle - half, 0), 100 * min(middle + half, 1))


def csat(counts: Counts) -> Estimate:
    """Answers 4 and 5 of 5, in percent."""
    good = sum(count for value, count in counts.items() if value >= SATISFIED_FROM)
    return wilson(good, sum(counts.values()))


def mean(counts: Counts) -> Mean:
    """The mean with the interval of Student; with one answer the interval is the answer."""
    n = sum(counts.values())
    if not n:
        return Mean(0, 0.0, 0.0, 0.0, 0.0)
    middle = sum(value * count for value, count in counts.items()) / n
    if n <= 1:
        return Mean(n, middle, middle, middle, 0.0)
    squares = sum(count * (value - middle) ** 2 for value, count in counts.items())
    deviation = math.sqrt(squares / (n - 1))
    half = t_quantile(n - 1) * deviation / math.sqrt(n)
    return Mean(n, middle, middle - half, middle + half, deviation)


def t_quantile(freedom: float, confidence: float = CONFIDENCE) -> float:
    """Two-sided quantile of Student by the expansion of Cornish and Fisher, five terms.

    From 29 degrees of freedom on, where intervals begin, it errs by less than 0.000001; at 9 by
    less than 0.0002; below 4 it is not to be used.
    """
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    terms = (
        z,
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return math.fsum(term / freedom**power for power, term in enumerate(terms))


def ranking_score(counts: Counts, city_mean: float, prior: float = PRIOR_WEIGHT) -> float:
    """(C·m + Σv) / (m + n): a few fives do not win over many fours."""
    total = sum(value * count for value, count in counts.items())
    return (city_mean * prior + total) / (prior + sum(counts.values()))


def nps(counts: Counts) -> Estimate:
    """Promoters less detractors, from −100 to 100, with its error."""
    n = sum(counts.values())
    if not n:
        return Estimate(0, 0.0, -100.0, 100.0)
    promoters = sum(count for value, count in counts.items() if value >= PROMOTER_FROM) / n
    detractors = sum(count for value, count in counts.items() if value <= DETRACTOR_TO) / n
    score = promoters - detractors
    half = 100 * Z * math.sqrt(max(promoters + detractors - score * score, 0) / n)
    return Estimate(n, 100 * score, 100 * score - half, 100 * score + half)


def ces(counts: Counts) -> tuple[Mean, Estimate]:
    """How easy it was, 1–7: the mean, and the share of 5–7."""
    easy = sum(count for value, count in counts.items() if value >= EASY_FROM)
    return mean(counts), wilson(easy, sum(counts.values()))


def gap(perception: Counts, expectation: Counts) -> float:
    """Of one statement of SERVQUAL: what was met less what was expected."""
    return mean(perception).value - mean(expectation).value


def servqual(
    gaps: Mapping[str, Sequence[float]], weights: Mapping[str, float]
) -> tuple[dict[str, float], float, float | None]:
    """Gap of each dimension, their plain mean, and the mean weighted by what people find important.

    Weights are points that respondents split; without them there is no weighted mean.
    """
    dimensions = {name: math.fsum(items) / len(items) for name, items in gaps.items() if items}
    if not dimensions:
        return {}, 0.0, None
    plain = math.fsum(dimensions.values()) / len(dimensions)
    total = math.fsum(weights.get(name, 0) for name in dimensions)
    if not total:
        return dimensions, plain, None
    weighted = math.fsum(weights.get(name, 0) * value for name, value in dimensions.items()) / total
    return dimensions, plain, weighted
