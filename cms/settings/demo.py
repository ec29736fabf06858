"""A laptop or a demonstration: embedded SQLite, open demo log-ins, no mail leaves it."""

from cms.settings import env
from cms.settings.base import *  # noqa: F403
from cms.settings.base import NOTIFY_CHANNELS_DEMO, SERVES_PAGES, VAR

DEBUG = False
DEMO = True
SECRET_KEY = env.secret("SECRET_KEY", "a-demo-holds-no-secret-so-its-key-is-none-either-0123456789")
ALLOWED_HOSTS = ["*"]
VAR.mkdir(parents=True, exist_ok=True)

DATABASES = {
    "default": env.database("DATABASE_URL", f"sqlite:///{VAR}/vikno.sqlite3", pooled=SERVES_PAGES)
}
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}
NOTIFY_CHANNELS = NOTIFY_CHANNELS_DEMO
STAFF_MFA_REQUIRED = False
HOOKS_MAY_CALL_INSIDE = True  # a program on the same laptop may listen
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}

# Вербів is drawn by cms.demo; no tile server is asked.
CITY_MAP_URL = env.text("CITY_MAP_URL", "/static/demo/city.geojson")
MAP_CENTRE = GEO_WIDGET_DEFAULT_LOCATION = {"lat": 50.9520, "lng": 34.1460}
