"""Declared state machines: which state may follow which, and what people call it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from core.errors import Conflict

Transitions = Mapping[str, Iterable[str]] | Iterable[tuple[str, str]]


class StateTable:
    """A state machine as a table: states with labels, and the allowed steps.

    `transitions` is a mapping {from: [to, …]} or pairs (from, to). A misspelt state is
    an error when the table is built, that is when the process starts.
    """

    def __init__(self, name: str, states: Mapping[str, Any], transitions: Transitions) -> None:
        self.name = name
        self.states: dict[str, Any] = {str(code): label for code, label in states.items()}
        self._next: dict[str, tuple[str, ...]] = dict.fromkeys(self.states, ())
        for source, target in _pairs(transitions):
            for code in (source, target):
                if code not in self.states:
                    raise ValueError(f"State table {name!r} has no state {code!r}.")
            if target not in self._next[source]:
                self._next[source] += (target,)

    def __contains__(self, state: str) -> bool:
        return str(state) in self.states

    @property
    def choices(self) -> list[tuple[str, Any]]:
        """For a model field or a filter."""
        return list(self.states.items())

    @property
    def final_states(self) -> frozenset[str]:
        return frozenset(state for state, following in self._next.items() if not following)

    def next_states(self, state: str) -> tuple[str, ...]:
        """States that may follow, in the order they were declared."""
        return self._next[str(state)]

    def allows(self, source: str, target: str) -> bool:
        return str(target) in self._next.get(str(source), ())

    def is_final(self, state: str) -> bool:
        return not self._next[str(state)]

    def label(self, state: str) -> Any:
        return self.states[str(state)]

    def check(self, source: str, target: str) -> None:
        """Refuse a step the table does not have."""
        if self.allows(source, target):
            return
        raise Conflict(
            _("This cannot be done now: the record is in the state “%(source)s”.")
            % {"source": self.states.get(str(source), source)},
            code="state_not_allowed",
        )


def _pairs(transitions: Transitions) -> Iterable[tuple[str, str]]:
    if isinstance(transitions, Mapping):
        return [(str(s), str(t)) for s, targets in transitions.items() for t in targets]
    return [(str(s), str(t)) for s, t in transitions]
