"""A real server asks by name for what it needs, and starts with nothing less."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
COMPLETE = {
    "HUB_SECRET_KEY": "k" * 20 + "0123456789abcdefghijklmnopqrstuvwxyz",
    "HUB_URL": "https://hub.example.org",
    "DATABASE_URL": "postgres://hub@127.0.0.1:5432/hub",
    "HUB_SMTP_URL": "smtp://mail.example.org",
    "HUB_FROM_EMAIL": "Coop Hub <redazione@example.org>",
}


def start(tmp_path: Path, **changes: str | None) -> subprocess.CompletedProcess[str]:
    """Load the production settings in a process of their own."""
    variables = {name: value for name, value in (COMPLETE | changes).items() if value is not None}
    surroundings = {"PATH": os.environ["PATH"], "HUB_VAR_DIR": str(tmp_path)}
    code = (
        "from django.conf import settings; import json;"
        "print(settings.SECURE_SSL_REDIRECT, settings.ALLOWED_HOSTS, settings.DEBUG)"
    )
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=surroundings
        | variables
        | {"DJANGO_SETTINGS_MODULE": "hub.settings.production", "HUB_ENV_FILE": os.devnull},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_complete_configuration_starts_closed_and_on_https_only(tmp_path):
    done = start(tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "True ['hub.example.org'] False"


@pytest.mark.parametrize("name", sorted(COMPLETE))
def test_each_missing_variable_is_asked_for_by_name(tmp_path, name: str):
    done = start(tmp_path, **{name: None})
    assert done.returncode != 0
    assert f"{name} is not set." in done.stderr


def test_an_address_without_https_is_refused(tmp_path):
    done = start(tmp_path, HUB_URL="http://hub.example.org")
    assert "HUB_URL is 'http://hub.example.org': a public hub needs an https:// address" in (
        done.stderr
    )


def test_a_provider_needs_no_mail_server(tmp_path):
    backend = "anymail.backends.mailgun.EmailBackend"
    assert start(tmp_path, HUB_SMTP_URL=None, HUB_MAIL_PROVIDER=backend).returncode == 0
