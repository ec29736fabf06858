"""The asynchronous door, for servers that speak ASGI only; pages are quicker by cms.wsgi."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")
os.environ["VIKNO_PROCESS"] = "web"

from django.core.asgi import get_asgi_application

application = get_asgi_application()
