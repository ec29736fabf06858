#!/usr/bin/env python3
"""Django's command line; a wrong setting is told in one sentence, without a traceback."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as refusal:
        if os.environ.get("VIKNO_TRACEBACK"):
            raise
        sys.exit(f"Vikno does not start: {refusal}")


if __name__ == "__main__":
    main()
