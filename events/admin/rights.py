"""Who may do what with registrations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.views.decorators.http import require_POST
from wagtail.admin.auth import permission_required

from core import reach
from events import books
from events.models import EventPage

SEE = "events.view_registration"
CHANGE = "events.change_registration"
EXPORT = "events.export_registration"

View = Callable[..., HttpResponse]


def may_see(user: Any, event: EventPage | None = None) -> bool:
    """Whether somebody may see who has registered: for this event, or for any at all."""
    return bool(user.has_perm(SEE)) and (event is None or is_within(user, event))


def is_within(user: Any, event: EventPage | None) -> bool:
    """Whether an event belongs to the regions of whoever is limited to some.

    The page in the main language decides for all; a list whose event is gone is nobody's region.
    """
    if not reach.is_limited(user):
        return True
    if event is None:
        return False
    return reach.may_change(user, books.source_page(event.translation_key) or event)


def keep_within(user: Any, event: EventPage | None) -> None:
    """Raise PermissionDenied for people registered in another region."""
    if not is_within(user, event):
        raise PermissionDenied


def act(view: View) -> View:
    """A change, by POST, by somebody who may make it."""
    guarded: View = require_POST(permission_required(CHANGE)(view))
    return guarded
