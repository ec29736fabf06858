"""One line per event on standard error; the supervisor keeps it."""

from cms.settings import env

LOG_LEVEL = env.text("LOG_LEVEL", "INFO").upper()

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
    },
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        # The access log is the front server's; a 404 is not news.
        "django.request": {"level": "ERROR"},
        "django.security.csrf": {"level": "ERROR"},
        "django-q": {"level": "WARNING", "handlers": ["console"], "propagate": False},
        # what editors do is in Wagtail's own journal
        "wagtail": {"level": "WARNING"},
        "axes": {"level": "WARNING"},
        "_granian": {"level": "WARNING"},
        "pymorphy3": {"level": "WARNING"},
    },
}
