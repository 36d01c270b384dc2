"""The demo's readers, who sign up, choose and leave like anybody else, and groups of them."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from core.models import Territory, Topic
from hub.demo.reading import Content, read
from newsletter import links, preferences, signup, suppression, unsubscribing
from newsletter.models import ConsentChannel, Segment, Subscriber, SuppressionReason

PENDING = "pending"


def make_readers() -> None:
    """Everybody, in every state a reader can be in."""
    for content in read("subscribers")["subscriber"]:
        _make_reader(content)


def make_groups() -> None:
    """Groups of readers, as staff describe them."""
    for content in read("groups")["group"]:
        group, is_new = Segment.objects.get_or_create(
            name=content["name"],
            defaults={
                "language": content.get("language", ""),
                "is_strict": content.get("is_strict", False),
            },
        )
        if is_new:
            topics = Topic.objects.originals().filter(slug__in=content.get("topics", []))
            places = Territory.objects.filter(code__in=content.get("territories", []))
            group.topics.set(topics)
            group.territories.set(places)


def _make_reader(content: Content) -> None:
    email = content["email"]
    known = Subscriber.objects.filter(email_key=email).first()
    if suppression.is_suppressed(email) or (known and known.state != PENDING):
        return
    request = signup.ask(email=email, language=content["language"])
    signup.handle(request_id=request.pk)
    if content["state"] == PENDING:
        return
    request.refresh_from_db()
    token = urlsplit(links.confirm_url(request)).path.rstrip("/").rpartition("/")[2]
    subscriber = signup.confirm(token=token).subscriber
    assert subscriber is not None  # noqa: S101 - the address is the demo's own
    preferences.change(
        subscriber_id=subscriber.pk,
        language=content["language"],
        topics=content.get("topics", []),
        territories=content.get("territories", []),
        kinds=content.get("kinds", []),
        frequency=content["frequency"],
    )
    if leave := LEAVING.get(content["state"]):
        leave(subscriber.pk)


def _stop(reason: SuppressionReason) -> Callable[[int], object]:
    return lambda subscriber_id: unsubscribing.stop_mailing(
        subscriber_id=subscriber_id, reason=reason, channel=ConsentChannel.PROVIDER
    )


LEAVING: dict[str, Callable[[int], object]] = {
    "bounced": _stop(SuppressionReason.BOUNCE),
    "complained": _stop(SuppressionReason.COMPLAINT),
    "unsubscribed": lambda subscriber_id: unsubscribing.unsubscribe(
        subscriber_id=subscriber_id, channel=ConsentChannel.PAGE
    ),
    "erased": lambda subscriber_id: unsubscribing.erase(
        subscriber_id=subscriber_id, channel=ConsentChannel.PAGE
    ),
}
