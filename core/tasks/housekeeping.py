"""Jobs that only clean up after Django and its applications."""

from django.core.management import call_command


def clear_sessions() -> None:
    call_command("clearsessions")
