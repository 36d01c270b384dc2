"""What a reader wants to receive, and everything that is known about them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from core import email_addresses, naming
from core.models import Territory, Topic
from core.models.territory import TerritoryLevel
from newsletter import allowances, changing, consent, followed, proving
from newsletter.models import ConsentEvent, ConsentProof, Frequency, Subscriber, SubscriberState

# What issues are made of; the names are the catalogue's kinds.
KINDS: dict[str, Promise] = {
    "practice": pgettext_lazy("newsletter", "Practices"),
    "call": pgettext_lazy("newsletter", "Calls"),
    "event": pgettext_lazy("newsletter", "Events"),
    "path": pgettext_lazy("newsletter", "Participation paths"),
}


def topic_choices(language: str) -> list[tuple[str, str]]:
    """Code and name of each topic; the name in `language` where it has one."""
    topics = _source_topics()
    translated = Topic.objects.filter(locale__language_code=language)
    names = dict(translated.values_list("translation_key", "name"))
    choices = [(topic.code, names.get(topic.translation_key, topic.name)) for topic in topics]
    return sorted(choices, key=lambda choice: choice[1].casefold())


def region_choices(language: str) -> list[tuple[str, str]]:
    """Code and name of each region there is today; a region stands for its provinces."""
    choices = [(region.code, region.label(language)) for region in _regions()]
    return sorted(choices, key=lambda choice: choice[1].casefold())


def _source_topics() -> QuerySet[Topic]:
    """Topics in the source language, which preferences refer to."""
    return Topic.objects.originals().current()


def topics_of(codes: Iterable[str]) -> list[Topic]:
    """The topics that some codes lead to today, each once; unknown codes are left out."""
    found = (naming.by_code(code) for code in codes)
    return list({topic.pk: topic for topic in found if topic is not None}.values())


def _regions() -> QuerySet[Territory]:
    today = timezone.localdate()
    return Territory.objects.valid_on(today).filter(level=TerritoryLevel.REGION)


@transaction.atomic
def change(
    *,
    subscriber_id: int,
    language: str,
    topics: Iterable[str],
    territories: Iterable[str],
    kinds: Iterable[str],
    frequency: str,
) -> bool:
    """Save a reader's choice: topics and territories by code.

    Choosing all kinds is kept as choosing none, which means all: a kind that comes later is in.
    False when the reader has erased their data in the meantime. Raises ValueError for a kind,
    frequency or language that does not exist.
    """
    wanted = set(kinds)
    if wanted - set(KINDS) or frequency not in Frequency.values:
        raise ValueError(f"no such choice: {sorted(wanted - set(KINDS))}, {frequency!r}")
    if language not in dict(settings.LANGUAGES):
        raise ValueError(f"no such language: {language!r}")
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber_id)
    if subscriber.state == SubscriberState.ERASED:
        return False
    now = timezone.now()
    owed = changing.follow(subscriber, frequency=frequency, at=now)
    subscriber.language, subscriber.frequency = language, frequency
    subscriber.kinds = [] if wanted == set(KINDS) else [kind for kind in KINDS if kind in wanted]
    subscriber.preferences_changed_at = now
    own = ["language", "frequency", "kinds", "preferences_changed_at"]
    subscriber.save(update_fields=[*own, *owed])
    subscriber.topics.set(_source_topics().filter(slug__in=topics))
    subscriber.territories.set(Territory.objects.filter(code__in=territories))
    allowances.forget_mails(address_hash=subscriber.address_hash)
    return True


def export(subscriber: Subscriber) -> dict[str, Any]:
    """Everything the hub knows about a reader, for the reader."""
    language = subscriber.language
    return {
        "address": email_addresses.readable(subscriber.email),
        "state": subscriber.state,
        "paused_until": subscriber.paused_until.isoformat() if subscriber.paused_until else None,
        "language": language,
        "frequency": subscriber.frequency,
        "kinds": subscriber.kinds or list(KINDS),
        "topics": [topic.label(language) for topic in subscriber.topics.all()],
        "territories": [place.label(language) for place in subscriber.territories.all()],
        "first_asked_at": subscriber.created_at.isoformat(),
        "confirmed_at": _moment(subscriber.confirmed_at),
        "state_changed_at": subscriber.state_changed_at.isoformat(),
        "follows": [
            {
                "what": row.kind,
                "title": thing.title
                if (thing := followed.thing(row.kind, row.key, language))
                else str(row.key),
                "since": row.confirmed_at.isoformat(),
                "until": _moment(row.ended_at),
            }
            for row in subscriber.followings.all()
        ],
        "news": [
            {"title": str(copy.bulletin), "state": copy.state, "sent_at": _moment(copy.settled_at)}
            for following in subscriber.followings.all()
            for copy in following.copies.select_related("bulletin")
        ],
        "consents": [_consent(event) for event in consent.history(subscriber)],
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
