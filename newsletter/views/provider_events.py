"""The address that providers report to; django-anymail checks who is speaking."""

from __future__ import annotations

from typing import Any

from anymail import urls as anymail_urls
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST


def provider_word() -> str:
    """The provider's short name, from the path of its backend: "mailgun"; "" for plain SMTP."""
    parts = settings.HUB_MAIL_PROVIDER.split(".")
    return parts[2] if parts[:2] == ["anymail", "backends"] and len(parts) > 2 else ""


@csrf_exempt
@require_POST
def tracking(request: HttpRequest, provider: str) -> HttpResponse:
    """Hand a report to the provider's own reader.

    Only the provider that the settings name is listened to, and only with the secret that the
    settings name: whatever else comes is refused with 400 and changes nothing.
    """
    if not provider or provider != provider_word():
        raise Http404
    if not settings.ANYMAIL.get("WEBHOOK_SECRET"):
        raise SuspiciousOperation("ANYMAIL_WEBHOOK_SECRET is not set")
    view: Any = _view_of(provider)
    answer: HttpResponse = view(request)
    return answer


def _view_of(provider: str) -> Any:
    wanted = {f"{provider}_tracking_webhook", f"{provider}_webhook"}
    for pattern in anymail_urls.urlpatterns:
        if isinstance(pattern, URLPattern) and pattern.name in wanted:
            return pattern.callback
    raise Http404
