import pytest

from newsletter import allowances, consent, signup, suppression, unsubscribing
from newsletter.models import (
    ConsentChannel,
    ReaderMailPurpose,
    ReaderRequest,
    Subscriber,
    SubscriberState,
    SuppressionReason,
)
from tests.factories import RegionFactory, TopicFactory
from tests.newsletter.readers import SubscriberFactory, asked, confirmed

pytestmark = pytest.mark.django_db


def leave(reader: Subscriber) -> bool:
    return unsubscribing.unsubscribe(
        subscriber_id=reader.pk, channel=ConsentChannel.ONE_CLICK, reference="delivery 12"
    )


def stop(reader: Subscriber, reason: SuppressionReason) -> None:
    unsubscribing.stop_mailing(
        subscriber_id=reader.pk, reason=reason, channel=ConsentChannel.PROVIDER
    )


def erase(reader: Subscriber, *, never_again: bool = False) -> bool:
    return unsubscribing.erase(
        subscriber_id=reader.pk, channel=ConsentChannel.PAGE, never_again=never_again
    )


def test_leaving_ends_the_mailing_and_is_written_down():
    anna = SubscriberFactory()

    assert leave(anna)

    anna.refresh_from_db()
    assert anna.state == SubscriberState.UNSUBSCRIBED
    event = consent.history(anna)[-1]
    assert (event.action, event.channel, event.reference) == (
        "withdrawn",
        "one-click",
        "delivery 12",
    )


def test_leaving_twice_is_written_down_once():
    anna = SubscriberFactory()

    assert [leave(anna), leave(anna)] == [True, False]
    assert len(consent.history(anna)) == 2


def test_leaving_of_ones_own_will_suppresses_nothing():
    anna = SubscriberFactory()
    leave(anna)

    assert not suppression.is_suppressed(anna.email)


@pytest.mark.parametrize(
    ("reason", "state", "last_event"),
    [
        (SuppressionReason.COMPLAINT, SubscriberState.COMPLAINED, "withdrawn"),
        (SuppressionReason.OBJECTION, SubscriberState.UNSUBSCRIBED, "withdrawn"),
        (SuppressionReason.BOUNCE, SubscriberState.BOUNCED, "given"),
    ],
)
def test_a_reason_to_stop_changes_the_state_and_suppresses(reason, state, last_event):
    anna = SubscriberFactory()

    stop(anna, reason)
    stop(anna, reason)

    anna.refresh_from_db()
    assert anna.state == state
    assert suppression.reason_for(anna.email) == reason
    assert consent.history(anna)[-1].action == last_event


def test_a_complaint_after_leaving_is_kept_and_a_bounce_is_not():
    anna, bruno = SubscriberFactory.create_batch(2)
    for reader, reason in ((anna, SuppressionReason.COMPLAINT), (bruno, SuppressionReason.BOUNCE)):
        leave(reader)
        stop(reader, reason)
        reader.refresh_from_db()

    assert anna.state == SubscriberState.COMPLAINED
    assert bruno.state == SubscriberState.UNSUBSCRIBED


def test_a_suppression_under_a_new_key_is_still_found_by_the_join(settings):
    anna = SubscriberFactory()
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another-key"

    stop(anna, SuppressionReason.BOUNCE)
    Subscriber.objects.update(state=SubscriberState.ACTIVE)

    assert not Subscriber.objects.mailable().exists()


def test_erasure_is_no_reason_to_stop():
    with pytest.raises(ValueError, match="not a reason"):
        stop(SubscriberFactory(), SuppressionReason.ERASURE)


def test_erasing_leaves_nothing_of_the_person_but_the_fingerprint():
    anna = confirmed("anna@example.org")
    anna.topics.add(TopicFactory())
    anna.territories.add(RegionFactory())
    Subscriber.objects.filter(pk=anna.pk).update(kinds=["event"], frequency="weekly")

    assert erase(anna)

    anna.refresh_from_db()
    assert (anna.state, anna.email, anna.email_key, anna.address_hash) == (
        SubscriberState.ERASED,
        "",
        None,
        "",
    )
    assert (anna.kinds, anna.frequency) == ([], "issue")
    assert not anna.topics.exists()
    assert not anna.territories.exists()
    assert not ReaderRequest.objects.exists()
    assert suppression.is_suppressed("anna@example.org")


def test_the_chain_and_the_counts_survive_an_erasure():
    anna = confirmed("anna@example.org")
    erase(anna)

    assert Subscriber.objects.count() == 1
    assert anna.mails.count() == 2
    assert [event.action for event in consent.history(anna)] == ["given", "erased"]
    assert consent.check_chain().problems == []


def test_erasing_twice_is_no_error():
    anna = SubscriberFactory()

    assert [erase(anna), erase(anna)] == [True, False]
    assert len(consent.history(anna)) == 2


def test_a_request_that_nobody_has_dealt_with_yet_is_erased_too():
    anna = SubscriberFactory(email="anna@example.org")
    signup.ask(email="ANNA@example.org", language="it")

    erase(anna)

    assert not ReaderRequest.objects.exists()


def test_erased_readers_may_return_unless_they_wished_otherwise():
    anna, bruno = (
        SubscriberFactory(email="anna@example.org"),
        SubscriberFactory(email="bruno@example.org"),
    )
    erase(anna)
    erase(bruno, never_again=True)

    assert asked("anna@example.org") is not None
    assert asked("bruno@example.org") is None


def test_erasing_does_not_give_new_confirmation_mails():
    anna = SubscriberFactory(email="anna@example.org", state=SubscriberState.UNSUBSCRIBED)
    allowances.take_mail(address_hash=anna.address_hash, purpose=ReaderMailPurpose.CONFIRM)
    erase(anna)

    assert asked("anna@example.org") is None


def test_several_readers_can_be_erased():
    for reader in SubscriberFactory.create_batch(2):
        erase(reader)

    assert Subscriber.objects.filter(state=SubscriberState.ERASED).count() == 2
