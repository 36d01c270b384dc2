"""Issues handed over to mail servers that do wrong, over real sockets.

Whatever the fault: nobody gets a mail twice, nobody is lost, and the accounts add up.
"""

from collections import Counter
from contextlib import ExitStack
from types import SimpleNamespace

import pytest
from django.utils import timezone

from newsletter import ending, sending, steering, suppression
from newsletter.models import (
    DeliveryState,
    MailingState,
    Subscriber,
    SubscriberState,
    Throttle,
)
from tests.newsletter.issues import started, states
from tests.newsletter.processes import FaultyServer
from tests.newsletter.readers import SubscriberFactory

pytestmark = pytest.mark.django_db

ACCEPTED, UNCERTAIN, REFUSED = (
    DeliveryState.ACCEPTED,
    DeliveryState.UNCERTAIN,
    DeliveryState.REFUSED,
)


@pytest.fixture
def serve(tmp_path, settings):
    """Start servers; the first one is the usual one of the settings."""
    settings.HUB_MAIL_PROVIDER = "smtp"
    with ExitStack() as stack:
        servers: list[FaultyServer] = []

        def start(fault, *, is_plain=False):
            notes = tmp_path / f"taken-{len(servers)}"
            server = stack.enter_context(FaultyServer(notes, fault, is_plain=is_plain))
            if servers:
                settings.MORE_MAIL_SERVERS = [*settings.MORE_MAIL_SERVERS, address_of(server)]
            else:
                settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
            servers.append(server)
            return server

        yield start


def address_of(server):
    return SimpleNamespace(
        host="127.0.0.1",
        port=server.port,
        address=f"127.0.0.1:{server.port}",
        user="",
        password="",
        starttls=False,
        tls=False,
    )


def beat(mailing):
    """A beat of the sender, with whatever it waits for over."""
    mailing.deliveries.filter(retry_at__isnull=False).update(retry_at=timezone.now())
    Throttle.objects.update(cooled_until=None)
    type(mailing).objects.filter(pk=mailing.pk).update(held_until=None)
    sending.run(mailing_id=mailing.pk, seconds=60)
    mailing.refresh_from_db()


def send_until_over(mailing, *servers):
    """Beat until there is nothing left to do; then hold the ledger against what was taken."""
    for _beat in range(20):
        beat(mailing)
        if mailing.state != MailingState.SENDING:
            break
    check_accounts(mailing, *servers)
    return Counter(states(mailing))


def check_accounts(mailing, *servers):
    taken = Counter(name for server in servers for name in server.taken())
    rows = dict(mailing.deliveries.values_list("subscriber__email", "state"))
    accepted = {email for email, state in rows.items() if state == ACCEPTED}
    uncertain = {email for email, state in rows.items() if state == UNCERTAIN}
    assert max(taken.values(), default=0) <= 1
    assert accepted <= set(taken)
    assert set(taken) <= accepted | uncertain
    assert sum(ending.accounts(mailing).values()) == mailing.planned


@pytest.mark.parametrize("is_plain", [False, True])
def test_the_fourth_of_eight_is_refused_and_the_others_get_theirs(hub_site, serve, is_plain):
    server = serve("refuses the fourth of eight", is_plain=is_plain)
    mailing = started(hub_site, readers=8)

    found = send_until_over(mailing, server)

    assert found == {ACCEPTED: 7, REFUSED: 1}
    assert states(mailing)[3] == REFUSED
    assert mailing.state == MailingState.EXCEPTIONS
    bounced = Subscriber.objects.filter(state=SubscriberState.BOUNCED).get()
    assert bounced.deliveries.get().state == REFUSED
    assert suppression.is_suppressed(bounced.email)


def test_a_connection_that_drops_after_the_mail_leaves_it_uncertain(hub_site, serve):
    server = serve("drops after the body")
    mailing = started(hub_site, readers=8)

    found = send_until_over(mailing, server)

    # Both had arrived: another attempt would have been a second mail.
    assert found == {ACCEPTED: 6, UNCERTAIN: 2}
    assert len(server.taken()) == 8


def test_a_connection_that_drops_within_the_mail_doubles_and_loses_nothing(hub_site, serve):
    server = serve("drops in the body")
    mailing = started(hub_site, readers=8)

    found = send_until_over(mailing, server)

    assert found[ACCEPTED] >= 6
    assert found[ACCEPTED] + found[UNCERTAIN] == 8


def test_a_server_that_never_answers_costs_one_mail_its_certainty(hub_site, serve, settings):
    settings.EMAIL_TIMEOUT = 5  # long enough for the answers that do come on a busy machine
    server = serve("takes and never answers")
    mailing = started(hub_site, readers=4)

    found = send_until_over(mailing, server)

    assert found == {ACCEPTED: 3, UNCERTAIN: 1}


@pytest.mark.parametrize("is_plain", [False, True])
def test_421_in_the_middle_costs_time_alone(hub_site, serve, is_plain):
    server = serve("421 at each fifth", is_plain=is_plain)
    mailing = started(hub_site, readers=12)

    assert send_until_over(mailing, server) == {ACCEPTED: 12}


def test_421_at_the_door_lets_the_issue_wait_and_then_pause(hub_site, serve):
    server = serve("421 at the door")
    mailing = started(hub_site, readers=2)

    beat(mailing)
    assert mailing.held_until > timezone.now()
    found = send_until_over(mailing, server)

    assert found == {DeliveryState.PLANNED: 2}
    assert mailing.state == MailingState.PAUSED


def test_a_greylisting_server_gets_each_mail_at_the_second_attempt(hub_site, serve):
    server = serve("greylist")
    mailing = started(hub_site, readers=5)

    beat(mailing)
    assert DeliveryState.ACCEPTED not in states(mailing)
    found = send_until_over(mailing, server)

    assert found == {ACCEPTED: 5}
    assert set(mailing.deliveries.values_list("attempts", flat=True)) == {2}


def test_a_mail_that_is_put_off_after_its_last_line_is_tried_again(hub_site, serve):
    server = serve("451 after the body, once")
    mailing = started(hub_site, readers=3)

    assert send_until_over(mailing, server) == {ACCEPTED: 3}


def test_a_slow_server_is_only_slow(hub_site, serve):
    server = serve("slow")
    mailing = started(hub_site, readers=6)

    assert send_until_over(mailing, server) == {ACCEPTED: 6}


@pytest.mark.parametrize("fault", ["421 at the door", "450 to everything", "421 at each fifth"])
def test_what_one_of_two_servers_does_not_take_leaves_by_the_other(hub_site, serve, fault):
    bad, good = serve(fault), serve("none")
    mailing = started(hub_site, readers=30)

    sending.run(mailing_id=mailing.pk, seconds=60)

    mailing.refresh_from_db()
    check_accounts(mailing, bad, good)
    assert set(states(mailing)) == {ACCEPTED}
    assert mailing.state == MailingState.DONE
    assert mailing.troubles_in_a_row == 0


def test_when_one_of_two_servers_dies_in_the_middle_the_other_goes_on(hub_site, serve):
    dying, good = serve("dies after ten"), serve("none")
    mailing = started(hub_site, readers=40)

    sending.run(mailing_id=mailing.pk, seconds=60)

    mailing.refresh_from_db()
    check_accounts(mailing, dying, good)
    # The tenth had been taken when it died: it stays uncertain, nobody sends it by the other.
    assert Counter(states(mailing)) == {ACCEPTED: 39, UNCERTAIN: 1}
    assert len(dying.taken()) == 10


def test_when_all_servers_are_away_the_issue_waits_and_nobody_has_failed(hub_site, serve):
    servers = [serve("421 at the door"), serve("none")]
    servers[1].stop()
    mailing = started(hub_site, readers=3)

    beat(mailing)

    assert set(states(mailing)) == {DeliveryState.PLANNED}
    assert mailing.state == MailingState.SENDING
    assert mailing.held_until > timezone.now()


def readers_of(*domains):
    """One reader for each of these domains."""
    for number, domain in enumerate(domains):
        SubscriberFactory(email=f"reader{number}@{domain}")


def resumed_and_sent(mailing, serve, settings):
    """The matter is mended: a person resumes, and a server without a fault takes the mails."""
    healthy = serve("none")
    settings.MORE_MAIL_SERVERS = []
    settings.EMAIL_PORT = healthy.port
    steering.resume(mailing_id=mailing.pk)
    sending.run(mailing_id=mailing.pk, seconds=60)
    mailing.refresh_from_db()
    return healthy


@pytest.mark.parametrize(
    ("fault", "reason"),
    [("sender blocked", "sender 550 5.7.1"), ("login wanted", "sender 530 5.7.0")],
)
def test_a_server_that_refuses_our_address_pauses_the_issue_at_once(
    hub_site, serve, settings, fault, reason
):
    server = serve(fault)
    mailing = started(hub_site, readers=12)

    beat(mailing)

    assert (mailing.state, mailing.reason) == (MailingState.PAUSED, reason)
    assert set(states(mailing)) == {DeliveryState.PLANNED}
    assert set(mailing.deliveries.values_list("attempts", flat=True)) == {0}
    healthy = resumed_and_sent(mailing, serve, settings)
    assert mailing.state == MailingState.DONE
    check_accounts(mailing, server, healthy)


@pytest.mark.parametrize(
    ("fault", "already"), [("blocklisted after three", 3), ("554 to every message", 0)]
)
def test_a_server_that_refuses_reader_after_reader_pauses_the_issue_and_nobody_has_failed(
    hub_site, serve, settings, fault, already
):
    server = serve(fault)
    readers_of(*["example.org", "example.net", "example.com"] * 4)
    mailing = started(hub_site, readers=0)

    beat(mailing)

    assert (mailing.state, mailing.reason) == (MailingState.PAUSED, "unwanted 554 5.7.1")
    assert Counter(states(mailing)) == {
        state: count
        for state, count in [(ACCEPTED, already), (DeliveryState.PLANNED, 12 - already)]
        if count
    }
    assert set(mailing.deliveries.exclude(state=ACCEPTED).values_list("attempts", flat=True)) == {0}
    healthy = resumed_and_sent(mailing, serve, settings)
    assert mailing.state == MailingState.DONE
    check_accounts(mailing, server, healthy)
