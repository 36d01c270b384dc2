from datetime import timedelta

import pytest
from django.utils import timezone

from core.models import Territory
from newsletter import audience, offering, sending, steering
from newsletter.audience import Exclusion
from newsletter.models import Frequency, Subscriber
from newsletter.offering import Offer
from tests.factories import RegionFactory, TerritoryFactory, TopicFactory
from tests.newsletter.issues import FakeProvider, entries, frozen, make_issue, started
from tests.newsletter.readers import SubscriberFactory

pytestmark = pytest.mark.django_db


def reader(topics=(), territories=(), kinds=(), frequency=Frequency.ISSUE) -> Subscriber:
    """A reader with preferences."""
    one = SubscriberFactory(with_consent=False, kinds=list(kinds), frequency=frequency)
    one.topics.set(topics)
    one.territories.set(territories)
    return one


def exclusion_of(one: Subscriber, *offers: Offer) -> str:
    return str(audience.judged(offers).get(pk=one.pk).exclusion)


def offer(kind="practice", topics=(), territories=None) -> Offer:
    places = None if territories is None else frozenset(territories)
    return Offer(kind, frozenset(topics), places)


def test_who_chose_nothing_gets_everything():
    assert exclusion_of(reader(), offer("page")) == ""


def test_words_alone_are_for_everybody():
    picky = reader(topics=[TopicFactory()], kinds=["event"])

    assert exclusion_of(picky) == ""


def test_one_item_must_be_right_in_every_respect():
    land, care = TopicFactory(slug="terra"), TopicFactory(slug="cura")
    farmer = reader(topics=[land], kinds=["event"])

    assert exclusion_of(farmer, offer("event", ["terra"])) == ""
    assert exclusion_of(farmer, offer("event", ["cura"])) == Exclusion.INTERESTS
    assert exclusion_of(farmer, offer("practice", ["terra"])) == Exclusion.INTERESTS
    # Two halves of two items make no item.
    halves = (offer("event", ["cura"]), offer("practice", ["terra"]))
    assert exclusion_of(farmer, *halves) == Exclusion.INTERESTS
    assert exclusion_of(reader(topics=[land, care]), offer("call", ["cura"])) == ""


def test_a_place_reaches_those_around_and_those_within(hub_site):
    ferrara = TerritoryFactory()
    emilia = Territory.objects.get(code="08")
    bologna = TerritoryFactory(code="037", name="Bologna", parent=emilia)
    piemonte = RegionFactory(code="01", name="Piemonte")
    in_region, in_town, elsewhere = (
        reader(territories=[place]) for place in (emilia, ferrara, piemonte)
    )
    items = {
        place.code: offering.offers_of(entries_of(hub_site.event(territories=[place])))
        for place in (ferrara, bologna, emilia, Territory.objects.get(code="IT"))
    }

    assert exclusion_of(in_region, *items["038"]) == ""
    assert exclusion_of(in_town, *items["038"]) == ""
    assert exclusion_of(in_town, *items["037"]) == Exclusion.INTERESTS
    assert exclusion_of(in_town, *items["08"]) == ""
    assert exclusion_of(elsewhere, *items["08"]) == Exclusion.INTERESTS
    assert exclusion_of(elsewhere, *items["IT"]) == ""


def entries_of(*pages):
    from catalogue.models import Entry
    from tests.newsletter.issues import catalogued

    catalogued(*pages)
    return list(Entry.objects.filter(page__in=[page.pk for page in pages]))


def test_an_issue_leaves_out_those_it_has_nothing_for(hub_site):
    land = TopicFactory(slug="terra")
    reader(topics=[land])
    everything = reader()

    mailing = frozen(hub_site, entries(hub_site.practice()))

    assert [copy.subscriber for copy in mailing.deliveries.all()] == [everything]
    assert mailing.exclusions == {"interests": 1}


@pytest.mark.parametrize(
    ("frequency", "days", "expected"),
    [
        (Frequency.ISSUE, 1, ""),
        (Frequency.WEEKLY, 1, Exclusion.FREQUENCY),
        (Frequency.WEEKLY, 7, ""),
        (Frequency.MONTHLY, 7, Exclusion.FREQUENCY),
        (Frequency.MONTHLY, 31, ""),
    ],
)
def test_who_wants_fewer_mails_gets_fewer(hub_site, frequency, days, expected):
    one = reader(frequency=frequency)
    mailing = started(hub_site, readers=0)
    sending.run(mailing_id=mailing.pk, seconds=60, provider=FakeProvider())

    later = timezone.now() + timedelta(days=days)
    assert audience.judged([], at=later).get(pk=one.pk).exclusion == expected


def test_a_mail_that_was_not_sent_does_not_count_for_the_frequency(hub_site):
    one = reader(frequency=Frequency.WEEKLY)
    mailing = frozen(hub_site)
    assert audience.judged([]).get(pk=one.pk).exclusion == Exclusion.FREQUENCY

    steering.cancel(mailing_id=mailing.pk)

    assert audience.judged([]).get(pk=one.pk).exclusion == ""


def test_erased_readers_are_no_candidates(hub_site):
    from newsletter import unsubscribing
    from newsletter.models import ConsentChannel

    unsubscribing.erase(subscriber_id=SubscriberFactory().pk, channel=ConsentChannel.PAGE)
    SubscriberFactory()

    counts = audience.counted(audience.judged([]), ["it"], "it")
    assert (counts.candidates, counts.planned) == (1, 1)


def test_counting_takes_one_query(hub_site, django_assert_num_queries):
    SubscriberFactory.create_batch(5, with_consent=False)
    make_issue(hub_site)

    with django_assert_num_queries(1):
        audience.counted(audience.judged([offer(topics=["a"])]), ["it"], "it")
