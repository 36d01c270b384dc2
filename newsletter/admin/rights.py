"""Who may do what on the newsletter's screens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST
from wagtail.admin.auth import permission_required

SEND = "newsletter.send_mailing"
SEE_READERS = "newsletter.view_delivery"
# Whoever takes readers out as a file has to be allowed to see them, too.
TAKE_OUT_READERS = "newsletter.export_subscriber"

View = Callable[..., HttpResponse]


def may_send(user: Any) -> bool:
    """Whether somebody may test, freeze and send issues."""
    return bool(user.has_perm(SEND))


def may_see_readers(user: Any) -> bool:
    """Whether somebody may see who gets an issue."""
    return bool(user.has_perm(SEE_READERS))


def may_take_out_readers(user: Any) -> bool:
    """Whether somebody may take a list of readers out of the admin as a file."""
    return may_see_readers(user) and bool(user.has_perm(TAKE_OUT_READERS))


def act_of_sender(view: View) -> View:
    """A change, by POST, by somebody who may send."""
    guarded: View = require_POST(permission_required(SEND)(view))
    return guarded


class SenderOnly:
    """A screen for those who may send."""

    right = SEND

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for the right first."""
        guarded: View = permission_required(self.right)(super().dispatch)  # type: ignore[misc]
        return guarded(request, *args, **kwargs)
