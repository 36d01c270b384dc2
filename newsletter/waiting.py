"""What waits in the newsletter: sendings that stopped, copies in doubt, failed mails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.waiting import Heading, Line, one_or_list, waits
from newsletter import digests as plans
from newsletter.admin.rights import SEE_READERS, SEND
from newsletter.models import (
    Delivery,
    DeliveryState,
    DigestPlan,
    Mailing,
    MailingKind,
    MailingState,
    ReaderMail,
    ReaderMailState,
)

RECENT = timedelta(days=30)


def _desk() -> Callable[[Any], str]:
    """The page of the only sending that waits, or the list of all."""
    return one_or_list(
        lambda mailing: reverse("newsletter_admin:mailing", args=[mailing.pk]),
        reverse("newsletter_admin:mailings"),
    )


@waits("newsletter.paused", heading=Heading.REPAIR, permission=SEND)
def paused(user: Any) -> Iterator[Line]:
    """Sendings that stand still, of issues and digests."""
    mailings = Mailing.objects.filter(state=MailingState.PAUSED)
    yield from Line.of(
        mailings.order_by("state_changed_at", "pk"),
        text=lambda count: ngettext(
            "The sending of %(count)d issue is paused",
            "The sending of %(count)d issues is paused",
            count,
        ),
        since="state_changed_at",
        url=_desk(),
        action=_("Look at it"),
    )


@waits("newsletter.digests_to_start", heading=Heading.REVIEW, permission=SEND)
def digests_to_start(user: Any) -> Iterator[Line]:
    """Digests that leave when somebody has looked at them."""
    mailings = Mailing.objects.filter(kind=MailingKind.DIGEST, state=MailingState.FROZEN)
    yield from Line.of(
        mailings.order_by("state_changed_at", "pk"),
        text=lambda count: ngettext(
            "%(count)d digest waits for somebody to look at it",
            "%(count)d digests wait for somebody to look at them",
            count,
        ),
        since="state_changed_at",
        url=_desk(),
        action=_("Look at it"),
    )


@waits("newsletter.digests", heading=Heading.REPAIR, permission=SEND)
def digests(user: Any) -> Iterator[Line]:
    """Digests that could not be made; they are tried again every five minutes."""
    texts = {
        "template": _("%(digest)s: the digest cannot be made, the mail's template is broken"),
        "error": _("%(digest)s: the digest cannot be made; the hub's log says why"),
    }
    troubled = DigestPlan.objects.exclude(trouble="").order_by("pk")
    for plan in (one for one in troubled if plans.is_wanted(one)):
        yield Line(
            text=texts.get(plan.trouble, texts["error"]) % {"digest": plan},
            url=reverse("wagtailsnippets_newsletter_digestplan:list"),
            action=_("Look at it"),
            count=1,
            since=plan.trouble_at,
        )


@waits("newsletter.uncertain", heading=Heading.REPAIR, permission=SEE_READERS)
def uncertain(user: Any) -> Iterator[Line]:
    """Copies of which nobody knows whether they arrived: only a person can decide."""
    copies = Delivery.objects.filter(state=DeliveryState.UNCERTAIN).order_by("mailing_id", "pk")
    first = list(copies[:1])
    if not first:
        return
    count = copies.count()
    text = ngettext(
        "%(count)d copy of an issue may or may not have arrived",
        "%(count)d copies of issues may or may not have arrived",
        count,
    )
    ledger = reverse("newsletter_admin:ledger", args=[first[0].mailing_id])
    yield Line(
        text=text % {"count": count},
        url=f"{ledger}?state={DeliveryState.UNCERTAIN.value}",
        action=_("Decide"),
        count=count,
        since=first[0].intent_at,
    )


@waits("newsletter.failed_mails", heading=Heading.REPAIR, permission=SEE_READERS)
def failed_mails(user: Any) -> Iterator[Line]:
    """Mails to single readers that did not leave: confirmations, welcomes, links."""
    mails = ReaderMail.objects.filter(
        state=ReaderMailState.FAILED, created_at__gte=timezone.now() - RECENT
    ).order_by("created_at", "pk")
    first = list(mails.select_related("subscriber")[:1])
    if not first:
        return
    count = mails.count()
    text = ngettext("%(count)d mail to a reader failed", "%(count)d mails to readers failed", count)
    sheet = "wagtailsnippets_newsletter_subscriber:inspect"
    yield Line(
        text=text % {"count": count},
        url=reverse(sheet, args=[first[0].subscriber_id]),
        action=_("Look at the first"),
        count=count,
        since=first[0].created_at,
    )
