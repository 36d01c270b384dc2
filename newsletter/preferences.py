"""What a reader wants to receive."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from core import naming
from core.models import Territory, Topic
from core.models.territory import TerritoryLevel
from newsletter import allowances, changing
from newsletter.models import Frequency, Subscriber, SubscriberState

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
