"""Short messages: a gateway over HTTP, and a stub that only says "sent"."""

from core.notify.channels.sms.gateway import GatewaySmsChannel
from core.notify.channels.sms.stub import StubSmsChannel

__all__ = ["GatewaySmsChannel", "StubSmsChannel"]
