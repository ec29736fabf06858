"""Formulas of domain.md 12.2 with the examples written there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blocks.polls import formulas

STARS = {1: 2, 2: 1, 3: 4, 4: 10, 5: 23}


def test_satisfied_of_fifty_have_the_interval_of_wilson():
    found = formulas.csat({5: 30, 4: 12, 3: 5, 1: 3})
    assert (found.n, round(found.value, 1)) == (50, 84)
    assert (round(found.low, 1), round(found.high, 1)) == (71.5, 91.7)


def test_five_of_five_are_not_all_of_the_city():
    found = formulas.wilson(5, 5)
    assert (found.value, round(found.low, 1), found.high) == (100, 56.6, 100)


def test_mean_of_stars_has_the_interval_of_student():
    found = formulas.mean(STARS)
    assert (found.n, found.value) == (40, 4.275)
    assert round(found.deviation, 3) == 1.086
    assert (round(found.low, 2), round(found.high, 2)) == (3.93, 4.62)


@pytest.mark.parametrize(
    ("freedom", "table", "error"),
    [
        (9, 2.262157163, 2e-4), (29, 2.045229642, 1e-6), (39, 2.022690920, 1e-6),
        (59, 2.000995378, 1e-6), (99, 1.984216952, 1e-6), (1000, 1.962339081, 1e-6),
    ],
)  # fmt: skip
def test_quantile_of_student_is_that_of_the_tables(freedom, table, error):
    assert abs(formulas.t_quantile(freedom) - table) < error


def test_two_fives_do_not_win_over_forty_answers():
    assert round(formulas.ranking_score(STARS, 3.9), 2) == 4.15
    assert round(formulas.ranking_score({5: 2}, 3.9), 2) == 4.00


def test_promoters_less_detractors_have_their_error():
    found = formulas.nps({10: 60, 9: 40, 8: 30, 7: 30, 6: 25, 0: 15})
    assert round(found.value) == 30
    assert round(found.high - found.value, 1) == 10.8


def test_ease_is_a_mean_and_a_share():
    average, easy = formulas.ces({7: 20, 5: 10, 4: 5, 1: 5})
    assert average.value == (140 + 50 + 20 + 5) / 40
    assert easy.value == 75


def test_gaps_are_weighted_by_what_people_find_important():
    names = ("tangibles", "reliability", "responsiveness", "assurance", "empathy")
    gaps = {name: [gap] for name, gap in zip(names, (-0.2, -1.1, -0.9, -0.4, -0.3), strict=True)}
    weights = dict(zip(names, (11, 32, 23, 19, 15), strict=True))
    _dimensions, plain, weighted = formulas.servqual(gaps, weights)
    assert (round(plain, 2), round(weighted, 2)) == (-0.58, -0.70)
    assert formulas.servqual(gaps, {})[2] is None


def test_a_dimension_is_the_mean_of_its_statements():
    item = formulas.gap({7: 5, 5: 5}, {7: 10})
    assert item == -1
    assert formulas.servqual({"empathy": [item, -3]}, {})[0] == {"empathy": -2}


@pytest.mark.parametrize(
    ("n", "expected"),
    [(0, "nothing"), (4, "nothing"), (5, "few"), (29, "few"), (30, "enough")],
)
def test_few_answers_are_called_few(n, expected):
    assert formulas.worth(n) == expected


@given(st.dictionaries(st.integers(), st.integers(0, 10**6), min_size=1, max_size=12))
def test_shares_sum_to_a_hundred_and_err_by_less_than_one(counts):
    shares, total = formulas.shares(counts), sum(counts.values())
    assert sum(shares.values()) == (100 if total else 0)
    for key, count in counts.items():
        assert abs(shares[key] - 100 * count / max(total, 1)) < 1


def test_of_several_choices_each_has_its_own_share():
    assert [formulas.share_of(count, 80) for count in (39, 27, 22, 11)] == [49, 34, 28, 14]


def test_nothing_counted_divides_by_nothing():
    assert formulas.shares({"a": 0}) == {"a": 0}
    assert formulas.csat({}).n == formulas.nps({}).n == formulas.mean({}).n == 0
    assert formulas.servqual({}, {}) == ({}, 0.0, None)
