import pytest
from django.urls import reverse

from newsletter import digests, frozen_report, preflight, rendering, waiting
from newsletter.models import Mailing, MailingState
from tests.newsletter.digest_runs import FIRST, WEEK, published, reader, run
from tests.newsletter.issues import part

pytestmark = pytest.mark.django_db

LITTLE = 22_000  # bytes: more than an empty mail, less than six entries


def test_what_exists_only_in_another_language_says_so(hub_site, plan, server, clock):
    reader("mary", language="en")
    published(hub_site, "La bottega")
    clock.move_to(FIRST)

    run(server)

    html = part(server.taken[-1], "html")
    assert 'lang="it"' in html
    assert "This week on" in str(server.taken[-1]["Subject"])


def test_what_does_not_fit_comes_next_time(hub_site, plan, server, clock, monkeypatch):
    monkeypatch.setattr(digests, "MOST_ITEMS", 2)
    reader()
    for title in ("Uno", "Due", "Tre"):
        published(hub_site, title)
    clock.move_to(FIRST)
    first = run(server)["anna"]
    clock.move_to(FIRST + WEEK)
    second = run(server)["anna"]

    assert ("Uno" in first, "Due" in first, "Tre" in first) == (True, True, False)
    assert ("Uno" in second, "Due" in second, "Tre" in second) == (False, False, True)


def test_a_mail_that_would_be_cut_off_is_shortened_and_says_so(
    hub_site, plan, server, clock, monkeypatch
):
    reader()
    for number in range(6):
        published(hub_site, f"Voce {number}")
    clock.move_to(FIRST)
    whole = rendering.BLOCK_SIZE
    monkeypatch.setattr(rendering, "BLOCK_SIZE", LITTLE)
    told = run(server)["anna"]
    first = Mailing.objects.get().editions.get()
    monkeypatch.setattr(rendering, "BLOCK_SIZE", whole)
    clock.move_to(FIRST + WEEK)
    rest = run(server)["anna"]

    assert len(first.html.encode()) <= LITTLE
    shown = [number for number in range(6) if f"Voce {number}" in told]
    assert 0 < len(shown) < 6
    assert [number for number in range(6) if f"Voce {number}" in rest] == [*range(len(shown), 6)]
    assert "Vedi sul sito" in told
    assert "Vedi sul sito" not in rest


def test_one_that_cannot_be_shortened_waits_for_a_person(
    hub_site, plan, server, clock, monkeypatch
):
    reader()
    published(hub_site, "La bottega")
    clock.move_to(FIRST)
    monkeypatch.setattr(rendering, "BLOCK_SIZE", 100)
    monkeypatch.setattr(preflight, "BLOCK_SIZE", 100)

    assert run(server) == {}

    mailing = Mailing.objects.get()
    assert mailing.state == MailingState.FROZEN
    assert [line.url for line in waiting.digests_to_start(None)] == [
        reverse("newsletter_admin:mailing", args=[mailing.pk])
    ]
    assert [one.level for one in frozen_report.findings(mailing)] == [preflight.Level.ERROR]
