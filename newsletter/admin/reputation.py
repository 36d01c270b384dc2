"""How our mail fares: figures by issue and by domain, for those who send."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from newsletter import reputation
from newsletter.admin import rights
from newsletter.failures import LIMITS
from newsletter.models import DeliveryReport


class ReputationView(rights.SenderOnly, WagtailAdminTemplateMixin, TemplateView):
    """Mails handed over, come back, marked as spam; nobody's opening or clicking."""

    template_name = "newsletter/admin/reputation.html"
    page_title = _("How our mail fares")
    header_icon = "mail"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": "", "label": _("How our mail fares")},
    ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The figures, and whether anybody would tell us at all."""
        is_smtp = settings.HUB_MAIL_PROVIDER == "smtp"
        listens = settings.HUB_BOUNCE_MAILBOX if is_smtp else settings.ANYMAIL.get("WEBHOOK_SECRET")
        return {
            **super().get_context_data(**kwargs),
            "mailings": reputation.by_mailing(),
            "domains": reputation.by_domain(),
            "bounce_limit": 100 * LIMITS["bounces"],
            "complaint_limit": 100 * LIMITS["complaints"],
            "listens": bool(listens),
            "last_report": DeliveryReport.objects.order_by("-received_at").first(),
        }
