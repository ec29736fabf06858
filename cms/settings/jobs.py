"""The worker: django-q2 for schedules and for the tasks of Django and Wagtail."""

from cms.settings import env

TASKS = {"default": {"BACKEND": "core.tasks.backend.DjangoQBackend"}}

Q_CLUSTER = {
    "name": "vikno",
    "orm": "default",
    "label": "Django Q",
    "workers": env.whole("WORKERS", 1, least=1),
    "poll": 1.0,
    "guard_cycle": 1.0,
    # retry must be longer than timeout, else a task is started again while it runs
    "timeout": 600,
    "retry": 660,
    "max_attempts": 5,
    "ack_failures": True,
    "recycle": 200,
    "save_limit": 500,
    "catch_up": False,
    "bulk": 1,
}

# A heartbeat older than this many seconds means that the process is dead.
HEARTBEAT_MAX_SECONDS = 120
# An unsent message older than this many seconds means that sending stands still.
OUTBOX_MAX_SECONDS = 300
