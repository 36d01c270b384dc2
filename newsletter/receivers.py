"""What others tell us: providers through django-anymail, and the library of pictures."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason, tracking
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone

from core.hiding import pictures_judged
from core.media import HubImage
from core.refusals import GONE_CODES
from newsletter import feedback, keeping, verp
from newsletter.feedback import Report
from newsletter.models import ReportKind

# An enhanced status code (RFC 3463) somewhere in a server's words.
ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
REFERENCE = re.compile(r"^(?P<number>\d{1,18})(-(?P<attempt>[0-9a-f]{32}))?$", re.ASCII)
# Codes that say "there is no such mailbox, now or ever".
FOR_GOOD = {(5, *code) for code in GONE_CODES}
REJECTED = {
    RejectReason.INVALID: ReportKind.HARD,
    RejectReason.BOUNCED: ReportKind.HARD,
    RejectReason.SPAM: ReportKind.COMPLAINED,
    RejectReason.UNSUBSCRIBED: ReportKind.UNSUBSCRIBED,
}


@receiver(tracking, dispatch_uid="newsletter.take_in")
def take_in(event: AnymailTrackingEvent, esp_name: str, **_kwargs: Any) -> None:
    """Keep what a provider reports; opening and clicking are never looked at."""
    report = translated(event, esp_name)
    if report is not None:
        feedback.take_in(report)


@receiver(post_save, sender=HubImage, dispatch_uid="newsletter.forget_picture")
def forget_picture(instance: HubImage, **_kwargs: Any) -> None:
    """Take a picture out of the mails that have left, too, when a consent is withdrawn."""
    if instance.is_consent_withdrawn:
        keeping.forget(image_id=instance.pk)


@receiver(pictures_judged, dispatch_uid="newsletter.follow_judged_pictures")
def follow_judged_pictures(shown: set[int], hidden: set[int], **_kwargs: Any) -> None:
    """Show in the mails that have left what is public, and nothing else."""
    keeping.hide(image_ids=hidden)
    keeping.show(image_ids=shown)


def translated(event: AnymailTrackingEvent, esp_name: str) -> Report | None:
    """A provider's event as a report, None where it says nothing about arriving."""
    words = " ".join(str(part or "") for part in (event.mta_response, event.description))
    kind = _kind(event, words)
    if kind is None:
        return None
    given = event.metadata or {}
    number, attempt = _reference(str(given.get("delivery", "")))
    return Report(
        source=esp_name.lower(),
        kind=kind,
        happened_at=event.timestamp or timezone.now(),
        name=str(event.event_id or ""),
        code=_code(words),
        delivery_number=number,
        attempt_id=attempt,
        provider_id=str(event.message_id or ""),
        address=str(event.recipient or ""),
        is_proven=number is None and _is_mail_of_ours(str(given.get("mail", ""))),
    )


def _reference(words: str) -> tuple[int | None, UUID | None]:
    """Number and attempt of a copy, as its sender gave them to the provider (`sending`)."""
    found = REFERENCE.match(words)
    if found is None:
        return None, None
    attempt = UUID(hex=found["attempt"]) if found["attempt"] else None
    return int(found["number"]), attempt


def _is_mail_of_ours(words: str) -> bool:
    """Whether a mail that is no copy of an issue carries a number that we have signed."""
    return any(verp.read_reference(words, kind) is not None for kind in (verp.NEWS, verp.ANSWER))


def verdict_on(words: str) -> ReportKind | None:
    """What a status code in a server's words says about a mailbox; None where there is none."""
    found = ENHANCED.search(words)
    if found is None:
        return None
    code = tuple(int(part) for part in found.groups())
    if code[0] == 2:
        return ReportKind.DELIVERED
    return ReportKind.HARD if code in FOR_GOOD else ReportKind.SOFT


def _kind(event: AnymailTrackingEvent, words: str) -> ReportKind | None:
    plain = {
        EventType.DELIVERED: ReportKind.DELIVERED,
        EventType.COMPLAINED: ReportKind.COMPLAINED,
        EventType.UNSUBSCRIBED: ReportKind.UNSUBSCRIBED,
    }
    if event.event_type in plain:
        return plain[event.event_type]
    if event.event_type not in {EventType.BOUNCED, EventType.REJECTED}:
        return None
    told = verdict_on(words)
    if told is ReportKind.SOFT:
        return told
    return REJECTED.get(event.reject_reason, told or ReportKind.SOFT)


def _code(words: str) -> str:
    found = ENHANCED.search(words)
    return found.group() if found else ""
