"""A city's own server: every secret comes from outside, every channel is encrypted."""

from urllib.parse import urlsplit

from cms.settings import env
from cms.settings.base import *  # noqa: F403
from cms.settings.base import SERVES_PAGES

DEBUG = False
SECRET_KEY = env.secret_key()
SECRET_KEY_FALLBACKS = [key for key in [env.secret("SECRET_KEY_OLD", "")] if key]

BASE_URL = env.web_address("BASE_URL", https=True)
WAGTAILADMIN_BASE_URL = BASE_URL
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", [str(urlsplit(BASE_URL).hostname)])
CSRF_TRUSTED_ORIGINS = [BASE_URL]

DATABASES = {"default": env.database("DATABASE_URL", pooled=SERVES_PAGES)}
MAILERS = {"default": env.mailer("EMAIL_URL")}
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}

# The front server ends TLS and must set this header itself, never pass it through.
if env.flag("BEHIND_PROXY", True):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = env.whole("HSTS_SECONDS", 60 * 60 * 24 * 365)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.flag("HSTS_INCLUDE_SUBDOMAINS", True)
SECURE_HSTS_PRELOAD = env.flag("HSTS_PRELOAD", True)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
