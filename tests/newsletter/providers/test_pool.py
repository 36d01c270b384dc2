from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from newsletter import pacing, sending, steering
from newsletter.models import DeliveryState, MailingState, Throttle
from newsletter.providers import Answer, TroubleError, Verdict, open_provider
from newsletter.providers.pool import ENOUGH, ServerPool
from newsletter.providers.servers import Server
from newsletter.providers.smtp import SmtpProvider
from tests.newsletter.issues import FakeProvider, away, started, states
from tests.newsletter.test_mime import letter, personal

pytestmark = pytest.mark.django_db

ONE, TWO = Server("one.example.org", 25), Server("two.example.org", 25)


class FakeServer(FakeProvider):
    """Says the same to every mail; counts how often it was asked."""

    def __init__(self, answer=None):
        super().__init__()
        self.answer = answer or Answer(Verdict.ACCEPTED)
        self.asked = 0

    def hand_over(self, letter, personal):
        self.asked += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def pool_of(first, second, servers=(ONE, TWO)):
    fakes = dict(zip(servers, (first, second), strict=True))
    return ServerPool(servers, opened=fakes.__getitem__)


def hand_over(pool, times=1):
    return [pool.hand_over(letter(), personal()) for _time in range(times)]


def rests(server):
    return pacing.cooled([pacing.server_name(server.address)])


def test_mails_leave_by_each_server_in_turn():
    first, second = FakeServer(), FakeServer()

    answers = hand_over(pool_of(first, second), times=6)

    assert {one.verdict for one in answers} == {Verdict.ACCEPTED}
    assert (first.asked, second.asked) == (3, 3)


def test_a_server_that_is_away_is_left_alone_and_the_others_go_on():
    first, second = FakeServer(away()), FakeServer()

    answers = hand_over(pool_of(first, second), times=6)

    assert {one.verdict for one in answers} == {Verdict.ACCEPTED}
    assert (first.asked, second.asked) == (1, 6)
    assert rests(ONE)
    assert not rests(TWO)


def test_every_sender_leaves_it_alone():
    hand_over(pool_of(FakeServer(away()), FakeServer()), times=2)
    first = FakeServer()

    hand_over(pool_of(first, FakeServer()), times=4)

    assert first.asked == 0


def test_after_its_rest_a_server_is_asked_again(time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    hand_over(pool_of(FakeServer(away()), FakeServer()), times=2)
    first = FakeServer()
    time_machine.shift(timedelta(minutes=2))

    hand_over(pool_of(first, FakeServer()), times=4)

    assert first.asked == 2


@pytest.mark.parametrize(
    "answer", [Answer(Verdict.DEFERRED, "450 4.7.1"), Answer(Verdict.UNWANTED, "554 5.7.1")]
)
def test_what_one_server_puts_off_or_does_not_want_from_us_another_may_take(answer):
    first, second = FakeServer(answer), FakeServer()

    answers = hand_over(pool_of(first, second), times=4 * ENOUGH)

    assert {one.verdict for one in answers} == {Verdict.ACCEPTED}
    # It was the server, not the mailboxes: after a few it is left alone.
    assert first.asked == ENOUGH
    assert rests(ONE)


def test_what_both_put_off_is_put_off_and_neither_is_blamed():
    grey = Answer(Verdict.DEFERRED, "451 4.7.1")

    answers = hand_over(pool_of(FakeServer(grey), FakeServer(grey)), times=2 * ENOUGH)

    assert set(answers) == {grey}
    assert not rests(ONE)
    assert not rests(TWO)


@pytest.mark.parametrize(
    "answer",
    [
        Answer(Verdict.UNCERTAIN, "no-answer"),
        Answer(Verdict.REFUSED, "550 5.1.1"),
        Answer(Verdict.DEFERRED, "452 4.2.2"),
    ],
)
def test_what_may_have_left_or_concerns_the_mailbox_is_given_to_nobody_else(answer):
    first, second = FakeServer(answer), FakeServer(answer)

    assert hand_over(pool_of(first, second)) == [answer]

    assert first.asked + second.asked == 1


def test_when_all_are_away_the_trouble_is_told_and_then_nobody_is_asked():
    servers = [FakeServer(away()), FakeServer(away(is_configuration=True))]
    pool = pool_of(*servers)

    with pytest.raises(TroubleError) as trouble:
        hand_over(pool)
    with pytest.raises(TroubleError) as rest:
        hand_over(pool)

    assert not trouble.value.is_configuration  # one of them may come back by itself
    assert not trouble.value.is_rest
    assert rest.value.is_rest
    assert 0 < rest.value.retry_after <= 60
    assert [one.asked for one in servers] == [1, 1]


def test_a_server_with_a_limit_gets_no_more(settings, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    settings.HUB_MAIL_SERVER_RATES = {ONE.address: 1.0}
    limited = Server("one.example.org", 25, rate=1.0)
    first, second = FakeServer(), FakeServer()

    hand_over(pool_of(first, second, (limited, TWO)), times=60)

    assert first.asked == pacing.BURST
    assert second.asked == 60 - pacing.BURST


def test_servers_that_have_had_enough_are_a_matter_of_pace_not_of_trouble(
    hub_site, settings, time_machine
):
    time_machine.move_to(timezone.now(), tick=False)
    settings.HUB_MAIL_SERVER_RATES = {ONE.address: 0.1, TWO.address: 0.1}
    pool = pool_of(
        FakeServer(), FakeServer(), [Server(one.host, one.port, rate=0.1) for one in (ONE, TWO)]
    )
    mailing = started(hub_site, readers=3)

    sending.run(mailing_id=mailing.pk, seconds=60, provider=pool)

    mailing.refresh_from_db()
    assert sorted(states(mailing)) == [
        DeliveryState.ACCEPTED, DeliveryState.ACCEPTED, DeliveryState.PLANNED
    ]  # fmt: skip
    assert mailing.troubles_in_a_row == 0
    assert mailing.held_until > timezone.now()


def test_when_all_servers_stay_away_the_issue_pauses_and_nobody_has_failed(hub_site, time_machine):
    mailing = started(hub_site, readers=3)
    beats = 0

    while mailing.state == MailingState.SENDING:
        pool = pool_of(FakeServer(away()), FakeServer(away()))
        sending.run(mailing_id=mailing.pk, seconds=60, provider=pool)
        mailing.refresh_from_db()
        time_machine.move_to(mailing.held_until or timezone.now(), tick=False)
        beats += 1
        assert beats < 100

    assert mailing.state == MailingState.PAUSED
    assert mailing.reason == "connection refused"
    assert set(states(mailing)) == {DeliveryState.PLANNED}


def test_a_person_who_resumes_has_the_servers_asked_at_once(hub_site):
    mailing = started(hub_site, readers=1)
    steering.pause(mailing_id=mailing.pk)
    until = timezone.now() + timedelta(hours=1)
    pacing.cool(name=pacing.server_name(ONE.address), until=until, reason="421")

    steering.resume(mailing_id=mailing.pk)

    assert not rests(ONE)
    assert Throttle.objects.count() == 1


def test_several_servers_in_the_settings_make_a_pool(settings):
    settings.HUB_MAIL_PROVIDER = "smtp"
    assert isinstance(open_provider(), SmtpProvider)
    more = {"user": "", "password": "", "starttls": False, "tls": False}
    settings.MORE_MAIL_SERVERS = [
        SimpleNamespace(host="two.example.org", port=25, address=TWO.address, **more)
    ]
    assert isinstance(open_provider(), ServerPool)
