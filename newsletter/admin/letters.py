"""A reader's copy as it was sent: headers, HTML, text. A reader's own links are taken out."""

from __future__ import annotations

from email import message_from_bytes, policy
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.auth import permission_required
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core import email_addresses
from newsletter import deciding, sending
from newsletter.admin import rights, words
from newsletter.framing import framed
from newsletter.mime import Letter, Personal
from newsletter.models import Delivery, DeliveryState, Edition
from newsletter.personal import NAMES, Placeholders


class CopyView(rights.SenderOnly, WagtailAdminTemplateMixin, TemplateView):
    """One row of the ledger with the message that belongs to it."""

    right = rights.SEE_READERS
    template_name = "newsletter/admin/copy.html"
    page_title = _("Copy")
    header_icon = "mail"

    @cached_property
    def delivery(self) -> Delivery:
        """The row."""
        rows = Delivery.objects.select_related("subscriber", "edition", "mailing")
        return get_object_or_404(rows, pk=self.kwargs["delivery_id"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Back to the ledger."""
        ledger = reverse("newsletter_admin:ledger", args=[self.delivery.mailing_id])
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("newsletter_admin:mailings"), "label": _("Sending")},
            {"url": ledger, "label": self.delivery.mailing.title},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The row, the message, and what can be decided."""
        delivery = self.delivery
        letter = sending.letter_of(delivery.edition, delivery.mailing)
        message = message_from_bytes(_without_links(delivery, letter), policy=policy.default)
        return {
            **super().get_context_data(**kwargs),
            "delivery": delivery,
            "reader": email_addresses.readable(_address(delivery)),
            "reason": words.reason(delivery.reason) if delivery.reason else "",
            "was_handed_over": delivery.intent_at is not None,
            "headers": list(message.items()),
            "text": letter.placeholders.filled(delivery.edition.text, _no_links()),
            "may_decide": delivery.state == DeliveryState.UNCERTAIN
            and rights.may_send(self.request.user),
            "may_send_again": deciding.can_be_sent_again(delivery),
            "may_go_on": deciding.may_go_on(delivery.mailing),
        }


@permission_required(rights.SEE_READERS)
def copy_html(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """The HTML part of a copy, for its frame."""
    delivery = get_object_or_404(Delivery.objects.select_related("edition"), pk=delivery_id)
    return _framed(delivery.edition)


@permission_required(rights.SEND)
def edition_html(request: HttpRequest, edition_id: int) -> HttpResponse:
    """The HTML part of a frozen edition, for its frame."""
    return _framed(get_object_or_404(Edition, pk=edition_id))


def _framed(edition: Edition) -> HttpResponse:
    html = Placeholders(edition.marker).filled(edition.html, _no_links())
    return framed(html, sandboxed=True)


def _address(delivery: Delivery) -> str:
    """Whose copy it is; "" for an erased reader, and for a copy of long ago."""
    return delivery.subscriber.email if delivery.subscriber_id else ""


def _no_links() -> dict[str, str]:
    """What stands where the reader's own links were: a click must not unsubscribe anybody."""
    return {name: f"{settings.HUB_URL}/#{name}" for name in NAMES}


def _without_links(delivery: Delivery, letter: Letter) -> bytes:
    links = _no_links()
    return letter.fill(
        Personal(
            to=_address(delivery) or "erased@example.invalid",
            message_id=sending.message_id(delivery, letter.sender.domain),
            date=timezone.localtime(delivery.intent_at or timezone.now()),
            one_click=f"{settings.HUB_URL}/#one-click",
            reference=str(delivery.pk),
            **links,
        )
    )
