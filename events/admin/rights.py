"""Who may do what with registrations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_POST
from wagtail.admin.auth import permission_required

SEE = "events.view_registration"
CHANGE = "events.change_registration"
EXPORT = "events.export_registration"

View = Callable[..., HttpResponse]


def may_see(user: Any) -> bool:
    """Whether somebody may see who has registered."""
    return bool(user.has_perm(SEE))


def act(view: View) -> View:
    """A change, by POST, by somebody who may make it."""
    guarded: View = require_POST(permission_required(CHANGE)(view))
    return guarded
