"""What the steps of `crm.desk.path_steps` call."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from crm.appeals import services as appeals
from crm.cases.models import Case
from crm.desk import services

Doer = Callable[[Case, dict[str, Any], Any, Any], Any]


def _forward(case: Case, data: dict[str, Any], who: Any, at: Any) -> Any:
    """Some of the questions, or the whole."""
    chosen = data.get("questions") or []
    if not chosen or len(chosen) == case.questions.filter(closed_at=None).count():
        return appeals.forward_appeal(case, data["to_body"], data["reason"], who, at)
    return appeals.forward_in_part(case, chosen, data["to_body"], data["reason"], who, at)


def _decide_shorter(case: Case, data: dict[str, Any], who: Any, at: Any) -> Any:
    """A-15: granted or refused."""
    if data["decision"] == "grant":
        return appeals.shorten_term(case, data["until"], who, at, words=data["words"])
    return appeals.refuse_shorter_term(case, data["words"], who, at)


PATH_DOERS: dict[str, tuple[Doer, Any]] = {
    "dispatch": (
        lambda case, data, who, at: appeals.dispatch_request(
            case, data["executor"], data["task"], who, at
        ),
        _("The request is with the executor."),
    ),
    "done": (
        lambda case, data, who, at: appeals.report_request(case, data["text"], who, at),
        _("The report is sent to the author."),
    ),
    "shorter": (_decide_shorter, _("It is decided on the shorter term, the author is told.")),
    "attend": (
        lambda case, data, who, at: appeals.answer_plea(case, "attend", data["text"], who, at),
        _("Answered, the author is told."),
    ),
    "materials": (
        lambda case, data, who, at: appeals.answer_plea(
            case, "materials", data["text"], who, at, files=data.get("opened", ())
        ),
        _("Answered, the author is told."),
    ),
    "charge": (
        lambda case, data, who, at: appeals.issue_assignment(
            case, data["executor"], data["text"], data["due_on"], who, at
        ),
        _("The assignment is given."),
    ),
    "control": (
        lambda case, data, who, at: appeals.put_on_control(case, data["reason"], who, at),
        _("The appeal is on control."),
    ),
    "delegate": (
        lambda case, data, who, at: appeals.delegate_control(case, data["person"], who, at),
        _("The colleague may take it off control."),
    ),
    "uncontrol": (
        lambda case, data, who, at: appeals.take_off_control(case, who, at, data["reason"]),
        _("The appeal is off control."),
    ),
    "join": (
        lambda case, data, who, at: appeals.join_appeal(case, data["first"], who, at),
        _("The appeal is joined."),
    ),
    "part": (
        lambda case, data, who, at: appeals.part_appeal(case, who, at),
        _("The appeal is considered separately again."),
    ),
    "forward": (_forward, _("Forwarded, the author is told.")),
    "requalify": (
        lambda case, data, who, at: services.requalify(
            case, data["to_kind"], data["reason"], who, at, right=data["right"]
        ),
        _("Requalified, the author is told."),
    ),
}
