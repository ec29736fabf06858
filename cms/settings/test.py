"""The test suite: quick, offline, on whichever database DATABASE_URL names."""

from cms.settings import env
from cms.settings.base import *  # noqa: F403
from cms.settings.base import LOGGING, NOTIFY_CHANNELS_DEMO, VAR

DEBUG = False
DEMO = True
SECRET_KEY = "tests-only-0123456789-abcdefghijklmnopqrstuvwxyz-tests-only"
ALLOWED_HOSTS = ["*"]
BASE_URL = "http://testserver"
WAGTAILADMIN_BASE_URL = BASE_URL

VAR = VAR / "test"
VAR.mkdir(parents=True, exist_ok=True)
STATIC_ROOT = VAR / "static"
MEDIA_ROOT = VAR / "media"
PRIVATE_ROOT = VAR / "private"

DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{VAR}/vikno.sqlite3")}
_test_name = env.text("VIKNO_TEST_DB", "test_vikno")
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA temp_store=MEMORY;"
    )
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / f"{_test_name}.sqlite3")}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    DATABASES["default"]["TEST"] = {"NAME": _test_name}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
NOTIFY_CHANNELS = NOTIFY_CHANNELS_DEMO | {"email": "core.notify.channels.email.EmailChannel"}
STAFF_MFA_REQUIRED = False
HOOKS_MAY_CALL_INSIDE = True
# Tasks run at once, so a test sees what it saved found by the search.
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
LOGGING = LOGGING | {"root": {"handlers": [], "level": "CRITICAL"}}
PUBLIC_CACHE_SECONDS = 0
