"""What a step with a case is: where it stands on the card, who may take it and when."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.accounts.roles import Action
from crm.cases.models import Case
from crm.cases.states import KINDS
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
    kinds: tuple[str, ...] = ("appeal",)
    control: str = ""

    # `control` is "off" for what is done while nobody controls the appeal, "mine" for what only
    # whoever controls it does.

    def fits(self, case: Case) -> bool:
        """Whether the case is of the kind and in a state that this step is for."""
        return case.kind in self.kinds and (self.states is None or case.state in self.states)


def states_in(*states: str) -> frozenset[str]:
    return frozenset(states)


# What is done with a case of any kind.
NOTE = Step(
    code="note",
    label=pgettext_lazy("tab of a card", "Note"),
    right=Action.APPEALS_NOTE,
    form=written.NoteForm,
    submit=_("Leave the note"),
    hint=_("Only staff see it."),
    is_tab=True,
    kinds=tuple(KINDS),
)
FILES = Step(
    code="files",
    label=_("Add files"),
    right=Action.APPEALS_NOTE,
    form=written.FilesForm,
    submit=_("Add files"),
    kinds=tuple(KINDS),
)
