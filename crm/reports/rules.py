"""Rows and columns of the quarterly table (domain.md 5.1, item 1), and how counts fall into them.

The database counts combinations; here they are added up, so every cell comes from the same count
and rows, columns and totals cannot disagree. Pure.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ANSWERS = {"9.1": "positive", "9.2": "refused", "9.3": "explained"}
ENDINGS = {"returned": "returned", "forwarded": "forwarded", "not_considered": "not_considered"}
RESULTS = {**ANSWERS, "9.4": "returned", "9.5": "forwarded", "9.6": "not_considered"}
WITHOUT_RESULT = ("withdrawn", "joined", "requalified")
REPLIED = ("answered", "closed")


class Combination(NamedTuple):
    """One group of appeals that are alike in everything the table asks."""

    form: str
    level: str
    sign: str
    subject: str
    is_hero: bool
    is_protected: bool
    kind: str
    state: str
    result: str
    is_open: bool
    cases: int
    people: int

    @property
    def outcome(self) -> str:
        return outcome_of(self.state, self.result, is_open=self.is_open)


def outcome_of(state: str, result: str, *, is_open: bool) -> str:
    """The column of results an appeal stands in; what is only proposed does not count."""
    if is_open:
        return "in_work"
    if state in ENDINGS:
        return ENDINGS[state]
    if state in WITHOUT_RESULT:
        return "otherwise"
    return RESULTS.get(result, "otherwise")


@dataclass(frozen=True)
class Row:
    """A source of appeals. `part_of` names the row it is only a part of: not added to the total."""

    code: str
    label: Any
    fits: Callable[[str, str], bool]
    part_of: str = ""
    is_rare: bool = False


def _form(*codes: str) -> Callable[[str, str], bool]:
    return lambda form, level: form in codes


def _power(wanted: str) -> Callable[[str, str], bool]:
    return lambda form, level: form == "1.4" and level == wanted


KNOWN_FORMS = ("1.1", "1.1.1", "1.2", "1.3", "1.4", "1.5", "1.6")

ROWS = (
    Row("post", _("By post and e-mail"), _form("1.1")),
    Row("phone", _("By telephone"), _form("1.1.1")),
    Row("reception", _("At a personal reception"), _form("1.2")),
    Row("representative", _("Through an authorised person"), _form("1.3")),
    Row("power", _("Through bodies of power"), _form("1.4")),
    Row("power_local", _("of them local"), _power("local"), part_of="power"),
    Row("power_central", _("of them central"), _power("central"), part_of="power"),
    Row("media", _("Through the media"), _form("1.5")),
    Row("other", _("From other bodies and institutions"), _form("1.6")),
    Row("unknown", _("In other ways"), lambda form, level: form not in KNOWN_FORMS, is_rare=True),
    Row("total", pgettext_lazy("of a table", "Total"), lambda form, level: True, part_of="all"),
)
ROW = {row.code: row for row in ROWS}


@dataclass(frozen=True)
class Column:
    """What of the appeals of a row is counted. Columns of one `group` add up to the total."""

    code: str
    label: Any
    fits: Callable[[Combination], bool]
    group: str = ""
    counts_people: bool = False
    is_rare: bool = False


def _kind(code: str) -> Callable[[Combination], bool]:
    return lambda one: one.kind == code


def _outcome(code: str) -> Callable[[Combination], bool]:
    return lambda one: one.outcome == code


def _all(one: Combination) -> bool:
    return True


COLUMNS = (
    Column("total", _("All appeals"), _all),
    Column("collective", _("collective"), lambda one: one.subject == "5.2"),
    Column("repeated", pgettext_lazy("appeals", "repeated"), lambda one: one.sign == "2.2"),
    Column(
        "heroes",
        _("from heroes and people disabled in the Second World War"),
        lambda one: one.is_hero,
    ),
    Column(
        "protected",
        _("from veterans, large families and others who need protection"),
        lambda one: one.is_protected,
    ),
    Column("proposals", _("proposals and remarks"), _kind("proposal"), "kind"),
    Column("statements", _("statements and petitions"), _kind("statement"), "kind"),
    Column("complaints", pgettext_lazy("kind", "complaints"), _kind("complaint"), "kind"),
    Column("kindless", _("kind not given"), _kind(""), "kind", is_rare=True),
    Column(
        "positive", pgettext_lazy("appeals", "resolved positively"), _outcome("positive"), "end"
    ),
    Column("refused", pgettext_lazy("appeals", "refused"), _outcome("refused"), "end"),
    Column("explained", pgettext_lazy("appeals", "explained"), _outcome("explained"), "end"),
    Column("returned", pgettext_lazy("appeals", "returned"), _outcome("returned"), "end"),
    Column("forwarded", pgettext_lazy("appeals", "forwarded"), _outcome("forwarded"), "end"),
    Column(
        "not_considered",
        pgettext_lazy("appeals", "not subject to consideration"),
        _outcome("not_considered"),
        "end",
    ),
    Column("in_work", pgettext_lazy("appeals", "in work"), _outcome("in_work"), "end"),
    Column(
        "otherwise",
        pgettext_lazy("appeals", "withdrawn, joined, requalified"),
        _outcome("otherwise"),
        "end",
    ),
    Column("citizens", _("citizens who wrote"), _all, counts_people=True),
)
COLUMN = {column.code: column for column in COLUMNS}

Table = Mapping[str, Mapping[str, int]]


def table_of(combinations: Iterable[Combination]) -> dict[str, dict[str, int]]:
    """Every cell of the quarterly table: table[row][column]."""
    table = {row.code: dict.fromkeys(COLUMN, 0) for row in ROWS}
    for one in combinations:
        rows = [row.code for row in ROWS if row.fits(one.form, one.level)]
        for column in COLUMNS:
            if column.fits(one):
                many = one.people if column.counts_people else one.cases
                for row in rows:
                    table[row][column.code] += many
    return table


def shown_rows(table: Table) -> list[Row]:
    """All rows; the one for what the classifier does not know only when there is such a thing."""
    return [row for row in ROWS if not row.is_rare or any(table[row.code].values())]


def shown_columns(table: Table) -> list[Column]:
    return [one for one in COLUMNS if not one.is_rare or table["total"][one.code]]


class Asked(NamedTuple):
    """Questions of one topic that came in one way: how many, in how many appeals."""

    topic: str
    form: str
    level: str
    questions: int
    cases: int


OTHER_TOPIC = "other"


def topics_of(counted: Iterable[Asked]) -> dict[str, dict[str, int]]:
    """Questions by topic and source: topics[topic][row]."""
    topics: dict[str, dict[str, int]] = {}
    for one in counted:
        cells = topics.setdefault(one.topic, {row.code: 0 for row in ROWS})
        for row in ROWS:
            if row.fits(one.form, one.level):
                cells[row.code] += one.questions
    return topics


def percent_of_change(now: int, then: int) -> float | None:
    """+12.5 for a growth by an eighth; None where there was nothing to grow from."""
    return round(100 * (now - then) / then, 1) if then else None


def per_ten_thousand(many: int, residents: int | None) -> float | None:
    return round(10_000 * many / residents, 2) if residents else None
