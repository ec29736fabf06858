"""A list of appeals as rows of a file: what this viewer may know, in flat memory."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.words import Text
from crm.appeals.models import Appeal
from crm.cases.models import Case
from crm.residents.faces import face_of
from directory.models import Addressee
from directory.values import Values

CHUNK = 1_000
_READ = (
    *("kind", "number", "state", "is_open", "subject", "hide_identity", "author", "addressee"),
    *("assignee", "received_at", "registered_on", "due_on", "answered_at"),
    *("resident__user", "resident__last_name", "resident__first_name", "resident__middle_name"),
    *("resident__addr_street", "resident__addr_building", "resident__addr_block"),
    *("resident__addr_flat", "resident__addr_settlement", "resident__addr_postcode"),
)
_DETAILS = {
    "of_kind": F("appeal__appeal_kind"),
    "of_result": F("appeal__result"),
    "of_index": F("appeal__outgoing_index"),
    "of_form": F("registration__receipt_form"),
    "of_sign": F("registration__sign"),
}
"""Read beside the case as plain values: a row of a detail costs as much as the case itself."""

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
    """One statement read in pieces; names and addresses only through `face_of` (A-19).

    Bodies, executors and labels are few and known beforehand.
    """
    known = _Known()
    hidden = _("Name hidden")
    found = cases.select_related("resident").only(*_READ).annotate(**_DETAILS)
    for case in found.order_by("registered_on", "pk").iterator(chunk_size=CHUNK):
        face = face_of(case.resident, viewer, case)
        yield [
            case.number,
            case.registered_on,
            case.received_at,
            hidden if face.is_hidden else face.name,
            face.address,
            case.subject,
            known.kinds.get(case.of_kind, ""),
            known.forms.get(case.of_form, case.of_form or ""),
            known.signs.get(case.of_sign, case.of_sign or ""),
            known.bodies.get(case.addressee_id, ""),
            known.person(case.assignee_id),
            known.state_of(case),
            case.due_on,
            case.answered_at,
            case.of_index or "",
            # What an executor proposes in a draft is no result yet.
            "" if case.is_open else known.results.get(case.of_result, ""),
        ]


class _Known:
    """What many rows say alike, put into words once."""

    def __init__(self) -> None:
        values = Values.of("receipt_form", "receipt_sign")
        self.forms, self.signs = _labels(values, "receipt_form"), _labels(values, "receipt_sign")
        self.kinds, self.results = _choices("appeal_kind"), _choices("result")
        self.states: dict[tuple[str, str], str] = {}
        bodies = Addressee.objects.values_list("pk", "name")
        self.bodies = {key: str(Text(name)) for key, name in bodies}
        self.people: dict[int | None, str] = {None: ""}

    def person(self, key: int | None) -> str:
        """Executors are asked for one by one, each once."""
        if key not in self.people:
            self.people[key] = get_user_model().objects.get(pk=key).short_name
        return self.people[key]

    def state_of(self, case: Case) -> str:
        key = (case.kind, case.state)
        if key not in self.states:
            self.states[key] = case.state_label
        return self.states[key]


def _choices(field: str) -> dict[str, str]:
    choices = Appeal._meta.get_field(field).flatchoices
    return {code: str(label) for code, label in choices}


def _labels(values: Values, group: str) -> dict[str, str]:
    return {one.code: str(one.label) for one in values.rows if one.group == group}
