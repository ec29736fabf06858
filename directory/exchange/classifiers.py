"""Classifiers in a file. A value that the file does not name stays: old cards have it.

To withdraw a value is to give it a last day.
"""

from typing import Any

from django.utils.translation import gettext as _

from directory.exchange.broken import FileBroken
from directory.exchange.located import Row
from directory.exchange.rows import check, only, rows_in
from directory.models import Classifier, ClassifierValue

CLASSIFIER = ("code", "number", "name", "choice")
VALUE = (
    *("code", "label", "official_code", "meaning", "is_priority", "goes_to_head"),
    *("counted_as", "counted_from", "counted_until", "valid_from", "valid_until"),
)
DAYS = ("counted_from", "counted_until", "valid_from", "valid_until")


def classifier_row(classifier: Classifier) -> dict[str, Any]:
    """As it is written to a file; values in their order."""
    values = classifier.values.order_by("order", "pk")
    facts = {name: getattr(classifier, name) for name in CLASSIFIER}
    facts["name"] = dict(classifier.name)
    return {**facts, "values": [_value_row(one) for one in values]}


def _value_row(value: ClassifierValue) -> dict[str, Any]:
    row = {name: getattr(value, name) for name in VALUE}
    for name in DAYS:
        row[name] = f"{row[name]}" if row[name] else None
    row["label"] = dict(value.label)
    return {name: one for name, one in row.items() if one not in (None, "", False)}


def apply_classifier(row: Row) -> tuple[Classifier, bool | None]:
    """The record and whether it has changed; None for a new one."""
    only(row, (*CLASSIFIER, "values"), ("code", "number", "name", "choice", "values"))
    known = Classifier.objects.select_for_update().filter(code=row["code"]).first()
    before = classifier_row(known) if known else None
    classifier = known or Classifier(code=row["code"])
    for name in CLASSIFIER:
        setattr(classifier, name, row[name])
    check(classifier, row)
    others = Classifier.objects.exclude(pk=classifier.pk).filter(number=classifier.number)
    if classifier.number is not None and others.exists():
        message = _("Another classifier has the number %(number)s.")
        raise FileBroken(message % {"number": classifier.number}, row.line)
    values = _read_values(row, classifier)
    classifier.save()
    _write_values(classifier, values)
    if before is None:
        return classifier, None
    return classifier, before != classifier_row(Classifier.objects.get(pk=classifier.pk))


def _read_values(row: Row, classifier: Classifier) -> list[ClassifierValue]:
    found: dict[str, ClassifierValue] = {}
    for order, one in enumerate(rows_in(row, "values")):
        only(one, VALUE, ("code", "label"))
        value = ClassifierValue(classifier=classifier, order=order, **one)
        check(value, one, exclude=["classifier"])
        if value.code in found:
            raise FileBroken(_("“%(name)s” is said twice.") % {"name": value.code}, one.line)
        found[value.code] = value
    return list(found.values())


def _write_values(classifier: Classifier, wanted: list[ClassifierValue]) -> None:
    """Values of the file in its order; those it is silent about come after them."""
    known = {one.code: one for one in classifier.values.order_by("order", "pk")}
    named = {one.code for one in wanted}
    for value in wanted:
        value.classifier = classifier
        value.pk = known[value.code].pk if value.code in known else None
        value.save()
    silent = [one for code, one in known.items() if code not in named]
    for order, value in enumerate(silent, len(wanted)):
        ClassifierValue.objects.filter(pk=value.pk).update(order=order)
