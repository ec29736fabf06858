"""Text: a label in several languages, shown in the reader's own."""

from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from django.conf import settings
from django.utils.translation import get_language


class Text(dict):
    """An immutable mapping of language to words: Text(uk="Рада", en="Council").

    `str()` gives the active language, else Ukrainian, else whatever there is; so a template
    writes `{{ addressee.name }}`. Empty languages are not kept, so an empty Text is false.
    It is a dict, so it goes into JSON, a migration or an API answer as it is.
    """

    __slots__ = ()

    def __init__(self, value: "Mapping[str, Any] | str | None" = None, **languages: str) -> None:
        if isinstance(value, str):
            value = {settings.LANGUAGE_CODE: value}
        words = {**(value or {}), **languages}
        super().__init__({code: str(w) for code, w in words.items() if w and str(w).strip()})

    def __str__(self) -> str:
        return self.in_language(get_language() or settings.LANGUAGE_CODE)

    def in_language(self, code: str) -> str:
        """The words in a language, or in the nearest one there is; '' when there are none."""
        for candidate in (code, code.split("-")[0], settings.LANGUAGE_CODE):
            if candidate in self:
                return self[candidate]
        return next(iter(self.values()), "")

    def replaced(self, **languages: str) -> "Text":
        """A copy with some languages changed (or removed by an empty string)."""
        return Text({**self, **languages})

    def __repr__(self) -> str:
        return f"Text({dict(self)!r})"

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))

    def __copy__(self) -> "Text":
        return self

    def __deepcopy__(self, memo: dict) -> "Text":
        return self

    def __reduce__(self) -> tuple:
        return Text, (dict(self),)

    def __or__(self, other: Mapping) -> "Text":
        return Text({**self, **other})

    def __iter__(self) -> Iterator[str]:
        return super().__iter__()

    def _refuse(self, *args: object, **kwargs: object) -> NoReturn:
        raise TypeError("Text does not change; make a new one with replaced().")

    __setitem__ = __delitem__ = __ior__ = _refuse  # type: ignore[assignment]
    update = pop = popitem = clear = setdefault = _refuse  # type: ignore[assignment]
