"""System checks say what is wrong and what to do."""

import pytest
from django.db import OperationalError, connection

from hub.checks import check_database, check_mail_provider


def test_a_mail_provider_that_does_not_exist_is_named(settings):
    settings.EMAIL_BACKEND = "anymail.backends.nobody.EmailBackend"
    (problem,) = check_mail_provider()
    assert problem.id == "hub.E001"
    assert "anymail.backends.nobody" in problem.msg
    assert "HUB_MAIL_PROVIDER" in (problem.hint or "")


def test_a_mail_provider_without_its_keys_is_named(settings):
    settings.EMAIL_BACKEND = "anymail.backends.mailgun.EmailBackend"
    settings.ANYMAIL = {}
    assert [problem.id for problem in check_mail_provider()] == ["hub.E001"]


def test_a_mail_provider_that_is_complete_passes(settings):
    settings.EMAIL_BACKEND = "anymail.backends.mailgun.EmailBackend"
    settings.ANYMAIL = {"MAILGUN_API_KEY": "key"}
    assert check_mail_provider() == []


@pytest.mark.django_db
def test_a_database_that_answers_passes():
    assert check_database(databases=["default"]) == []


def test_a_database_that_is_away_is_said_without_its_password(monkeypatch):
    def refuse() -> None:
        raise OperationalError("password s3cret")

    monkeypatch.setattr(connection, "ensure_connection", refuse)
    (problem,) = check_database(databases=["default"])
    assert problem.id == "hub.E002"
    assert "DATABASE_URL" in (problem.hint or "")
    assert "s3cret" not in problem.msg


def test_the_database_is_only_asked_when_that_is_wanted():
    assert check_database(databases=None) == []
