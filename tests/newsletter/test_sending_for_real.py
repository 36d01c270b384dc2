"""Issues over real SMTP, to a server in a process of its own; senders that are killed."""

import os
import random
import signal
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from functools import partial
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from newsletter import claiming, ending, freezing, sending, steering
from newsletter.models import DeliveryState, MailingState, Subscriber, SubscriberState
from newsletter.providers import TroubleError
from newsletter.providers.smtp import SmtpProvider
from tests import databases
from tests.newsletter import processes
from tests.newsletter.issues import copy_of, entries, make_issue, part, started, states
from tests.newsletter.processes import MailServer
from tests.newsletter.readers import SubscriberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(tmp_path, settings, request):
    one = MailServer(tmp_path / "mails", getattr(request, "param", 0.0))
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", one.port
    yield one
    one.stop()


def send(mailing):
    sending.run(mailing_id=mailing.pk, seconds=60)
    mailing.refresh_from_db()


def test_an_issue_arrives_in_everybodys_language_with_links_that_work(hub_site, server, client):
    anna = SubscriberFactory(email="anna@example.org")
    brian = SubscriberFactory(email="brian@example.org", language="en")
    issue = make_issue(hub_site, entries(hub_site.practice(title="Il forno")))
    hub_site.in_english(issue, title="Who keeps open", subject="Who keeps open")
    mailing = steering.freeze(page=issue)
    steering.start(mailing_id=mailing.pk)

    send(mailing)

    mails = {str(message["To"]): message for message in server.mails()}
    assert set(mails) == {anna.email, brian.email}
    assert mails[anna.email]["Subject"] == "Chi tiene aperto"
    assert mails[brian.email]["Subject"] == "Who keeps open"
    for message in mails.values():
        assert message["X-From"] == "redazione@example.org"
        assert [one.get_content_type() for one in message.iter_parts()] == [
            "text/plain",
            "text/html",
        ]
        assert "Il forno" in part(message, "plain")
        assert 'href="/' not in part(message, "html")
    one_click = str(mails[anna.email]["List-Unsubscribe"]).split(">")[0].lstrip("<")
    answer = client.post(urlsplit(one_click).path, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    anna.refresh_from_db()
    brian.refresh_from_db()
    assert anna.state == SubscriberState.UNSUBSCRIBED
    assert brian.state == SubscriberState.ACTIVE


def test_one_connection_carries_good_and_bad_recipients(hub_site, server):
    names = ("anna", "full", "nobody", "spam", "silent", "zoe")
    for name in names:
        SubscriberFactory(email=f"{name}@example.org")
    mailing = started(hub_site, readers=0)

    send(mailing)

    found = {name: copy_of(mailing, f"{name}@example.org") for name in names}
    assert {name: (one.state, one.reason) for name, one in found.items()} == {
        "anna": (DeliveryState.ACCEPTED, ""),
        "full": (DeliveryState.DEFERRED, "452 4.2.2"),
        "nobody": (DeliveryState.REFUSED, "550 5.1.1"),
        "spam": (DeliveryState.REFUSED, "554 5.7.1"),
        "silent": (DeliveryState.UNCERTAIN, "no-answer"),
        "zoe": (DeliveryState.ACCEPTED, ""),
    }
    # The silent server has kept the mail: sending it again would have been one too many.
    assert sorted(server.recipients()) == [
        f"{one}@example.org" for one in ("anna", "silent", "zoe")
    ]


def test_a_server_that_does_not_know_us_pauses_nobody_is_refused(hub_site, server):
    SubscriberFactory(email="foreign@example.org")
    mailing = started(hub_site, readers=2)

    send(mailing)

    assert set(states(mailing)) == {DeliveryState.PLANNED}
    assert mailing.troubles_in_a_row == 1


def test_a_server_that_is_not_there_marks_nobody(hub_site, server):
    mailing = started(hub_site, readers=2)
    server.stop()

    send(mailing)

    assert set(states(mailing)) == {DeliveryState.PLANNED}
    assert mailing.held_until > timezone.now()


def test_a_host_that_does_not_exist_is_a_matter_of_settings(settings):
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = 1
    provider = SmtpProvider()

    with pytest.raises(TroubleError) as trouble:
        provider.hand_over(*_any_mail())

    assert trouble.value.is_configuration


def _has(server, count):
    return server.count() >= count


def _any_mail():
    from tests.newsletter.test_mime import letter, personal

    return letter(), personal()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("server", [0.002], indirect=True)
def test_senders_killed_at_any_moment_lose_nobody_and_mail_nobody_twice(hub_site, server):
    """Two senders at a time; after each kill the clock moves on until their leases are over."""
    mailing = started(hub_site, readers=250)
    chance, kills, unsure_after = random.Random(7), 0, set()

    while kills < 12:
        enough = server.count() + chance.randint(1, 16)
        senders = [
            processes.forked(lambda: sending.run(mailing_id=mailing.pk, seconds=60))
            for _number in range(2)
        ]
        processes.until(partial(_has, server, enough), 20)
        for child in senders:
            processes.kill(child)
            kills += 1
        claiming.recover(at=timezone.now() + timedelta(hours=1))
        unsure_after = set(
            mailing.deliveries.filter(state=DeliveryState.UNCERTAIN).values_list(
                "subscriber__email", flat=True
            )
        )
        ending.finish(mailing_id=mailing.pk)
    last = processes.forked(lambda: sending.run(mailing_id=mailing.pk, seconds=60))
    assert processes.ended_well(last)

    received = Counter(server.recipients())
    by_state = Counter(mailing.deliveries.values_list("state", flat=True))
    accepted = set(
        mailing.deliveries.filter(state=DeliveryState.ACCEPTED).values_list(
            "subscriber__email", flat=True
        )
    )
    everybody = set(Subscriber.objects.values_list("email", flat=True))

    assert max(received.values()) == 1
    assert set(by_state) <= {DeliveryState.ACCEPTED, DeliveryState.UNCERTAIN}
    assert accepted <= set(received)
    assert accepted | unsure_after == everybody
    assert set(received) - accepted <= unsure_after
    # A crash leaves no more unsure than can be handed over in a moment.
    assert by_state[DeliveryState.UNCERTAIN] <= kills * sending.LARGEST_GROUP
    assert by_state[DeliveryState.ACCEPTED] > 100


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_share_the_work(hub_site, server):
    mailing = started(hub_site, readers=300)

    senders = [
        processes.forked(lambda: sending.run(mailing_id=mailing.pk, seconds=60))
        for _number in range(3)
    ]
    outcomes = [processes.ended_well(child) for child in senders]
    assert all(outcomes)
    mailing.refresh_from_db()
    owners = mailing.deliveries.values("attempt_id").distinct().count()
    assert set(states(mailing)) == {DeliveryState.ACCEPTED}

    assert max(Counter(server.recipients()).values()) == 1
    assert server.count() == 300
    assert owners > 1
    assert mailing.state == MailingState.DONE


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_freezes_at_once_freeze_once(hub_site):
    SubscriberFactory.create_batch(3, with_consent=False)
    mailing = steering.approve(page=make_issue(hub_site))

    children = [
        processes.forked(lambda: freezing.freeze(mailing_id=mailing.pk)) for _number in range(3)
    ]
    outcomes = [processes.ended_well(child) for child in children]
    assert outcomes.count(True) == 1
    assert mailing.deliveries.count() == 3
    assert mailing.editions.count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("server", [0.05], indirect=True)
def test_the_command_drains_when_it_is_told_to_stop_and_goes_on_later(
    hub_site, server, tmp_path, settings
):
    mailing = started(hub_site, readers=60)

    surroundings = os.environ | {
        "DATABASE_URL": databases.address(),
        "DJANGO_SETTINGS_MODULE": "hub.settings.dev",
        "HUB_ENV_FILE": os.devnull,
        "HUB_VAR_DIR": str(tmp_path),
        "HUB_SECRET_KEY": settings.SECRET_KEY,
        "HUB_SMTP_URL": f"smtp://127.0.0.1:{server.port}",
    }
    command = [sys.executable, "manage.py", "send_newsletter"]
    with subprocess.Popen(command, cwd=processes.ROOT, env=surroundings) as first:
        assert processes.until(lambda: server.count() > 5)
        first.send_signal(signal.SIGTERM)
        assert first.wait(timeout=60) == 0
    taken = server.count()
    assert 5 < taken < 60
    assert set(states(mailing)) == {DeliveryState.ACCEPTED, DeliveryState.PLANNED}
    assert states(mailing).count(DeliveryState.ACCEPTED) == taken
    subprocess.run(command, cwd=processes.ROOT, env=surroundings, check=True, timeout=120)
    assert set(states(mailing)) == {DeliveryState.ACCEPTED}

    assert server.count() == 60
    assert max(Counter(server.recipients()).values()) == 1
