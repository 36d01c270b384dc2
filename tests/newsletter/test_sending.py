import threading
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from newsletter import claiming, deciding, ending, links, sending, steering, unsubscribing
from newsletter.models import ConsentChannel, Delivery, DeliveryState, MailingState
from newsletter.providers import Answer, Verdict
from tests.newsletter.issues import FakeProvider, away, copy_of, part, started, states
from tests.newsletter.readers import SubscriberFactory

pytestmark = pytest.mark.django_db


def send(mailing, provider=None, **arguments):
    tally = sending.run(
        mailing_id=mailing.pk, seconds=60, provider=provider or FakeProvider(), **arguments
    )
    mailing.refresh_from_db()
    return tally


def test_every_reader_gets_one_mail_and_the_mailing_is_done(hub_site):
    mailing, provider = started(hub_site, readers=30), FakeProvider()

    send(mailing, provider)

    addresses = [str(message["To"]) for message in provider.taken]
    assert len(addresses) == len(set(addresses)) == 30
    assert set(states(mailing)) == {DeliveryState.ACCEPTED}
    assert mailing.state == MailingState.DONE


def test_each_mail_carries_its_readers_own_links(hub_site):
    mailing, provider = started(hub_site, readers=2), FakeProvider()

    send(mailing, provider)

    for delivery, message in zip(mailing.deliveries.order_by("pk"), provider.taken, strict=True):
        reader = delivery.subscriber
        one_click = str(message["List-Unsubscribe"]).partition(">")[0].lstrip("<")
        link = links.read_unsubscribe(one_click.rstrip("/").rpartition("/")[2])
        assert (link.public_id, link.delivery) == (reader.public_id, str(delivery.pk))
        for subtype in ("plain", "html"):
            body = part(message, subtype)
            assert ".invalid" not in body
            assert "/newsletter/" in body


def test_sending_again_sends_nothing(hub_site):
    mailing, provider = started(hub_site, readers=3), FakeProvider()
    send(mailing, provider)

    send(mailing, provider)

    assert len(provider.taken) == 3


def test_one_bad_recipient_does_not_stop_the_others(hub_site):
    SubscriberFactory(email="nobody@example.org")
    mailing = started(hub_site, readers=2)

    send(mailing, FakeProvider(nobody=Answer(Verdict.REFUSED, "550 5.1.1")))

    refused = copy_of(mailing, "nobody@example.org")
    assert (refused.state, refused.reason) == (DeliveryState.REFUSED, "550 5.1.1")
    assert ending.accounts(mailing)["accepted"] == 2
    assert mailing.state == MailingState.EXCEPTIONS


def test_a_copy_that_is_put_off_waits_and_is_tried_again(hub_site):
    SubscriberFactory(email="full@example.org")
    mailing = started(hub_site, readers=0)
    full = FakeProvider(full=Answer(Verdict.DEFERRED, "452 4.2.2"))

    send(mailing, full)
    put_off = copy_of(mailing, "full@example.org")
    assert (put_off.state, put_off.attempts) == (DeliveryState.DEFERRED, 1)
    assert put_off.retry_at > timezone.now()
    assert mailing.state == MailingState.SENDING

    send(mailing)
    assert copy_of(mailing, "full@example.org").state == DeliveryState.DEFERRED
    with time_machine.travel(put_off.retry_at + timedelta(seconds=1), tick=False):
        send(mailing)
    assert copy_of(mailing, "full@example.org").state == DeliveryState.ACCEPTED
    assert mailing.state == MailingState.DONE


def test_a_copy_that_is_put_off_for_ever_is_given_up(hub_site):
    SubscriberFactory(email="full@example.org")
    mailing = started(hub_site, readers=0)
    full = FakeProvider(full=Answer(Verdict.DEFERRED, "452 4.2.2"))

    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _attempt in range(10):
            send(mailing, full)
            full = FakeProvider(full=Answer(Verdict.DEFERRED, "452 4.2.2"))
            clock.shift(timedelta(days=1))

    given_up = copy_of(mailing, "full@example.org")
    assert (given_up.state, given_up.reason) == (DeliveryState.REFUSED, "given-up 452 4.2.2")


def test_who_leaves_after_the_freeze_is_not_mailed(hub_site):
    anna = SubscriberFactory(email="anna@example.org")
    mailing, provider = started(hub_site, readers=1), FakeProvider()
    unsubscribing.unsubscribe(subscriber_id=anna.pk, channel=ConsentChannel.PAGE)

    send(mailing, provider)

    skipped = copy_of(mailing, "anna@example.org")
    assert (skipped.state, skipped.reason) == (DeliveryState.SKIPPED, "unsubscribed")
    assert len(provider.taken) == 1
    assert mailing.state == MailingState.DONE


def test_who_is_erased_after_the_freeze_is_not_mailed_and_the_counts_stay(hub_site):
    anna = SubscriberFactory()
    mailing, provider = started(hub_site, readers=0), FakeProvider()
    unsubscribing.erase(subscriber_id=anna.pk, channel=ConsentChannel.PAGE)

    send(mailing, provider)

    assert provider.taken == []
    assert ending.accounts(mailing)["skipped"] == mailing.planned == 1


def test_no_answer_leaves_the_copy_uncertain_and_nothing_sends_it_again(hub_site):
    SubscriberFactory(email="anna@example.org")
    mailing = started(hub_site, readers=0)

    send(mailing, FakeProvider(anna=Answer(Verdict.UNCERTAIN, "no-answer")))
    later = FakeProvider()
    send(mailing, later)

    assert states(mailing) == [DeliveryState.UNCERTAIN]
    assert later.taken == []
    assert mailing.state == MailingState.EXCEPTIONS


def test_a_person_may_have_an_uncertain_copy_sent_again(hub_site):
    SubscriberFactory(email="anna@example.org")
    mailing = started(hub_site, readers=0)
    send(mailing, FakeProvider(anna=Answer(Verdict.UNCERTAIN, "no-answer")))

    copy, again = mailing.deliveries.get(), FakeProvider()
    with pytest.raises(deciding.TooEarlyError):
        deciding.resend(delivery_id=copy.pk)
    with time_machine.travel(copy.intent_at + timedelta(hours=25), tick=False):
        assert deciding.resend(delivery_id=copy.pk)
        send(mailing, again)

    assert len(again.taken) == 1
    assert mailing.state == MailingState.DONE


def test_a_person_may_leave_an_uncertain_copy_as_it_is(hub_site):
    SubscriberFactory(email="anna@example.org")
    mailing = started(hub_site, readers=0)
    send(mailing, FakeProvider(anna=Answer(Verdict.UNCERTAIN, "no-answer")))

    assert deciding.leave(delivery_id=mailing.deliveries.get().pk)

    left = mailing.deliveries.get()
    assert (left.state, left.reason) == (DeliveryState.UNCERTAIN, deciding.LEFT_AS_IT_IS)


def test_an_error_in_the_middle_leaves_that_copy_uncertain_and_the_others_waiting(hub_site):
    SubscriberFactory(email="anna@example.org")
    mailing = started(hub_site, readers=3)

    with pytest.raises(ZeroDivisionError):
        send(mailing, FakeProvider(anna=ZeroDivisionError()))

    assert states(mailing)[0] == DeliveryState.UNCERTAIN
    assert set(states(mailing)[1:]) == {DeliveryState.PLANNED}


def test_a_server_that_is_away_marks_nobody_and_is_tried_later(hub_site):
    SubscriberFactory(email="anna@example.org")
    mailing = started(hub_site, readers=2)

    send(mailing, FakeProvider(anna=away()))

    assert set(states(mailing)) == {DeliveryState.PLANNED}
    assert set(mailing.deliveries.values_list("attempts", flat=True)) == {0}
    assert mailing.state == MailingState.SENDING
    assert mailing.held_until > timezone.now()
    assert sending.due_mailings() == []


def test_wrong_settings_pause_the_mailing_after_a_few_tries_and_say_why(hub_site):
    SubscriberFactory(email="anna@example.org")
    mailing = started(hub_site, readers=2)

    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _try in range(3):
            send(mailing, FakeProvider(anna=away(is_configuration=True)))
            clock.shift(timedelta(hours=1))

    assert mailing.state == MailingState.PAUSED
    assert mailing.reason == "connection refused"
    assert set(states(mailing)) == {DeliveryState.PLANNED}


@pytest.mark.parametrize(
    ("error", "tries", "reason"),
    [
        (UnicodeError("a name too long"), 3, "opening UnicodeError"),
        (ImproperlyConfigured("no key"), 3, "opening ImproperlyConfigured"),
        (OSError("no route"), 12, "opening OSError"),
    ],
)
def test_whatever_goes_wrong_while_connecting_no_copy_has_been_begun(
    hub_site, error, tries, reason
):
    mailing = started(hub_site, readers=2)
    waits = []

    with time_machine.travel(timezone.now().replace(hour=11), tick=False) as clock:
        for _try in range(tries):
            assert mailing.state == MailingState.SENDING
            provider = FakeProvider()
            provider.trouble = error
            send(mailing, provider)
            assert set(states(mailing)) == {DeliveryState.PLANNED}
            assert set(mailing.deliveries.values_list("attempts", "intent_at")) == {(0, None)}
            waits.append((mailing.held_until or timezone.now()) - timezone.now())
            clock.shift(waits[-1] + timedelta(seconds=1))

    assert waits[:-1] == sorted(waits[:-1])
    assert waits[0] < waits[1]
    assert (mailing.state, mailing.reason) == (MailingState.PAUSED, reason)


def test_a_provider_that_the_settings_name_wrongly_is_a_trouble_too(hub_site, settings):
    settings.HUB_MAIL_PROVIDER = settings.EMAIL_BACKEND = "anymail.backends.nobody.EmailBackend"
    mailing = started(hub_site, readers=1)

    sending.run(mailing_id=mailing.pk, seconds=60)

    mailing.refresh_from_db()
    assert mailing.troubles_in_a_row == 1
    assert states(mailing) == [DeliveryState.PLANNED]


def test_success_forgets_the_troubles_before_it(hub_site):
    SubscriberFactory(email="anna@example.org")
    mailing = started(hub_site, readers=0)
    send(mailing, FakeProvider(anna=away()))

    with time_machine.travel(mailing.held_until + timedelta(seconds=1), tick=False):
        send(mailing)

    assert mailing.troubles_in_a_row == 0
    assert mailing.state == MailingState.DONE


def test_a_paused_mailing_sends_nothing_until_it_is_resumed(hub_site):
    mailing, provider = started(hub_site, readers=2), FakeProvider()
    steering.pause(mailing_id=mailing.pk)

    send(mailing, provider)
    assert provider.taken == []

    steering.resume(mailing_id=mailing.pk)
    send(mailing, provider)
    assert len(provider.taken) == 2


def test_a_cancelled_mailing_skips_what_has_not_left(hub_site):
    mailing, provider = started(hub_site, readers=2), FakeProvider()

    steering.cancel(mailing_id=mailing.pk)
    send(mailing, provider)

    assert provider.taken == []
    assert ending.accounts(mailing)["skipped"] == 2
    assert mailing.state == MailingState.CANCELLED


def test_a_sender_that_is_told_to_stop_gives_back_what_it_has_not_begun(hub_site):
    mailing, provider = started(hub_site, readers=3), FakeProvider()
    stop = threading.Event()
    stop.set()

    send(mailing, provider, stop=stop)

    assert provider.taken == []
    assert set(states(mailing)) == {DeliveryState.PLANNED}
    assert not Delivery.objects.exclude(lease_owner="").exists()


def test_a_sender_stops_when_its_time_is_over(hub_site):
    mailing, provider = started(hub_site, readers=30), FakeProvider()
    moments = iter(range(1000))

    sending.run(
        mailing_id=mailing.pk, seconds=20, provider=provider, clock=lambda: float(next(moments))
    )

    assert 0 < len(provider.taken) < 30
    assert ending.accounts(mailing)["waiting"] == 30 - len(provider.taken)


def test_a_slow_server_has_few_copies_at_intent(hub_site):
    mailing = started(hub_site, readers=5)
    largest = 0

    class Slow(FakeProvider):
        def hand_over(self, letter, personal):
            nonlocal largest
            largest = max(largest, mailing.deliveries.filter(state=DeliveryState.INTENT).count())
            clock.shift(timedelta(seconds=1))
            return super().hand_over(letter, personal)

    with time_machine.travel(timezone.now(), tick=False) as clock:
        sending.run(
            mailing_id=mailing.pk,
            seconds=60,
            provider=Slow(),
            clock=lambda: timezone.now().timestamp(),
        )

    assert largest == 1


def test_where_the_disk_is_slow_more_copies_are_begun_at_once_but_never_many(hub_site, monkeypatch):
    mailing = started(hub_site, readers=60)
    largest = 0

    class Quick(FakeProvider):
        def hand_over(self, letter, personal):
            nonlocal largest
            largest = max(largest, mailing.deliveries.filter(state=DeliveryState.INTENT).count())
            clock.shift(timedelta(milliseconds=10))
            return super().hand_over(letter, personal)

    commit_intent = claiming.commit_intent

    def commit_slowly(**kwargs):
        clock.shift(timedelta(seconds=1))
        return commit_intent(**kwargs)

    monkeypatch.setattr(claiming, "commit_intent", commit_slowly)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sending.run(
            mailing_id=mailing.pk,
            seconds=60,
            provider=Quick(),
            clock=lambda: timezone.now().timestamp(),
        )

    assert set(states(mailing)) == {DeliveryState.ACCEPTED}
    assert 20 <= largest <= 25


def test_the_accounts_add_up_whatever_happens(hub_site):
    for name in ("fine", "full", "nobody", "silent"):
        SubscriberFactory(email=f"{name}@example.org")
    gone = SubscriberFactory()
    mailing = started(hub_site, readers=0)
    unsubscribing.unsubscribe(subscriber_id=gone.pk, channel=ConsentChannel.PAGE)

    send(
        mailing,
        FakeProvider(
            full=Answer(Verdict.DEFERRED, "450"),
            nobody=Answer(Verdict.REFUSED, "550"),
            silent=Answer(Verdict.UNCERTAIN, "no-answer"),
        ),
    )

    assert ending.accounts(mailing) == {
        "waiting": 1,
        "accepted": 1,
        "uncertain": 1,
        "failed": 1,
        "skipped": 1,
    }
    assert sum(ending.accounts(mailing).values()) == mailing.planned


def test_what_a_dead_sender_only_held_waits_again(hub_site):
    mailing = started(hub_site, readers=2)
    claiming.claim(mailing_id=mailing.pk, owner="dead", count=10)

    claiming.recover(at=timezone.now() + timedelta(hours=1))

    assert set(states(mailing)) == {DeliveryState.PLANNED}


def test_what_a_dead_sender_was_handing_over_is_uncertain(hub_site):
    mailing = started(hub_site, readers=2)
    numbers = claiming.claim(mailing_id=mailing.pk, owner="dead", count=10)
    claiming.commit_intent(numbers=numbers[:1], owner="dead")

    claiming.recover(at=timezone.now() + timedelta(hours=1))

    assert states(mailing) == [DeliveryState.UNCERTAIN, DeliveryState.PLANNED]


def test_a_late_answer_settles_an_uncertain_copy(hub_site):
    from newsletter import recording

    mailing = started(hub_site, readers=1)
    numbers = claiming.claim(mailing_id=mailing.pk, owner="slow", count=10)
    copies = claiming.commit_intent(numbers=numbers, owner="slow")
    claiming.recover(at=timezone.now() + timedelta(hours=1))

    recording.record([(copies[0], Answer(Verdict.ACCEPTED))])

    assert states(mailing) == [DeliveryState.ACCEPTED]


def test_a_sender_that_lost_its_lease_hands_nothing_over(hub_site):
    mailing = started(hub_site, readers=2)
    numbers = claiming.claim(mailing_id=mailing.pk, owner="slow", count=10)
    claiming.recover(at=timezone.now() + timedelta(hours=1))
    claiming.claim(mailing_id=mailing.pk, owner="quick", count=10)

    assert claiming.commit_intent(numbers=numbers, owner="slow") == []
