"""Sample readers: three invented ones, to see with what eyes an issue would be met.

They are no rows and no real persons; the rules are those of `audience` for one choice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext as _

from core.models import Territory, Topic
from core.models.territory import TerritoryLevel
from newsletter import places
from newsletter.audience import Exclusion, Target
from newsletter.models import DigestPlan, Frequency
from newsletter.offering import Offer


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody who might read the newsletter."""

    description: str
    language: str
    topics: frozenset[str] = field(default_factory=frozenset)
    places: frozenset[str] = field(default_factory=frozenset)
    frequency: str = Frequency.ISSUE


@dataclass(frozen=True, slots=True)
class Meeting:
    """How a persona and an issue meet: the edition, or why there is none; how many items suit."""

    persona: Persona
    edition: str
    exclusion: str
    suiting: int

    @property
    def reason(self) -> str:
        """Why the persona is left out, in words."""
        return str(Exclusion(self.exclusion).label) if self.exclusion else ""


def samples(offers: Iterable[Offer], language: str) -> list[Persona]:
    """One who wants everything, one with one topic and one place, one who is new and reads little.

    The topic and the place are of the first item that has both, otherwise of none of them.
    """
    items = list(offers)
    topic, place = _of_first(items)
    labels = {
        "topic": topic.label(language) if topic else "—",
        "place": place.label(language) if place else "—",
    }
    others = [code for code, _name in settings.LANGUAGES if code != language]
    return [
        Persona(_("Wants everything, with each issue"), language),
        Persona(
            _("Wants one topic and one place: %(topic)s, %(place)s") % labels,
            language,
            frozenset({topic.slug} if topic else ()),
            frozenset({place.code} if place else ()),
        ),
        Persona(
            _("New, reads another language, wants a mail a week"),
            (others or [language])[0],
            frequency=Frequency.WEEKLY,
        ),
    ]


def meet(
    persona: Persona, offers: Iterable[Offer], target: Target, languages: Iterable[str], source: str
) -> Meeting:
    """Whether a persona would get an issue, in which language, and how much of it suits them."""
    items = list(offers)
    suiting = sum(one.suits((), persona.topics, persona.places) for one in items)
    exclusion = ""
    if not _is_in_group(persona, target):
        other = target.segment is not None and target.segment.language not in {
            "",
            persona.language,
        }
        exclusion = Exclusion.LANGUAGE if other else Exclusion.SEGMENT
    elif DigestPlan.objects.filter(is_on=True, frequency=persona.frequency).exists():
        exclusion = Exclusion.DIGEST
    elif items and target.heeds_choices and not suiting:
        exclusion = Exclusion.INTERESTS
    edition = persona.language if persona.language in set(languages) else source
    return Meeting(persona, "" if exclusion else edition, str(exclusion), suiting)


def _is_in_group(persona: Persona, target: Target) -> bool:
    if not target.for_group:
        return True
    segment = target.segment
    if segment is None or segment.followed_key:
        return False  # they follow nothing: they are invented
    reached = places.reached(
        [place.code for place in segment.territories.all()], places.parents_of_all()
    )
    wanted = [
        (frozenset(topic.slug for topic in segment.topics.all()), persona.topics),
        (reached or frozenset(), persona.places),
        (frozenset(segment.kinds), frozenset[str]()),
    ]
    return segment.language in {"", persona.language} and all(
        not asked or bool(asked & own) or (not own and not segment.is_strict)
        for asked, own in wanted
    )


def _of_first(items: list[Offer]) -> tuple[Topic | None, Territory | None]:
    for item in items:
        if item.topics and item.territories:
            topic = Topic.objects.originals().filter(slug=min(item.topics)).first()
            around = Territory.objects.filter(code__in=item.territories).order_by("name")
            place = around.filter(level=TerritoryLevel.REGION).first() or around.first()
            if topic and place:
                return topic, place
    topics = Topic.objects.assignable()
    with_topic = topics.filter(slug__in=[code for item in items for code in item.topics]).first()
    region = Territory.objects.filter(level=TerritoryLevel.REGION).order_by("name").first()
    return with_topic or topics.order_by("name").first(), region
