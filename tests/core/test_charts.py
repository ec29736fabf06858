import re

import pytest
from django.template import Context, Template
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from core.charts import rules

MONTHS = [("березень 2025", 88), ("квітень", 91.5), ("травень", None), ("червень", 96)]
_numbers = st.one_of(st.none(), st.integers(-(10**9), 10**9), st.floats(-1e6, 1e6, allow_nan=False))


def _draw(source: str, **ctx) -> str:
    return Template("{% load charts %}" + source).render(Context(ctx))


def _line(**options) -> str:
    words = "".join(f" {name}={name}" for name in options)
    return _draw(f"{{% line_chart rows{words} %}}", rows=MONTHS, **options)


@given(st.lists(_numbers, max_size=30), _numbers)
def test_any_line_stays_inside_its_plot(values, goal):
    chart = rules.line([(str(place), value) for place, value in enumerate(values)], goal)
    for point in chart.points:
        assert 0 <= point.x <= 100
        assert point.y is None or 0 <= point.y <= 100
    assert 2 <= len(chart.ticks) <= 12
    assert sum(map(len, chart.runs)) == sum(value is not None for value in values)


@given(st.lists(_numbers, max_size=30))
def test_any_bar_starts_from_zero_and_fits(values):
    for bar, value in zip(rules.bars(("", v) for v in values), values, strict=True):
        assert 0 <= bar.width <= 100
        assert bar.width == 0 or value > 0


@pytest.mark.parametrize(
    ("values", "marks"),
    [
        ([71, 83], [70, 75, 80, 85]),
        ([0, 100], [0, 50, 100]),
        ([], [0, 0.5, 1]),
        ([0], [0, 0.5, 1]),
        ([5], [0, 2, 4, 6]),
        ([88, 91.5, 96], [88, 90, 92, 94, 96]),
    ],
)
def test_scale_has_round_marks(values, marks):
    assert rules.scale(values) == marks


def test_gap_breaks_the_line_and_is_a_dash_in_the_table():
    chart = rules.line(MONTHS)
    assert [len(run) for run in chart.runs] == [2, 1]
    assert chart.last.label == "червень"
    assert "<td>—</td>" in _line(title="Т")


def test_line_says_what_it_shows_and_gives_the_numbers_beside():
    html = _line(title="Вчасно", unit="%")
    assert '<title id="chart-' in html
    assert "96\u00a0%" in html and "березень 2025" in html
    described = re.search(r'aria-describedby="([^"]+)"', html)[1]
    assert f'<desc id="{described}">' in html
    assert html.count('scope="row"') == len(MONTHS)


def test_charts_carry_no_script_no_style_and_escape_their_words():
    html = _line(title="<script>") + _draw(
        '{% bar_chart rows title="Б" %}', rows=[("<b>", 3), ("в", 1, False)]
    )
    assert "<script" not in html and "style=" not in html and "<b>" not in html
    assert html.count('class="chart-good"') == 1 == html.count('class="chart-rest"')


def test_numbers_of_the_drawing_have_points_in_every_language():
    with override("uk"):
        html = _line(title="Т", goal=93.3)
    assert not re.search(r'(?:x|y|x1|y1|y2|width|cy)="\d+,\d', html)
    assert "93,3" in html


def test_compact_line_has_no_axis():
    html = _line(title="Т", compact=True, table=False)
    assert "chart-grid" not in html and "<table" not in html


def test_same_chart_has_the_same_ids_so_a_page_can_be_cached():
    assert _line(title="Т") == _line(title="Т")
