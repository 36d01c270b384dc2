"""A subscriber's sheet in the admin: preferences, consents, mails; and what staff may do there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.log_actions import log
from wagtail.snippets.views.snippets import InspectView

from core import email_addresses
from newsletter import consent, preferences, suppression, unsubscribing
from newsletter.models import ConsentChannel, Subscriber, SubscriberState, SuppressionReason

PERMISSION = "newsletter.change_subscriber"


@dataclass(frozen=True, slots=True)
class Act:
    """Something staff may do for a reader who asks them to."""

    label: Promise
    explanation: Promise
    do: Callable[[Subscriber], object]
    icon: str
    is_grave: bool = False


def _unsubscribe(reader: Subscriber) -> None:
    unsubscribing.unsubscribe(subscriber_id=reader.pk, channel=ConsentChannel.STAFF)


def _object(reader: Subscriber) -> None:
    unsubscribing.stop_mailing(
        subscriber_id=reader.pk,
        reason=SuppressionReason.OBJECTION,
        channel=ConsentChannel.STAFF,
    )


def _erase(reader: Subscriber) -> None:
    unsubscribing.erase(subscriber_id=reader.pk, channel=ConsentChannel.STAFF)


def _release(reader: Subscriber) -> None:
    suppression.lift(email=reader.email, reasons=list(SuppressionReason))


ACTS = {
    "unsubscribe": Act(
        _("Unsubscribe"),
        _("The newsletter stops. The reader can subscribe again at any time."),
        _unsubscribe,
        "cross",
    ),
    "object": Act(
        _("Never write again"),
        _("Nothing will be sent to this address, not even if it is signed up again."),
        _object,
        "warning",
    ),
    "release": Act(
        _("Allow mail again"),
        _(
            "For a reader who asks for it, after a bounce or a complaint. The newsletter does "
            "not start again by itself: the reader signs up again and confirms."
        ),
        _release,
        "check",
    ),
    "erase": Act(
        _("Erase the data"),
        _(
            "Address and preferences are deleted and cannot be restored. Counts, consents "
            "without a name, and a fingerprint that blocks imports remain."
        ),
        _erase,
        "bin",
        is_grave=True,
    ),
}


def acts_for(reader: Subscriber) -> list[str]:
    """What can be done in the state a reader is in."""
    if reader.state == SubscriberState.ERASED:
        return []
    names = [] if reader.state in unsubscribing.LEFT else ["unsubscribe"]
    reason = suppression.reason_for(reader.email)
    if reason != SuppressionReason.OBJECTION:
        names.append("object")
    if reason is not None:
        names.append("release")
    return [*names, "erase"]


class SubscriberSheetView(InspectView):
    """Everything the hub knows about one reader, with the proof of consent."""

    page_title = _("Subscriber")

    @property
    def act_url_name(self) -> str:
        """Where acting begins, in the same namespace as the list."""
        return str(self.index_url_name).replace(":list", ":act")

    @property
    def proof_url_name(self) -> str:
        """Where the proof can be printed."""
        return str(self.index_url_name).replace(":list", ":proof")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add consents, mails, issues and what can be done."""
        reader: Subscriber = self.object
        context: dict[str, Any] = super().get_context_data(**kwargs)
        may_act = self.request.user.has_perm(PERMISSION)
        reason = suppression.reason_for(reader.email) if reader.email else None
        return context | {
            "reader": reader,
            "address": email_addresses.readable(reader.email),
            "kinds": [preferences.KINDS[kind] for kind in reader.kinds],
            "suppression": reason.label if reason else "",
            "consents": consent.history(reader),
            "mails": reader.mails.all()[:50],
            "deliveries": reader.deliveries.select_related("mailing").order_by("-pk")[:50],
            "acts": [(name, ACTS[name]) for name in acts_for(reader)] if may_act else [],
        }


class SubscriberActView(View):
    """Asks before acting; only the button, a POST, acts."""

    sheet_url_name = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Raise PermissionDenied for who may only look, or may not even look."""
        if not request.user.has_perms([PERMISSION, "newsletter.view_subscriber"]):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: str, act: str) -> HttpResponse:
        """Explain and ask."""
        reader, chosen = self._read(pk, act)
        context = {
            "act": chosen,
            "address": email_addresses.readable(reader.email),
            "sheet_url": self._sheet_url(reader),
        }
        return render(request, "newsletter/admin/act.html", context)

    def post(self, request: HttpRequest, pk: str, act: str) -> HttpResponse:
        """Act, and note who did it."""
        reader, chosen = self._read(pk, act)
        chosen.do(reader)
        log(instance=reader, action=f"newsletter.{act}", user=request.user)
        messages.success(request, _("Done: %(act)s") % {"act": chosen.label})
        return HttpResponseRedirect(self._sheet_url(reader))

    def _read(self, pk: str, act: str) -> tuple[Subscriber, Act]:
        if not pk.isascii() or not pk.isdigit() or len(pk) > 18 or act not in ACTS:
            raise Http404
        reader = get_object_or_404(Subscriber, pk=pk)
        if act not in acts_for(reader):
            raise Http404
        return reader, ACTS[act]

    def _sheet_url(self, reader: Subscriber) -> str:
        return reverse(self.sheet_url_name, args=[reader.pk])
