"""Log-in through a provider: there when settings name one, absent otherwise."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SHOW_LOG_IN = """
import django
django.setup()
from django.core.management import call_command
from core.accounts.oidc import log_in_buttons
call_command("check")
for button in log_in_buttons():
    print("BUTTON", button["name"], button["url"])
"""


def run(**more: str) -> subprocess.CompletedProcess:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("OIDC_")
    }
    environment |= {"DJANGO_SETTINGS_MODULE": "cms.settings.test", **more}
    return subprocess.run(
        [sys.executable, "-c", SHOW_LOG_IN],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


PROVIDER = {
    "OIDC_SERVER_URL": "https://id.example.ua",
    "OIDC_NAME": "Міський ключ",
    "OIDC_CLIENT_ID": "vikno",
    "OIDC_CLIENT_SECRET": "hidden",
}


def test_without_a_provider_there_is_no_button():
    done = run()
    assert done.returncode == 0, done.stderr
    assert "BUTTON" not in done.stdout


def test_with_a_provider_there_is_one():
    done = run(**PROVIDER)
    assert done.returncode == 0, done.stderr
    assert "BUTTON Міський ключ /accounts/oidc/city/login/" in done.stdout
    assert "hidden" not in done.stdout


@pytest.mark.parametrize("missing", ["OIDC_NAME", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"])
def test_half_a_provider_does_not_start(missing):
    done = run(**{name: value for name, value in PROVIDER.items() if name != missing})
    assert done.returncode != 0
    assert missing in done.stderr
