"""The sender as a process of its own, for tests that kill it: sends to the mail server given.

python -m tests.notify.sender_process MAIL_PORT LEASE_SECONDS
"""

import os
import sys

import django


def main(port: str, lease: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.test"
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": int(port), "timeout": 30},
        }
    }
    settings.NOTIFY_LEASE_SECONDS = int(lease)
    call_command("run_outbox")


if __name__ == "__main__":
    main(*sys.argv[1:])
