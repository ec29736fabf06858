"""Ways out of the house, one folder each; adding one is copying a folder.

A channel's client is named by settings, so a stub stands beside every real
client and neither knows of the other.
"""

from functools import cache

from django.conf import settings
from django.core.signals import setting_changed
from django.utils.module_loading import import_string

from core.notify.channels.base import Channel, TransportError

__all__ = ["Channel", "TransportError", "channel_named", "channel_names"]


def channel_names() -> list[str]:
    return list(settings.NOTIFY_CHANNELS)


@cache
def channel_named(name: str) -> Channel:
    """The channel's one instance in this process."""
    return import_string(settings.NOTIFY_CHANNELS[name])()


def _forget(*, setting: str, **_kwargs: object) -> None:
    if setting.startswith(("NOTIFY_", "SMS_", "MAILERS")):
        channel_named.cache_clear()


setting_changed.connect(_forget, dispatch_uid="core.notify.channels")
