"""The proof of a reader's consents, to be printed or kept as a PDF."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.views.generic import DetailView

from core import email_addresses
from newsletter import proof_sheets, suppression
from newsletter.models import Subscriber


class ProofSheetView(DetailView[Subscriber]):
    """One reader's chain of consents, with the words, the days, the hashes and the checks."""

    model = Subscriber
    template_name = "newsletter/admin/proof.html"
    context_object_name = "reader"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Raise PermissionDenied for who may not see subscribers."""
        if not request.user.has_perm("newsletter.view_subscriber"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what is proved, and when and for whom the sheet was made."""
        reader = self.object
        reason = suppression.reason_for(reader.email) if reader.email else None
        return {
            **super().get_context_data(**kwargs),
            "sheet": proof_sheets.gather(reader, translation.get_language() or ""),
            "address": email_addresses.readable(reader.email),
            "suppression": reason.label if reason else "",
            "hub_name": settings.HUB_NAME,
            "hub_url": settings.HUB_URL,
            "made_at": timezone.now(),
        }

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Kept by no cache."""
        response = super().render_to_response(context, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response
