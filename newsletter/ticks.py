"""Timed jobs of the newsletter."""

from datetime import timedelta

from django.utils import timezone

from core import scheduling
from core.scheduling import periodic
from newsletter import (
    allowances,
    answering,
    digests,
    ending,
    feedback,
    fetching,
    forgetting,
    news,
    pacing,
    pausing,
    pulsing,
    signup,
    telling,
    thinning,
)

MINUTE = 60
HOUR = 60 * MINUTE
# Long enough for the figures of half a year.
KEEP_REPORTS = timedelta(days=180)


@periodic("newsletter.handle_requests", every=MINUTE)
def handle_requests() -> None:
    """Deal with requests whose background task was lost."""
    signup.handle_waiting()


@periodic("newsletter.send_reader_mails", every=20)
def send_reader_mails() -> None:
    """Send the mails to single readers that had to wait."""
    answering.send_due()


@periodic("newsletter.look_for_news", every=MINUTE)
def look_for_news() -> None:
    """Find what is new of things that are followed."""
    news.look_everywhere()


@periodic("newsletter.tell_followers", every=20)
def tell_followers() -> None:
    """Hand over the copies of bulletins that are due."""
    telling.send_due()


@periodic("newsletter.forget", every=HOUR)
def forget() -> None:
    """Let go of networks, counts, requests that are over, who never confirmed, who got what.

    And settle copies that some mailing, however old, has left waiting.
    """
    allowances.forget_requests()
    allowances.forget_old_mails()
    signup.forget_unconfirmed()
    feedback.forget(before=timezone.now() - KEEP_REPORTS)
    pacing.forget()
    ending.skip_stranded()
    thinning.thin()
    forgetting.forget_late()


@periodic("newsletter.pulse", every=2)
def pulse() -> None:
    """Send what is due of the issues, for a few seconds at a time."""
    pulsing.pulse(stop=scheduling.stopping)


@periodic("newsletter.process_reports", every=10)
def process_reports() -> None:
    """Deal with what providers and mail servers reported."""
    feedback.process_waiting()


@periodic("newsletter.fetch_bounces", every=5 * MINUTE)
def fetch_bounces() -> None:
    """Read the mailbox for bounces."""
    fetching.fetch()


@periodic("newsletter.make_digests", every=5 * MINUTE)
def make_digests() -> None:
    """Make the digests whose hour has come."""
    digests.make_due()


@periodic("newsletter.end_pauses", every=15 * MINUTE)
def end_pauses() -> None:
    """Send again to those whose break is over."""
    pausing.end_due()
