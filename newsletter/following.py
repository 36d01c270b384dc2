"""Following one thing by double opt-in: asking, confirming, stopping.

A following has its own consent, of the purpose "follow <kind> <key>". It brings news of that
thing alone, and ends without touching the newsletter or other followings.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from core import email_addresses
from newsletter import (
    allowances,
    consent,
    followed,
    links,
    news,
    signup,
    suppression,
    unsubscribing,
)
from newsletter.followed import Thing
from newsletter.models import (
    ConsentAction,
    ConsentChannel,
    Following,
    ReaderRequest,
    RequestKind,
    Subscriber,
    SubscriberState,
    SuppressionReason,
)
from newsletter.signup import Confirmation
from newsletter.wordings import version_for, wording

# Who is none of these and confirms a following, follows and gets nothing else.
KEPT = (SubscriberState.ACTIVE, SubscriberState.PAUSED, SubscriberState.UNSUBSCRIBED)


@dataclass(frozen=True, slots=True)
class FollowingOutcome:
    """Where the confirmation of a following stands, of whom and of what."""

    result: Confirmation
    subscriber: Subscriber | None = None
    thing: Thing | None = None


@dataclass(frozen=True, slots=True)
class Followed:
    """A following with the thing in a language; `thing` is None where it is no longer public."""

    following: Following
    thing: Thing | None

    @property
    def token(self) -> str:
        """The token of the page on which to stop."""
        return links.following_token(self.following)


@transaction.atomic
def ask(*, email: str, language: str, kind: str, key: UUID) -> ReaderRequest:
    """Take in the wish to follow a thing; what depends on the address happens in the background.

    Raises ValidationError when the address cannot be one.
    """
    shown = wording(language, version_for(kind))
    request = ReaderRequest.objects.create(
        kind=RequestKind.FOLLOW,
        email=email_addresses.parse(email).email,
        language=language,
        followed_kind=kind,
        followed_key=key,
        wording_version=shown.version,
        wording_hash=shown.text_hash,
    )
    signup.handle_soon(request)
    return request


def look(*, token: str) -> FollowingOutcome:
    """What pressing the button behind a confirmation link would do. Raises TokenError."""
    request = _request_of(token)
    if request is None or request.subscriber is None:
        return FollowingOutcome(Confirmation.GONE)
    return _standing(request, request.subscriber)


@transaction.atomic
def confirm(*, token: str) -> FollowingOutcome:
    """Begin a following and write the consent down; a second time nothing happens.

    Raises TokenError when the link is wrong or older than seven days.
    """
    found = _request_of(token)
    if found is None or found.subscriber_id is None:
        return FollowingOutcome(Confirmation.GONE)
    subscriber = Subscriber.objects.select_for_update().get(pk=found.subscriber_id)
    request = ReaderRequest.objects.select_for_update().get(pk=found.pk)
    standing = _standing(request, subscriber)
    if standing.result is not Confirmation.POSSIBLE or standing.thing is None:
        return standing
    kind, key = standing.thing.kind, standing.thing.key
    now = timezone.now()
    request.confirmed_at = now
    request.save(update_fields=["confirmed_at"])
    _welcome(subscriber, request.language)
    # Before the first follower is there: what is old is not news.
    news.remember(kind=kind, key=key)
    Following.objects.update_or_create(
        subscriber=subscriber,
        kind=kind,
        key=key,
        defaults={"confirmed_at": now, "ended_at": None},
    )
    consent.record(
        subscriber=subscriber,
        action=ConsentAction.GIVEN,
        purpose=purpose_of(kind, key),
        channel=ConsentChannel(request.channel),
        language=request.language,
        wording_version=request.wording_version,
        wording_hash=request.wording_hash,
        asked_at=request.asked_at,
        confirmed_at=now,
    )
    return FollowingOutcome(Confirmation.DONE, subscriber, standing.thing)


@transaction.atomic
def stop(*, following_id: int, channel: ConsentChannel, reference: str = "") -> bool:
    """End one following; False when it had ended before, which is no error.

    What stands for the same thing by now, after a merger of cooperatives, ends with it.
    """
    row = Following.objects.get(pk=following_id)
    subscriber = Subscriber.objects.select_for_update().get(pk=row.subscriber_id)
    same = subscriber.followings.filter(kind=row.kind, key__in=followed.keys(row.kind, row.key))
    ended = _end(subscriber, list(same.values_list("pk", flat=True)), channel, reference)
    return bool(ended)


@transaction.atomic
def stop_everything(*, subscriber_id: int, channel: ConsentChannel, reference: str = "") -> bool:
    """End all followings and the newsletter; False when nothing was left to end."""
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber_id)
    going_on = subscriber.followings.filter(ended_at=None).values_list("pk", flat=True)
    ended = _end(subscriber, list(going_on), channel, reference)
    left = unsubscribing.unsubscribe(
        subscriber_id=subscriber_id, channel=channel, reference=reference
    )
    return bool(ended) or left


def of_subscriber(subscriber: Subscriber, language: str) -> list[Followed]:
    """What somebody follows now, in a language."""
    rows = subscriber.followings.filter(ended_at=None).order_by("pk")
    return [Followed(row, thing_of(row, language)) for row in rows]


def thing_of(row: Following, language: str) -> Thing | None:
    """What a following is of, in a language; None where it is no longer public."""
    return followed.thing(row.kind, row.key, language)


def purpose_of(kind: str, key: UUID) -> str:
    """What a consent to follow is for, in the words of the chain."""
    return f"follow {kind} {key.hex}"


def _welcome(subscriber: Subscriber, language: str) -> None:
    """Take in somebody who has just asked for mail, twice; the newsletter stays as it was."""
    suppression.lift(email=subscriber.email, reasons=[SuppressionReason.ERASURE])
    allowances.forget_mails(address_hash=subscriber.address_hash)
    if subscriber.state in KEPT or subscriber.state == SubscriberState.FOLLOWING:
        return
    subscriber.state, subscriber.state_changed_at = SubscriberState.FOLLOWING, timezone.now()
    subscriber.language = language
    subscriber.save(update_fields=["state", "state_changed_at", "language"])


def _end(
    subscriber: Subscriber, ids: list[int], channel: ConsentChannel, reference: str
) -> list[Following]:
    now = timezone.now()
    rows = list(subscriber.followings.filter(pk__in=ids, ended_at=None).order_by("pk"))
    for row in rows:
        row.ended_at = now
        row.save(update_fields=["ended_at"])
        consent.record(
            subscriber=subscriber,
            action=ConsentAction.WITHDRAWN,
            purpose=purpose_of(row.kind, row.key),
            channel=channel,
            reference=reference,
        )
    is_last = rows and not subscriber.followings.filter(ended_at=None).exists()
    if is_last and subscriber.state == SubscriberState.FOLLOWING:
        subscriber.state, subscriber.state_changed_at = SubscriberState.UNSUBSCRIBED, now
        subscriber.save(update_fields=["state", "state_changed_at"])
    return rows


def _request_of(token: str) -> ReaderRequest | None:
    wishes = ReaderRequest.objects.filter(kind=RequestKind.FOLLOW).select_related("subscriber")
    return wishes.filter(public_id=links.read_confirm_following(token)).first()


def _standing(request: ReaderRequest, subscriber: Subscriber) -> FollowingOutcome:
    """Where a confirmation stands at this moment."""
    key = request.followed_key
    thing = followed.thing(request.followed_kind, key, request.language) if key else None
    is_erased = subscriber.state == SubscriberState.ERASED
    if thing is None or is_erased or suppression.blocks_requests(subscriber.email):
        return FollowingOutcome(Confirmation.GONE)
    same = followed.keys(thing.kind, thing.key)
    follows = subscriber.followings.filter(kind=thing.kind, key__in=same, ended_at=None)
    if follows.exists():
        return FollowingOutcome(Confirmation.ALREADY, subscriber, thing)
    if request.confirmed_at:
        # Confirmed once, stopped since: an old mail must not begin it again.
        return FollowingOutcome(Confirmation.USED, subscriber, thing)
    return FollowingOutcome(Confirmation.POSSIBLE, subscriber, thing)
