"""A list of appeals as rows of a file: what this viewer may know, in flat memory."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from crm.appeals.models import Appeal
from crm.cases.models import Case
from crm.residents.faces import face_of
from directory.values import Values

CHUNK = 1_000
_JOINED = ("addressee", "resident", "assignee", "appeal", "registration")
_READ = (
    *("public_id", "kind", "number", "state", "is_open", "subject", "channel", "hide_identity"),
    *("author", "received_at", "registered_on", "due_on", "answered_at", "closed_at"),
    "addressee__name",
    *("assignee__last_name", "assignee__first_name", "assignee__middle_name", "assignee__email"),
    *("resident__user", "resident__last_name", "resident__first_name", "resident__middle_name"),
    *("resident__addr_street", "resident__addr_building", "resident__addr_block"),
    *("resident__addr_flat", "resident__addr_settlement", "resident__addr_postcode"),
    *("appeal__appeal_kind", "appeal__result", "appeal__outgoing_index"),
    *("registration__receipt_form", "registration__sign"),
)

HEADER = (
    gettext_lazy("Registration index"),
    pgettext_lazy("day", "Registered"),
    pgettext_lazy("moment", "Received"),
    gettext_lazy("Author"),
    gettext_lazy("Address"),
    gettext_lazy("Subject"),
    gettext_lazy("Kind"),
    gettext_lazy("Form of receipt"),
    gettext_lazy("Sign of receipt"),
    gettext_lazy("Addressee"),
    pgettext_lazy("role", "Executor"),
    gettext_lazy("State"),
    gettext_lazy("Due"),
    pgettext_lazy("day", "Answered"),
    gettext_lazy("Index of the reply"),
    gettext_lazy("Result"),
)
WIDE = frozenset({3, 4, 5, 9})


def rows_of(cases: QuerySet, viewer: Any) -> Iterator[list[Any]]:
    """One statement, read in pieces; names and addresses only through `face_of` (A-19)."""
    values = Values.of("receipt_form", "receipt_sign")
    forms = _labels(values, "receipt_form")
    signs = _labels(values, "receipt_sign")
    kinds = dict(Appeal._meta.get_field("appeal_kind").flatchoices)
    results = dict(Appeal._meta.get_field("result").flatchoices)
    hidden = _("Name hidden")
    ordered = cases.select_related(*_JOINED).only(*_READ).order_by("registered_on", "pk")
    for case in ordered.iterator(chunk_size=CHUNK):
        face = face_of(case.resident, viewer, case)
        appeal = getattr(case, "appeal", None)
        card = getattr(case, "registration", None)
        yield [
            case.number,
            case.registered_on,
            case.received_at,
            hidden if face.is_hidden else face.name,
            face.address,
            case.subject,
            str(kinds.get(appeal.appeal_kind, "")) if appeal else "",
            forms.get(card.receipt_form, card.receipt_form) if card else "",
            signs.get(card.sign, card.sign) if card else "",
            str(case.addressee.name),
            case.assignee.short_name if case.assignee else "",
            case.state_label,
            case.due_on,
            case.answered_at,
            appeal.outgoing_index if appeal else "",
            str(results.get(appeal.result, "")) if appeal and not _is_only_proposed(case) else "",
        ]


def _is_only_proposed(case: Case) -> bool:
    """What an executor proposes in a draft is no result yet."""
    return case.is_open


def _labels(values: Values, group: str) -> dict[str, str]:
    return {one.code: str(one.label) for one in values.rows if one.group == group}
