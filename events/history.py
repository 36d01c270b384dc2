"""What staff do with registrations, in the history of the event's page. No names stand in it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry, log

from core.models import User
from events.models.registration import EventBook

ACTIONS: dict[str, tuple[Promise, Promise]] = {
    "add": (_("Register somebody"), _("Somebody was registered by staff")),
    "cancel_one": (_("Cancel a registration"), _("A registration was cancelled by staff")),
    "check_in": (_("Check in"), _("Somebody was checked in")),
    "undo": (_("Undo a check-in"), _("A check-in was taken back")),
    "no_shows": (_("Mark who did not come"), _("Those who did not come were marked")),
    "export": (_("Download registrations"), _("The list of registrations was downloaded")),
    "tell": (_("Tell those who registered"), _("Those who registered were told of a change")),
    "keep_silent": (_("Do not tell"), _("A change was not told to those who registered")),
}


def register(actions: LogActionRegistry) -> None:
    """Make the actions known."""
    for name, (label, message) in ACTIONS.items():
        actions.register_action(f"events.{name}", label, message)


def note(book: EventBook, action: str, by: User | None, **data: object) -> None:
    """Write an act of staff into the history; what people do for themselves is not noted."""
    if by is not None and book.page is not None:
        log(instance=book.page, action=f"events.{action}", user=by, data=data or None)
