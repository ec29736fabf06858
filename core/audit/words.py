"""What actions of the journal are called: rooms name theirs in `AppConfig.ready()`."""

from collections.abc import Mapping
from typing import Any

_labels: dict[str, Any] = {}


def name_actions(labels: Mapping[str, Any]) -> None:
    _labels.update(labels)


def words_of_action(code: str) -> str:
    """Empty for an action that nobody has named: its code is shown."""
    return str(_labels.get(code, ""))
