"""What is the same in every environment."""

from pathlib import Path

from cms.settings import env
from cms.settings.accounts import *  # noqa: F403
from cms.settings.accounts import OIDC_APPS
from cms.settings.jobs import *  # noqa: F403
from cms.settings.logs import *  # noqa: F403
from cms.settings.maps import *  # noqa: F403
from cms.settings.notify import *  # noqa: F403
from cms.settings.pages import *  # noqa: F403
from cms.settings.security import *  # noqa: F403

ROOT = Path(__file__).resolve().parent.parent.parent
VAR = Path(env.text("VIKNO_VAR", str(ROOT / "var"))).absolute()

# cms.wsgi and cms.asgi say "web": only they may hold a pool of connections.
SERVES_PAGES = env.text("VIKNO_PROCESS", "command") == "web"

INSTALLED_APPS = [
    "cms",
    "crm",
    "crm.desk",
    "crm.cabinet",
    "crm.publishing",
    "crm.reports",
    "crm.appeals",
    "crm.requests",
    "crm.tickets",
    "crm.cases",
    "crm.residents",
    "crm.deadlines",
    "search",
    "home",
    "blocks.content",
    "blocks.forms",
    "blocks.figures",
    "blocks.answers",
    "blocks.queues",
    "blocks.polls",
    "directory",
    "core.accounts",
    "core.notify",
    "core.tasks",
    "core.audit",
    "core.private_files",
    "core.charts",
    "core.words",
    "core.web",
    "core.ids",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.redirects",
    "wagtail.contrib.sitemaps",
    "wagtail.locales",
    "wagtail.sites",
    "core.accounts.users_app.UsersAppConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.api.v3",
    "wagtail",
    "wagtail_modeladmin",
    "wagtailgeowidget",
    "modelcluster",
    "taggit",
    "django_htmx",
    "django_q",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    *OIDC_APPS,
    "axes",
    "phonenumber_field",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
    # the search index has PostgreSQL's own fields; on SQLite this application does nothing
    "django.contrib.postgres",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "cms.middleware.AdminPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.web.cache.PublicPageCache",
    "cms.middleware.PersonalPagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "cms.middleware.ApiLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "core.accounts.middleware.StaffSecondFactorMiddleware",
    "core.accounts.middleware.AtomicFlowsMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.web.look.look",
                "core.accounts.context_processors.account",
            ],
        },
    }
]

AUTH_USER_MODEL = "accounts.User"

LANGUAGE_CODE = "uk"
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Kyiv"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [ROOT / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
PRIVATE_ROOT = VAR / "private"

BASE_URL = env.web_address("BASE_URL", "http://localhost:8000")
WAGTAILADMIN_BASE_URL = BASE_URL
PHONENUMBER_DEFAULT_REGION = "UA"

# Where clamd listens (host:port or a socket's path); empty means no virus scan.
CLAMD_ADDRESS = env.text("CLAMD_ADDRESS", "")
# The front server's internal location for private files; empty means Django streams them.
PRIVATE_X_ACCEL = env.text("PRIVATE_X_ACCEL", "")

DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Вікно <vikno@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# SQLite leaves out the covering columns of an index, and needs none for the demo's few rows.
SILENCED_SYSTEM_CHECKS = ["models.W040"]
DEMO = False

# How long a public page may be shown again without asking anybody; 0 switches it off.
PUBLIC_CACHE_SECONDS = env.whole("PUBLIC_CACHE_SECONDS", 30)
CSRF_FAILURE_VIEW = "core.web.csrf.page_has_grown_old"
