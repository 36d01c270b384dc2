from typing import Any

import pytest

from core.models import Territory, Topic
from newsletter import audience, personas
from newsletter.audience import Exclusion, Target
from newsletter.models import DigestPlan, Frequency, Segment, Subscriber
from newsletter.offering import Offer
from tests.factories import RegionFactory, TerritoryFactory, TopicFactory
from tests.newsletter.readers import SubscriberFactory

pytestmark = pytest.mark.django_db

CARE = Offer("practice", frozenset({"cura"}), frozenset({"01"}))
LAND = Offer("event", frozenset({"terra"}), frozenset({"03"}))


@pytest.fixture(autouse=True)
def _terms(db):
    for slug in ("cura", "terra"):
        TopicFactory(slug=slug, name=slug)
    for code, name in (("01", "Piemonte"), ("03", "Lombardia")):
        RegionFactory(code=code, name=name)


def as_reader(persona: personas.Persona) -> Subscriber:
    """A real reader with the persona's choice."""
    reader = SubscriberFactory(
        language=persona.language, frequency=persona.frequency, with_consent=False
    )
    reader.topics.set(Topic.objects.filter(slug__in=persona.topics))
    reader.territories.set(Territory.objects.filter(code__in=persona.places))
    return reader


def test_the_samples_are_of_what_the_issue_offers():
    everything, picky, new = personas.samples([Offer("page", frozenset(), None), CARE], "it")

    assert not everything.topics
    assert (sorted(picky.topics), sorted(picky.places)) == (["cura"], ["01"])
    assert (new.language, new.frequency) == ("en", Frequency.WEEKLY)


@pytest.mark.parametrize("offers", [[], [CARE], [LAND], [CARE, LAND]])
@pytest.mark.parametrize("group", [None, {}, {"language": "it"}, {"topics": ["cura"]}, "strict"])
@pytest.mark.parametrize("heeds", [True, False])
@pytest.mark.parametrize("has_digest", [True, False])
def test_they_fare_as_real_readers_with_the_same_choice(offers, group, heeds, has_digest):
    DigestPlan.objects.create(frequency=Frequency.WEEKLY, is_on=has_digest)
    segment = None
    if group is not None:
        is_strict = group == "strict"
        rule: dict[str, Any] = {"topics": ["cura"], "is_strict": True} if is_strict else {**group}
        topics: list[str] = rule.pop("topics", [])
        segment = Segment.objects.create(name="Gruppo", **rule)
        segment.topics.set(Topic.objects.filter(slug__in=topics))
    target = Target(segment is not None, segment, heeds)

    for persona in personas.samples([CARE], "it"):
        reader = as_reader(persona)
        expected = audience.judged(offers, target).get(pk=reader.pk).exclusion
        assert personas.meet(persona, offers, target, ["it"], "it").exclusion == expected


def test_a_place_within_the_groups_place_belongs_to_it():
    ferrara = TerritoryFactory()
    segment = Segment.objects.create(name="Emilia")
    segment.territories.set([Territory.objects.get(code="08")])
    persona = personas.Persona("", "it", places=frozenset({ferrara.code}))

    assert personas.meet(persona, [], Target(True, segment), ["it"], "it").exclusion == ""


def test_what_suits_them_is_counted_and_the_edition_named():
    _everything, picky, new = personas.samples([CARE], "it")

    met = personas.meet(picky, [CARE, LAND], audience.EVERYBODY, ["it"], "it")
    assert (met.suiting, met.edition, met.reason) == (1, "it", "")
    assert personas.meet(new, [CARE], audience.EVERYBODY, ["it"], "it").edition == "it"
    deleted = personas.meet(picky, [CARE], Target(for_group=True), ["it"], "it")
    assert (deleted.exclusion, deleted.edition) == (Exclusion.SEGMENT, "")
