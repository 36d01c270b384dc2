import pytest
from django.utils import timezone

from newsletter import addressing, audience, segments, steering, unsubscribing
from newsletter.audience import Exclusion, Target
from newsletter.freezing import FreezeError
from newsletter.models import ConsentChannel, Following, Segment, Subscriber
from tests.factories import RegionFactory, TopicFactory
from tests.newsletter.issues import entries, make_issue
from tests.newsletter.readers import SubscriberFactory

pytestmark = pytest.mark.django_db


def reader(topics=(), territories=(), **fields) -> Subscriber:
    one = SubscriberFactory(with_consent=False, **fields)
    one.topics.set(topics)
    one.territories.set(territories)
    return one


def segment(topics=(), territories=(), **fields) -> Segment:
    one = Segment.objects.create(name=f"Gruppo {Segment.objects.count()}", **fields)
    one.topics.set(topics)
    one.territories.set(territories)
    return one


def gets_it(one: Subscriber, chosen: Segment) -> bool:
    return outcome(one, Target(for_group=True, segment=chosen)) == ""


def outcome(one: Subscriber, target: Target) -> str:
    return str(audience.judged([], target).get(pk=one.pk).exclusion)


def test_a_group_that_says_nothing_is_everybody():
    assert gets_it(reader(), segment())


def test_topics_places_and_kinds_narrow_a_group():
    care, land = TopicFactory(slug="cura"), TopicFactory(slug="terra")
    chosen = segment(topics=[care], kinds=["call"])

    assert gets_it(reader(topics=[care, land], kinds=["call", "event"]), chosen)
    assert not gets_it(reader(topics=[land], kinds=["call"]), chosen)
    assert not gets_it(reader(topics=[care], kinds=["event"]), chosen)


def test_who_chose_nothing_wants_all_and_is_in_unless_the_group_is_strict():
    care = TopicFactory(slug="cura")
    open_minded, careful = reader(), reader(topics=[care], kinds=["call"])

    assert gets_it(open_minded, segment(topics=[care], kinds=["call"]))
    strict = segment(topics=[care], kinds=["call"], is_strict=True)
    assert not gets_it(open_minded, strict)
    assert gets_it(careful, strict)


def test_a_group_of_a_region_has_those_of_its_provinces(hub_site):
    from core.models import Territory
    from tests.factories import TerritoryFactory

    ferrara, emilia = TerritoryFactory(), Territory.objects.get(code="08")
    piemonte = RegionFactory(code="01", name="Piemonte")
    chosen = segment(territories=[emilia])

    assert gets_it(reader(territories=[ferrara]), chosen)
    assert gets_it(reader(territories=[emilia]), chosen)
    assert not gets_it(reader(territories=[piemonte]), chosen)


def test_readers_of_another_language_are_told_apart():
    english = reader(language="en")

    target = Target(for_group=True, segment=segment(language="it"))
    assert outcome(english, target) == Exclusion.LANGUAGE


def test_followers_are_in_only_if_they_take_the_newsletter_and_still_follow():
    key = "0b1ad1b0-4c7e-4c62-8a57-2f4c6a3f5a11"
    chosen = segment(followed_kind="call", followed_key=key)
    follower, former, follows_only = reader(), reader(), reader(state="following")
    for one in (follower, former, follows_only):
        Following.objects.create(subscriber=one, kind="call", key=key)
    former.followings.update(ended_at=timezone.now())

    assert gets_it(follower, chosen)
    assert not gets_it(former, chosen)
    target = Target(for_group=True, segment=chosen)
    assert outcome(follows_only, target) == Exclusion.FOLLOWING
    assert list(segments.members(chosen)) == [follower]


def test_a_deleted_group_is_nobody_and_keeps_the_issue_from_being_frozen(hub_site):
    reader()
    chosen = segment()
    issue = make_issue(hub_site, for_group=True, segment=chosen)
    chosen.delete()

    with pytest.raises(FreezeError, match="gruppo"):
        steering.freeze(page=issue)
    assert outcome(reader(), Target(for_group=True)) == Exclusion.SEGMENT


def test_the_freeze_takes_the_group_keeps_it_in_words_and_the_accounts_add_up(hub_site):
    care = TopicFactory(slug="cura", name="Cura")
    inside, outside = reader(topics=[care]), reader(topics=[TopicFactory(slug="terra")])
    reader(state="paused")
    issue = make_issue(hub_site, for_group=True, segment=segment(topics=[care]))

    mailing = steering.freeze(page=issue)

    assert list(mailing.deliveries.values_list("subscriber", flat=True)) == [inside.pk]
    assert mailing.exclusions == {Exclusion.SEGMENT: 1, "paused": 1}
    assert mailing.candidates == mailing.planned + sum(mailing.exclusions.values()) == 3
    assert "Cura" in mailing.addressed_to
    assert outside.deliveries.count() == 0


def test_the_choice_of_the_source_language_holds_for_the_translations(hub_site):
    issue = make_issue(hub_site, for_group=True, segment=segment(language="en"))
    hub_site.in_english(issue, title="Who keeps open")
    italian, english = reader(), reader(language="en")

    mailing = steering.freeze(page=issue)

    assert list(mailing.deliveries.values_list("subscriber", flat=True)) == [english.pk]
    assert italian.deliveries.count() == 0


def test_a_letter_that_concerns_everybody_overrides_choices_but_not_leaving(hub_site):
    picky = reader(topics=[TopicFactory(slug="terra")])
    gone = SubscriberFactory()
    unsubscribing.unsubscribe(subscriber_id=gone.pk, channel=ConsentChannel.PAGE)
    page = entries(hub_site.practice())

    heeding = make_issue(hub_site, page, slug="uno")
    everybody = make_issue(hub_site, page, slug="due", heeds_choices=False)

    def recipients(issue) -> list[int]:
        from newsletter import issues

        whole = issues.issue_of(issue.translation_key)
        readers = addressing.readers_of(whole, None, addressing.entries_of(whole))
        return list(readers.filter(exclusion="").values_list("pk", flat=True))

    assert recipients(heeding) == []
    assert recipients(everybody) == [picky.pk]


def test_a_group_is_told_in_words(hub_site):
    care = TopicFactory(slug="cura", name="Cura")
    words = segments.in_words(segment(topics=[care], language="it", kinds=["call"], is_strict=True))

    assert "Cura" in words
    assert "italiano" in words
    assert segments.in_words(segment()) != ""
