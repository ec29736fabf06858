"""The four reports of domain.md 5.1, put together from counts."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from blocks.figures.rules import SMALLEST_SHOWN
from core import clock
from crm.reports import counting, discipline_rules, rules
from crm.reports.access import counted_for
from crm.reports.asking import EVERYBODY, LEGAL, NOBODY, Behind, Question
from crm.reports.shapes import Figure, Line, Report, Section
from crm.reports.summary import hidden_parts
from directory.models import Addressee, Profile
from directory.values import Values

TITLES = {
    "quarter": gettext_lazy("Appeals: sources, kinds, results"),
    "discipline": gettext_lazy("Discipline of terms"),
    "comparison": gettext_lazy("Comparison with last year"),
    "public": gettext_lazy("Summary for the public"),
}
DISCIPLINE_LINES = 400
_SHARES = {
    "collective": gettext_lazy("Collective appeals"),
    "repeated": gettext_lazy("Repeated appeals"),
}


def build_report(code: str, question: Question, user: Any, at: datetime) -> Report:
    """The report as this person may see it. Raises NoFigures, KeyError for an unknown code."""
    maker = _MAKERS[code]
    cases = counted_for(user, at)
    sections, notes = maker(cases, question, at)
    return Report(code, str(TITLES[code]), question.period, sections, notes, scope_of(question))


def scope_of(question: Question) -> str:
    """Whose appeals, and to whom, in words."""
    if question.addressee is None:
        return scope_words(question.applicant)
    addressee = Addressee.objects.filter(pk=question.addressee).first()
    return scope_words(question.applicant, str(addressee.name) if addressee else "—")


def scope_words(applicant: str, addressee: str = "") -> str:
    whose = {LEGAL: _("appeals of legal entities"), EVERYBODY: _("all appeals")}
    words = [whose.get(applicant, _("appeals of citizens")), addressee]
    return ", ".join(word for word in words if word)


def _quarter(cases: QuerySet, question: Question, at: datetime) -> tuple[list[Section], list[str]]:
    table = rules.table_of(counting.by_way(cases, question))
    columns = rules.shown_columns(table)
    rows = rules.shown_rows(table)
    lines = [
        Line(
            str(row.label),
            [
                Figure(
                    table[row.code][column.code],
                    Behind(question, "quarter", row.code, column.code).as_text(),
                )
                for column in columns
            ],
            is_total=row.code == "total",
            is_part=row.part_of == "power",
        )
        for row in rows
    ]
    main = Section(
        _("By the way of receipt"), _("Received"), [str(one.label) for one in columns], lines
    )
    return [main, _topics(cases, question, rows)], []


def _topics(cases: QuerySet, question: Question, rows: list[rules.Row]) -> Section:
    """Questions Q01–Q24: an appeal with two questions counts twice here."""
    topics = rules.topics_of(counting.questions(cases, question))
    labels = Values.of("question")
    known = [one.code for one in labels.rows if len(one.code) == counting.TOPIC_LENGTH]
    known += sorted(set(topics) - set(known))
    empty = {row.code: 0 for row in rules.ROWS}
    lines = []
    for topic in known:
        words = _("Other questions of the city") if topic == rules.OTHER_TOPIC else ""
        label = words or f"{topic} {labels.label('question', topic)}"
        cells = topics.get(topic, empty)
        lines.append(Line(label, _of_topic(question, topic, cells, rows)))
    sums = {code: sum(cells[code] for cells in topics.values()) for code in empty}
    lines.append(
        Line(
            pgettext("of a table", "Total"),
            _of_topic(question, "all", sums, rows),
            is_total=True,
        )
    )
    heads = [str(row.label) for row in rows]
    return Section(_("Questions raised, by topic"), _("Topic"), heads, lines)


def _of_topic(
    question: Question, topic: str, cells: dict[str, int], rows: list[rules.Row]
) -> list[Figure]:
    return [
        Figure(cells[row.code], Behind(question, "topic", topic, row.code).as_text())
        for row in rows
    ]


def _discipline(
    cases: QuerySet, question: Question, at: datetime
) -> tuple[list[Section], list[str]]:
    today = clock.local(at).date()
    addressees, executors, total = discipline_rules.records_of(
        counting.lots(cases, question, today)
    )
    bodies = Addressee.objects.filter(pk__in=addressees).only("name", "short_name", "sort_name")
    people = get_user_model().objects.filter(pk__in=executors)
    names = {one.pk: str(one.name) for one in bodies.order_by("sort_name", "pk")}
    staff = {one.pk: one.short_name for one in people.order_by("last_name", "first_name", "pk")}
    if NOBODY in executors:
        staff[NOBODY] = _("Without an executor")
    heads = [str(label) for label in discipline_rules.COLUMNS.values()]

    def section(title: str, head: str, table: str, named: dict[int, str], found: Any) -> Section:
        lines = [
            _record(question, table, str(key), name, found[key]) for key, name in named.items()
        ]
        whole = _record(question, table, "total", pgettext("of a table", "Total"), total)
        return Section(title, head, heads, [*lines[:DISCIPLINE_LINES], whole])

    notes = []
    if len(names) > DISCIPLINE_LINES or len(staff) > DISCIPLINE_LINES:
        notes = [_("Only the first %(limit)d lines are shown.") % {"limit": DISCIPLINE_LINES}]
    return [
        section(_("By addressee"), _("Addressee"), "addressee", names, addressees),
        section(_("By executor"), pgettext("role", "Executor"), "executor", staff, executors),
    ], notes


def _record(
    question: Question, table: str, row: str, label: str, record: discipline_rules.Record
) -> Line:
    figures = [
        Figure(
            value := record.figure(code),
            "" if code in discipline_rules.DAYS else Behind(question, table, row, code).as_text(),
            is_alarm=code in ("late", "overdue") and bool(value),
        )
        for code in discipline_rules.COLUMNS
    ]
    return Line(label, figures, is_total=row == "total")


def _comparison(
    cases: QuerySet, question: Question, at: datetime
) -> tuple[list[Section], list[str]]:
    before = question.a_year_ago()
    now = rules.table_of(counting.by_way(cases, question))["total"]
    then = rules.table_of(counting.by_way(cases, before))["total"]
    residents = Profile.objects.current().population
    lines = []
    for column in rules.COLUMNS:
        this, last = now[column.code], then[column.code]
        if column.is_rare and not (this or last):
            continue
        cell = ("quarter", "total", column.code)
        figures = [
            Figure(this, Behind(question, *cell).as_text()),
            Figure(last, Behind(before, *cell).as_text()),
            Figure(this - last),
            Figure(rules.percent_of_change(this, last)),
        ]
        if residents:
            figures += [
                Figure(rules.per_ten_thousand(this, residents)),
                Figure(rules.per_ten_thousand(last, residents)),
            ]
        lines.append(Line(str(column.label), figures, is_total=column.code == "total"))
    heads = [question.period.label, before.period.label, _("Difference"), _("Change, %")]
    if residents:
        heads += [
            _("%(period)s, per 10,000 residents") % {"period": one.period.label}
            for one in (question, before)
        ]
        many = f"{residents:,}".replace(",", "\u202f")
        notes = [_("Residents: %(many)s.") % {"many": many}]
    else:
        notes = [
            _("The number of residents is not set: an administrator writes it in the profile.")
        ]
    return [Section(_("Both periods"), _("Figure"), heads, lines)], notes


def _public(cases: QuerySet, question: Question, at: datetime) -> tuple[list[Section], list[str]]:
    """Nothing in it leads to a person: small counts are hidden, and no figure is a link (12.5)."""
    table = rules.table_of(counting.by_way(cases, question))
    topics = rules.topics_of(counting.questions(cases, question))
    labels = Values.of("question")
    sources = {str(row.label): table[row.code]["total"] for row in rules.ROWS if not row.part_of}
    kinds = {str(one.label): table["total"][one.code] for one in _group("kind")}
    ends = {str(one.label): table["total"][one.code] for one in _group("end")}
    asked = {
        labels.label("question", topic): cells["total"] for topic, cells in sorted(topics.items())
    }
    total = table["total"]["total"]
    sections = [
        _hidden(_("In all"), {_("Appeals received"): total}),
        _hidden(_("By the way of receipt"), sources),
        _hidden(_("By kind"), kinds),
        _hidden(_("By result"), ends),
        _hidden(_("Questions raised, by topic"), asked),
    ]
    for code, title in _SHARES.items():
        part = table["total"][code]
        parts = {str(rules.COLUMN[code].label): part, _("all others"): total - part}
        sections.append(_hidden(str(title), parts))
    notes = [
        _("Counts below %(least)d are hidden, and others by which they could be found.")
        % {"least": SMALLEST_SHOWN}
    ]
    return sections, notes


def _group(name: str) -> list[rules.Column]:
    return [column for column in rules.COLUMNS if column.group == name]


def _hidden(title: str, parts: dict[str, int]) -> Section:
    shown = hidden_parts(parts)
    lines = [
        Line(label, [Figure(value, is_hidden=value is None)]) for label, value in shown.items()
    ]
    return Section(title, "", [_("Number")], lines)


Maker = Callable[[QuerySet, Question, datetime], tuple[list[Section], list[str]]]
_MAKERS: dict[str, Maker] = {
    "quarter": _quarter,
    "discipline": _discipline,
    "comparison": _comparison,
    "public": _public,
}
