"""How many readers follow each topic: a number for the popularity of topics, never who."""

from __future__ import annotations

from django.db.models import Count

from catalogue.popularity import counts_followers
from newsletter.models import Subscriber, SubscriberState


@counts_followers
def readers_by_topic() -> dict[int, int]:
    """Readers of the newsletter who chose each topic, by the topic's id."""
    chosen = Subscriber.topics.through.objects.filter(subscriber__state=SubscriberState.ACTIVE)
    rows = chosen.values_list("topic_id").annotate(count=Count("pk")).order_by("topic_id")
    return dict(rows)
