"""What print forms of every kind of case share: frame, days, the template in force (R-11)."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock, paper
from core.errors import RuleBroken
from core.web.frame import frame
from core.words.typography import typeset
from crm.cases.models import Case
from directory.papers import source_of

logger = logging.getLogger(__name__)

LANGUAGE = "uk"
"""Papers of a city are in the state language (A-23), whatever language the desk is shown in."""


@dataclass(frozen=True)
class CaseForm:
    """A document about one case. `fits` is asked of the case as it is now."""

    code: str
    label: Any
    fits: Callable[[Case], bool]
    prefix: str

    @property
    def kind(self) -> paper.PaperKind:
        found = paper.kind_named(self.prefix + self.code)
        if found is None:
            raise LookupError(self.code)
        return found


def print_kind(kind: paper.PaperKind, data: dict[str, Any]) -> bytes:
    """Raises RuleBroken when the city's own template cannot print just this."""
    try:
        return paper.set_pdf(source_of(kind), data)
    except paper.BrokenTemplate as broken:
        logger.warning("Template %s, line %s: %s", kind.code, broken.line, broken.message)
        raise RuleBroken(
            gettext_lazy("The template of this document failed. Tell the administrator."),
            code="broken_template",
        ) from broken


def frame_of(at: datetime, viewer: Any, what: str) -> dict[str, Any]:
    """What every paper has: the city's body, the foot, who printed it and when."""
    city = frame(LANGUAGE).get("city_facts") or {}
    on, who = day(clock.local(at).date()), viewer.short_name
    return {
        "language": LANGUAGE,
        "body": {
            "name": typeset(city.get("official_name") or city.get("reception_name") or _("City")),
            "address": typeset(city.get("address", "")),
            "phone": city.get("phone", ""),
        },
        "footer": _("%(what)s · printed on %(day)s, %(name)s")
        % {"what": what, "day": on, "name": who},
        "printed_on": on,
        "printed_by": who,
    }


def day(value: date | datetime | None) -> str:
    """10.03.2026, as offices write it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = clock.local(value).date()
    return f"{value:%d.%m.%Y}"
