"""System checks of the whole house: each has an id, says what is wrong and what to do."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.mail import get_connection
from django.db import InterfaceError, OperationalError, connections


@register()
def check_mail_provider(**kwargs: Any) -> list[CheckMessage]:
    """hub.E001: mail can be handed to the provider that the settings name."""
    try:
        get_connection()
    except Exception as error:  # noqa: BLE001 - each provider refuses in its own words
        return [
            Error(
                f"Mail cannot be sent through {settings.EMAIL_BACKEND} ({type(error).__name__}).",
                hint="HUB_MAIL_PROVIDER is smtp or the path of a django-anymail backend, such as "
                "anymail.backends.mailgun.EmailBackend; its keys are given as ANYMAIL_… variables.",
                id="hub.E001",
            )
        ]
    return []


@register(Tags.database)
def check_database(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """hub.E002: the database answers; runs with `check --database default` and `migrate`."""
    problems: list[CheckMessage] = []
    for alias in databases or []:
        try:
            connections[alias].ensure_connection()
        except (OperationalError, InterfaceError) as error:
            problems.append(
                Error(
                    f"The database does not answer ({type(error).__name__}).",
                    hint="Look whether it runs, and whether DATABASE_URL has the right host, port, "
                    "name, user and password.",
                    id="hub.E002",
                )
            )
    return problems
