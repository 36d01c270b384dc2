"""Timed jobs of the events."""

from core.scheduling import periodic
from events import attention, forgetting, limiting, reminding, seating

MINUTE = 60
HOUR = 60 * MINUTE


@periodic("events.release_lapsed", every=MINUTE)
def release_lapsed() -> None:
    """Free the seats of who did not confirm in time."""
    seating.release_lapsed()


@periodic("events.remind", every=5 * MINUTE)
def remind() -> None:
    """Post the reminders that are due."""
    reminding.remind()


@periodic("events.forget", every=HOUR)
def forget() -> None:
    """Let go of networks, of who never confirmed, of what people needed, of names."""
    limiting.forget_requests()
    forgetting.forget_unconfirmed()
    forgetting.forget_access_needs()
    forgetting.anonymise()


@periodic("events.ask_for_reports", every=6 * HOUR)
def ask_for_reports() -> None:
    """Ask for the account of what took place."""
    attention.ask_for_reports()
