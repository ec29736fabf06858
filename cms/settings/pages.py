"""Wagtail: pages in several languages, the editors' admin, search, files of public pages."""

from django.utils.translation import gettext_lazy as _

LANGUAGES = [("uk", _("Ukrainian")), ("en", _("English"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
WAGTAILSIMPLETRANSLATION_SYNC_PAGE_TREE = False
WAGTAIL_SITE_NAME = "Вікно"

# Addresses are Latin (home.slugs), so that a link can be dictated and copied.
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# Words are brought to their base form before they are indexed: the database must not stem again.
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "modelsearch.backends.database", "SEARCH_CONFIG": "simple"},
}
# Nothing is asked of other sites.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False

WAGTAILADMIN_PERMITTED_LANGUAGES = [("uk", "Українська"), ("en", "English")]
WAGTAILADMIN_UNSAFE_PAGE_DELETION_LIMIT = 5
# Comments send letters past the outbox; the workflow has its own remarks.
WAGTAILADMIN_COMMENTS_ENABLED = False
# Passwords and e-mails are changed in one place only, with a second factor and a letter.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
# A page for one group of people is a right; a page behind a common password is a leak.
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}

WAGTAILDOCS_EXTENSIONS = [
    "pdf", "odt", "ods", "odp", "docx", "xlsx", "pptx", "rtf", "txt", "csv", "json", "xml", "zip",
    "jpg", "jpeg", "png",
]  # fmt: skip
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_CONTENT_TYPES = {"pdf": "application/pdf"}
WAGTAILAPI_LIMIT_MAX = 100
