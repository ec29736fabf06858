"""The picture beside a link to a result: 1200 by 630, set on the server (Open Graph)."""

from typing import Any

from django.core.cache import cache
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from blocks.polls.models import Snapshot, Survey
from blocks.polls.reading.result import Question, Result, result_of
from core.paper.setting import set_pages
from core.words.numbers import number_words

KEPT_FOR = 24 * 3600
BARS = 6
LONGEST = 60
SOURCE = """
#let data = json(bytes(sys.inputs.data))
#set page(width: 1200pt, height: 630pt, margin: 56pt, fill: rgb("#F5F2EA"))
#set text(size: 30pt, fill: rgb("#1B1D24"), lang: data.language)
#set par(leading: 0.5em)
#text(size: 22pt, fill: rgb("#474B57"), data.city)
#v(-12pt)
#text(size: 50pt, weight: "bold", data.title)
#v(0pt)
#text(fill: rgb("#474B57"), data.about)
#if data.value != "" [
  #v(-4pt)
  #text(size: 72pt, weight: "bold", fill: rgb("#1D4AA6"), data.value)
  #h(16pt) #text(size: 30pt, data.measure)
]
#v(1fr)
#grid(
  columns: (330pt, 1fr, 110pt), row-gutter: 14pt, column-gutter: 18pt, align: horizon,
  ..for bar in data.bars {
    (
      text(size: 24pt, bar.label),
      rect(
        width: bar.width * 1%, height: 26pt,
        fill: rgb(if bar.good { "#1D4AA6" } else { "#7F7B6F" }),
      ),
      align(right, text(size: 24pt, weight: "bold", bar.words)),
    )
  }
)
"""


def picture_of(survey: Survey, snapshot: Snapshot | None, city: str) -> bytes:
    """Set once for a snapshot and a language, then kept."""
    key = f"survey-picture:{survey.pk}:{snapshot.pk if snapshot else 0}:{get_language()}"
    kept = cache.get(key)
    if kept is None:
        kept = set_pages(SOURCE, _data(survey, result_of(snapshot), city), ppi=72)[0]
        cache.set(key, kept, KEPT_FOR)
    return kept


def _data(survey: Survey, result: Result | None, city: str) -> dict[str, Any]:
    question = _first_drawn(result)
    n = result.n if result else 0
    figure = question.main if question else None
    return {
        "language": get_language() or "uk",
        "city": city,
        "title": _cut(str(survey.name), LONGEST * 2),
        "about": _("Answers: %(n)s") % {"n": number_words(n)} if n else _("A survey of the city"),
        "value": figure.value if figure else "",
        "measure": figure.name if figure else "",
        "bars": _bars(question) if question else [],
    }


def _first_drawn(result: Result | None) -> Question | None:
    parts = [part for part in result.parts if not part.is_doubtful] if result else []
    drawn = [one for part in parts for one in part.questions if one.rows]
    return next((one for one in drawn if one.main), drawn[0] if drawn else None)


def _bars(question: Question) -> list[dict[str, Any]]:
    longest = max((row.count or 0 for row in question.rows), default=0) or 1
    return [
        {
            "label": _cut(row.label, LONGEST // 2).replace("★", "").strip(),
            "width": round(100 * (row.count or 0) / longest, 1),
            "words": row.count_words if question.is_few else row.share_words,
            "good": row.is_good,
        }
        for row in question.rows[:BARS]
    ]


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
