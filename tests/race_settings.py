"""The test settings for a server of its own, which many people press at one moment."""

from cms.settings.test import *  # noqa: F403
from cms.settings.test import DATABASES

# The server is told the test database itself.
DATABASES["default"]["CONN_MAX_AGE"] = 60
_UNLIMITED = (1_000_000, 60)
RATE_LIMITS = dict.fromkeys(("tickets.hold", "tickets.book"), _UNLIMITED)
