"""Merging one topic into another, and letting none go that is still used.

The row of a merged topic stays, so that its code is never given away and old links, searches and
forms that were open at that moment arrive at the topic it went into. Whatever points to topics is
found by `core.references`; who has more to do listens to `references_moved`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.dispatch import Signal
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from core.models import FormerTopicCode, Topic, User
from core.references import Use, relations, uses

MERGED = "hub.topic_merged"

references_moved = Signal()
"""Sent inside the transaction with `owner` (a model class), `owner_ids`, `source` and `target`."""


class MergeRefused(Exception):
    """The two topics cannot be merged; `message` says why, to a person."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(str(message))
        self.message = message


class TopicInUse(Exception):
    """The topic cannot be deleted; `uses` says what would lose it."""

    def __init__(self, found: list[Use]) -> None:
        super().__init__(", ".join(f"{use.count} {use.label}" for use in found))
        self.uses = found


@dataclass(frozen=True, slots=True)
class Plan:
    """What merging would do, to be read before it is done."""

    source: Topic
    target: Topic
    uses: list[Use]
    parts: list[Topic]
    codes: list[str]
    words: list[str]


def plan(source: Topic, target: Topic) -> Plan:
    """What merging `source` into `target` would do; raise MergeRefused if it cannot be done."""
    _refuse(source, target)
    same = Topic.objects.filter(translation_key=source.translation_key).order_by("pk")
    words = [word for row in same for word in (row.name, *row.synonym_list)]
    return Plan(
        source=source,
        target=target,
        uses=uses(source),
        parts=list(source.parts.exclude(pk=target.pk)),
        codes=[source.code, *source.former_codes.values_list("code", flat=True)],
        words=list(dict.fromkeys(words)),
    )


@transaction.atomic
def merge(*, source_id: int, target_id: int, user: User | None = None) -> Topic:
    """Make everything about one topic be about another; return the one that remains.

    Raises MergeRefused. Both rows are locked, so that of two merges at once the second sees what
    the first has done.
    """
    locked = Topic.objects.select_for_update().order_by("pk")
    rows = {topic.pk: topic for topic in locked.filter(pk__in={source_id, target_id})}
    source, target = rows.get(source_id), rows.get(target_id)
    if source is None or target is None:
        raise MergeRefused(_("One of the two topics is no longer there."))
    _refuse(source, target)
    found = uses(source)
    _take_place(source, target)
    same = Topic.objects.filter(translation_key=source.translation_key)
    same.update(merged_into=target, parent=None, is_featured=False)
    _move(source, target)
    log(
        instance=source,
        action=MERGED,
        user=user,
        data={
            "source": {"code": source.code, "name": source.name},
            "target": {"code": target.code, "name": target.name},
            "uses": {use.label: use.count for use in found},
        },
    )
    target.save()  # whoever listens to topics hears that this one has grown
    return target


def settle(topic_ids: Iterable[int] | None = None) -> int:
    """Move what was given a topic while it was being merged; return how many records.

    For an editor's form, an import, a reader's choice that had begun before. Idempotent.
    """
    merged = Topic.objects.filter(merged_into__isnull=False)
    if topic_ids is not None:
        merged = merged.filter(pk__in=list(topic_ids))
    count = 0
    for source in merged.select_related("merged_into"):
        if source.merged_into is not None:
            with transaction.atomic():
                count += _move(source, source.merged_into)
    return count


def refuse_to_delete(topic: Topic) -> None:
    """Raise TopicInUse while anything points to a topic, in any language of it."""
    found = uses(topic)
    if topic.parts.exists():
        found.append(Use(str(_("Topics that are part of it")), topic.parts.count()))
    old_names = topic.merged_topics.count() + topic.former_codes.count()
    if old_names:
        found.append(Use(str(_("Old addresses that lead to it")), old_names))
    if found:
        raise TopicInUse(found)


def _refuse(source: Topic, target: Topic) -> None:
    if source.translation_key == target.translation_key:
        raise MergeRefused(_("A topic cannot be merged into itself."))
    if source.merged_into_id or target.merged_into_id:
        raise MergeRefused(_("One of the two topics has already been merged into another one."))
    originals = Topic.objects.originals().filter(pk__in=[source.pk, target.pk])
    if originals.count() < 2:
        raise MergeRefused(_("Topics are merged in the main language of the hub."))


def _take_place(source: Topic, target: Topic) -> None:
    """Give the target what only one topic can have: parts, old codes, those merged before."""
    if target.parent_id == source.pk:
        target.parent = source.parent
        target.save()
    wider = target.parent or target
    source.parts.exclude(pk=target.pk).update(parent=wider)
    source.merged_topics.update(merged_into=target)
    FormerTopicCode.objects.filter(topic=source).update(topic=target)


def _move(source: Topic, target: Topic) -> int:
    count = 0
    for relation in relations():
        moved: set[Any] = relation.move(source, target)
        if moved:
            count += len(moved)
            references_moved.send(
                sender=Topic,
                owner=relation.owner,
                owner_ids=moved,
                source=source,
                target=target,
            )
    return count
