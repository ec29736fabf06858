"""Rows and columns of the quarterly table (domain.md 5.1, item 1), and how counts fall into them.

The database counts by way of receipt, each column under the filter of the list behind it
(sets.py); here the ways are added up to rows. Pure.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ENDINGS = ("returned", "forwarded", "not_considered")
RESULTS = ("9.1", "9.2", "9.3", "9.4", "9.5", "9.6")
WITHOUT_RESULT = ("withdrawn", "joined", "requalified")
REPLIED = ("answered", "closed")


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
    group: str = ""
    counts_people: bool = False
    is_rare: bool = False


COLUMNS = (
    Column("total", _("All appeals")),
    Column("collective", _("collective")),
    Column("repeated", pgettext_lazy("appeals", "repeated")),
    Column("heroes", _("from heroes and people disabled in the Second World War")),
    Column("protected", _("from veterans, large families and others who need protection")),
    Column("proposals", _("proposals and remarks"), "kind"),
    Column("statements", _("statements and petitions"), "kind"),
    Column("complaints", pgettext_lazy("kind", "complaints"), "kind"),
    Column("kindless", _("kind not given"), "kind", is_rare=True),
    Column("positive", pgettext_lazy("appeals", "resolved positively"), "end"),
    Column("refused", pgettext_lazy("appeals", "refused"), "end"),
    Column("explained", pgettext_lazy("appeals", "explained"), "end"),
    Column("returned", pgettext_lazy("appeals", "returned"), "end"),
    Column("forwarded", pgettext_lazy("appeals", "forwarded"), "end"),
    Column("not_considered", pgettext_lazy("appeals", "not subject to consideration"), "end"),
    Column("in_work", pgettext_lazy("appeals", "in work"), "end"),
    Column("otherwise", pgettext_lazy("appeals", "withdrawn, joined, requalified"), "end"),
    Column("citizens", _("citizens who wrote"), counts_people=True),
)
COLUMN = {column.code: column for column in COLUMNS}

Table = Mapping[str, Mapping[str, int]]


class Counted(NamedTuple):
    """Appeals that came in one way, counted by column."""

    form: str
    level: str
    columns: Mapping[str, int]


def table_of(counted: Iterable[Counted]) -> dict[str, dict[str, int]]:
    """Every cell of the quarterly table: table[row][column]."""
    table = {row.code: dict.fromkeys(COLUMN, 0) for row in ROWS}
    for one in counted:
        for row in ROWS:
            if row.fits(one.form, one.level):
                for column in COLUMN:
                    table[row.code][column] += one.columns[column]
    return table


def shown_rows(table: Table) -> list[Row]:
    """All rows; the one for what the classifier does not know only when there is such a thing."""
    return [row for row in ROWS if not row.is_rare or any(table[row.code].values())]


def shown_columns(table: Table) -> list[Column]:
    return [one for one in COLUMNS if not one.is_rare or table["total"][one.code]]


class Asked(NamedTuple):
    """Questions of one topic that came in one way."""

    topic: str
    form: str
    level: str
    questions: int


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
