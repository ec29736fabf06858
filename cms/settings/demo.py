"""A laptop or a demonstration: embedded SQLite, open demo log-ins."""

from cms.settings.base import *  # noqa: F403
from cms.settings.base import VAR

DEBUG = False
DEMO = True
SECRET_KEY = "demo-only-not-a-secret"
ALLOWED_HOSTS = ["*"]
VAR.mkdir(parents=True, exist_ok=True)
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": VAR / "vikno.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }
}
