"""News for open pages are served from here: `granian --interface asgi cms.live:application`."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")

import django

django.setup()

from core.live.streams import Streams  # noqa: E402 - settings come first

application = Streams()
