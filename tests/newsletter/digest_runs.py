"""Digests for tests: readers, what is published for them, what the worker then does."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone

from newsletter import digests, preferences, pulsing, sending, steering
from newsletter.models import Frequency
from tests.newsletter.issues import catalogued, part
from tests.newsletter.readers import SubscriberFactory

# Mondays, nine o'clock in Rome.
FIRST = datetime(2026, 11, 30, 8, tzinfo=UTC)
WEEK = timedelta(days=7)


def reader(name: str = "anna", **fields):
    fields.setdefault("frequency", Frequency.WEEKLY)
    fields.setdefault("confirmed_at", timezone.now() - timedelta(days=400))
    return SubscriberFactory(email=f"{name}@example.org", **fields)


def published(hub_site, title: str, kind: str = "practice", **fields):
    page = getattr(hub_site, kind)(title=title, **fields)
    catalogued(page)
    return page


def run(server) -> dict[str, str]:
    """What the worker does now; the texts of the mails that left, by reader."""
    before = len(server.taken)
    digests.make_due()
    pulsing.pulse()
    return {
        str(message["To"]).partition("@")[0]: part(message, "plain")
        for message in server.taken[before:]
    }


def wish(reader, frequency):
    preferences.change(
        subscriber_id=reader.pk,
        language="it",
        frequency=frequency,
        topics=[],
        territories=[],
        kinds=[],
    )


def send_issue(server, page):
    mailing = steering.freeze(page=page)
    steering.start(mailing_id=mailing.pk)
    sending.run(mailing_id=mailing.pk, seconds=60, provider=server)
