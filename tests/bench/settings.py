"""Production, but for TLS and mail, with the statements of every answer counted."""

import os

os.environ.setdefault("BASE_URL", "https://localhost")
os.environ.setdefault("SECRET_KEY", "bench-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ-bench")
os.environ.setdefault("EMAIL_URL", "smtp://127.0.0.1:9")
os.environ.setdefault("DEFAULT_FROM_EMAIL", "bench@example.org")

from cms.settings.production import *  # noqa: F403
from cms.settings.production import MIDDLEWARE

ALLOWED_HOSTS = ["*"]
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
STAFF_MFA_REQUIRED = False
PUBLIC_CACHE_SECONDS = int(os.environ.get("BENCH_CACHE_SECONDS", "0"))
_UNLIMITED = (1_000_000, 60)
RATE_LIMITS = {
    "appeals.draft": _UNLIMITED,
    "appeals.submit": _UNLIMITED,
    "search": _UNLIMITED,
    "tickets.hold": _UNLIMITED,
    "tickets.book": _UNLIMITED,
    "api.public": _UNLIMITED,
}
MIDDLEWARE = ["tests.bench.middleware.CountStatements", *MIDDLEWARE]
