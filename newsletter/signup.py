"""Signing up by double opt-in: asking, dealing with what was asked, confirming."""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass
from datetime import timedelta
from enum import Enum
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core import email_addresses
from core.models import Territory
from newsletter import allowances, answering, consent, links, preferences, suppression
from newsletter.models import (
    ConsentAction,
    ConsentChannel,
    Frequency,
    ReaderMailPurpose,
    ReaderRequest,
    RequestKind,
    Subscriber,
    SubscriberState,
    SuppressionReason,
)
from newsletter.wordings import CURRENT, wording

logger = logging.getLogger(__name__)

# Who has not confirmed after this time is forgotten.
PATIENCE = timedelta(days=30)
# A request that no worker has taken up by then is taken up by the timed job.
HANDLED_WITHIN = timedelta(minutes=1)
SUBSCRIBED = (SubscriberState.ACTIVE, SubscriberState.PAUSED)


class Confirmation(Enum):
    """What a confirmation link can lead to."""

    POSSIBLE = "possible"
    DONE = "done"
    ALREADY = "already"
    USED = "used"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class ConfirmationOutcome:
    """Where a confirmation stands, and of whom (None where nobody is left)."""

    result: Confirmation
    subscriber: Subscriber | None = None
    topics: tuple[str, ...] = ()
    """Names of the topics that were asked for, in the language of the request."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a form asked for besides the newsletter itself; nothing means everything.

    It counts when the subscription is confirmed. Who is subscribed already keeps what they chose.
    """

    topics: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    frequency: str = ""

    def as_data(self) -> dict[str, Any]:
        """As the request keeps it."""
        return {name: value for name, value in asdict(self).items() if value}


@transaction.atomic
def ask(
    *,
    email: str,
    language: str,
    channel: ConsentChannel = ConsentChannel.FORM,
    choice: Choice = Choice(),
    wording_version: str = CURRENT,
) -> ReaderRequest:
    """Take in a sign-up; what depends on the address happens in the background.

    `wording_version` is the text that was shown. Raises ValidationError when the address cannot
    be one.
    """
    shown = wording(language, wording_version)
    request = ReaderRequest.objects.create(
        kind=RequestKind.SIGN_UP,
        email=email_addresses.parse(email).email,
        language=language,
        channel=channel,
        choice=choice.as_data(),
        wording_version=shown.version,
        wording_hash=shown.text_hash,
    )
    handle_soon(request)
    return request


@transaction.atomic
def ask_for_link(*, email: str, language: str) -> ReaderRequest:
    """Take in a call for the preferences link. Raises ValidationError as `ask` does."""
    request = ReaderRequest.objects.create(
        kind=RequestKind.LINK, email=email_addresses.parse(email).email, language=language
    )
    handle_soon(request)
    return request


def handle_soon(request: ReaderRequest) -> None:
    """Have a request dealt with once its transaction has ended well."""
    from newsletter import tasks

    transaction.on_commit(lambda: tasks.handle_request.enqueue(request.pk))


@transaction.atomic
def handle(*, request_id: int) -> None:
    """Deal with a request: plan the mail that answers it, if any, and wipe the typed address.

    Doing it twice does nothing more.
    """
    request = (
        ReaderRequest.objects.select_for_update()
        .filter(pk=request_id, handled_at__isnull=True)
        .first()
    )
    if request is None:
        return
    answers = {RequestKind.SIGN_UP: _answer_sign_up, RequestKind.FOLLOW: _answer_follow}
    subscriber = answers.get(RequestKind(request.kind), _answer_link)(request)
    if subscriber is None:
        request.delete()  # nobody is behind it, or nothing may be sent: nothing stays of it
        return
    request.email, request.subscriber, request.handled_at = "", subscriber, timezone.now()
    request.save(update_fields=["email", "subscriber", "handled_at"])


def handle_waiting() -> int:
    """Deal with requests whose background task was lost; return how many.

    One that cannot be dealt with is logged, and does not stop the others.
    """
    late = ReaderRequest.objects.filter(
        handled_at__isnull=True, asked_at__lte=timezone.now() - HANDLED_WITHIN
    )
    ids = list(late.order_by("pk").values_list("pk", flat=True)[:500])
    handled = 0
    for request_id in ids:
        try:
            handle(request_id=request_id)
        except Exception:
            logger.exception("request %s of a reader could not be dealt with", request_id)
        else:
            handled += 1
    return handled


def _answer_sign_up(request: ReaderRequest) -> Subscriber | None:
    """Plan what a sign-up leads to; None when no mail may be sent."""
    try:
        address = email_addresses.parse(request.email)
    except ValidationError:
        return None  # the rules became stricter in between
    if suppression.blocks_requests(address.email):
        return None
    known = Subscriber.objects.filter(email_key=address.key).first()
    if known and known.state in SUBSCRIBED:
        return _plan_link(known, request)
    return _plan_question(address, request, ReaderMailPurpose.CONFIRM)


def _answer_follow(request: ReaderRequest) -> Subscriber | None:
    """Plan the mail that asks to confirm a following; None when no mail may be sent."""
    try:
        address = email_addresses.parse(request.email)
    except ValidationError:
        return None
    if suppression.blocks_requests(address.email):
        return None
    return _plan_question(address, request, ReaderMailPurpose.FOLLOW)


def _plan_question(
    address: email_addresses.Address, request: ReaderRequest, purpose: ReaderMailPurpose
) -> Subscriber | None:
    """Plan a mail that asks for consent, to a reader made for it if need be."""
    address_hash = suppression.address_hash(address.key)
    if not allowances.take_mail(address_hash=address_hash, purpose=purpose):
        return None
    subscriber, _is_new = Subscriber.objects.get_or_create(
        email_key=address.key,
        defaults={
            "email": address.email,
            "address_hash": address_hash,
            "language": request.language,
        },
    )
    answering.plan(
        subscriber=subscriber, purpose=purpose, language=request.language, request=request
    )
    return subscriber


def _answer_link(request: ReaderRequest) -> Subscriber | None:
    """Plan the mail with the link, for those who are subscribed or were."""
    try:
        address = email_addresses.parse(request.email)
    except ValidationError:
        return None
    known = Subscriber.objects.filter(email_key=address.key).first()
    if (
        known is None
        or known.state not in (*SUBSCRIBED, SubscriberState.FOLLOWING, SubscriberState.UNSUBSCRIBED)
        or suppression.is_suppressed(address.email)
    ):
        return None
    return _plan_link(known, request)


def _plan_link(subscriber: Subscriber, request: ReaderRequest) -> Subscriber | None:
    purpose = ReaderMailPurpose.LINK
    if not allowances.take_mail(address_hash=subscriber.address_hash, purpose=purpose):
        return None
    answering.plan(
        subscriber=subscriber, purpose=purpose, language=subscriber.language, request=request
    )
    return subscriber


def look(*, token: str) -> ConfirmationOutcome:
    """What pressing the button behind a confirmation link would do. Raises TokenError."""
    request = _request_of(token)
    if request is None or request.subscriber is None:
        return ConfirmationOutcome(Confirmation.GONE)
    return _standing(request, request.subscriber)


@transaction.atomic
def confirm(*, token: str) -> ConfirmationOutcome:
    """Make a subscriber active and write the consent down; a second time nothing happens.

    Raises TokenError when the link is wrong or older than seven days.
    """
    found = _request_of(token)
    if found is None or found.subscriber_id is None:
        return ConfirmationOutcome(Confirmation.GONE)
    subscriber = Subscriber.objects.select_for_update().get(pk=found.subscriber_id)
    request = ReaderRequest.objects.select_for_update().get(pk=found.pk)
    standing = _standing(request, subscriber)
    if standing.result is not Confirmation.POSSIBLE:
        return standing
    now = timezone.now()
    request.confirmed_at = now
    request.save(update_fields=["confirmed_at"])
    _activate(subscriber, request)
    consent.record(
        subscriber=subscriber,
        action=ConsentAction.GIVEN,
        channel=ConsentChannel(request.channel),
        language=request.language,
        wording_version=request.wording_version,
        wording_hash=request.wording_hash,
        asked_at=request.asked_at,
        confirmed_at=now,
    )
    answering.plan(
        subscriber=subscriber, purpose=ReaderMailPurpose.WELCOME, language=subscriber.language
    )
    return ConfirmationOutcome(Confirmation.DONE, subscriber)


def _activate(subscriber: Subscriber, request: ReaderRequest) -> None:
    # Who comes back after erasing their data has just asked for mail, twice.
    suppression.lift(email=subscriber.email, reasons=[SuppressionReason.ERASURE])
    allowances.forget_mails(address_hash=subscriber.address_hash)
    now = timezone.now()
    subscriber.state = SubscriberState.ACTIVE
    subscriber.language = request.language
    subscriber.confirmed_at = subscriber.state_changed_at = now
    subscriber.save(update_fields=["state", "language", "confirmed_at", "state_changed_at"])
    _take_choice(subscriber, request)


def _take_choice(subscriber: Subscriber, request: ReaderRequest) -> None:
    """What the form asked for becomes what the reader receives, as far as it still exists."""
    wanted = request.choice
    if topics := preferences.topics_of(wanted.get("topics", [])):
        subscriber.topics.set(topics)
    codes = wanted.get("territories", [])
    if places := list(Territory.objects.filter(code__in=codes)):
        subscriber.territories.set(places)
    if wanted.get("frequency") in Frequency.values:
        subscriber.frequency = wanted["frequency"]
        subscriber.save(update_fields=["frequency"])


def _request_of(token: str) -> ReaderRequest | None:
    sign_ups = ReaderRequest.objects.filter(kind=RequestKind.SIGN_UP).select_related("subscriber")
    return sign_ups.filter(public_id=links.read_confirm(token)).first()


def _standing(request: ReaderRequest, subscriber: Subscriber) -> ConfirmationOutcome:
    """Where a confirmation stands at this moment."""
    if subscriber.state == SubscriberState.ERASED or suppression.blocks_requests(subscriber.email):
        return ConfirmationOutcome(Confirmation.GONE)
    if subscriber.state in SUBSCRIBED:
        return ConfirmationOutcome(Confirmation.ALREADY, subscriber)
    if request.confirmed_at:
        # Confirmed once, unsubscribed since: an old mail must not bring anybody back.
        return ConfirmationOutcome(Confirmation.USED, subscriber)
    topics = preferences.topics_of(request.choice.get("topics", []))
    names = tuple(topic.label(request.language) for topic in topics)
    return ConfirmationOutcome(Confirmation.POSSIBLE, subscriber, names)


@transaction.atomic
def forget_unconfirmed() -> int:
    """Delete who never confirmed, and requests that are over; return how many people."""
    before = timezone.now() - PATIENCE
    waiting = Q(requests__asked_at__gt=before) | Q(mails__created_at__gt=before)
    people = Subscriber.objects.filter(
        state=SubscriberState.PENDING, created_at__lte=before
    ).exclude(waiting)
    ids = list(people.values_list("pk", flat=True)[:5000])
    Subscriber.objects.filter(pk__in=ids).delete()
    ReaderRequest.objects.filter(handled_at__isnull=False, asked_at__lte=before).delete()
    return len(ids)
