"""The public result of a survey, made of one snapshot: parts by stratum, questions, drawings."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from blocks.polls import formulas
from blocks.polls.models import Snapshot, Survey
from blocks.polls.reading.rows import (
    PIE_AT_MOST,
    Row,
    labelled,
    month_label,
    rows_of,
    short_month,
)
from blocks.polls.rules import Kind, Stratum
from core.charts.drawing import draw_bars, draw_line, draw_pie
from core.words.numbers import number_words, percent_words

LEAST_POINTS = 2
RULER_FROM = 60
STRATA = (Stratum.VERIFIED, Stratum.OPEN, Stratum.DOUBTFUL)


def is_for_everybody(survey: Survey, at: datetime) -> bool:
    """Whether anybody may see the result now: the page, its data, the lists and the ratings."""
    if survey.results_when == Survey.Shown.ALWAYS:
        return True
    return survey.state_at(at) == "closed"


def latest_of(survey: Survey) -> Snapshot | None:
    """The last snapshot, without what it keeps to itself."""
    return Snapshot.objects.filter(survey=survey).defer("memory").order_by("-taken_at").first()


@dataclass(frozen=True)
class Figure:
    """A measure in words, with the interval when there are enough answers."""

    code: str
    name: str
    value: str
    interval: str = ""
    ruler: tuple[float, float, float] | None = None
    """The value, the low and the high end, in percent."""

    @property
    def first(self) -> int:
        """Where the line begins: a round ten below the low end, so that the span can be seen."""
        return min(int(self.ruler[1] // 10 * 10), RULER_FROM) if self.ruler else 0

    def _place(self, value: float) -> float:
        """In percent of the line, with room for its ends."""
        return round(4 + 92 * (value - self.first) / (100 - self.first), 2)

    @property
    def marks(self) -> list[tuple[int, float]]:
        step = 10 if self.first >= RULER_FROM - 10 else 20
        return [(value, self._place(value)) for value in range(100, self.first - 1, -step)]

    @property
    def at(self) -> float:
        return self._place(self.ruler[0]) if self.ruler else 0

    @property
    def low(self) -> float:
        return self._place(self.ruler[1]) if self.ruler else 0

    @property
    def width(self) -> float:
        return round(self._place(self.ruler[2]) - self.low, 2) if self.ruler else 0


@dataclass(frozen=True)
class Period:
    label: str
    short: str
    n: int
    value: float
    low: float
    high: float

    @property
    def words(self) -> str:
        return percent_words(Decimal(str(round(self.value))))


@dataclass(frozen=True)
class MatrixRow:
    label: str
    n: int | None
    rows: list[Row]


@dataclass
class Question:
    """One question in one stratum."""

    asked: Mapping[str, Any]
    found: Mapping[str, Any]
    texts: list[str] = field(default_factory=list)

    @property
    def code(self) -> str:
        return self.asked["code"]

    @property
    def kind(self) -> str:
        return self.asked["type"]

    @cached_property
    def label(self) -> str:
        return labelled(self.asked.get("label"))

    @property
    def n(self) -> int | None:
        """How many answered; None when that itself is a small number."""
        return self.found.get("n")

    @property
    def is_few(self) -> bool:
        return self.found.get("worth") == "few"

    @cached_property
    def rows(self) -> list[Row]:
        return rows_of(self.asked, self.found)

    @property
    def has_hidden(self) -> bool:
        return any(row.count is None for row in self.rows)

    @property
    def is_several(self) -> bool:
        return self.kind == Kind.MULTIPLE

    @property
    def is_stars(self) -> bool:
        return self.kind == Kind.STARS

    @cached_property
    def matrix(self) -> list[MatrixRow]:
        parts = self.found.get("rows", {})
        return [
            MatrixRow(
                labelled(row["label"]),
                parts[row["code"]].get("n"),
                rows_of(self.asked, parts[row["code"]]),
            )
            for row in self.asked.get("rows", [])
            if row["code"] in parts
        ]

    @property
    def columns(self) -> list[str]:
        return [labelled(one["label"]) for one in self.asked.get("columns", [])]

    @cached_property
    def places(self) -> list[tuple[str, str]]:
        """Mean places, the best first."""
        found = self.found.get("places", {})
        labels = {one["code"]: labelled(one["label"]) for one in self.asked.get("options", [])}
        order = sorted(found, key=lambda code: found[code])
        return [(labels.get(code, code), number_words(found[code], 2)) for code in order]

    @cached_property
    def figures(self) -> list[Figure]:
        return list(_figures(self.found.get("figures", {})))

    @property
    def main(self) -> Figure | None:
        """The big number of the question."""
        known = {figure.code: figure for figure in self.figures}
        return known.get("csat") or known.get("nps") or known.get("easy")

    @property
    def mean(self) -> Figure | None:
        return next((figure for figure in self.figures if figure.code == "mean"), None)

    @property
    def lit_stars(self) -> list[bool]:
        """Five stars, as many lit as the mean rounds to."""
        mean = self.found.get("figures", {}).get("mean", {}).get("value", 0)
        return [place <= round(mean) for place in range(1, 6)]

    @cached_property
    def drawing(self) -> SafeString | str:
        """A circle for agreement, bars for the rest; the table stands beside."""
        if not self.rows:
            return ""
        if self.kind == Kind.AGREE and not self.is_few and len(self.rows) <= PIE_AT_MOST:
            parts = [(row.label, row.share) for row in self.rows]
            rest = 100 - sum(row.share or 0 for row in self.rows)
            return draw_pie([*parts, (_("Hidden"), rest)], title=self.label, unit="%")
        unit = "" if self.is_few else "%"
        values = [
            (row.label, row.count if self.is_few else row.share, row.is_good) for row in self.rows
        ]
        return draw_bars(values, title=self.label, unit=unit, caption=False, table=False)

    @cached_property
    def periods(self) -> list[Period]:
        periods = []
        for one in self.found.get("series", []):
            if self.kind == Kind.NPS:
                counts = {10: one.get("good", 0), 8: one.get("between", 0), 0: one.get("rest", 0)}
                found = formulas.nps(counts)
            else:
                found = formulas.wilson(one.get("good", 0), one["n"])
            label = month_label(one["from"], one["to"])
            short = short_month(one["from"], one["to"])
            periods.append(Period(label, short, one["n"], found.value, found.low, found.high))
        return periods if len(periods) >= LEAST_POINTS else []

    @cached_property
    def line(self) -> SafeString | str:
        """How the measure changed; with enough answers a light band is where it may as well be."""
        if not self.periods:
            return ""
        enough = [formulas.worth(one.n) == "enough" for one in self.periods]
        return draw_line(
            [(one.short, Decimal(str(round(one.value)))) for one in self.periods],
            title=_("%(question)s, by month") % {"question": self.label},
            unit="" if self.kind == Kind.NPS else "%",
            caption=False,
            table=False,
            spans=[
                (one.low, one.high) if is_enough else None
                for one, is_enough in zip(self.periods, enough, strict=True)
            ],
        )


@dataclass
class Part:
    """Answers of one stratum."""

    code: str
    n: int
    questions: list[Question]
    servqual: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return {
            Stratum.VERIFIED: _("Confirmed answers"),
            Stratum.OPEN: _("Open answers"),
            Stratum.DOUBTFUL: _("Doubtful answers"),
        }[Stratum(self.code)]

    @property
    def about(self) -> str:
        return {
            Stratum.VERIFIED: _(
                "Given by people with a confirmed phone number, by an invitation or after a visit."
            ),
            Stratum.OPEN: _("Given by anybody, once on a device."),
            Stratum.DOUBTFUL: _(
                "They look as if they had been sent many at once. We show them apart and do not "
                "count them among the others."
            ),
        }[Stratum(self.code)]

    @property
    def is_doubtful(self) -> bool:
        return self.code == Stratum.DOUBTFUL

    @property
    def is_too_few(self) -> bool:
        return self.n < formulas.LEAST_SHOWN

    @property
    def gaps(self) -> list[tuple[str, str]]:
        """Dimensions of SERVQUAL with their gaps, then the whole."""
        if not self.servqual:
            return []
        rows = [
            (dimension_name(name), value) for name, value in self.servqual["dimensions"].items()
        ]
        rows.append((_("On the whole"), self.servqual["total"]))
        if self.servqual["weighted"] is not None:
            rows.append(
                (_("On the whole, by what people find important"), self.servqual["weighted"])
            )
        return [(name, number_words(value, 2)) for name, value in rows]


def dimension_name(code: str) -> str:
    """Of SERVQUAL; a dimension of the city's own stands under its code."""
    return {
        "tangibles": _("Premises and things"),
        "reliability": _("Reliability"),
        "responsiveness": _("Readiness to help"),
        "assurance": _("Competence and trust"),
        "empathy": _("Attention to the person"),
    }.get(code, code)


@dataclass
class Result:
    """Everything of a snapshot that a page shows."""

    taken_at: datetime
    parts: list[Part]

    @property
    def n(self) -> int:
        """Without doubtful ones."""
        return sum(part.n for part in self.parts if not part.is_doubtful)


def result_of(snapshot: Snapshot | None) -> Result | None:
    """None when there is nothing yet. Texts stand once, under the first part that has answers."""
    if snapshot is None:
        return None
    data = snapshot.data
    asked, texts = data["questions"], dict(data.get("texts", {}))
    parts = []
    for code in STRATA:
        found = data["strata"].get(code, {})
        if found.get("n"):
            questions = list(_questions(asked, found.get("questions", {}), texts, code))
            parts.append(Part(code, found["n"], questions, found.get("servqual", {})))
    return Result(snapshot.taken_at, parts)


def _questions(
    asked: list[dict], found: Mapping[str, Any], texts: dict[str, list[str]], stratum: str
) -> Iterator[Question]:
    for one in asked:
        known = found.get(one["code"])
        words = [] if stratum == Stratum.DOUBTFUL else texts.pop(one["code"], [])
        if known and (known.get("n") != 0 or words):
            yield Question(one, known, words)


def _figures(found: Mapping[str, Any]) -> Iterator[Figure]:
    if csat := found.get("csat"):
        yield _share("csat", _("Satisfied"), csat)
    if easy := found.get("easy"):
        yield _share("easy", _("It was easy"), easy)
    if nps := found.get("nps"):
        error = number_words(nps["high"] - nps["value"], 1)
        value = number_words(nps["value"], 0)
        sign = "+" if nps["value"] > 0 else ""
        yield Figure("nps", _("Readiness to recommend (NPS)"), f"{sign}{value}", f"± {error}")
    if mean := found.get("mean"):
        if mean.get("is_rough"):
            value = _("about %(value)s") % {"value": number_words(mean["value"], 1)}
            yield Figure("mean", _("On average"), value)
        else:
            ends = {name: number_words(mean[name], 2) for name in ("low", "high")}
            interval = _("from %(low)s to %(high)s") % ends
            yield Figure("mean", _("On average"), number_words(mean["value"], 2), interval)


def _share(code: str, name: str, found: Mapping[str, float]) -> Figure:
    ends = {"low": number_words(found["low"], 1), "high": percent_words(found["high"], 1)}
    interval = _("from %(low)s to %(high)s") % ends
    ruler = (found["value"], found["low"], found["high"])
    return Figure(code, name, percent_words(found["value"], 0), interval, ruler)
