"""What a set of appeals behind a figure is, in words of a chip over the list."""

from django.utils.translation import gettext as _

from crm.reports import discipline_rules, rules
from crm.reports.asking import NOBODY, Behind


def words_of(behind: Behind) -> str:
    """II квартал 2026 року: поштою – відмовлено."""
    period = behind.question.period.label
    return f"{period}: {_cell(behind)}"


def _cell(behind: Behind) -> str:
    match behind.table:
        case "quarter":
            return _pair(rules.ROW, behind.row, rules.COLUMN, behind.column)
        case "topic":
            source = rules.ROW.get(behind.column)
            label = str(source.label) if source else behind.column
            topic = _("all questions") if behind.row == "all" else behind.row
            return f"{topic} – {label}"
    label = str(discipline_rules.COLUMNS.get(behind.column, behind.column))
    if behind.row == str(NOBODY):
        return f"{_('Without an executor')} – {label}"
    return label


def _pair(rows: dict, row: str, columns: dict, column: str) -> str:
    labels = [
        str(table[code].label) if code in table else code
        for table, code in ((rows, row), (columns, column))
    ]
    return " – ".join(labels)
