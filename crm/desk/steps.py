"""What a step with a case is: where it stands on the card, who may take it and when."""

from dataclasses import dataclass
from typing import Any

from core.accounts.roles import Action
from crm.cases.models import Case
from crm.desk import forms as written


@dataclass(frozen=True)
class Step:
    """A thing to do: in which states and kinds of case, by which right, in which panel.

    A step without a form is one button. Tabs stand in the composer, the others in its menu.
    """

    code: str
    label: Any
    right: Action
    states: frozenset[str] | None = None
    form: type[written.WrittenForm] | None = None
    submit: Any = ""
    hint: Any = ""
    is_tab: bool = False
    is_grave: bool = False
    for_assignee: bool = False
    kind: str = "appeal"
    control: str = ""
    """"off": only while not on control; "mine": while this person controls it."""

    def fits(self, case: Case) -> bool:
        """Whether the case is of the kind and in a state that this step is for."""
        if self.kind not in ("any", case.kind):
            return False
        return self.states is None or case.state in self.states


def states_in(*states: str) -> frozenset[str]:
    return frozenset(states)
