import pytest

from core.refusals import About
from newsletter import ending, sending, steering
from newsletter.models import DeliveryState, MailingState
from newsletter.providers import Answer, TroubleError, Verdict
from tests.newsletter.issues import FakeProvider, started, states
from tests.newsletter.readers import SubscriberFactory

pytestmark = pytest.mark.django_db

UNWANTED = Answer(Verdict.UNWANTED, "554 5.7.1", about=About.US)
UNCLEAR = Answer(Verdict.REFUSED, "554", about=About.UNCLEAR)


def with_readers(hub, *emails):
    for email in emails:
        SubscriberFactory(email=email)
    return started(hub, readers=0)


def send(mailing, provider):
    sending.run(mailing_id=mailing.pk, seconds=60, provider=provider)
    mailing.refresh_from_db()


def tally_of(mailing, server, seconds):
    sending.run(mailing_id=mailing.pk, seconds=seconds, provider=server, clock=lambda: server.clock)
    mailing.refresh_from_db()


class OneEach(FakeProvider):
    """A server so slow that a sender's time is over after one mail."""

    clock = 0.0

    def hand_over(self, letter, personal):
        self.clock += 100
        return super().hand_over(letter, personal)


def test_one_domain_that_does_not_want_us_stops_no_other_and_pauses_the_issue_at_the_end(hub_site):
    blocked = [f"a{number}@blocked.example" for number in range(6)]
    mailing = with_readers(hub_site, *blocked, "zoe@example.org", "yan@example.net")
    answers = {email.partition("@")[0]: UNWANTED for email in blocked}

    send(mailing, FakeProvider(**answers))

    assert mailing.state == MailingState.SENDING
    assert states(mailing)[-2:] == [DeliveryState.ACCEPTED] * 2
    send(mailing, FakeProvider(**answers))
    assert (mailing.state, mailing.reason) == (MailingState.PAUSED, "unwanted 554 5.7.1")
    assert set(states(mailing)[:6]) == {DeliveryState.PLANNED}
    assert sum(ending.accounts(mailing).values()) == mailing.planned
    steering.resume(mailing_id=mailing.pk)
    server = FakeProvider()
    send(mailing, server)
    assert len(server.taken) == 6
    assert mailing.state == MailingState.DONE


@pytest.mark.parametrize("answer", [UNWANTED, UNCLEAR])
def test_a_row_goes_on_where_a_sender_hands_over_one_mail_at_a_time(hub_site, answer):
    mailing = with_readers(
        hub_site, *(f"a{n}@example.{'org' if n % 2 else 'net'}" for n in range(8))
    )
    server = OneEach(**{f"a{number}": answer for number in range(8)})

    for _turn in range(5):
        assert mailing.state == MailingState.SENDING
        sending.run(mailing_id=mailing.pk, seconds=50, provider=server, clock=lambda: server.clock)
        mailing.refresh_from_db()
        server.answers = {f"a{number}": answer for number in range(8)}

    assert mailing.state == MailingState.PAUSED
    assert set(states(mailing)) == {DeliveryState.PLANNED}


def test_what_an_earlier_turn_met_with_waits_again_too(hub_site):
    emails = [f"a{n}@example.{'org' if n % 2 else 'net'}" for n in range(11)]
    mailing = with_readers(hub_site, *emails)
    answers = {f"a{number}": UNCLEAR for number in range(11)}
    tally_of(mailing, OneEach(**answers), 250)
    assert states(mailing).count(DeliveryState.REFUSED) == 3

    send(mailing, FakeProvider(**answers))

    assert (mailing.state, mailing.reason) == (MailingState.PAUSED, "unwanted 554")
    assert set(states(mailing)) == {DeliveryState.PLANNED}


def test_what_a_sender_met_with_while_another_one_paused_the_issue_waits_again_too(hub_site):
    mailing = with_readers(hub_site, *(f"a{number}@example.org" for number in range(3)))

    class Slower(FakeProvider):
        """Another sender has had enough while this one is at its second."""

        def hand_over(self, letter, personal):
            if len(self.taken) == 1:
                steering.pause(mailing_id=mailing.pk, reason="unwanted 554")
            return super().hand_over(letter, personal)

    send(mailing, Slower(**{f"a{number}": UNCLEAR for number in range(3)}))

    assert mailing.state == MailingState.PAUSED
    assert set(states(mailing)) == {DeliveryState.PLANNED}


def test_a_mistake_of_ours_in_every_mail_is_no_readers_failure(hub_site, monkeypatch):
    emails = [f"a{n}@example.{'org' if n % 2 else 'net'}" for n in range(7)]
    mailing = with_readers(hub_site, *emails)
    wrong = ValueError("a line that breaks")

    send(mailing, FakeProvider(**{f"a{number}": wrong for number in range(7)}))

    assert (mailing.state, mailing.reason) == (MailingState.PAUSED, "unsendable")
    assert set(states(mailing)) == {DeliveryState.PLANNED}
    steering.resume(mailing_id=mailing.pk)
    with monkeypatch.context() as broken:
        broken.setattr("newsletter.links.unsubscribe_token", lambda *_args, **_more: {}["key"])
        send(mailing, FakeProvider())
    assert mailing.state == MailingState.SENDING
    assert set(mailing.deliveries.values_list("state", "attempts")) == {("planned", 0)}


def test_refusals_that_others_interrupt_are_the_readers_own(hub_site):
    emails = [f"a{n}@example.{'org' if n % 2 else 'net'}" for n in range(12)]
    mailing = with_readers(hub_site, *emails)

    send(mailing, FakeProvider(**{f"a{n}": UNCLEAR for n in range(12) if n % 5}))

    assert mailing.state == MailingState.EXCEPTIONS
    assert states(mailing).count(DeliveryState.REFUSED) == 9


def test_a_provider_that_locks_us_out_pauses_the_issue_at_once(hub_site):
    mailing = with_readers(hub_site, "anna@example.org")
    locked = TroubleError("provider 403", is_configuration=True, is_plain=True)

    send(mailing, FakeProvider(anna=locked))

    assert (mailing.state, mailing.reason) == (MailingState.PAUSED, "provider 403")
    assert states(mailing) == [DeliveryState.PLANNED]
