"""``wagtail start``, untouched but for its database: what a plain Wagtail page costs."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path


def make_reference(url: str) -> Path:
    """Create the project and its database tables; answers with its folder."""
    folder = Path(tempfile.mkdtemp(prefix="wagtail-start-"))
    wagtail = Path(sys.executable).parent / "wagtail"
    run = {"check": True, "stdout": subprocess.DEVNULL}
    subprocess.run([wagtail, "start", "ref", folder], **run)
    (folder / "ref" / "settings" / "local.py").write_text(local_settings(url), encoding="utf-8")
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "ref.settings.production"}
    for command in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=folder, env=environment, **run)
    return folder


def local_settings(url: str) -> str:
    """The one file added to the fresh project: where its database is."""
    return f"""
from urllib.parse import urlsplit

from .base import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "django.contrib.postgres"]
SECRET_KEY = "bench"
ALLOWED_HOSTS = ["*"]
_url = urlsplit({url!r})
DATABASES = {{"default": {{
    "ENGINE": "django.db.backends.postgresql", "NAME": _url.path[1:], "USER": _url.username,
    "PASSWORD": _url.password or "", "HOST": _url.hostname or "", "PORT": str(_url.port or ""),
    "OPTIONS": {{"pool": {{"min_size": 1, "max_size": 16}}}},
}}}}
"""
