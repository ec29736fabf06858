"""The stream of a form as plain JSON: what a revision keeps and the API shows."""

import decimal
import re
from typing import Any

from django.conf import settings

from blocks.forms import rules


def snapshot(stream: Any) -> list[dict[str, Any]]:
    """Every field of the stream in order, with its words and limits; ids of blocks are left out."""
    return [field_as_json(child.block_type, child.value) for child in stream]


def field_as_json(kind: str, value: Any) -> dict[str, Any]:
    """One field; a block shown alone in a preview has no code yet and gets its kind for one."""
    field = {"type": kind, **_plain(value)}
    field["code"] = field.get("code") or kind
    for place, option in enumerate(field.get("options", ()), start=1):
        option["code"] = option.get("code") or f"option_{place}"
    return field


def name_what_is_nameless(value: Any) -> None:
    """Codes for fields and options that have none yet; those given once are never changed."""
    taken = {child.value.get("code") for child in value}
    for child in value:
        if not child.value.get("code"):
            child.value["code"] = rules.code_from(_first_words(child.value["label"]), taken)
            taken.add(child.value["code"])
        options = child.value.get("options") or []
        given = {option.get("code") for option in options}
        for option in options:
            if not option.get("code"):
                option["code"] = rules.code_from(
                    _first_words(option["label"]), given, fallback="option"
                )
                given.add(option["code"])


def _first_words(label: Any) -> str:
    return re.sub(r"\s+", " ", label.get("en") or label.get(settings.LANGUAGE_CODE) or "")


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items() if part not in (None, "")}
    if isinstance(value, decimal.Decimal):
        return str(value)
    if isinstance(value, (str, bool, int)) or value is None:
        return value
    return [_plain(part) for part in value]
