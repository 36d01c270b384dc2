"""House law of the newsletter that Django checks for us."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks as rules
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError

from newsletter import suppression


@register(Tags.database)
def check_address_keys(databases: Sequence[str] | None, **_kwargs: Any) -> list[CheckMessage]:
    """Say when suppressions were hashed with a key that the settings no longer hold.

    Without that key such an address is no longer recognised, and could be mailed again.
    """
    if not databases or "default" not in databases:
        return []
    try:
        lost = suppression.unknown_key_names()
    except DatabaseError:
        return []  # not migrated yet
    return [
        Error(
            f"Suppressed addresses were hashed with a key that is gone (named {name}).",
            hint="Put the old key back: into HUB_ADDRESS_KEYS, or HUB_OLD_SECRET_KEYS.",
            id="newsletter.E001",
        )
        for name in sorted(lost)
    ]


@register()
def check_reports(app_configs: Any, **_kwargs: Any) -> list[CheckMessage]:
    """Say when nobody would tell us that mail comes back."""
    provider = settings.HUB_MAIL_PROVIDER
    if provider != "smtp" and not settings.ANYMAIL.get("WEBHOOK_SECRET"):
        return [
            rules.Warning(
                "Reports of the mail provider are refused: ANYMAIL_WEBHOOK_SECRET is not set.",
                hint="Set it to name:password and give both to the provider with the address.",
                id="newsletter.W001",
            )
        ]
    has_one = bool(settings.HUB_BOUNCE_ADDRESS) != bool(settings.HUB_BOUNCE_MAILBOX)
    if provider == "smtp" and has_one:
        return [
            rules.Warning(
                "Mail that comes back is not read: one of HUB_BOUNCE_ADDRESS and "
                "HUB_BOUNCE_MAILBOX is not set.",
                hint="Set both, or none.",
                id="newsletter.W002",
            )
        ]
    return []
