"""Every address the resolver knows, by its whole pattern."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """One URL pattern: its text, its full name, what it needs."""

    pattern: str
    name: str
    parameters: tuple[str, ...]
    view: Any

    def fill(self, values: dict[str, Any]) -> str:
        """A path with the parameters filled; regular expressions are filled by name too."""
        path = self.pattern
        for parameter in self.parameters:
            nested = r"[^()]*(?:\([^()]*\)[^()]*)*"
            for shape in (rf"<(?:\w+:)?{parameter}>", rf"\(\?P<{parameter}>{nested}\)"):
                path = re.sub(shape, str(values[parameter]), path)
        path = re.sub(r"\((?:[^()]|\([^()]*\))*\)", "", path)  # a group without a name is optional
        return "/" + re.sub(r"[\^$]|\\(?=[.\-/])", "", path)


def every_address() -> list[Address]:
    return list(_walk(get_resolver().url_patterns, "", ""))


def _walk(patterns: list[Any], prefix: str, namespace: str) -> Iterator[Address]:
    for entry in patterns:
        text = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry.url_patterns, text, inner)
        elif isinstance(entry, URLPattern):
            found = re.findall(r"<(?:\w+:)?(\w+)>", text)
            yield Address(text, namespace + (entry.name or ""), tuple(found), entry.callback)
