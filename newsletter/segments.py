"""Who is in a group of readers, as a condition on readers, and the group in words."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from newsletter import followed, places
from newsletter.models import Following, Segment, Subscriber
from newsletter.preferences import KINDS


def belongs(segment: Segment) -> Q:
    """A condition on readers that `with_kinds` has seen. The language is asked for apart."""
    condition = Q()
    if segment.kinds:
        condition &= _by_kind(segment)
    topics = {topic.slug for topic in segment.topics.all()}
    if topics:
        own_topics = Subscriber.topics.through.objects.filter(subscriber=OuterRef("pk"))
        condition &= _by_choice(own_topics, Q(topic__slug__in=topics), segment)
    codes = [place.code for place in segment.territories.all()]
    reached = places.reached(codes, places.parents_of_all()) if codes else None
    if reached is not None:
        own_places = Subscriber.territories.through.objects.filter(subscriber=OuterRef("pk"))
        condition &= _by_choice(own_places, Q(territory__code__in=reached), segment)
    if segment.followed_key:
        following = Following.objects.filter(
            subscriber=OuterRef("pk"),
            kind=segment.followed_kind,
            key__in=followed.keys(segment.followed_kind, segment.followed_key),
            ended_at__isnull=True,
        )
        condition &= Q(Exists(following))
    return condition


def with_kinds(readers: QuerySet[Any]) -> QuerySet[Any]:
    """Readers with the kinds they chose as a text that every database can search."""
    return readers.annotate(kinds_text=Cast("kinds", TextField()))


def members(segment: Segment) -> QuerySet[Any]:
    """The readers in a group who may be mailed, whatever the issue."""
    readers = with_kinds(Subscriber.objects.mailable()).filter(belongs(segment))
    return readers.filter(language=segment.language) if segment.language else readers


def in_words(segment: Segment) -> str:
    """What a group asks for, in a line."""
    language = get_language() or settings.LANGUAGE_CODE
    parts: list[str] = []
    if segment.language:
        name = _(str(get_language_info(segment.language)["name"]))
        parts.append(_("readers in %(language)s") % {"language": name})
    topics = ", ".join(one.label(language) for one in segment.topics.all())
    if topics:
        parts.append(_("topics: %(names)s") % {"names": topics})
    regions = ", ".join(one.label(language) for one in segment.territories.all())
    if regions:
        parts.append(_("places: %(names)s") % {"names": regions})
    kinds = ", ".join(str(KINDS[kind]) for kind in segment.kinds if kind in KINDS)
    if kinds:
        parts.append(_("kinds: %(names)s") % {"names": kinds})
    if segment.followed_key:
        thing = followed.thing(segment.followed_kind, segment.followed_key, language)
        title = thing.title if thing else _("something that is no longer public")
        parts.append(_("who follow: %(title)s") % {"title": title})
    if segment.is_strict:
        parts.append(_("only those who chose by name"))
    return "; ".join(parts) or _("all readers")


def _by_kind(segment: Segment) -> Q:
    found = Q() if segment.is_strict else Q(kinds_text="[]")
    for kind in segment.kinds:
        found |= Q(kinds_text__contains=f'"{kind}"')
    return found


def _by_choice(chosen: Any, wanted: Q, segment: Segment) -> Q:
    """Readers who chose something wanted or, unless the group is strict, nothing at all."""
    found = Q(Exists(chosen.filter(wanted)))
    return found if segment.is_strict else found | ~Q(Exists(chosen))
