"""What needs and actors add to Wagtail's admin; loaded when the room is ready."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.snippets.models import register_snippet

from events.models import Need
from events.need_screens import NeedsGroup


@hooks.register("register_snippet_listing_buttons")
def offer_suggestions(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Any]:
    """From a need to the practices that may answer it."""
    if isinstance(snippet, Need) and user.has_perm("events.change_need"):
        url = reverse("wagtailsnippets_events_need:suggestions", args=[snippet.pk])
        yield Button(_("Practices that may answer it"), url, priority=15)


register_snippet(NeedsGroup)
