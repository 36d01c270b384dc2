"""Everything the hub knows about a reader, for the reader."""

from __future__ import annotations

from typing import Any

from core import email_addresses
from newsletter import consent, followed, proving
from newsletter.models import ConsentEvent, ConsentProof, Following, Subscriber
from newsletter.preferences import KINDS


def export(subscriber: Subscriber) -> dict[str, Any]:
    """Everything the hub knows about a reader, as plain data in their language."""
    return {
        **_identity(subscriber),
        **_choices(subscriber),
        "first_asked_at": subscriber.created_at.isoformat(),
        "confirmed_at": _moment(subscriber.confirmed_at),
        "state_changed_at": subscriber.state_changed_at.isoformat(),
        "follows": [_following(row, subscriber.language) for row in subscriber.followings.all()],
        "news": [
            {"title": str(copy.bulletin), "state": copy.state, "sent_at": _moment(copy.settled_at)}
            for following in subscriber.followings.all()
            for copy in following.copies.select_related("bulletin")
        ],
        "consents": [_consent(event) for event in consent.history(subscriber)],
        **_mails(subscriber),
    }


def _identity(subscriber: Subscriber) -> dict[str, Any]:
    return {
        "address": email_addresses.readable(subscriber.email),
        "state": subscriber.state,
        "paused_until": subscriber.paused_until.isoformat() if subscriber.paused_until else None,
    }


def _choices(subscriber: Subscriber) -> dict[str, Any]:
    language = subscriber.language
    return {
        "language": language,
        "frequency": subscriber.frequency,
        "kinds": subscriber.kinds or list(KINDS),
        "topics": [topic.label(language) for topic in subscriber.topics.all()],
        "territories": [place.label(language) for place in subscriber.territories.all()],
    }


def _following(row: Following, language: str) -> dict[str, Any]:
    thing = followed.thing(row.kind, row.key, language)
    return {
        "what": row.kind,
        "title": thing.title if thing else str(row.key),
        "since": row.confirmed_at.isoformat(),
        "until": _moment(row.ended_at),
    }


def _mails(subscriber: Subscriber) -> dict[str, Any]:
    return {
        "mails": [
            {"purpose": mail.purpose, "state": mail.state, "sent_at": _moment(mail.sent_at)}
            for mail in subscriber.mails.order_by("pk")
        ],
        "issues": [
            {
                "title": delivery.mailing.title,
                "state": delivery.state,
                "planned_at": delivery.created_at.isoformat(),
            }
            for delivery in subscriber.deliveries.select_related("mailing").order_by("pk")
        ],
    }


def _consent(event: ConsentEvent) -> dict[str, Any]:
    proof = proving.proof_of(event)
    return {
        "what": event.action,
        "for": event.purpose,
        "how": event.channel,
        "wording": proving.text_of(event),
        "wording_version": event.wording_version,
        "asked_at": _moment(event.asked_at),
        "confirmed_at": _moment(event.confirmed_at),
        "recorded_at": event.recorded_at.isoformat(),
        "hash": event.event_hash,
        "proof": _proof(proof) if proof else None,
    }


def _proof(row: ConsentProof) -> dict[str, Any]:
    return {
        "how": row.method,
        "given_on": row.given_date.isoformat(),
        "evidence": row.evidence,
        "file": row.file_name,
        "row": row.line,
        "imported_at": row.imported_at.isoformat(),
    }


def _moment(value: Any) -> str | None:
    return value.isoformat() if value else None
