"""Production settings as a process sees them, each in an interpreter of its own."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

GOOD = {
    "DJANGO_SETTINGS_MODULE": "cms.settings.production",
    "SECRET_KEY": "k3y-0f-a-dry-run-ABCDEFGHIJKLMNOPQRSTUVWXYZ-abcdefghij-0123456789",
    "BASE_URL": "https://vikno.example.ua",
    "DATABASE_URL": "postgresql://vikno@127.0.0.1:1/vikno",
    "EMAIL_URL": "smtp+tls://vikno:secret@mail.example.ua:587",
    "DEFAULT_FROM_EMAIL": "vikno@example.ua",
}


def manage(*arguments: str, **environment: str | None) -> subprocess.CompletedProcess[str]:
    clean = {name: os.environ[name] for name in ("PATH", "HOME", "VIKNO_VAR") if name in os.environ}
    wanted = {name: value for name, value in (GOOD | environment).items() if value is not None}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.ROOT,
        env=clean | wanted,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize(
    "name", ["SECRET_KEY", "BASE_URL", "DATABASE_URL", "EMAIL_URL", "DEFAULT_FROM_EMAIL"]
)
def test_production_does_not_start_without(name):
    done = manage("check", **{name: None})
    assert done.returncode != 0
    assert f"Vikno does not start: Set {name}" in done.stderr
    assert "Traceback" not in done.stderr


def test_production_passes_the_deployment_checks(tmp_path):
    # some checks ask the database for its version, so this one must exist
    here = f"sqlite:///{tmp_path}/vikno.sqlite3"
    done = manage("check", "--deploy", "--fail-level", "WARNING", DATABASE_URL=here)
    assert done.returncode == 0, done.stderr


def test_a_pool_outside_a_web_process_is_an_error():
    code = (
        "import django; from django.conf import settings; django.setup();"
        "settings.DATABASES['default']['OPTIONS']['pool'] = True;"
        "from core.tasks.checks import no_pool_where_processes_fork as check;"
        "print([e.id for e in check()])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.ROOT,
        env={"PATH": os.environ["PATH"], **GOOD},
        capture_output=True,
        text=True,
    )
    assert "tasks.E002" in done.stdout, done.stderr
