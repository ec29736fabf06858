"""The stream of a form as plain JSON: what a revision keeps and the API shows."""

import decimal
from typing import Any

from blocks.forms.field_blocks import name_what_is_nameless


def snapshot(stream: Any) -> list[dict[str, Any]]:
    """Every field of the stream in order, with all its words and limits; ids of blocks are left out."""
    name_what_is_nameless(stream)
    return [{"type": child.block_type, **_plain(child.value)} for child in stream]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items() if part not in (None, "")}
    if isinstance(value, decimal.Decimal):
        return str(value)
    if isinstance(value, (str, bool, int)) or value is None:
        return value
    return [_plain(part) for part in value]
