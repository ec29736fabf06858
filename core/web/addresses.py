"""Two classes of address (design.md): public pages are the same for everybody, the rest are not."""

from django.conf import settings

PERSONAL = (
    *("accounts/", "appeals/", "requests/", "cabinet/", "desk/", "admin/", "api/", "demo/"),
    *("look/", "files/", "booking/", "tickets/", "t/", "board/", "kiosk/"),
    *("healthz", "readyz", "static/", "media/", "documents/", "styleguide/"),
)


def is_public(path: str) -> bool:
    """Whether a page at this address holds nothing about the one who reads it."""
    bare = path.lstrip("/")
    for code, _name in settings.LANGUAGES:
        bare = bare.removeprefix(f"{code}/")
    return not bare.startswith(PERSONAL)
