"""The browser's rules: what a page may load, and how long files may be."""

from django.utils.csp import CSP

from cms.settings import env

# Where live news are served (docs/deploy.md); empty: pages ask by themselves.
LIVE_URL = env.text("LIVE_URL", "").rstrip("/")

SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF, *([LIVE_URL] if LIVE_URL else [])],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}

# Wagtail's page editor still writes scripts and styles into its pages, and shows
# previews in a frame of its own origin. Applied by cms.middleware to ADMIN_PATHS.
SECURE_CSP_ADMIN = SECURE_CSP | {
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "frame-src": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
}
ADMIN_PATHS = ("/admin/",)

SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"

# How many proxies of ours stand in front: as many addresses of X-Forwarded-For are believed.
TRUSTED_PROXIES = env.whole("TRUSTED_PROXIES", 0)
# Lines of core.web.limits.DEFAULTS that this installation changes: {"search": (times, seconds)}.
RATE_LIMITS: dict[str, tuple[int, int]] = {}

UPLOAD_MAX_FILE_BYTES = 10 * 1024 * 1024
UPLOAD_MAX_FILES = 10
UPLOAD_MAX_TOTAL_BYTES = 30 * 1024 * 1024

# A page of the editor with many blocks has thousands of small fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_NUMBER_FILES = 50
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750
WAGTAILIMAGES_MAX_UPLOAD_SIZE = UPLOAD_MAX_FILE_BYTES
