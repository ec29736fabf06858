"""A stream of blocks that migrations do not repeat: blocks may change, the column does not."""

from typing import Any

from wagtail.fields import StreamField


class LightStreamField(StreamField):
    """A StreamField whose migration says nothing of its blocks."""

    def deconstruct(self) -> tuple[Any, ...]:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs
