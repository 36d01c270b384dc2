"""Timed jobs of the practices room."""

from core.scheduling import periodic
from practices import adopting, claiming, confirming, merging, relaying, reviewing

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR


@periodic("practices.ask_what_is_due", every=HOUR)
def ask_what_is_due() -> None:
    """Ask cooperatives whether it is still so, remind those who have not answered, give up."""
    confirming.give_up()
    confirming.remind()
    confirming.ask_what_is_due()


@periodic("practices.ask_about_adoptions", every=DAY)
def ask_about_adoptions() -> None:
    """Ask sides of re-uses that can be reached by now, and remind those who have not answered."""
    adopting.ask_what_waits()
    adopting.remind()


@periodic("practices.review_records", every=HOUR)
def review_records() -> None:
    """Ask cooperatives whether their record is still right, and remind who has not answered."""
    reviewing.remind()
    reviewing.ask_what_is_due()


@periodic("practices.forget_claims", every=DAY)
def forget_claims() -> None:
    """Wipe the addresses of claims that came to nothing."""
    claiming.forget()


@periodic("practices.settle_mergers", every=HOUR)
def settle_mergers() -> None:
    """Put right what came to name a merged record while it was being merged."""
    merging.settle()


@periodic("practices.wipe_messages", every=5 * MINUTE)
def wipe_messages() -> None:
    """Wipe visitors' messages that have been passed on."""
    relaying.wipe()
