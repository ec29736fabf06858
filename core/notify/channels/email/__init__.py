"""E-mail: Django's mailer for the real thing, a demo transport beside it."""

from core.notify.channels.email.client import EmailChannel
from core.notify.channels.email.stub import DemoEmailChannel

__all__ = ["DemoEmailChannel", "EmailChannel"]
