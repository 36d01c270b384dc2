"""Who takes the mails from us: mail servers (SMTP), or a provider through django-anymail."""

from __future__ import annotations

from django.conf import settings

from newsletter.providers.answers import (
    Answer,
    Provider,
    TroubleError,
    Verdict,
    before_any_mail,
)
from newsletter.providers.backend import BackendProvider
from newsletter.providers.pool import ServerPool
from newsletter.providers.servers import servers
from newsletter.providers.smtp import SmtpProvider

__all__ = ["Answer", "Provider", "TroubleError", "Verdict", "before_any_mail", "open_provider"]


def open_provider() -> Provider:
    """The provider that the settings name, not connected yet."""
    if settings.HUB_MAIL_PROVIDER != "smtp":
        return BackendProvider()
    chosen = servers()
    is_plain = len(chosen) == 1 and chosen[0].rate is None
    return SmtpProvider(chosen[0]) if is_plain else ServerPool(chosen)
